import { useCallback, useEffect, useState } from 'react';
import type { Language } from '../../shared/catalogue/text.ts';

/** What is read, in the order of ui.md §10. Fields and the resident's own answers are left out: a lobby listens. */
const readParts =
  '.progress-words, h1, .lead, .banner-words p, .section-title, .choice-label, .choice-note, .result-title, .fact-card, .button[data-kind="primary"]';

export type ReadAloud = {
  readonly state: 'silent' | 'reading' | 'no-voice';
  readonly start: () => void;
  readonly stop: () => void;
};

/** Reads the page with a voice of this machine. Any touch stops it; without a voice it says so instead of doing nothing. */
export function useReadAloud(language: Language): ReadAloud {
  const [state, setState] = useState<ReadAloud['state']>('silent');

  const stop = useCallback(() => {
    globalThis.speechSynthesis?.cancel();
    setState('silent');
  }, []);

  const start = useCallback(() => {
    const voice = globalThis.speechSynthesis?.getVoices().find(({ lang }) => lang.toLowerCase().startsWith(language));
    const sentences = voice ? pageSentences() : [];
    if (!voice || sentences.length === 0) {
      setState('no-voice');
      return;
    }
    speechSynthesis.cancel();
    for (const [index, sentence] of sentences.entries()) {
      const utterance = new SpeechSynthesisUtterance(sentence);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      if (index === sentences.length - 1) utterance.onend = () => setState('silent');
      speechSynthesis.speak(utterance);
    }
    setState('reading');
  }, [language]);

  useEffect(() => {
    if (state !== 'reading') return;
    window.addEventListener('pointerdown', stop, { capture: true });
    return () => window.removeEventListener('pointerdown', stop, { capture: true });
  }, [state, stop]);
  useEffect(() => () => globalThis.speechSynthesis?.cancel(), []);

  return { state, start, stop };
}

function pageSentences(): string[] {
  const page = document.querySelector('.frame');
  return [...(page?.querySelectorAll(readParts) ?? [])]
    .map((part) => part.textContent?.trim() ?? '')
    .filter((text) => text !== '');
}
