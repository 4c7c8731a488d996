import { dateParts, dayOfWeek, hanoiTimeMs, type IsoDate } from '../identity/calendar-date.ts';
import { numberInWords } from './number-words.ts';

/*
 * Written without Intl: slips, PDFs and screens must read the same whatever ICU data the Node or Chromium at hand was built with.
 */

export type Language = 'vi' | 'en';

/** Weekday and date: «thứ Tư, 11/11/2026» or “Wednesday, 11 November 2026”. Begins in lower case in Vietnamese. */
export function dateInWords(iso: IsoDate, language: Language): string {
  return `${WEEKDAYS[language][dayOfWeek(iso)]}, ${language === 'vi' ? dateInFigures(iso) : englishDate(iso)}`;
}

/** 11/11/2026: day, month, year, as on every Vietnamese paper. */
export function dateInFigures(iso: IsoDate): string {
  dateParts(iso);
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;
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
  const minutes = Math.floor(hanoiTimeMs(atMs) / 60_000);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** An amount of dong: «8.000 đồng», “8,000 dong”. */
export function moneyText(dong: number, language: Language = 'vi'): string {
  return `${grouped(dong, language)} ${language === 'vi' ? 'đồng' : 'dong'}`;
}

/** A whole number with its thousands apart: 1.448 in Vietnamese, 1,448 in English. */
export function grouped(value: number, language: Language = 'vi'): string {
  if (!Number.isSafeInteger(value)) throw new Error('not a whole number');
  const digits = String(Math.abs(value)).replace(/\B(?=(\d{3})+$)/g, language === 'vi' ? '.' : ',');
  return value < 0 ? `-${digits}` : digits;
}

const WEEKDAYS: Readonly<Record<Language, readonly string[]>> = {
  vi: ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
};

const ENGLISH_MONTHS: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function englishDate(iso: IsoDate): string {
  const { year, month, day } = dateParts(iso);
  return `${day} ${ENGLISH_MONTHS[month - 1]} ${year}`;
}
