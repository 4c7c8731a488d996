import { useEffect, useState } from 'react';
import { CameraScan } from '../capture/camera-scan.tsx';
import { useHandScanner } from '../capture/use-hand-scanner.ts';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { ActCard, CardScanPicture } from '../touch/card-scan-picture.tsx';
import { Card } from '../touch/cards.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Heading, Lead, SectionTitle } from '../touch/text.tsx';
import { WindowSpinner } from '../touch/window-clock.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { NoCardSheet } from './no-card-sheet.tsx';
import { ScreenFrame } from './screen-frame.tsx';

export type ScanProblem = 'old-nine' | 'not-a-card' | 'unreadable';

interface IdentityScanProps {
  readonly problem: ScanProblem | undefined;
  readonly onScan: (text: string) => void;
  readonly onType: () => void;
  /** Whether what is typed instead is the number, which some may not know by heart. */
  readonly typesNumber: boolean;
  /** Where the service takes what somebody sends without a name. */
  readonly withoutName?: { readonly note: string; readonly go: () => void };
  /** For who has no citizen number, where the service takes them. */
  readonly onOtherPaper?: () => void;
  readonly onBack: () => void;
}

const offerAnotherWayAfterMs = 10_000;

/** The picture of the act, its live state, and typing as an equal second way. */
export function IdentityScan(props: IdentityScanProps) {
  const { problem, onScan, onType, typesNumber, withoutName, onOtherPaper, onBack } = props;
  const t = useVisitWords();
  const [camera, setCamera] = useState<'off' | 'on' | 'missing'>('off');
  const [isLong, setLong] = useState(false);
  const [hasNoCard, setNoCard] = useState(false);
  useHandScanner({ onScan });

  useEffect(() => {
    const timer = setTimeout(() => setLong(true), offerAnotherWayAfterMs);
    return () => clearTimeout(timer);
  }, []);

  return (
    <ScreenFrame
      screen="identity"
      sideBySide
      reading={
        <>
          <Heading focusFor={`identity-${camera}`}>
            {camera === 'on' ? t('identity.cameraTitle') : t('identity.title')}
          </Heading>
          <Lead>{camera === 'on' ? t('identity.cameraLead') : t('identity.lead')}</Lead>
        </>
      }
      actions={
        <ActionBar
          extra={
            <>
              <Button kind="tint" onPress={onType}>
                {t(typesNumber ? 'identity.type' : 'identity.typeName')}
              </Button>
              {camera !== 'missing' && (
                <Button icon="camera" onPress={() => setCamera(camera === 'on' ? 'off' : 'on')}>
                  {camera === 'on' ? t('identity.cameraStop') : t('identity.camera')}
                </Button>
              )}
            </>
          }
          back={<BackButton onPress={onBack} />}
          primary={
            withoutName ? (
              <Button size="primary" forward onPress={withoutName.go}>
                {t('identity.withoutName')}
              </Button>
            ) : (
              <Button size="primary" onPress={() => setNoCard(true)}>
                {t('identity.noCard')}
              </Button>
            )
          }
        />
      }
    >
      <ScanBanner problem={problem} isCameraMissing={camera === 'missing'} isLong={isLong} typesNumber={typesNumber} />
      <ActCard
        picture={
          camera === 'on' ? <CameraScan onCode={onScan} onFailed={() => setCamera('missing')} /> : <CardScanPicture />
        }
      >
        <WindowSpinner words={t('identity.waiting')} note={t('identity.only')} />
      </ActCard>
      {withoutName && (
        <Card>
          <SectionTitle>{t('identity.withoutNameTitle')}</SectionTitle>
          <p>{withoutName.note}</p>
        </Card>
      )}
      <NoCardSheet isOpen={hasNoCard} onClose={() => setNoCard(false)} onType={onType} onOtherPaper={onOtherPaper} />
    </ScreenFrame>
  );
}

function ScanBanner(props: {
  readonly problem: ScanProblem | undefined;
  readonly isCameraMissing: boolean;
  readonly isLong: boolean;
  readonly typesNumber: boolean;
}) {
  const t = useVisitWords();
  const orType = (note: string) => (props.typesNumber ? note : t('identity.orTypeName'));
  if (props.problem === 'old-nine')
    return (
      <Banner tone="problem" title={t('identity.oldNine')}>
        {t('identity.oldNineNote')}
      </Banner>
    );
  if (props.problem === 'not-a-card')
    return (
      <Banner tone="problem" title={t('identity.notCard')}>
        {orType(t('identity.notCardNote'))}
      </Banner>
    );
  if (props.isCameraMissing)
    return (
      <Banner tone="advice" icon="camera" title={t('identity.cameraMissing')}>
        {orType(t('identity.cameraMissingNote'))}
      </Banner>
    );
  if (props.problem === 'unreadable' || props.isLong)
    return (
      <Banner tone="advice" title={t('identity.unreadable')}>
        {orType(t('identity.unreadableNote'))}
      </Banner>
    );
  return null;
}
