import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBirthNotice } from '../../shared/identity/birth-notice.ts';
import { citizenNumberDisagrees, readCitizenNumber, readOldNumber } from '../../shared/identity/citizen-number.ts';
import { readEmail } from '../../shared/identity/email.ts';
import { readHealthCard } from '../../shared/identity/health-card.ts';
import { readPersonName } from '../../shared/identity/person-name.ts';
import { phoneText, readPhone } from '../../shared/identity/phone.ts';
import {
  CHECK_CODE_LETTERS,
  makeCheckCode,
  readCheckCode,
  readSlipNumber,
  slipNumber,
} from '../../shared/identity/slip-code.ts';

// Example numbers are made up: their random part begins with 0000, phones are 0900 000 xxx.

describe('citizen number', () => {
  test.each([
    ['001090000017', 'Hà Nội', 'male', 1990],
    ['001 190 000 025', 'Hà Nội', 'female', 1990],
    ['001.222.000033', 'Hà Nội', 'male', 2022],
    ['036-301-000041', 'Nam Định', 'female', 2001],
  ])('%s', (text, province, sex, birthYear) => {
    const number = text.replace(/\D/g, '');
    expect(readCitizenNumber(text)).toEqual({ ok: true, number, province, sex, birthYear, warnings: [] });
  });

  test('an unknown province only warns', () => {
    expect(readCitizenNumber('999090000017')).toEqual({
      ok: true,
      number: '999090000017',
      sex: 'male',
      birthYear: 1990,
      warnings: ['unknown-province'],
    });
  });

  test.each([
    ['00109000001', 'wrong-length', 11],
    ['0010900000170', 'wrong-length', 13],
    ['', 'wrong-length', 0],
    ['012345678', 'old-nine', 9],
    ['00109000001O', 'not-digits', 12],
  ])('%j is refused: %s', (text, reason, length) => {
    expect(readCitizenNumber(text)).toEqual({ ok: false, reason, length });
  });

  test('the number disagrees with another birth year or sex, and only with those', () => {
    expect(citizenNumberDisagrees('001190000025', { birthDate: '1990-07-22', sex: 'female' })).toEqual([]);
    expect(citizenNumberDisagrees('001190000025', { birthDate: '1991-07-22', sex: 'male' })).toEqual([
      'birth-year',
      'sex',
    ]);
    expect(citizenNumberDisagrees('00119', { birthDate: '1991-07-22', sex: 'male' })).toEqual([]);
  });

  test('a number born after this year is warned about', () => {
    expect(readCitizenNumber('001299000017', { thisYear: 2026 })).toMatchObject({ warnings: ['born-in-future'] });
  });

  test('any twelve digits are read as some year and sex, whatever separates them', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{12}$/), fc.constantFrom('', ' ', '.', '-'), (digits, gap) => {
        const spaced = digits.replace(/(\d{3})(?=\d)/g, `$1${gap}`);
        const reading = readCitizenNumber(spaced);
        expect(reading).toMatchObject({ ok: true, number: digits });
        expect(reading.ok && reading.birthYear % 100).toBe(Number(digits.slice(4, 6)));
      }),
    );
  });

  test('nine digits are good as an old number', () => {
    expect([readOldNumber('012 345 678'), readOldNumber('01234567')]).toEqual(['012345678', undefined]);
  });
});

describe('phone', () => {
  test.each([
    ['0900 000 123', '0900000123', 'mobile', []],
    ['+84 900-000-123', '0900000123', 'mobile', []],
    ['84900000123', '0900000123', 'mobile', []],
    ['+84 (0) 900 000 123', '0900000123', 'mobile', []],
    ['0520000123', '0520000123', 'mobile', ['unverified-prefix']],
    ['0300000123', '0300000123', 'mobile', ['unverified-prefix']],
    ['024 3825 0000', '02438250000', 'landline', []],
    ['+842438250000', '02438250000', 'landline', []],
    ['0225 3000 000', '02253000000', 'landline', ['unverified-prefix']],
  ])('%s is %s, %s', (text, number, kind, warnings) => {
    expect(readPhone(text)).toEqual({ ok: true, number, kind, warnings });
  });

  test.each([
    ['0168 000 0123', { ok: false, reason: 'old-eleven', suggestion: '0380000123' }],
    ['01110000123', { ok: false, reason: 'old-eleven' }],
    ['900000123', { ok: false, reason: 'missing-zero', suggestion: '0900000123' }],
    ['090000012', { ok: false, reason: 'wrong-length' }],
    ['09000001234', { ok: false, reason: 'wrong-length' }],
    ['', { ok: false, reason: 'wrong-length' }],
    ['1900123456', { ok: false, reason: 'unknown-prefix' }],
    ['+82 10 0000 0000', { ok: false, reason: 'foreign' }],
    ['zero nine', { ok: false, reason: 'not-digits' }],
  ])('%j is refused', (text, result) => {
    expect(readPhone(text)).toEqual(result);
  });

  test('what is suggested is itself readable, and shown in groups', () => {
    const reading = readPhone('01680000123');
    expect(!reading.ok && readPhone(reading.suggestion ?? '').ok).toBe(true);
    expect([phoneText('0900000123'), phoneText('02438250000')]).toEqual(['0900 000 123', '024 3825 0000']);
  });
});

