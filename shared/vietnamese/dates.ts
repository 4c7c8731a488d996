import { dateParts, daysBetween, type IsoDate } from '../identity/calendar-date.ts';
import { numberInWords } from './number-words.ts';

/*
 * Dates, times, numbers and money by Intl, in whatever language the session speaks; the few places where the house writes
 * otherwise than Intl (a small «thứ», «đồng» instead of a currency's full name) stand at the foot.
 */

/** Short tag of a language: `vi`, `en`, `ko` … */
export type Language = string;

/** Weekday and date: «thứ Tư, 11/11/2026», “Wednesday, 11 November 2026”, «2026년 11월 11일 수요일». */
export function dateInWords(iso: IsoDate, language: Language): string {
  return formatted(iso, language, { weekday: 'long', ...dayAndMonth(language), year: 'numeric' });
}

/** The same without its year, where nobody doubts it: «thứ Tư, 11/11». */
export function dayInWords(iso: IsoDate, language: Language): string {
  return formatted(iso, language, { weekday: 'long', ...dayAndMonth(language) });
}

/** 11/11/2026: day, month, year, as on every Vietnamese paper; other languages in their own order. */
export function dateInFigures(iso: IsoDate, language: Language = 'vi'): string {
  return formatted(iso, language, { day: '2-digit', month: '2-digit', year: 'numeric' });
}

/**
 * For the «ghi bằng chữ» line of forms, which is filled in Vietnamese whatever language the session speaks:
 * «ngày mười một tháng mười một năm hai nghìn không trăm hai mươi sáu».
 */
export function dateFullyInWords(iso: IsoDate): string {
  const { year, month, day } = dateParts(iso);
  // The fourth month is «tháng tư», never «tháng bốn»; the first stays «một» because «giêng» belongs to the lunar year.
  return `ngày ${numberInWords(day)} tháng ${month === 4 ? 'tư' : numberInWords(month)} năm ${numberInWords(year)}`;
}

/** Hour and minute in Hanoi (UTC+7) of a moment in milliseconds since 1970: «19:42». */
export function timeOfDay(atMs: number): string {
  return dateFormat('vi', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: hanoiTime }).format(atMs);
}

/** An amount of dong: «8.000 đồng», “8,000 dong”, «8,000 베트남 동». */
export function moneyText(dong: number, language: Language = 'vi'): string {
  if (!Number.isSafeInteger(dong)) throw new Error('not a whole number');
  return numberFormat(language, { style: 'currency', currency: 'VND', currencyDisplay: 'name' })
    .formatToParts(dong)
    .map(({ type, value }) => (type === 'currency' ? (dongNames[language] ?? value) : value))
    .join('');
}

/** A whole number with its thousands apart: 1.448 in Vietnamese, 1,448 in English. */
export function grouped(value: number, language: Language = 'vi'): string {
  if (!Number.isSafeInteger(value)) throw new Error('not a whole number');
  return numberFormat(language, {}).format(value);
}

/** How long ago something was, in the largest unit that fits: «30 giây trước», “2 days ago”. */
export function agoText(elapsedMs: number, language: Language): string {
  const [unit, length] = units.find(([, unitMs]) => elapsedMs >= unitMs) ?? (['second', 1000] as const);
  const made = relativeFormats.get(language) ?? new Intl.RelativeTimeFormat(tagOf(language));
  relativeFormats.set(language, made);
  return made.format(-Math.floor(elapsedMs / length), unit);
}

/** How much room something takes: «1,3 MB», “640 kB”. */
export function sizeText(bytes: number, language: Language): string {
  const [unit, size] =
    bytes >= 1024 ** 3
      ? (['gigabyte', 1024 ** 3] as const)
      : bytes >= 1024 ** 2
        ? (['megabyte', 1024 ** 2] as const)
        : (['kilobyte', 1024] as const);
  const digits = unit === 'kilobyte' ? 0 : 1;
  return numberFormat(language, { style: 'unit', unit, maximumFractionDigits: digits }).format(bytes / size);
}

/** Without daylight saving, before 1970 too: the time of Hanoi as the law of today has it. */
const hanoiTime = 'Etc/GMT-7';

function formatted(iso: IsoDate, language: Language, options: Intl.DateTimeFormatOptions): string {
  dateParts(iso);
  const atMs = daysBetween({ from: '1970-01-01', to: iso }) * 86_400_000;
  return dateFormat(language, { ...options, timeZone: 'UTC' })
    .formatToParts(atMs)
    .map(({ type, value }) => (type === 'weekday' ? weekdayOfHouse(value, language) : value))
    .join('');
}

/** As Vietnamese papers have it: figures. Other languages say the month's name. */
function dayAndMonth(language: Language): Intl.DateTimeFormatOptions {
  return language === 'vi' ? { day: '2-digit', month: '2-digit' } : { day: 'numeric', month: 'long' };
}

/** Capitals as in Decree 30/2020/NĐ-CP, appendix II: «thứ Tư», «Chủ nhật»; Intl has «Thứ Tư», «Chủ Nhật». */
function weekdayOfHouse(name: string, language: Language): string {
  if (language !== 'vi') return name;
  return name.startsWith('Thứ') ? `thứ${name.slice(3)}` : 'Chủ nhật';
}

const dongNames: Readonly<Record<string, string>> = { vi: 'đồng', en: 'dong' };

/** Day before month, as in Vietnam; the plain tag would give the American order. */
const tagOf = (language: Language) => (language === 'en' ? 'en-GB' : language);

// Making a format costs a millisecond, using one a microsecond; there are as many as languages and shapes.
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const numberFormats = new Map<string, Intl.NumberFormat>();
const relativeFormats = new Map<string, Intl.RelativeTimeFormat>();

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

function dateFormat(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const made = dateFormats.get(key) ?? new Intl.DateTimeFormat(tagOf(language), { calendar: 'gregory', ...options });
  dateFormats.set(key, made);
  return made;
}

function numberFormat(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const made = numberFormats.get(key) ?? new Intl.NumberFormat(tagOf(language), options);
  numberFormats.set(key, made);
  return made;
}
