import { findUnit } from '../../shared/places/place-index.ts';
import type { Session } from '../session/session.tsx';

/** Full name of a receiver by its unit code; the general word where it is not known. */
export function receiverName(
  session: Pick<Session, 'places' | 'language'>,
  unit: string | undefined,
  otherwise: string,
): string {
  const found = unit === undefined ? undefined : findUnit(session.places, unit);
  if (!found) return otherwise;
  const name = session.language === 'en' ? (found.nameEn ?? found.fullName) : found.fullName;
  // Inside a sentence the kind is not capitalised in Vietnamese: «tới phường Ô Chợ Dừa».
  return session.language === 'vi' ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

export function asSentenceStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
