import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  currentWord,
  pressKey,
  startTyping,
  type TypingOptions,
  typedText,
  typeKeys,
} from '../../shared/vietnamese/typing.ts';

const keysOf = (keys: string): readonly string[] => keys.match(/<[A-Z]+>|[\s\S]/gu) ?? [];
const typed = (keys: string, method: TypingOptions['method'] = 'telex') => typeKeys(keysOf(keys), { method });

// Own cases, beside the vectors: rules the sample shows rarely or not at all.

describe('telex', () => {
  test.each([
    ['uoww', 'ươ'],
    ['uowww', 'uow'],
    ['www', 'ww'],
    ['aaaa', 'aaa'],
    ['buowco', 'buôc'],
    ['quwow', 'quơ'],
    ['mooocs', 'moóc'],
    ['zas', 'zá'],
    ['catr', 'catr'],
    ['computer', 'computer'],
    ['DDKKD', 'ĐKKD'],
    ['SDDT ', 'SĐT '],
    ['Ddawsk Lawsk ', 'Đắk Lắk '],
    ['Kroong Nieen ', 'Krông Niên '],
    ['Kpaw Niee ', 'Kpă Niê '],
    ['reff<BS>f', 'rè'],
    ['nguyeenx<BS>m', 'nguyễm'],
    ['o2o', 'o2o'],
    ['<SAC>a<SAC>', 'á'],
    ['<FOO>a', 'a'],
    // An open uo + w is ươ at once, but for the few words that have uơ.
    ['nguow', 'ngươ'],
    ['nguowr', 'ngưở'],
    ['giow<BS>uow<BS>', 'giư'],
    ['muoww', 'muow'],
    ['uow', 'uơ'],
    ['huow', 'huơ'],
    ['khuowr', 'khuở'],
    ['thuowr', 'thuở'],
    ['quowr', 'quở'],
    // Where the letters stop being a syllable the tone stays as it stood.
    ['traixo', 'trãio'],
    ['hoafk', 'hòak'],
    ['phoeje', 'phọee'],
    // A stop takes neither hỏi nor ngã nor huyền, so the key is a letter and takes nothing back.
    ['portr', 'pỏtr'],
    ['thuwafa', 'thừaa'],
    ['qus', 'qus'],
    ['quys', 'quý'],
    ['ubndd', 'ubnđ'],
    ['UBNDD', 'UBNĐ'],
    ['odd', 'odd'],
    ['DDrawng ', 'Đrăng '],
    ['DDliee Ya ', 'Đliê Ya '],
    ['Dzungx ', 'Dzũng '],
    ['Zungx ', 'Zũng '],
    // Misspelt is not foreign.
    ['ngeof ', 'ngèo '],
    ['ciar ', 'cỉa '],
    ['nguyeex ', 'nguyễ '],
  ])('%s types %s', (keys, text) => {
    expect(typed(keys)).toBe(text);
  });

  test('the first word of an empty field is composed like any other', () => {
    expect(typed('ddasnh')).toBe('đánh');
  });

  test.each([
    'windows',
    'facebook',
    'user',
    'office',
    'password',
    'mirror',
    'tomorrow',
    'karaoke',
    'banana',
    'internet',
  ])('the foreign word %s is itself again after a space, also with a capital and before a comma', (word) => {
    const title = word.charAt(0).toUpperCase() + word.slice(1);
    expect([typed(`${word} `), typed(`${title},`)]).toEqual([`${word} `, `${title},`]);
  });

  test.each([
    ['tesst ', 'test '],
    ['gass ', 'gas '],
    ['loook ', 'look '],
    ['laww ', 'law '],
  ])('an undo on purpose wins over restore: %s', (keys, text) => {
    expect(typed(keys)).toBe(text);
  });

  test('a word whose keys were put back is shown so after backspace, and goes on if the next key makes sense of it', () => {
    expect(typed('windows <BS>')).toBe('windows');
    expect(typed('windows <BS>s')).toBe('windowss');
    expect(typed('hoaw <BS>cj')).toBe('hoặc');
  });
});

describe('vni', () => {
  test.each([
    ['12A1', '12A1'],
    ['P101', 'P101'],
    ['24/7', '24/7'],
    ['A11', 'A1'],
    ['E2200 ', 'E200 '],
    ['d999', 'd99'],
    ['uo77', 'ươ'],
    ['HD9ND ', 'HĐND '],
    ['thuo73', 'thuở'],
    ['500d9', '500đ'],
    ['12d99', '12d9'],
    ['hdnd9', 'hdnđ'],
    ['dc9', 'dc9'],
    ['qu7', 'qu7'],
    ['covid19', 'covid19'],
  ])('%s types %s', (keys, text) => {
    expect(typed(keys, 'vni')).toBe(text);
  });
});

describe('direct', () => {
  test.each([
    ['aa<SAC>', 'áa'],
    ['hoa<HUYEN>n', 'hoàn'],
    ['viêt<NANG><NANG>', 'viêt'],
    ['b<SAC>', 'b'],
    ['windows ', 'windows '],
    ['Mlô<HUYEN> ', 'Mlồ '],
    ['ba<SAC><BS>o', 'bo'],
  ])('%s types %s', (keys, text) => {
    expect(typed(keys, 'direct')).toBe(text);
  });
});

