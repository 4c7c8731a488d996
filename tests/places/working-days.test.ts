import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../../shared/identity/calendar-date.ts';
import {
  addWorkingDays,
  HolidayData,
  isPublished,
  isWorkingDay,
  workingCalendar,
} from '../../shared/places/working-days.ts';

const data = HolidayData.parse(
  JSON.parse(readFileSync(new URL('../../assets/units/holidays.json', import.meta.url), 'utf8')),
);
const calendar = workingCalendar(data);

test.each([
  ['2026-11-20', 1, '2026-11-23'],
  ['2026-11-20', 3, '2026-11-25'],
  ['2026-11-21', 0, '2026-11-23'],
  ['2026-11-23', 0, '2026-11-23'],
  ['2026-02-13', 1, '2026-02-23'],
  ['2026-01-09', 1, '2026-01-10'],
  ['2026-01-01', 0, '2026-01-05'],
  ['2026-04-24', 2, '2026-04-29'],
  ['2026-08-28', 1, '2026-09-03'],
  ['2026-12-31', 1, '2027-01-04'],
])('%s plus %d working days is %s', (iso, count, expected) => {
  expect(addWorkingDays(iso, count, calendar)).toBe(expected);
});

test('the swapped Saturday of January is worked, the unverified one of August only when trusted', () => {
  const trusting = workingCalendar(data, { trustUnverifiedSaturdays: true });
  expect(['2026-01-10', '2026-08-22'].map((day) => isWorkingDay(day, calendar))).toEqual([true, false]);
  expect(isWorkingDay('2026-08-22', trusting)).toBe(true);
});

test('a pending day off is a working day until somebody configures it', () => {
  const configured = workingCalendar(data, { pendingOff: ['2026-11-24'] });
  expect([isWorkingDay('2026-11-24', calendar), isWorkingDay('2026-11-24', configured)]).toEqual([true, false]);
});

test('only the published year is said without care', () => {
  expect(['2026-05-01', '2027-05-01', '2031-05-01'].map((day) => isPublished(day, calendar))).toEqual([
    true,
    false,
    false,
  ]);
});

test('the result is a working day, and exactly as many working days lie on the way', () => {
  const start = fc.integer({ min: 0, max: 700 }).map((days) => addDays('2026-01-01', days));
  fc.assert(
    fc.property(start, fc.integer({ min: 1, max: 40 }), (from, count) => {
      const due = addWorkingDays(from, count, calendar);
      let worked = 0;
      for (let day = addDays(from, 1); day <= due; day = addDays(day, 1)) worked += isWorkingDay(day, calendar) ? 1 : 0;
      expect([worked, isWorkingDay(due, calendar)]).toEqual([count, true]);
    }),
  );
});
