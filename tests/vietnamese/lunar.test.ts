import { describe, expect, test } from 'vitest';
import { addDays } from '../../shared/identity/calendar-date.ts';
import { type LunarDay, lunarDay, lunarDayInWords, yearName } from '../../shared/vietnamese/lunar.ts';

/** First days of lunar years that everybody in Hanoi remembers or has on the wall. */
test.each([
  ['1945-02-13', 'Ất Dậu'],
  ['1954-02-03', 'Giáp Ngọ'],
  ['1968-01-29', 'Mậu Thân'], // China: 30 January
  ['1969-02-16', 'Kỷ Dậu'], // China: 17 February
  ['1975-02-11', 'Ất Mão'],
  ['1976-01-31', 'Bính Thìn'],
  ['1985-01-21', 'Ất Sửu'], // China: 20 February
  ['2000-02-05', 'Canh Thìn'],
  ['2007-02-17', 'Đinh Hợi'], // China: 18 February
  ['2020-01-25', 'Canh Tý'],
  ['2023-01-22', 'Quý Mão'],
  ['2024-02-10', 'Giáp Thìn'],
  ['2025-01-29', 'Ất Tỵ'],
  ['2026-02-17', 'Bính Ngọ'],
  ['2030-02-02', 'Canh Tuất'], // China: 3 February
  ['2053-02-18', 'Quý Dậu'], // China: 19 February
  ['2100-02-09', 'Canh Thân'],
])('%s is Tết of %s', (iso, name) => {
  const year = Number(iso.slice(0, 4));
  expect(lunarDay(iso)).toEqual({ day: 1, month: 1, isLeapMonth: false, year });
  expect(lunarDay(addDays(iso, -1))).toMatchObject({ month: 12, year: year - 1 });
  expect(yearName(year)).toBe(name);
});

test.each<[string, Partial<LunarDay>]>([
  // The day President Hồ Chí Minh died: 21 of the seventh month of Kỷ Dậu.
  ['1969-09-02', { day: 21, month: 7, year: 1969 }],
  // The day of the Hùng kings, 10 of the third month.
  ['2024-04-18', { day: 10, month: 3, year: 2024 }],
  ['2025-04-07', { day: 10, month: 3, year: 2025 }],
  ['2026-04-26', { day: 10, month: 3, year: 2026 }],
  ['2026-09-25', { day: 15, month: 8, year: 2026 }],
  ['2026-11-22', { day: 14, month: 10, year: 2026 }],
])('%s', (iso, expected) => {
  expect(lunarDay(iso)).toMatchObject({ isLeapMonth: false, ...expected });
});

test.each([
  [1985, 2], // China: the tenth of 1984
  [2012, 4],
  [2014, 9],
  [2017, 6],
  [2020, 4],
  [2023, 2],
  [2025, 6],
  [2028, 5],
  [2031, 3],
  [2033, 11],
])('%d has a second month %d', (year, month) => {
  const days = daysOf(`${year}-01-15`, `${year + 1}-02-15`).map(([, day]) => day);
  const leaps = days.filter((day) => day.isLeapMonth && day.year === year).map((day) => day.month);
  expect([...new Set(leaps)]).toEqual([month]);
});

describe('from 1900 to 2199', () => {
  const days = daysOf('1900-01-31', '2199-12-31');

  test('every day follows the one before, in months of 29 or 30 days', () => {
    const broken = days.filter(([, day], at) => {
      const before = days[at - 1]?.[1];
      return before !== undefined && !follows(before, day);
    });
    expect(broken).toEqual([]);
  });

  test('a year has 353 to 385 days and begins between 20 January and 21 February', () => {
    const starts = days.filter(([, day]) => day.day === 1 && day.month === 1 && !day.isLeapMonth).map(([iso]) => iso);
    expect(starts.length).toBe(300);
    expect(starts.filter((iso) => iso.slice(5) < '01-20' || iso.slice(5) > '02-21')).toEqual([]);
  });

  test('other days have none', () => {
    expect([lunarDay('1900-01-30'), lunarDay('2200-01-01')]).toEqual([undefined, undefined]);
  });
});

test('before 1968 it is nearly always the day that the platform’s Chinese calendar tells, which reckons for China', () => {
  const chinese = new Intl.DateTimeFormat('en-u-ca-chinese', { day: 'numeric', month: 'numeric', timeZone: 'UTC' });
  const days = daysOf('1930-01-01', '1967-12-31');
  const differing = days.filter(([iso, { day, month, isLeapMonth }]) => {
    const parts = chinese.formatToParts(Date.parse(iso));
    const told = (type: string) => parts.find((part) => part.type === type)?.value;
    return told('day') !== String(day) || told('month') !== `${month}${isLeapMonth ? 'bis' : ''}`;
  });
  // The platform's own tables err in a few months (it has Tết of 1954 on 4 February; it was the third).
  expect(differing.length / days.length).toBeLessThan(0.01);
});

test('is told as elders tell it', () => {
  expect(
    ['2026-02-19', '2026-03-03', '2027-02-05', '2025-07-25', '2026-12-09'].map((iso) => {
      const day = lunarDay(iso) as LunarDay;
      const { day: words, month } = lunarDayInWords(day);
      return `${words} tháng ${month} năm ${yearName(day.year)}`;
    }),
  ).toEqual([
    'mồng 3 tháng Giêng năm Bính Ngọ',
    'rằm tháng Giêng năm Bính Ngọ',
    '29 tháng Chạp năm Bính Ngọ',
    'mồng 1 tháng Sáu nhuận năm Ất Tỵ',
    'mồng 1 tháng Mười Một năm Bính Ngọ',
  ]);
});

function follows(before: LunarDay, day: LunarDay): boolean {
  const isSameMonth = before.month === day.month && before.isLeapMonth === day.isLeapMonth;
  if (isSameMonth) return day.day === before.day + 1 && day.day <= 30 && day.year === before.year;
  if (day.day !== 1 || before.day < 29 || before.day > 30) return false;
  if (day.isLeapMonth) return day.month === before.month && !before.isLeapMonth && day.year === before.year;
  return day.month === (before.month % 12) + 1 && day.year === before.year + (day.month === 1 ? 1 : 0);
}

function daysOf(from: string, to: string): [string, LunarDay][] {
  const days: [string, LunarDay][] = [];
  for (let iso = from; iso <= to; iso = addDays(iso, 1)) days.push([iso, lunarDay(iso) as LunarDay]);
  return days;
}
