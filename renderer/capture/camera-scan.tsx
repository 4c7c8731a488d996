import { useEffect, useRef } from 'react';
import { PaperViewfinder } from '../touch/viewfinder.tsx';
import { scriptAddress } from '../trusted-types.ts';
import { useVisitWords } from '../words/use-words.ts';
import workerAddress from './qr.worker.ts?worker&url';
import { useVideo } from './use-video.ts';

interface CameraScanProps {
  readonly onCode: (text: string) => void;
  readonly onFailed: () => void;
}

const framesPerSecond = 8;
/** Wide enough for the small modules of a card's code, small enough to decode between two frames. */
const picture = { width: 1280, height: 720 };

/** Reads square codes from the live picture, in a worker so that the page stays quick. No picture is kept. */
export function CameraScan({ onCode, onFailed }: CameraScanProps) {
  const t = useVisitWords();
  const { video, state } = useVideo(picture);
  const latest = useRef({ onCode, onFailed });
  latest.current = { onCode, onFailed };

  useEffect(() => {
    if (state === 'failed') latest.current.onFailed();
  }, [state]);

  useEffect(() => {
    if (state !== 'live') return;
    const worker = new Worker(scriptAddress(workerAddress), { type: 'module' });
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d', { willReadFrequently: true });
    let isBusy = false;
    let last: string | null = null;
    worker.onmessage = ({ data }: MessageEvent<string | null>) => {
      isBusy = false;
      // The same code lies before the camera for many frames: told once.
      if (data !== null && data !== last) latest.current.onCode(data);
      if (data !== null) last = data;
    };
    worker.onerror = () => latest.current.onFailed();
    const timer = setInterval(() => {
      const source = video.current;
      if (isBusy || !context || !source || source.videoWidth === 0) return;
      canvas.width = source.videoWidth;
      canvas.height = source.videoHeight;
      context.drawImage(source, 0, 0);
      const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
      isBusy = true;
      worker.postMessage({ data, width, height }, [data.buffer]);
    }, 1000 / framesPerSecond);
    return () => {
      clearInterval(timer);
      worker.terminate();
    };
  }, [state, video]);

  return (
    <PaperViewfinder>
      <video ref={video} muted playsInline aria-label={t('capture.view')} />
    </PaperViewfinder>
  );
}
