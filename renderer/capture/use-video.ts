import { type RefObject, useEffect, useRef, useState } from 'react';
import { useSession } from '../session/session.tsx';
import { closeVideo, openVideo } from './camera.ts';

/** A live picture in a video element, closed when the screen goes or the machine is covered. */
export function useVideo(wanted: { readonly width: number; readonly height: number }): {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly state: 'starting' | 'live' | 'failed';
} {
  const { desk } = useSession();
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<'starting' | 'live' | 'failed'>('starting');
  const { width, height } = wanted;

  useEffect(() => {
    let isGone = false;
    let stream: MediaStream | undefined;
    void openVideo(desk, { width, height }).then((opened) => {
      if (isGone) {
        closeVideo(desk, opened);
        return;
      }
      stream = opened;
      if (!opened || !video.current) {
        setState('failed');
        return;
      }
      video.current.srcObject = opened;
      void video.current.play().then(
        () => isGone || setState('live'),
        () => isGone || setState('failed'),
      );
      for (const track of opened.getVideoTracks()) track.onended = () => setState('failed');
    });
    return () => {
      isGone = true;
      closeVideo(desk, stream);
    };
  }, [desk, width, height]);

  return { video, state };
}
