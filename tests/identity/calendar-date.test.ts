import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  dayOfWeek,
  daysBetween,
  hanoiDay,
  hanoiMoment,
  isRealDate,
  parseDate,
  yearsOld,
} from '../../shared/identity/calendar-date.ts';

const isoDate = fc
  .date({ min: new Date('1890-01-01T00:00:00Z'), max: new Date('2199-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('parseDate', () => {
  test.each([
    [
      { day: '5', month: '3', year: '1990' },
      { ok: true, iso: '1990-03-05' },
    ],
    [
      { day: 29, month: 2, year: 2024 },
      { ok: true, iso: '2024-02-29' },
    ],
    [
      { day: '29', month: '2', year: '2023' },
      { ok: false, reason: 'impossible' },
    ],
    [
      { day: '31', month: '4', year: '2023' },
      { ok: false, reason: 'impossible' },
    ],
    [
      { day: '0', month: '4', year: '2023' },
      { ok: false, reason: 'impossible' },
    ],
    [
      { day: '1', month: '13', year: '2023' },
      { ok: false, reason: 'impossible' },
    ],
    [
      { day: '1', month: '1', year: '90' },
      { ok: false, reason: 'incomplete' },
    ],
    [
      { day: '', month: '1', year: '1990' },
      { ok: false, reason: 'incomplete' },
    ],
    [
      { day: 'x', month: '1', year: '1990' },
      { ok: false, reason: 'not-digits' },
    ],
    [
      { day: '-1', month: '1', year: '1990' },
      { ok: false, reason: 'not-digits' },
    ],
    [
      { day: '1', month: '1', year: '1290' },
      { ok: false, reason: 'too-old' },
    ],
    [
      { day: '1', month: '1', year: '19900' },
      { ok: false, reason: 'impossible' },
    ],
  ])('%j', (parts, result) => {
    expect(parseDate(parts)).toEqual(result);
  });

  test('a day after the latest allowed one is too late, the latest itself is allowed', () => {
    const limits = { latest: '2026-11-21' };
    expect(parseDate({ day: 22, month: 11, year: 2026 }, limits)).toEqual({ ok: false, reason: 'too-late' });
    expect(parseDate({ day: 21, month: 11, year: 2026 }, limits)).toEqual({ ok: true, iso: '2026-11-21' });
  });
});

test('day arithmetic agrees with the platform’s calendar', () => {
  fc.assert(
    fc.property(isoDate, fc.integer({ min: -40_000, max: 40_000 }), (iso, days) => {
      const moved = addDays(iso, days);
      expect(Date.parse(moved) - Date.parse(iso)).toBe(days * 86_400_000);
      expect(daysBetween({ from: iso, to: moved })).toBe(days);
      expect(dayOfWeek(iso)).toBe(new Date(iso).getUTCDay());
      expect(isRealDate(moved)).toBe(true);
    }),
  );
});

test('only days that exist are real', () => {
  expect(['2026-02-30', '2026-2-3', '1900-02-29', '2026-13-01', 'x', ''].filter(isRealDate)).toEqual([]);
  expect(isRealDate('2000-02-29')).toBe(true);
});

test.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2024-01-31', 1, '2024-02-29'],
  ['2026-11-21', 6, '2027-05-21'],
  ['2026-01-15', -1, '2025-12-15'],
])('%s plus %d months is %s', (iso, months, expected) => {
  expect(addMonths(iso, months)).toBe(expected);
});

test.each([
  ['2006-11-21', '2026-11-21', 20],
  ['2006-11-22', '2026-11-21', 19],
  ['2004-02-29', '2022-02-28', 17],
  ['2004-02-29', '2022-03-01', 18],
  ['2020-11-22', '2026-11-21', 5],
])('born %s, on %s: %d years old', (born, on, age) => {
  expect(yearsOld({ born, on })).toBe(age);
});

test('the day in Hanoi begins at 17:00 UTC', () => {
  expect(hanoiDay(Date.UTC(2026, 10, 20, 16, 59))).toBe('2026-11-20');
  expect(hanoiDay(Date.UTC(2026, 10, 20, 17, 0))).toBe('2026-11-21');
  expect(hanoiMoment('2026-11-21', { hour: 15, minute: 0 })).toBe(Date.UTC(2026, 10, 21, 8, 0));
});
