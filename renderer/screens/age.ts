import { agoText } from '../../shared/vietnamese/dates.ts';
import { useSession } from '../session/session.tsx';

/** «30 giây trước», from an instant until now. */
export function useAge(): (instant: string) => string {
  const { language } = useSession();
  return (instant) => agoText(Math.max(0, Date.now() - Date.parse(instant)), language);
}
