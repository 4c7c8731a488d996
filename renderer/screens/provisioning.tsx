import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProvisionCheck, ShellState } from '../../shared/shell-contract/messages.ts';
import { CameraScan } from '../capture/camera-scan.tsx';
import { useHandScanner } from '../capture/use-hand-scanner.ts';
import type { DeskProblem } from '../session/desk.ts';
import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { ActCard, CardScanPicture } from '../touch/card-scan-picture.tsx';
import { Card } from '../touch/cards.tsx';
import { Field } from '../touch/field.tsx';
import { ActionBar } from '../touch/frame.tsx';
import type { Key } from '../touch/keys.ts';
import { EntryWithPad, NumberPad } from '../touch/number-pad.tsx';
import { Heading, Lead, SectionTitle } from '../touch/text.tsx';
import { WindowSpinner } from '../touch/window-clock.tsx';
import { ScreenFrame } from './screen-frame.tsx';

/**
 * A blank kiosk on screen: enrolment QR or file ▶ panel's diagonal ▶ compare eight digits ▶ enrolled.
 * Nothing is kept before the digits were compared and the portal answered.
 */
type Stage =
  | { readonly at: 'waiting' }
  | { readonly at: 'diagonal'; readonly enrolment: string }
  | { readonly at: 'compare'; readonly enrolment: string; readonly diagonal: number; readonly check: ProvisionCheck }
  | { readonly at: 'working' }
  | { readonly at: 'done'; readonly state: ShellState };

export function Provisioning() {
  const { desk } = useSession();
  const { t } = useTranslation('staff');
  const [stage, setStage] = useState<Stage>({ at: 'waiting' });
  const [trouble, setTrouble] = useState<DeskProblem>();

  const check = async (enrolment: string, diagonal: number) => {
    const answer = await desk.checkEnrolment({ enrolment, panelDiagonalInches: diagonal });
    setTrouble(answer.ok ? undefined : answer.code);
    setStage(answer.ok ? { at: 'compare', enrolment, diagonal, check: answer.value } : { at: 'waiting' });
  };
  const confirm = async (enrolment: string, diagonal: number) => {
    setStage({ at: 'working' });
    const answer = await desk.provision({ enrolment, panelDiagonalInches: diagonal });
    setTrouble(answer.ok ? undefined : answer.code);
    setStage(answer.ok ? { at: 'done', state: answer.value } : { at: 'waiting' });
  };
  const leave = () => void desk.endVisit('finished');

  switch (stage.at) {
    case 'waiting':
      return (
        <WaitForCode
          trouble={trouble}
          onCode={(enrolment) => setStage({ at: 'diagonal', enrolment })}
          onLeave={leave}
        />
      );
    case 'diagonal':
      return (
        <AskDiagonal
          onDone={(diagonal) => void check(stage.enrolment, diagonal)}
          onBack={() => setStage({ at: 'waiting' })}
        />
      );
    case 'compare':
      return (
        <Compare
          check={stage.check}
          onSame={() => void confirm(stage.enrolment, stage.diagonal)}
          onDifferent={() => setStage({ at: 'waiting' })}
        />
      );
    case 'working':
      return (
        <ScreenFrame screen="provisioning" reading={<Heading>{t('provision.title')}</Heading>}>
          <WindowSpinner words={t('provision.working')} />
        </ScreenFrame>
      );
    case 'done':
      return <Done state={stage.state} />;
  }
}

interface WaitForCodeProps {
  readonly trouble: DeskProblem | undefined;
  readonly onCode: (text: string) => void;
  readonly onLeave: () => void;
}