test.each([
  [
    'TE1010123456789',
    { ok: true, kind: 'full', number: 'TE1010123456789', insuranceNumber: '0123456789', group: 'TE', level: 1 },
  ],
  [
    'hs 4 01 0123456789',
    { ok: true, kind: 'full', number: 'HS4010123456789', insuranceNumber: '0123456789', group: 'HS', level: 4 },
  ],
  ['0123456789', { ok: true, kind: 'short', number: '0123456789', insuranceNumber: '0123456789' }],
  ['TE6010123456789', { ok: false, reason: 'bad-level', length: 15 }],
  ['1E1010123456789', { ok: false, reason: 'bad-group', length: 15 }],
  ['TE10101234567X9', { ok: false, reason: 'not-digits', length: 15 }],
  ['TE101012345678', { ok: false, reason: 'wrong-length', length: 14 }],
])('health card %s', (text, result) => {
  expect(readHealthCard(text)).toEqual(result);
});

test.each([
  ['00001.gcs.00000.26', '2026-10-02', []],
  ['00001.GCS.00000.27', '2026-12-31', []],
  ['00001.GCS.00000.24', '2026-10-02', ['year-disagrees']],
  ['123/BV', '2026-10-02', ['unexpected-shape']],
  ['123/BV', '2025-09-30', []],
  ['123/BV', undefined, ['unexpected-shape']],
])('birth notice %s for a birth on %s warns %j and is never refused', (text, born, warnings) => {
  expect(readBirthNotice(text, born)).toMatchObject({ ok: true, warnings });
});

test('a birth notice without a number, or with a novel in its place, is refused', () => {
  expect(readBirthNotice(' \u0000 ')).toEqual({ ok: false, reason: 'empty' });
  expect(readBirthNotice('x'.repeat(10_000))).toEqual({ ok: false, reason: 'too-long', limit: 60 });
});

test.each([
  [' an.nguyen@Example.COM ', { ok: true, address: 'an.nguyen@example.com' }],
  ['an@example', { ok: false, reason: 'bad-shape' }],
  ['an@@example.com', { ok: false, reason: 'bad-shape' }],
  ['an.@example.com', { ok: false, reason: 'bad-shape' }],
  ['an.example.com', { ok: false, reason: 'no-at' }],
  ['an nguyen@example.com', { ok: false, reason: 'spaces' }],
  ['ân@example.com', { ok: false, reason: 'accents' }],
  ['', { ok: false, reason: 'empty' }],
  [`${'a'.repeat(250)}@example.com`, { ok: false, reason: 'too-long' }],
])('e-mail %j', (text, result) => {
  expect(readEmail(text)).toEqual(result);
});

describe('person name', () => {
  test.each([
    ['Nguyễn Văn An'.normalize('NFD'), 'Nguyễn Văn An', []],
    ['H’Mông  Blô', "H'Mông Blô", []],
    ["Y' Hên Niê", "Y'Hên Niê", []],
    ['Kpă Kơ̆ Ƀlơ̆ng', 'Kpă Kơ̆ Ƀlơ̆ng', []],
    ['Jean-Pierre Müller', 'Jean-Pierre Müller', []],
    ['Mai', 'Mai', ['single-word']],
  ])('%j is a name', (text, name, warnings) => {
    expect(readPersonName(text)).toEqual({ ok: true, name, warnings });
  });
  test.each([
    ['', { ok: false, reason: 'empty' }],
    ['An 2', { ok: false, reason: 'digits' }],
    ['An @ Bình', { ok: false, reason: 'symbols' }],
    ['An, Bình', { ok: false, reason: 'symbols' }],
    ['김철수', { ok: false, reason: 'other-script' }],
    ['n'.repeat(101), { ok: false, reason: 'too-long', limit: 100 }],
    ['n'.repeat(10_000), { ok: false, reason: 'too-long', limit: 100 }],
  ])('%j is refused', (text, result) => {
    expect(readPersonName(text)).toEqual(result);
  });
});

describe('check code and slip number', () => {
  test('the letters are 32 different ones and none of I, L, O, U', () => {
    expect(new Set(CHECK_CODE_LETTERS).size).toBe(32);
    expect(CHECK_CODE_LETTERS).not.toMatch(/[ILOU]/);
  });

  test('each letter comes from eight of the 256 bytes', () => {
    const letters = [...makeCheckCode(Uint8Array.from({ length: 256 }, (_, byte) => byte))];
    expect(new Set(letters.map((letter) => letters.filter((other) => other === letter).length))).toEqual(new Set([8]));
  });

  test('a code is read back however it is copied', () => {
    const bytes = fc.uint8Array({ minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(bytes, fc.boolean(), fc.constantFrom('', ' ', '-'), (random, isLower, gap) => {
        const code = makeCheckCode(random);
        const copied = code.replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('V', 'u').replace(/(...)/, `$1${gap}`);
        expect(readCheckCode(isLower ? copied.toLowerCase() : copied)).toEqual({ ok: true, code });
      }),
    );
  });

  test.each([
    ['ABC', { ok: false, reason: 'wrong-length', length: 3 }],
    ['ABCDE!', { ok: false, reason: 'unknown-letter', length: 6 }],
    ['đôabcd', { ok: true, code: 'D0ABCD' }],
  ])('%j', (typed, result) => {
    expect(readCheckCode(typed)).toEqual(result);
  });

  test.each([
    ['a6-147', { label: 'A6', count: 147 }],
    ['A6 – 0147', { label: 'A6', count: 147 }],
    ['s1.02 12345', { label: 'S1.02', count: 12345 }],
    ['A60147', undefined],
    ['G09.20-20260609-0092637', undefined],
  ])('%j', (typed, slip) => {
    expect(readSlipNumber(typed)).toEqual(slip);
  });

  test('a slip number survives being written and read', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9][A-Z0-9.]{0,11}$/), fc.nat(999_999_999), (label, count) => {
        expect(readSlipNumber(slipNumber({ label, count }).toLowerCase())).toEqual({ label, count });
      }),
    );
    expect(slipNumber({ label: 'A6', count: 147 })).toBe('A6-0147');
  });
});
