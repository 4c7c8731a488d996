import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, fold, isTooLong, properName, sameName } from '../../shared/vietnamese/fold.ts';

describe('fold', () => {
  test.each([
    ['Đăng ký KHAI SINH', 'dang ky khai sinh'],
    ['Đường  Nguyễn-Trãi,  số 5', 'duong nguyen trai so 5'],
    ["H'Mông", 'hmong'],
    ['H’Mông', 'hmong'],
    ['Ðống Ða', 'dong da'],
    ['', ''],
    [' ?! ', ''],
  ])('%j is searched as %j', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test('any text folds the same composed and decomposed, and folding again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')));
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });
});

test.each([
  ['Hòa', 'Hoà', true],
  ['NGUYEN THI HOA', 'Nguyễn Thị Hoà', true],
  ["H'Hen Niê", 'HHen Nie', true],
  ['Trần Bình', 'Trần Anh', false],
])('%j and %j: same name %j', (one, other, same) => {
  expect(sameName(one, other)).toBe(same);
});

describe('cleanText', () => {
  test('pasted control characters, invisible characters and runs of spaces are gone, the letters stay', () => {
    expect(cleanText('\u0000 Nguyễn\u200b\u00a0 Văn\t\u0007An\r\n', 100)).toBe('Nguyễn Văn An');
  });
  test('decomposed letters come out composed', () => {
    expect(cleanText('Nguyễn'.normalize('NFD'), 100)).toBe('Nguyễn');
  });
  test('new lines become spaces unless they are kept', () => {
    expect(cleanText('a \r\n b', 100)).toBe('a b');
    expect(cleanText('a \r\n\n\n\n b\n', 100, { newlines: 'keep' })).toBe('a\n\nb');
  });
  test('10,000 characters are cut to the limit and said to be too long', () => {
    const long = 'ế'.repeat(10_000);
    expect([...cleanText(long, 200)]).toHaveLength(200);
    expect(isTooLong(long, 200)).toBe(true);
    expect(isTooLong('ngắn', 200)).toBe(false);
  });
  test('whatever comes in, the result is NFC, within the limit, without control characters, and clean already', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (raw, limit) => {
        const text = cleanText(raw, limit);
        expect(text).toBe(text.normalize('NFC'));
        expect([...text].length).toBeLessThanOrEqual(limit);
        expect(text).not.toMatch(/\p{Cc}|\p{Cs}|^\s|\s$/u);
        expect(cleanText(text, limit)).toBe(text);
      }),
    );
  });
});

test.each([
  ['nguyễn văn an', 'Nguyễn Văn An'],
  ['NGUYỄN THỊ ĐÀO', 'Nguyễn Thị Đào'],
  ["h'mông", "H'Mông"],
  ["H'MÔNG", "H'Mông"],
  ['  y  blô ', 'Y Blô'],
  ['McDonald', 'McDonald'],
  ['ÁNH', 'Ánh'],
])('the name %j is written %j', (typed, name) => {
  expect(properName(typed)).toBe(name);
});
