import { useEffect, useRef } from 'react';
import type { Paper } from '../../shared/catalogue/service.ts';
import { drawSamplePage } from '../capture/sample-page.ts';
import { useSession } from '../session/session.tsx';
import { useGuidanceWords } from '../words/use-words.ts';
import { AimPage } from './aim-page.tsx';

interface SampleShotProps {
  readonly paper: Paper;
  readonly onShot: (picture: Blob) => Promise<void>;
  readonly onBack: () => void;
}

/** The camera's screen in practice: what lies under it is a drawn page, and what is taken goes through the same checks. */
export function SampleShot({ paper, onShot, onBack }: SampleShotProps) {
  const t = useGuidanceWords();
  const { say } = useSession();
  const canvas = useRef<HTMLCanvasElement>(null);
  const isShooting = useRef(false);
  const name = say(paper.name);
  const stamp = t('practice.shot.sample');

  useEffect(() => {
    if (canvas.current) drawSamplePage(canvas.current, { name, stamp });
  }, [name, stamp]);

  const shoot = async () => {
    if (!canvas.current || isShooting.current) return;
    isShooting.current = true;
    const drawn = canvas.current;
    const taken = await new Promise<Blob | null>((resolve) => drawn.toBlob(resolve, 'image/jpeg', 0.95));
    isShooting.current = false;
    if (taken) await onShot(taken);
  };

  return (
    <AimPage
      part="sample"
      title={t('practice.shot.title', { paper: name })}
      lead={t('practice.shot.lead')}
      onShoot={() => void shoot()}
      onBack={onBack}
    >
      <canvas ref={canvas} role="img" aria-label={t('practice.shot.view')} />
    </AimPage>
  );
}
