import type { Question } from '../catalogue/question.ts';
import type { Answer } from '../catalogue/service.ts';
import { parseDate } from '../identity/calendar-date.ts';
import { readCitizenNumber } from '../identity/citizen-number.ts';
import { readEmail } from '../identity/email.ts';
import { readPersonName } from '../identity/person-name.ts';
import { readPhone } from '../identity/phone.ts';
import { cleanText, properName } from '../vietnamese/fold.ts';
import { isForeignAddress, isHomeAddress, isSaid } from './given-answer.ts';

/**
 * An answer as it is kept: NFC, without control and invisible characters, names with capitals, numbers without spaces, dates as
 * ISO. Nothing is cut: what is too long stays and is told as a problem. Doing it twice changes nothing.
 */
export function normaliseAnswer(question: Question, raw: Answer): Answer {
  if (typeof raw === 'number') return isDateKind(question) ? String(raw) : raw;
  if (typeof raw === 'string') return normaliseText(question, raw);
  if (isSaid(raw)) return { said: clean(raw.said) };
  if (isHomeAddress(raw))
    return {
      ...raw,
      detail: clean(raw.detail),
      ...(raw.former === undefined ? {} : { former: clean(String(raw.former)) }),
    };
  if (isForeignAddress(raw)) return { country: capitals(raw.country.trim()), detail: clean(raw.detail) };
  return raw;
}

/** Capitals of a composed letter need not be composed: «ῢ» becomes two. */
function capitals(text: string): string {
  return text.toUpperCase().normalize('NFC');
}

function normaliseText(question: Question, raw: string): Answer {
  switch (question.kind) {
    case 'person-name':
      return normaliseName(raw);
    case 'long-text':
      return cleanText(raw, Number.POSITIVE_INFINITY, { newlines: 'keep' });
    case 'date':
    case 'date-or-year':
      return normaliseDate(clean(raw));
    case 'citizen-number': {
      const reading = readCitizenNumber(raw);
      return reading.ok ? reading.number : clean(raw);
    }
    case 'phone': {
      const reading = readPhone(raw);
      return reading.ok ? reading.number : clean(raw);
    }
    case 'email': {
      const reading = readEmail(clean(raw));
      return reading.ok ? reading.address : clean(raw);
    }
    case 'country':
      return capitals(clean(raw));
    case 'whole-number': {
      const digits = clean(raw);
      return /^\d{1,15}$/.test(digits) ? Number(digits) : digits;
    }
    default:
      return clean(raw);
  }
}

function normaliseName(raw: string): string {
  const reading = readPersonName(raw, { longest: Number.MAX_SAFE_INTEGER });
  // Twice: a first capital can make a word of capitals only («aA»), which the second pass lowers.
  return reading.ok ? properName(properName(reading.name)) : clean(raw);
}

/** 5/3/2026 and 05-03-2026, as pasted or dictated, become ISO; everything else stays to be told as a problem. */
function normaliseDate(text: string): string {
  const match = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  if (!match) return text;
  const [, day = '', month = '', year = ''] = match;
  const parsed = parseDate({ day, month, year }, { earliest: '0001-01-01' });
  return parsed.ok ? parsed.iso : text;
}

function isDateKind(question: Question): boolean {
  return question.kind === 'date' || question.kind === 'date-or-year';
}

function clean(text: string): string {
  return cleanText(text, Number.POSITIVE_INFINITY);
}
