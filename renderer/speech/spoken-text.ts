import { numberInWords } from '../../shared/vietnamese/number-words.ts';
import { letterName } from './letter-names.ts';

/**
 * A text of the screen as it is said: dates, times, sums, codes and masked ends in words, so that no voice has to guess. Languages
 * without rules of their own get what every voice can read: long numbers and codes sign by sign.
 */
export function spokenText(text: string, language: string): string {
  const plain = text
    .normalize('NFC')
    // Soft hyphens and invisible signs; kinds of blanks are one to the ear.
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  const how = ways[language] ?? ways.en;
  return rules
    .reduce((told, [sign, say]) => told.replace(sign, (...found) => say(found as string[], how as Way)), plain)
    .replace(/[•…→·|*#~^<>{}[\]\\«»“”−+=]+/gu, ', ')
    .replace(/\s+([,.;:?])/g, '$1')
    .replace(/([,.;:?])(?:\s*[,;])+/g, '$1')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,.;:]+/, '')
    .trim();
}

interface Way {
  readonly language: string;
  /** Numbers are written out where the voice may not know the grouping. */
  readonly number: (value: number) => string;
  readonly date: (day: number, month: number, year: number | undefined) => string;
  readonly time: (hours: number, minutes: number) => string;
  readonly maskedEnd: (end: string) => string;
  readonly of: string;
  readonly percent: string;
  readonly abbreviations: readonly (readonly [RegExp, string])[];
}

const vietnamese: Way = {
  language: 'vi',
  number: numberInWords,
  date: (day, month, year) =>
    `ngày ${numberInWords(day)} tháng ${month === 4 ? 'tư' : numberInWords(month)}${year === undefined ? '' : ` năm ${numberInWords(year)}`}`,
  time: (hours, minutes) =>
    minutes === 0 ? `${numberInWords(hours)} giờ` : `${numberInWords(hours)} giờ ${numberInWords(minutes)} phút`,
  maskedEnd: (end) => `những số cuối là ${signBySign(end, 'vi')}`,
  of: 'trên',
  percent: 'phần trăm',
  abbreviations: [[/\bQR\b/g, 'quy a']],
};

const englishMonths = [
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

const english: Way = {
  language: 'en',
  number: String,
  date: (day, month, year) => `${day} ${englishMonths[month - 1]}${year === undefined ? '' : ` ${year}`}`,
  time: (hours, minutes) => (minutes === 0 ? `${hours} o'clock` : `${hours} ${String(minutes).padStart(2, '0')}`),
  maskedEnd: (end) => `ending in ${signBySign(end, 'en')}`,
  of: 'of',
  percent: 'percent',
  abbreviations: [[/\bQR\b/g, 'Q R']],
};

const ways: Readonly<Record<string, Way>> = { vi: vietnamese, en: english };

type Rule = readonly [RegExp, (found: string[], how: Way) => string];
const weekday = '(?:thứ [\\p{L}]+|Chủ nhật|ngày)';

/** In this order: what looks like several things is first taken for the longest. */
const rules: readonly Rule[] = [
  // Masked birth dates keep their year only: «••/••/1990».
  [/•+\/•+\/(\d{4})/gu, ([, year = ''], { number }) => number(Number(year))],
  [/•{2,}\s*(\d{2,4})(?!\d)/gu, ([, end = ''], { maskedEnd }) => maskedEnd(end)],
  [
    /(?:\bngày )?(?<![\d/])(\d{1,2})\/(\d{1,2})\/(\d{4})(?![\d/])/giu,
    ([whole = '', day, month, year], { date, language }) => {
      const slash = ` ${letterName('/', language)} `;
      return dateTold(whole.replaceAll('/', slash), [day, month, year], date);
    },
  ],
  [
    new RegExp(`(${weekday},? )(\\d{1,2})\\/(\\d{1,2})(?![\\d/])`, 'giu'),
    ([whole = '', before = '', day, month], { date }) => {
      const told = dateTold(whole, [day, month, undefined], date);
      return told === whole ? whole : `${/^ngày/i.test(before) ? '' : before}${told}`;
    },
  ],
  [/(?<!\d)([01]?\d|2[0-3]):([0-5]\d)(?!\d)/g, ([, hours, minutes], { time }) => time(Number(hours), Number(minutes))],
  [/(\d)\s?%/g, ([, digit = ''], { percent }) => `${digit} ${percent}`],
  // Codes: letters and digits in one, with or without hyphens (slips, official codes, check codes).
  [
    /(?<![\p{L}\d])(?=[\p{Lu}\d.-]*\d)(?=[\p{Lu}\d.-]*\p{Lu})[\p{Lu}\d]+(?:[.-][\p{Lu}\d]+)*(?![\p{L}\d])/gu,
    ([code = ''], { language }) => signBySign(code.replaceAll(/[.-]/g, ', '), language),
  ],
  // Sums: 10.000 or 10,000.
  [
    /(?<![\d.,])\d{1,3}(?:[.,]\d{3})+(?![\d])/g,
    ([sum = ''], { number }) => number(Number(sum.replaceAll(/[.,]/g, ''))),
  ],
  // Telephones, identity numbers, and whatever begins with a nought: digit by digit, in threes and fours.
  [
    /(?<![\p{L}\d])(?:0[\d ]{2,}\d|\d{7,})(?![\d])/gu,
    ([digits = ''], { language }) => inGroups(digits.replaceAll(' ', ''), language),
  ],
  [/(?<![\p{L}\d.,/])(\d{1,4})\/(\d{1,4})(?![\d/])/gu, ([, part = '', all = ''], { of }) => `${part} ${of} ${all}`],
  [/(?<![\p{L}\d.,])\d{1,6}(?![\d])/gu, ([digits = ''], { number }) => number(Number(digits))],
  [/\s[–—-]\s/g, () => ', '],
  [/\//g, () => ', '],
  [/@/g, (_found, { language }) => ` ${letterName('@', language)} `],
  [/&/g, (_found, { language }) => (language === 'vi' ? ' và ' : ' and ')],
  [/\bQR\b/g, (_found, { abbreviations }) => abbreviations[0]?.[1] ?? 'QR'],
];

/** A date only when there is such a day and month; anything else stays for the rules after. */
function dateTold(whole: string, parts: readonly (string | undefined)[], date: Way['date']): string {
  const [day = 0, month = 0] = parts.map(Number);
  const isDate = day >= 1 && day <= 31 && month >= 1 && month <= 12;
  return isDate ? date(day, month, parts[2] === undefined ? undefined : Number(parts[2])) : whole;
}

/** Every sign by its name: codes, and what was typed. */
export function signBySign(text: string, language: string): string {
  return [...text.normalize('NFC').replaceAll(/\s*,\s*/g, ',')]
    .map((sign) => {
      if (sign === ',') return ',';
      if (/\d/.test(sign)) return language === 'vi' ? numberInWords(Number(sign)) : sign;
      return letterName(sign, language);
    })
    .join(' ')
    .replaceAll(' ,', ',');
}

const longestGroup = 4;

/** In groups of three or four, as numbers are told over a telephone: 0900 000 012. */
function inGroups(digits: string, language: string): string {
  const groups: string[] = [];
  let rest = digits;
  // What is left over of threes stands in front.
  const first = digits.length % 3 === 1 ? longestGroup : digits.length % 3 === 2 ? 2 : 3;
  groups.push(rest.slice(0, first));
  rest = rest.slice(first);
  while (rest !== '') {
    groups.push(rest.slice(0, 3));
    rest = rest.slice(3);
  }
  return groups.map((group) => signBySign(group, language)).join(', ');
}
