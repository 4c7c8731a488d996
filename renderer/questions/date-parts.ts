import type { Answer } from '../../shared/catalogue/service.ts';
import { isRealDate } from '../../shared/identity/calendar-date.ts';
import { type DatePart, type DateTyping, emptyDate, typedDate } from '../touch/date-typing.ts';

/** An answer as it stands in the boxes. */
export function boxesOf(answer: Answer | undefined): DateTyping {
  if (typeof answer !== 'string') return emptyDate;
  if (/^\d{4}$/.test(answer)) return { ...emptyDate, year: answer, active: 'year' };
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(answer);
  if (!match) return emptyDate;
  const [, year = '', month = '', day = ''] = match;
  return { day, month, year, active: 'year' };
}

/** What the boxes say: an ISO day (even one no calendar has: the rules tell), a year, or nothing yet. */
export function answerOf(boxes: DateTyping, isYearOnly: boolean): string | undefined {
  if (isYearOnly) return boxes.year.length === 4 ? boxes.year : undefined;
  const typed = typedDate(boxes);
  if (!typed) return undefined;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(typed.year).padStart(4, '0')}-${two(typed.month)}-${two(typed.day)}`;
}

export type DateTrouble =
  | { readonly kind: 'incomplete'; readonly part: DatePart }
  | { readonly kind: 'no-month'; readonly part: 'month' }
  | {
      readonly kind: 'no-day';
      readonly part: 'day';
      readonly days: number;
      readonly month: number;
      readonly year: number;
    };

/** The wrong part of what stands in the boxes, if a part is wrong. */
export function troubleIn(boxes: DateTyping, isYearOnly: boolean): DateTrouble | undefined {
  if (isYearOnly) return boxes.year.length === 4 ? undefined : { kind: 'incomplete', part: 'year' };
  const typed = typedDate(boxes);
  if (!typed) return { kind: 'incomplete', part: !boxes.day ? 'day' : !boxes.month ? 'month' : 'year' };
  if (typed.month < 1 || typed.month > 12) return { kind: 'no-month', part: 'month' };
  const days = daysIn(typed.month, typed.year);
  if (typed.day < 1 || typed.day > days)
    return { kind: 'no-day', part: 'day', days, month: typed.month, year: typed.year };
  return undefined;
}

function daysIn(month: number, year: number): number {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
  return [31, 30, 29, 28].find((day) => isRealDate(`${text}-${day}`)) ?? 28;
}
