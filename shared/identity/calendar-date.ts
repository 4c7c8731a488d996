/**
 * A day of the calendar as ISO text (`2026-11-21`), reckoned without the platform's `Date`: no time zone, no clock, the same
 * answer in the kiosk, the portal and a test. Proleptic Gregorian, years 1 to 9999.
 */
export type IsoDate = string;

export type DateRefusal = 'incomplete' | 'not-digits' | 'impossible' | 'too-old' | 'too-late';

export type ParsedDate =
  | { readonly ok: true; readonly iso: IsoDate }
  | { readonly ok: false; readonly reason: DateRefusal };

/** What a person gives: digits typed into three boxes, or numbers from a picker. */
export type DateParts = {
  readonly day: string | number;
  readonly month: string | number;
  readonly year: string | number;
};

/** Days outside are refused as `too-old` or `too-late`; both ends belong to the allowed span. */
export type DateLimits = { readonly earliest?: IsoDate; readonly latest?: IsoDate };

/** Nobody alive was born before this day; a year below it is a slip of the finger, not a birth. */
const EARLIEST_DAY: IsoDate = '1890-01-01';

/**
 * Reads a date given in parts. A two-digit year is never guessed (`incomplete`), 30 February is `impossible`, and a day
 * outside the limits says on which side it lies. `earliest` is 1890-01-01 unless given.
 */
export function parseDate(parts: DateParts, limits: DateLimits = {}): ParsedDate {
  const texts = [parts.day, parts.month, parts.year].map((part) => String(part).trim());
  if (texts.some((text) => text === '')) return { ok: false, reason: 'incomplete' };
  if (!texts.every((text) => /^\d+$/.test(text))) return { ok: false, reason: 'not-digits' };
  const [day, month, year] = texts as [string, string, string];
  if (year.length < 4) return { ok: false, reason: 'incomplete' };
  if (year.length > 4 || day.length > 2 || month.length > 2) return { ok: false, reason: 'impossible' };
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!isRealDate(iso)) return { ok: false, reason: 'impossible' };
  if (iso < (limits.earliest ?? EARLIEST_DAY)) return { ok: false, reason: 'too-old' };
  if (limits.latest !== undefined && iso > limits.latest) return { ok: false, reason: 'too-late' };
  return { ok: true, iso };
}

/** True for a day that exists, written as `YYYY-MM-DD`. */
export function isRealDate(iso: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (!match) return false;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth({ year, month });
}

/** Whole days from one date to another; negative when `to` lies before `from`. */
export function daysBetween(span: { readonly from: IsoDate; readonly to: IsoDate }): number {
  return dayNumber(span.to) - dayNumber(span.from);
}

export function addDays(iso: IsoDate, days: number): IsoDate {
  return isoOfDayNumber(dayNumber(iso) + days);
}

/** Adds calendar months; a day the target month lacks becomes its last day (31 January + 1 month = 28 or 29 February). */
export function addMonths(iso: IsoDate, months: number): IsoDate {
  const { year, month, day } = dateParts(iso);
  const total = year * 12 + (month - 1) + months;
  const target = { year: Math.floor(total / 12), month: (total % 12) + 1 };
  return isoFrom({ ...target, day: Math.min(day, daysInMonth(target)) });
}

/**
 * Full years of age on a day. Someone born on 29 February reaches the next year of age on 1 March in years without one.
 * Negative when the day lies before the birth.
 */
export function yearsOld(age: { readonly born: IsoDate; readonly on: IsoDate }): number {
  const born = dateParts(age.born);
  const on = dateParts(age.on);
  const hadBirthday = on.month > born.month || (on.month === born.month && on.day >= born.day);
  return on.year - born.year - (hadBirthday ? 0 : 1);
}

/** 0 = Sunday … 6 = Saturday. */
export function dayOfWeek(iso: IsoDate): number {
  return (((dayNumber(iso) + 4) % 7) + 7) % 7;
}

const MS_A_DAY = 86_400_000;
/** Vietnam keeps UTC+7 all year (no summer time). */
const HANOI_OFFSET_MS = 7 * 3_600_000;

/** The day in Hanoi at a moment (milliseconds since 1970, UTC). */
export function hanoiDay(atMs: number): IsoDate {
  return isoOfDayNumber(Math.floor((atMs + HANOI_OFFSET_MS) / MS_A_DAY));
}

/** Milliseconds since midnight in Hanoi at a moment. */
export function hanoiTimeMs(atMs: number): number {
  return (((atMs + HANOI_OFFSET_MS) % MS_A_DAY) + MS_A_DAY) % MS_A_DAY;
}

/** The moment (milliseconds since 1970, UTC) a time of day comes in Hanoi, e.g. the 15:00 cut-off. */
export function hanoiMoment(iso: IsoDate, time: { readonly hour: number; readonly minute: number }): number {
  return dayNumber(iso) * MS_A_DAY - HANOI_OFFSET_MS + (time.hour * 60 + time.minute) * 60_000;
}

export function dateParts(iso: IsoDate): { readonly year: number; readonly month: number; readonly day: number } {
  if (!isRealDate(iso)) throw new Error('not a calendar date');
  return { year: Number(iso.slice(0, 4)), month: Number(iso.slice(5, 7)), day: Number(iso.slice(8, 10)) };
}

function daysInMonth(date: { readonly year: number; readonly month: number }): number {
  if (date.month === 2) return isLeapYear(date.year) ? 29 : 28;
  return [4, 6, 9, 11].includes(date.month) ? 30 : 31;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

// Days since 1970-01-01 and back, by years that begin in March so that the leap day comes last
// (Howard Hinnant, «chrono-compatible low-level date algorithms», public domain).
function dayNumber(iso: IsoDate): number {
  const { year, month, day } = dateParts(iso);
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

function isoOfDayNumber(number: number): IsoDate {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return isoFrom({ year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day });
}

function isoFrom(date: { readonly year: number; readonly month: number; readonly day: number }): IsoDate {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(date.year).padStart(4, '0')}-${two(date.month)}-${two(date.day)}`;
}
