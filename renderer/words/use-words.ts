import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.tsx';

/** The words of the visit in the language of the visit, whatever language i18next itself stands at. */
export function useVisitWords() {
  const { language } = useSession();
  return useTranslation('visit', { lng: language }).t;
}

export function useFrameWords() {
  const { language } = useSession();
  return useTranslation('frame', { lng: language }).t;
}
