import { cleanText } from '../vietnamese/fold.ts';
import { dateParts, type IsoDate } from './calendar-date.ts';

export type BirthNoticeWarning = 'unexpected-shape' | 'year-disagrees';

export type BirthNoticeReading =
  | {
      readonly ok: true;
      /** As it is stored; a coded number in capitals. */
      readonly number: string;
      /** Parts of a coded number, absent for the free numbers of older notices. */
      readonly code?: { readonly running: string; readonly facility: string; readonly year: string };
      readonly warnings: readonly BirthNoticeWarning[];
    }
  | { readonly ok: false; readonly reason: 'empty' | 'too-long'; readonly limit?: number };

/** Notices carry a coded number since this day (Circular 22/2025/TT-BYT). */
export const CODED_NOTICES_SINCE: IsoDate = '2025-10-01';
export const LONGEST_NOTICE_NUMBER = 60;

/**
 * Reads the number of a birth notice (giấy chứng sinh). Since October 2025 it is `00001.GCS.00000.26`: running number, GCS, health
 * facility, year. Another shape only warns, and not at all for births before that: what is printed on the paper is right.
 */
export function readBirthNotice(text: string, birthDate?: IsoDate): BirthNoticeReading {
  const number = cleanText(text, LONGEST_NOTICE_NUMBER + 1);
  if (number === '') return { ok: false, reason: 'empty' };
  if ([...number].length > LONGEST_NOTICE_NUMBER)
    return { ok: false, reason: 'too-long', limit: LONGEST_NOTICE_NUMBER };
  const match = /^(\d{5})\.GCS\.(\d{5})\.(\d{2})$/.exec(number.toUpperCase().replace(/\s/g, ''));
  if (!match) {
    const mayBeFree = birthDate !== undefined && birthDate < CODED_NOTICES_SINCE;
    return { ok: true, number, warnings: mayBeFree ? [] : ['unexpected-shape'] };
  }
  const [coded, running = '', facility = '', year = ''] = match;
  return {
    ok: true,
    number: coded,
    code: { running, facility, year },
    warnings: birthDate === undefined || mayBeWrittenIn(year, birthDate) ? [] : ['year-disagrees'],
  };
}

/** A notice of a child born in the last days of December is often written in January. */
function mayBeWrittenIn(year: string, birthDate: IsoDate): boolean {
  const born = dateParts(birthDate).year;
  return [born, born + 1].some((candidate) => String(candidate).slice(-2) === year);
}
