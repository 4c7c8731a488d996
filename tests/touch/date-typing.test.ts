import { expect, test } from 'vitest';
import { emptyDate, typeDate, typedDate } from '../../renderer/touch/date-typing.ts';

const type = (keys: string, from = emptyDate) => [...keys].reduce(typeDate, from);

test('eight digits fill the three boxes', () => {
  expect(typedDate(type('11112026'))).toEqual({ day: 11, month: 11, year: 2026 });
});

test('a day from 4 and a month from 2 are full with one digit', () => {
  expect(typedDate(type('452026'))).toEqual({ day: 4, month: 5, year: 2026 });
});

test('a separator moves on, but not out of an empty box', () => {
  expect(typedDate(type('/1/1/2026'))).toEqual({ day: 1, month: 1, year: 2026 });
});

test('a key in a full box begins it anew', () => {
  const typed = type('11112026');
  expect(type('9', { ...typed, active: 'day' })).toMatchObject({ day: '9', month: '11', active: 'month' });
});

test('deleting goes back through the boxes until nothing is left', () => {
  let date = type('11112026');
  for (let presses = 0; presses < 8; presses++) date = typeDate(date, '<BS>');
  expect(date).toEqual(emptyDate);
});

test('an impossible date is typed as it is: the calendar is not the keyboard’s business', () => {
  expect(typedDate(type('31112026'))).toEqual({ day: 31, month: 11, year: 2026 });
});

test('a date is not there until the year is whole', () => {
  expect(typedDate(type('1111202'))).toBeUndefined();
});
