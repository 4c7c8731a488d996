import { useEffect, useState } from 'react';
import type { Language } from '../../shared/catalogue/text.ts';
import type { Languages } from './languages.ts';

/** The language to show: the chosen one as soon as its words and letters are there, until then the one before. */
export function useReadyLanguage(chosen: Language, languages: Languages, onFault: () => void): Language {
  const [shown, setShown] = useState<Language>('vi');
  const isReady = languages.isReady(chosen);
  useEffect(() => {
    if (isReady) {
      setShown(chosen);
      return;
    }
    let isStillChosen = true;
    languages.load(chosen).then(() => isStillChosen && setShown(chosen), onFault);
    return () => {
      isStillChosen = false;
    };
  }, [chosen, languages, isReady, onFault]);
  return isReady ? chosen : shown;
}