function WaitForCode({ trouble, onCode, onLeave }: WaitForCodeProps) {
  const { desk } = useSession();
  const { t } = useTranslation('staff');
  const { t: frame } = useTranslation('frame');
  const { t: problem } = useTranslation('problems');
  const [isFilming, setFilming] = useState(false);
  const [hasNoFile, setNoFile] = useState(false);
  useHandScanner({ onScan: onCode });
  const fromStick = async () => {
    const text = await desk.enrolmentFile();
    if (text === undefined) setNoFile(true);
    else onCode(text);
  };
  return (
    <ScreenFrame
      screen="provisioning"
      sideBySide
      reading={
        <>
          <Heading focusFor="provisioning">{t('provision.title')}</Heading>
          <Lead>{t('provision.lead')}</Lead>
        </>
      }
      actions={
        <ActionBar
          extra={
            <Button icon="camera" onPress={() => setFilming(true)}>
              {t('provision.camera')}
            </Button>
          }
          back={
            <Button kind="quiet" size="primary" icon="left" onPress={onLeave}>
              {frame('actions.back')}
            </Button>
          }
          primary={
            <Button kind="primary" size="primary" icon="usb" onPress={() => void fromStick()}>
              {t('provision.fromFile')}
            </Button>
          }
        />
      }
    >
      {trouble && <Banner tone="problem">{problem(trouble)}</Banner>}
      {hasNoFile && !trouble && <Banner tone="advice">{t('provision.noFile')}</Banner>}
      <ActCard
        picture={isFilming ? <CameraScan onCode={onCode} onFailed={() => setFilming(false)} /> : <CardScanPicture />}
      >
        <WindowSpinner words={t('provision.waiting')} />
      </ActCard>
    </ScreenFrame>
  );
}

const usualDiagonal = '21.5';

function AskDiagonal({ onDone, onBack }: { readonly onDone: (inches: number) => void; readonly onBack: () => void }) {
  const { t } = useTranslation('staff');
  const { t: frame } = useTranslation('frame');
  const [typed, setTyped] = useState('');
  const type = (key: Key) =>
    setTyped((before) => {
      if (key === '<CLEAR>') return '';
      if (key === '<BS>') return before.slice(0, -1);
      return /^[\d.]$/.test(key) && before.length < 4 ? before + key : before;
    });
  // The pad has no point: three digits are inches and a tenth.
  const inches = /^\d{3}$/.test(typed) ? Number(typed) / 10 : Number(typed || usualDiagonal);
  return (
    <ScreenFrame
      screen="provisioning"
      reading={<Heading focusFor="diagonal">{t('provision.diagonal')}</Heading>}
      actions={
        <ActionBar
          back={
            <Button kind="quiet" size="primary" icon="left" onPress={onBack}>
              {frame('actions.back')}
            </Button>
          }
          primary={
            <Button kind="primary" size="primary" forward onPress={() => onDone(Math.min(100, Math.max(5, inches)))}>
              {frame('actions.next')}
            </Button>
          }
        />
      }
    >
      <EntryWithPad
        entry={
          <Field
            label={t('provision.diagonal')}
            isLabelHidden
            value={`${inches}″`}
            isActive
            onActivate={() => {}}
            onKey={type}
            takesFocus
          />
        }
        pad={<NumberPad onKey={type} />}
      />
    </ScreenFrame>
  );
}

interface CompareProps {
  readonly check: ProvisionCheck;
  readonly onSame: () => void;
  readonly onDifferent: () => void;
}

function Compare({ check, onSame, onDifferent }: CompareProps) {
  const { t } = useTranslation('staff');
  return (
    <ScreenFrame
      screen="provisioning"
      reading={
        <>
          <Heading focusFor="compare">{t('provision.compareTitle')}</Heading>
          <Lead>{t('provision.compareLead')}</Lead>
        </>
      }
      actions={
        <ActionBar
          back={
            <Button kind="danger" size="primary" onPress={onDifferent}>
              {t('provision.different')}
            </Button>
          }
          primary={
            <Button kind="primary" size="primary" onPress={onSame}>
              {t('provision.same')}
            </Button>
          }
        />
      }
    >
      <Card>
        <p className="root-digits">{`${check.rootDigits.slice(0, 4)} ${check.rootDigits.slice(4)}`}</p>
        <SectionTitle>{t('provision.portal', { address: check.portal })}</SectionTitle>
      </Card>
    </ScreenFrame>
  );
}

function Done({ state }: { readonly state: ShellState }) {
  const { desk } = useSession();
  const { t } = useTranslation('staff');
  return (
    <ScreenFrame
      screen="provisioning"
      reading={
        <>
          <Heading focusFor="provisioned">
            {t('provision.done', { label: state.kiosk?.label ?? '', ward: state.kiosk?.ward.name ?? '' })}
          </Heading>
          <Lead>{t('provision.doneLead')}</Lead>
        </>
      }
      actions={
        <ActionBar
          primary={
            <Button kind="primary" size="primary" onPress={() => void desk.endVisit('finished')}>
              {t('provision.finish')}
            </Button>
          }
        />
      }
    />
  );
}
