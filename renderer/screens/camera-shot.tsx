import { useEffect, useRef } from 'react';
import type { Paper } from '../../shared/catalogue/service.ts';
import { useVideo } from '../capture/use-video.ts';
import { useSession } from '../session/session.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { AimPage } from './aim-page.tsx';

interface CameraShotProps {
  readonly paper: Paper;
  readonly onShot: (picture: Blob) => Promise<void>;
  readonly onFailed: () => void;
  readonly onBack: () => void;
}

/** Papers have small print: as many pixels as the camera gives. */
const picture = { width: 2592, height: 1944 };

/** The live view with its corner marks; one press takes one picture. */
export function CameraShot({ paper, onShot, onFailed, onBack }: CameraShotProps) {
  const t = useVisitWords();
  const { say } = useSession();
  const { video, state } = useVideo(picture);
  const isShooting = useRef(false);
  const latest = useRef(onFailed);
  latest.current = onFailed;

  useEffect(() => {
    if (state === 'failed') latest.current();
  }, [state]);

  const shoot = async () => {
    const source = video.current;
    if (!source || source.videoWidth === 0 || isShooting.current) return;
    isShooting.current = true;
    const canvas = document.createElement('canvas');
    canvas.width = source.videoWidth;
    canvas.height = source.videoHeight;
    canvas.getContext('2d', { alpha: false })?.drawImage(source, 0, 0);
    const taken = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.95));
    isShooting.current = false;
    if (taken) await onShot(taken);
    else latest.current();
  };

  return (
    <AimPage
      part="camera"
      title={`${say(paper.name)}: ${t('capture.aim').toLocaleLowerCase('vi')}`}
      lead={state === 'live' ? t('capture.aimLead') : t('capture.starting')}
      onShoot={() => void shoot()}
      onBack={onBack}
    >
      <video ref={video} muted playsInline aria-label={t('capture.view')} />
    </AimPage>
  );
}
