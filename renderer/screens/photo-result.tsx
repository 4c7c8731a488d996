import { useEffect, useState } from 'react';
import type { Paper } from '../../shared/catalogue/service.ts';
import type { MadePage } from '../capture/make-page.ts';
import { goodEnough, isGoodPhoto } from '../capture/photo-checks.ts';
import { useSession } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Heading } from '../touch/text.tsx';
import { PaperViewfinder, PictureChecks } from '../touch/viewfinder.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { ScreenFrame } from './screen-frame.tsx';

interface PhotoResultProps {
  readonly paper: Paper;
  readonly page: MadePage;
  /** `takenAnyway`: the resident's choice against the advice, recorded. */
  readonly onUse: (takenAnyway: boolean) => void;
  readonly onRetake: () => void;
  readonly onLater: () => void;
  readonly onBack: () => void;
}

/** The picture with what was found on it. A doubtful one makes the retake primary; using it stays the resident's choice. */
export function PhotoResult({ paper, page, onUse, onRetake, onLater, onBack }: PhotoResultProps) {
  const t = useVisitWords();
  const { say } = useSession();
  const { found } = page;
  const isGood = isGoodPhoto(found);
  const address = usePicture(page);
  const checks = [
    { isGood: found.light >= goodEnough.light, good: t('capture.checks.light'), bad: t('capture.checks.lightNot') },
    { isGood: found.glare >= goodEnough.glare, good: t('capture.checks.glare'), bad: t('capture.checks.glareNot') },
    {
      isGood: found.sharpness >= goodEnough.sharpness,
      good: t('capture.checks.sharp'),
      bad: t('capture.checks.sharpNot'),
    },
  ];
  const title = isGood
    ? t('capture.good')
    : found.light < goodEnough.light
      ? t('capture.dark', { paper: say(paper.name) })
      : found.glare < goodEnough.glare
        ? t('capture.glare', { paper: say(paper.name) })
        : t('capture.blurred', { paper: say(paper.name) });

  return (
    <ScreenFrame
      screen="papers"
      part="result"
      reading={
        <Heading focusFor="result" size="crowded">
          {title}
        </Heading>
      }
      actions={
        <ActionBar
          extra={
            <>
              {isGood ? (
                <Button icon="camera" onPress={onRetake}>
                  {t('capture.retake')}
                </Button>
              ) : (
                <Button onPress={() => onUse(true)}>{t('capture.use')}</Button>
              )}
              <Button onPress={onLater}>{t('capture.later')}</Button>
            </>
          }
          back={<BackButton onPress={onBack} />}
          primary={
            isGood ? (
              <Button kind="primary" size="primary" icon="check" onPress={() => onUse(false)}>
                {t('capture.use')}
              </Button>
            ) : (
              <Button kind="primary" size="primary" icon="camera" onPress={onRetake}>
                {t('capture.retake')}
              </Button>
            )
          }
        />
      }
    >
      <PaperViewfinder badRegion={isGood ? undefined : found.worst} shape={page}>
        {address && <img src={address} alt={t('capture.photo')} />}
      </PaperViewfinder>
      <PictureChecks
        label={t('capture.photo')}
        checks={checks.map((check) => ({ label: check.isGood ? check.good : check.bad, isGood: check.isGood }))}
      />
      {!isGood && <Banner tone="advice">{t('capture.advice')}</Banner>}
    </ScreenFrame>
  );
}

function usePicture(page: MadePage): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([page.bytes], { type: page.type }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [page]);
  return address;
}
