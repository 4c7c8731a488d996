import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerOf, boxesOf, troubleIn } from '../../renderer/questions/date-parts.ts';
import { addDays } from '../../shared/identity/calendar-date.ts';

const boxes = (day: string, month: string, year: string) => ({ day, month, year, active: 'year' as const });

describe('a date in three boxes', () => {
  it('every day comes back from its boxes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000 }), (days) => {
        const day = addDays('1900-01-01', days);
        expect(answerOf(boxesOf(day), false)).toBe(day);
        expect(troubleIn(boxesOf(day), false)).toBeUndefined();
      }),
    );
  });

  it('what is not full is no answer yet, and the empty part is named', () => {
    expect(answerOf(boxes('5', '', '2026'), false)).toBeUndefined();
    expect(troubleIn(boxes('5', '', '2026'), false)).toEqual({ kind: 'incomplete', part: 'month' });
    expect(troubleIn(boxes('5', '3', '26'), false)).toEqual({ kind: 'incomplete', part: 'year' });
  });

  it('a day no month has names the day and how many there are', () => {
    expect(troubleIn(boxes('31', '11', '2026'), false)).toMatchObject({ kind: 'no-day', part: 'day', days: 30 });
    expect(troubleIn(boxes('29', '2', '2026'), false)).toMatchObject({ part: 'day', days: 28 });
    expect(troubleIn(boxes('29', '2', '2028'), false)).toBeUndefined();
    expect(troubleIn(boxes('1', '13', '2026'), false)).toEqual({ kind: 'no-month', part: 'month' });
  });

  it('a year alone is an answer where only the year is remembered', () => {
    expect(answerOf(boxesOf('1956'), true)).toBe('1956');
    expect(answerOf(boxes('', '', '195'), true)).toBeUndefined();
  });
});
