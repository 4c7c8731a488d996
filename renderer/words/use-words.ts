import { useKiosk } from '../session/session.tsx';
import { readyWords } from './words.ts';

/** The words of the visit in the language of the visit, whatever language i18next itself stands at. */
export function useVisitWords() {
  const { language } = useKiosk();
  return readyWords('visit', language);
}

export function useFrameWords() {
  const { language } = useKiosk();
  return readyWords('frame', language);
}

/** Practice, examples, photos and what to bring. */
export function useGuidanceWords() {
  const { language } = useKiosk();
  return readyWords('guidance', language);
}
