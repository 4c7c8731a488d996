import type { Question } from '../catalogue/question.ts';
import type { Answer } from '../catalogue/service.ts';
import { inHouseWords, type Language, type Text } from '../catalogue/text.ts';
import { isRealDate } from '../identity/calendar-date.ts';
import { phoneText } from '../identity/phone.ts';
import type { Listed } from '../places/find-listed.ts';
import type { PlaceIndex } from '../places/place-index.ts';
import { dateInFigures, dateInWords, grouped } from '../vietnamese/dates.ts';
import { isForeignAddress, isHomeAddress, isSaid, isUnknown } from './given-answer.ts';
import { provinceName, unitOf } from './place-names.ts';

/**
 * An answer as a person reads it; empty for none. `masked` leaves the last four signs of numbers, the year of a day, the house of an e-mail address (see `isMasked`).
 * `countries` (from `assets/units`) gives names of countries; without it only Việt Nam has one. `say` puts a text of the catalogue
 * into a language the house does not write.
 */
export function showAnswer(
  question: Question,
  answer: Answer | undefined,
  language: Language,
  places: PlaceIndex,
  how: {
    readonly masked?: boolean;
    readonly countries?: readonly Listed[];
    readonly say?: (text: Text) => string;
  } = {},
): string {
  const { countries, say = (text) => inHouseWords(text, language) } = how;
  if (answer === undefined || answer === null) return '';
  if (isUnknown(answer)) return say(UNKNOWN[answer.unknown]);
  if (isSaid(answer)) return answer.said;
  if (isHomeAddress(answer)) return homeAddress(answer, places);
  if (isForeignAddress(answer)) return joined([answer.detail, countryName(answer.country, language, countries)]);
  if (typeof answer === 'number') return Number.isSafeInteger(answer) ? counted(question, answer, language, say) : '';
  if (typeof answer !== 'string') return '';
  const text = showText(question, answer, language, { countries, say });
  return how.masked ? maskedAnswer(question, answer, text) : text;
}

function counted(question: Question, answer: number, language: Language, say: (text: Text) => string): string {
  const number = grouped(answer, language);
  return question.unit ? `${number} ${say(question.unit)}` : number;
}

/** Whether a lobby should not read it over somebody's shoulder: numbers of people and papers, days, ways to reach somebody. */
export function isMasked({ kind, masked }: Pick<Question, 'kind' | 'masked'>): boolean {
  return masked === true || maskedKinds.includes(kind);
}

const maskedKinds: readonly Question['kind'][] = [
  'citizen-number',
  'paper-number',
  'phone',
  'email',
  'date',
  'date-or-year',
];

function maskedAnswer(question: Question, answer: string, text: string): string {
  if (!isMasked(question)) return text;
  switch (question.kind) {
    // As on the card's own screen: the year is enough to know that it is the right one.
    case 'date':
    case 'date-or-year':
      return isRealDate(answer) ? `••/••/${answer.slice(0, 4)}` : text;
    case 'email':
      return answer.includes('@') ? `••••${answer.slice(answer.lastIndexOf('@'))}` : maskedText(answer);
    default:
      return maskedText(answer);
  }
}

/** «•••• 0017»; what has four characters or fewer is hidden whole. */
export function maskedText(text: string): string {
  const characters = [...text];
  return characters.length > 4 ? `•••• ${characters.slice(-4).join('')}` : '••••';
}

const UNKNOWN = {
  none: { vi: 'Không có', en: 'None' },
  forgotten: { vi: 'Không nhớ', en: 'Not remembered' },
} as const;

function showText(
  question: Question,
  answer: string,
  language: Language,
  { countries, say }: { countries: readonly Listed[] | undefined; say: (text: Text) => string },
): string {
  switch (question.kind) {
    case 'choice':
      return optionText(question, answer, say);
    case 'date':
    case 'date-or-year':
      if (!isRealDate(answer)) return answer;
      // A weekday helps with a day of this year; beside a birth long ago it only confuses.
      return question.shortcuts ? dateInWords(answer, language) : dateInFigures(answer, language);
    case 'phone':
      return phoneText(answer);
    case 'country':
      return countryName(answer, language, countries);
    default:
      return answer;
  }
}

function optionText(question: Question, answer: string, say: (text: Text) => string): string {
  const option = question.options?.find(({ value }) => value === answer);
  return option ? say(option.label) : answer;
}

function homeAddress(answer: { province: string; unit: string; detail: string }, places: PlaceIndex): string {
  const unit = unitOf(places, answer)?.unit;
  return joined([answer.detail, unit?.fullName ?? answer.unit, provinceName(places, answer.province)]);
}

function countryName(code: string, language: Language, countries: readonly Listed[] | undefined): string {
  if (code === 'VN') return new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code;
  return countries?.find((country) => country.value === code)?.name ?? code;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part.trim() !== '').join(', ');
}
