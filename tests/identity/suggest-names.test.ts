import fc from 'fast-check';
import { expect, test } from 'vitest';
import known from '../../assets/units/names.json' with { type: 'json' };
import { suggestNames } from '../../shared/identity/suggest-names.ts';
import { typeKeys } from '../../shared/vietnamese/typing.ts';

const suggested = (before: string, word: string, limit = 4) => suggestNames(known, { before, word }, limit);

test('the commonest surnames come first, then middle names; behind them nothing is offered unasked', () => {
  expect(suggested('', '')).toEqual(['Nguyễn', 'Trần', 'Lê', 'Phạm']);
  expect(suggested('Nguyễn ', '')).toContain('Thị');
  expect(suggested('Nguyễn Thị ', '')).toEqual([]);
});

test('letters without marks may still get them, marks and tones must agree', () => {
  expect(suggested('', 'ng')).toEqual(['Nguyễn', 'Ngô', 'Nghiêm']);
  expect(suggested('', 'Nguyê')).toEqual(['Nguyễn']);
  expect(suggested('', 'Đ')).toEqual(['Đặng', 'Đỗ', 'Đinh', 'Đoàn']);
  expect(suggested('', 'D')).toContain('Dương');
  expect(suggested('Lê Thị ', 'Hó')).toEqual([]);
  expect(suggested('Lê Thị ', 'Hu')).toContain('Hùng');
});

test('a name that needs its marks only stands before longer ones', () => {
  expect(suggested('Lê Thị ', 'Ha')[0]).toBe('Hà');
});

test('what stands there in full is not offered again', () => {
  expect(suggested('', 'Trần')).toEqual([]);
  expect(suggested('Trần ', 'thị')).not.toContain('Thị');
});

test('every name is offered by its own letters, at its own place, and any text is answered', () => {
  const places = [
    ['', known.surnames],
    ['Nguyễn ', known.middles],
    ['Nguyễn Thị ', known.givens],
  ] as const;
  for (const [before, names] of places)
    for (const name of names) expect(suggested(before, [...name].slice(0, -1).join(''), 200), name).toContain(name);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, word) => {
      expect(suggested(before, word).length).toBeLessThanOrEqual(4);
    }),
  );
});

test('the names are written as the keyboard writes them', () => {
  for (const name of [...known.surnames, ...known.middles, ...known.givens]) {
    expect(name).toBe(name.normalize('NFC'));
    expect(typeKeys([...name], { method: 'direct' })).toBe(name);
  }
});
