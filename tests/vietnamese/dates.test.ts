import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  agoText,
  dateFullyInWords,
  dateInWords,
  dayInWords,
  grouped,
  moneyText,
  sizeText,
  timeOfDay,
} from '../../shared/vietnamese/dates.ts';
import { numberInWords } from '../../shared/vietnamese/number-words.ts';

test.each([
  ['2026-11-11', 'thứ Tư, 11/11/2026', 'Wednesday, 11 November 2026'],
  ['2026-11-15', 'Chủ nhật, 15/11/2026', 'Sunday, 15 November 2026'],
  ['2000-02-29', 'thứ Ba, 29/02/2000', 'Tuesday, 29 February 2000'],
  ['1969-12-31', 'thứ Tư, 31/12/1969', 'Wednesday, 31 December 1969'],
] as const)('%s is told as %s / %s', (iso, vi, en) => {
  expect([dateInWords(iso, 'vi'), dateInWords(iso, 'en')]).toEqual([vi, en]);
});

test.each([
  ['2026-11-11', 'ngày mười một tháng mười một năm hai nghìn không trăm hai mươi sáu'],
  ['2004-04-04', 'ngày bốn tháng tư năm hai nghìn không trăm linh tư'],
  ['1995-12-25', 'ngày hai mươi lăm tháng mười hai năm một nghìn chín trăm chín mươi lăm'],
  ['2021-01-31', 'ngày ba mươi mốt tháng một năm hai nghìn không trăm hai mươi mốt'],
  ['2000-10-15', 'ngày mười lăm tháng mười năm hai nghìn'],
])('%s is written out as «%s»', (iso, words) => {
  expect(dateFullyInWords(iso)).toBe(words);
});

test.each([
  [0, 'không'],
  [11, 'mười một'],
  [24, 'hai mươi tư'],
  [105, 'một trăm linh năm'],
  [110, 'một trăm mười'],
  [8000, 'tám nghìn'],
  [1_000_005, 'một triệu không trăm linh năm'],
  [2_050_000_000, 'hai tỷ không trăm năm mươi triệu'],
])('%d is «%s»', (value, words) => {
  expect(numberInWords(value)).toBe(words);
});

test('different numbers have different words', () => {
  const numbers = fc.integer({ min: 0, max: 999_999_999_999 });
  fc.assert(
    fc.property(numbers, numbers, (one, other) => one === other || numberInWords(one) !== numberInWords(other)),
  );
});

test('money and counts are grouped as each language does', () => {
  expect([moneyText(8000), moneyText(8000, 'en'), moneyText(0), grouped(1_234_567), grouped(999)]).toEqual([
    '8.000 đồng',
    '8,000 dong',
    '0 đồng',
    '1.234.567',
    '999',
  ]);
});

test('the time of day is Hanoi’s', () => {
  expect([timeOfDay(Date.UTC(2026, 10, 11, 12, 42)), timeOfDay(Date.UTC(2026, 10, 11, 17, 0)), timeOfDay(-1)]).toEqual([
    '19:42',
    '00:00',
    '06:59',
  ]);
});

test('other languages are told by Intl as it knows them', () => {
  expect([dateInWords('2026-11-11', 'ko'), dayInWords('2026-11-11', 'vi'), moneyText(8000, 'ko')]).toEqual([
    '2026년 11월 11일 수요일',
    'thứ Tư, 11/11',
    '8,000 베트남 동',
  ]);
});

test('sizes and ages are written as each language does', () => {
  const sizes = [640 * 1024, 1.25 * 1024 ** 2, 2.5 * 1024 ** 3].map((bytes) => sizeText(bytes, 'vi'));
  expect(sizes.map((size) => size.replace(/\s/g, ' '))).toEqual(['640 kB', '1,3 MB', '2,5 GB']);
  const ages = [0, 59_999, 60_000, 7_200_000, 200_000_000].map((elapsedMs) => agoText(elapsedMs, 'vi'));
  expect(ages).toEqual(['0 giây trước', '59 giây trước', '1 phút trước', '2 giờ trước', '2 ngày trước']);
  expect(agoText(86_400_000, 'en')).toBe('1 day ago');
});