describe('on a text that is there already', () => {
  const telex: TypingOptions = { method: 'telex' };

  test('the word at its end is taken up: marked, toned, erased as if just typed', () => {
    const onward = (text: string, keys: string) =>
      typedText(keysOf(keys).reduce((state, key) => pressKey(state, key, telex), startTyping(text)));
    expect(onward('phố Huê', 's')).toBe('phố Huế');
    expect(onward('Nguyễn', '<BS>m')).toBe('Nguyễm');
    expect(onward('viet'.normalize('NFD'), 'ej')).toBe('việt');
    expect(onward('số 12 ', '<BS><BS>3')).toBe('số 13');
    expect(onward('Kơ̆', '<BS>')).toBe('K');
  });

  test('the current word is where the screen replaces text, the rest is not touched', () => {
    const state = pressKey(startTyping('phường Yên Hoa'), 'f', telex);
    expect(typedText(state)).toBe('phường Yên Hòa');
    expect(currentWord(state)).toEqual({ start: 11, end: 14 });
    expect(currentWord(pressKey(state, ' ', telex))).toEqual({ start: 15, end: 15 });
  });

  test('a heap of letters without a space stays as typed and can be erased', () => {
    const heap = 'henk'.repeat(2500);
    const state = keysOf(heap).reduce((typing, key) => pressKey(typing, key, telex), startTyping('Tên: '));
    expect(typedText(state)).toHaveLength(10_005);
    expect(typedText(pressKey(state, '<BS>', telex))).toBe(typedText(state).slice(0, -1));
  });

  test('a state is never changed by a key, so a screen may keep it', () => {
    const state = startTyping('hoa');
    const frozen = JSON.stringify(state);
    pressKey(state, 'f', telex);
    pressKey(state, '<BS>', telex);
    expect(JSON.stringify(state)).toBe(frozen);
  });
});

const anyMethod = fc.constantFrom('telex' as const, 'vni' as const, 'direct' as const);
const anyOptions = fc.record({ method: anyMethod, toneStyle: fc.constantFrom('old' as const, 'new' as const) });
const typingKey = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...'abcdeghiklmnopqrstuvxywzjfADEOUWS0123456789 .,-') },
  { weight: 2, arbitrary: fc.constantFrom('<BS>', '<SAC>', '<HUYEN>', '<HOI>', '<NGA>', '<NANG>', '<XOA>') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('ê', 'ơ', 'Ư', 'đ', 'ế', '\u0301', '\u0306', 'ü', '\u1100', '\u1161', '漢', '🙂'),
  },
);
const someKeys = fc.array(typingKey, { maxLength: 40 });

describe('whatever is typed', () => {
  test('the text is NFC and holds no combining mark', () => {
    fc.assert(
      fc.property(someKeys, anyOptions, (keys, options) => {
        const text = typeKeys(keys, options);
        expect(text).toBe(text.normalize('NFC'));
        expect(text).not.toMatch(/\p{M}/u);
      }),
      { numRuns: 500 },
    );
  });

  test('enough backspaces leave nothing, and each takes one character or none', () => {
    fc.assert(
      fc.property(someKeys, anyOptions, (keys, options) => {
        let state = keys.reduce((typing, key) => pressKey(typing, key, options), startTyping());
        while (typedText(state) !== '') {
          const length = [...typedText(state)].length;
          state = pressKey(state, '<BS>', options);
          expect([...typedText(state)]).toHaveLength(length - 1);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('the current word is the end of the text', () => {
    fc.assert(
      fc.property(someKeys, anyOptions, (keys, options) => {
        const state = keys.reduce((typing, key) => pressKey(typing, key, options), startTyping());
        const { start, end } = currentWord(state);
        expect([end, typedText(state).slice(start)]).toEqual([typedText(state).length, state.shown]);
      }),
    );
  });

  test('a name written with the direct keys is typed the same by Telex and VNI', () => {
    // Onset, vowel keys in three methods, coda; every one a possible syllable.
    const onset = fc.constantFrom('', 'b', 'ch', 'h', 'kh', 'l', 'm', 'd', 'nh', 'th', 'tr', 'v');
    const vowels = fc.constantFrom(
      ['a', 'a', 'a'],
      ['â', 'aa', 'a6'],
      ['ă', 'aw', 'a8'],
      ['ô', 'oo', 'o6'],
      ['iê', 'iee', 'ie6'],
      ['ươ', 'uow', 'uo7'],
      ['uô', 'uoo', 'uo6'],
      ['oă', 'oaw', 'oa8'],
    );
    const coda = fc.constantFrom('n', 'm', 'ng');
    const tone = fc.constantFrom(
      ['<SAC>', 's', '1'],
      ['<HUYEN>', 'f', '2'],
      ['<HOI>', 'r', '3'],
      ['<NGA>', 'x', '4'],
      ['<NANG>', 'j', '5'],
    );
    fc.assert(
      fc.property(onset, vowels, coda, tone, fc.boolean(), (before, vowel, after, [direct, telex, vni], isToneLast) => {
        const keys = (place: number, toneKey: string) =>
          isToneLast ? `${before}${vowel[place]}${after}${toneKey}` : `${before}${vowel[place]}${toneKey}${after}`;
        const written = typed(keys(0, direct as string), 'direct');
        expect([typed(keys(1, telex as string)), typed(keys(2, vni as string), 'vni')]).toEqual([written, written]);
        expect(typed(`${keys(1, telex as string)} `)).toBe(`${written} `);
      }),
    );
  });
});
