import type { Key } from './keys.ts';

export type DatePart = 'day' | 'month' | 'year';

/** A date while it is being typed: digits as they stand in the boxes. */
export type DateTyping = {
  readonly day: string;
  readonly month: string;
  readonly year: string;
  readonly active: DatePart;
};

export const emptyDate: DateTyping = { day: '', month: '', year: '', active: 'day' };

const order: readonly DatePart[] = ['day', 'month', 'year'];
const lengths: Record<DatePart, number> = { day: 2, month: 2, year: 4 };

/**
 * One key on the three boxes. A full box moves on; so does a day from 4 or a month from 2, which can have no second digit.
 * A key in a full box begins it anew, so a wrong part is corrected by tapping it and typing.
 */
export function typeDate(date: DateTyping, key: Key): DateTyping {
  if (key === '<CLEAR>') return emptyDate;
  if (key === '<BS>') return deleteBack(date);
  if (key === '/' || key === '-' || key === '.' || key === ' ') return date[date.active] ? moveOn(date) : date;
  if (!/^[0-9]$/.test(key)) return date;
  const before = date[date.active];
  const digits = before.length >= lengths[date.active] ? key : before + key;
  const typed = { ...date, [date.active]: digits };
  return isFull(date.active, digits) ? moveOn(typed) : typed;
}

function deleteBack(date: DateTyping): DateTyping {
  const digits = date[date.active];
  if (digits) return { ...date, [date.active]: digits.slice(0, -1) };
  const previous = order[order.indexOf(date.active) - 1];
  return previous ? { ...date, active: previous, [previous]: date[previous].slice(0, -1) } : date;
}

function isFull(part: DatePart, digits: string): boolean {
  if (digits.length >= lengths[part]) return true;
  if (part === 'day') return Number(digits) >= 4;
  return part === 'month' && Number(digits) >= 2;
}

function moveOn(date: DateTyping): DateTyping {
  const next = order[order.indexOf(date.active) + 1];
  return next ? { ...date, active: next } : date;
}

/** Numbers of a date whose needed boxes are filled; whether it exists in the calendar is for shared/ to say. */
export function typedDate(date: DateTyping): { day: number; month: number; year: number } | undefined {
  if (!date.day || !date.month || date.year.length !== 4) return undefined;
  return { day: Number(date.day), month: Number(date.month), year: Number(date.year) };
}
