import { useState } from 'react';
import { useSpeech } from '../speech/speech.tsx';

export type ReadAloud = {
  readonly state: 'silent' | 'reading' | 'no-voice';
  readonly start: () => void;
  readonly stop: () => void;
};

/** «Đọc to»: reads the page with the voice of this machine. Any touch stops it; without a voice it says so instead of doing nothing. */
export function useReadAloud(): ReadAloud {
  const { guide, state } = useSpeech();
  const [isLacking, setLacking] = useState(false);
  return {
    state: isLacking ? 'no-voice' : state.isReading ? 'reading' : 'silent',
    start: () => {
      if (guide && state.hasVoice) guide.read();
      else setLacking(true);
    },
    stop: () => {
      setLacking(false);
      guide?.hush();
    },
  };
}
