import { useKiosk } from '../session/session.tsx';
import { isUnchecked } from '../words/kiosk-languages.ts';
import { useFrameWords } from '../words/use-words.ts';

/** Stands in every header while the language's texts have been read by nobody born to it. */
export function useUncheckedNote(): string | undefined {
  const t = useFrameWords();
  const { language } = useKiosk();
  return isUnchecked(language) ? t('unchecked.short') : undefined;
}
