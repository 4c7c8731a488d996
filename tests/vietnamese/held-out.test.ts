import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { typeKeys } from '../../shared/vietnamese/typing.ts';
import {
  directKeysFor,
  keysFor,
  type Method,
  orders,
  type WrittenSyllable,
  writtenSyllables,
} from './written-syllables.ts';

// What comes out is known by how each case is made; none of it is in the vectors' files.

const anySyllable = fc
  .integer({ min: 0, max: writtenSyllables.length - 1 })
  .map((at) => writtenSyllables[at] as WrittenSyllable);
const anyMethod = fc.constantFrom<Method>('telex', 'vni');
const anyStyle = fc.constantFrom('old' as const, 'new' as const);
const anyChance = fc.array(fc.double({ min: 0, max: 0.999999, noNaN: true }), { minLength: 24, maxLength: 24 });
const manyRuns = { numRuns: 500 };

interface Typing {
  readonly syllable: WrittenSyllable;
  readonly method: Method;
  readonly toneStyle: 'old' | 'new';
  readonly keys: readonly string[];
}

/** One syllable typed in one of the orders, with the chance left over for what happens to it. */
const anyTyping = fc
  .record({
    syllable: anySyllable,
    method: anyMethod,
    toneStyle: anyStyle,
    order: fc.constantFrom(...orders),
    chances: anyChance,
  })
  .map(({ syllable, method, toneStyle, order, chances }) => {
    const chance = dice(chances);
    const keys = keysFor(syllable, method, order, chance) ?? keysFor(syllable, method, 'at once', chance) ?? [];
    return { syllable, method, toneStyle, keys, chance };
  });

function dice(chances: readonly number[]): () => number {
  let at = 0;
  return () => chances[at++ % chances.length] as number;
}

function written({ syllable, toneStyle }: Typing): string {
  return syllable[toneStyle];
}

function typed(typing: Typing, keys: readonly string[]): string {
  return typeKeys(keys, { method: typing.method, toneStyle: typing.toneStyle });
}

const toneKeyOf = ({ syllable, method }: Typing) => (method === 'telex' ? '-sfrxj' : '-12345').charAt(syllable.tone);

describe('every way to type a syllable', () => {
  test('there are more than ten thousand syllables to draw from', () => {
    expect(new Set(writtenSyllables.map(({ old }) => old)).size).toBeGreaterThan(10_000);
  });

  test('marks and tone come out wherever they are typed after their letter, before a break too', () => {
    fc.assert(
      fc.property(anyTyping, fc.constantFrom('', ' ', ', ', '.', ')', '-'), (typing, mark) => {
        expect(typed(typing, [...typing.keys, ...mark])).toBe(written(typing) + mark);
      }),
      manyRuns,
    );
  });

  test('capitals stay with their letters: all of them, or the first', () => {
    fc.assert(
      fc.property(anyTyping, fc.boolean(), (typing, isAll) => {
        const keys = typing.keys.map((key, at) => (isAll || at === 0 ? key.toUpperCase() : key));
        const word = written(typing);
        expect(typed(typing, keys)).toBe(isAll ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1));
      }),
      manyRuns,
    );
  });

  test('the direct board writes the same, its tone key pressed behind any letter from the first vowel on', () => {
    fc.assert(
      fc.property(anySyllable, anyStyle, anyChance, (syllable, toneStyle, chances) => {
        const keys = directKeysFor(syllable, dice(chances));
        expect(typeKeys(keys, { method: 'direct', toneStyle })).toBe(syllable[toneStyle]);
        expect(typeKeys([...keys, '<XOA>'], { method: 'direct', toneStyle })).toBe(syllable.letters);
      }),
      manyRuns,
    );
  });
});

describe('what goes wrong while typing', () => {
  test('the tone key again takes the tone off and appears as a letter', () => {
    fc.assert(
      fc.property(anyTyping, (typing) => {
        fc.pre(typing.syllable.tone !== 0);
        const key = toneKeyOf(typing);
        expect(typed(typing, [...typing.keys, key])).toBe(typing.syllable.letters + key);
      }),
      manyRuns,
    );
  });

  test('z or 0 takes the tone off, another tone key replaces it', () => {
    fc.assert(
      fc.property(anyTyping, fc.constantFrom(1, 5), (typing, other) => {
        fc.pre(typing.syllable.tone !== 0 && typing.syllable.tone !== other);
        const isTelex = typing.method === 'telex';
        expect(typed(typing, [...typing.keys, isTelex ? 'z' : '0'])).toBe(typing.syllable.letters);
        const wanted = writtenSyllables.find(
          ({ letters, tone }) => letters === typing.syllable.letters && tone === other,
        );
        expect(typed(typing, [...typing.keys, (isTelex ? '-sfrxj' : '-12345').charAt(other)])).toBe(
          wanted?.[typing.toneStyle],
        );
      }),
      { numRuns: 300 },
    );
  });

  test('a letter by mistake and ⌫, anywhere in the word, leave no trace', () => {
    fc.assert(
      fc.property(anyTyping, fc.constantFrom(...'bghklmnptv'), (typing, stray) => {
        const at = 1 + Math.floor(typing.chance() * typing.keys.length);
        const isErasable =
          typed(typing, [...typing.keys.slice(0, at), stray]) === typed(typing, typing.keys.slice(0, at)) + stray;
        // A letter that completes ươ from an open uơ changes more than itself; engines keep that too.
        fc.pre(isErasable);
        expect(typed(typing, [...typing.keys.slice(0, at), stray, '<BS>', ...typing.keys.slice(at)])).toBe(
          written(typing),
        );
      }),
      manyRuns,
    );
  });

  test('a space too early and ⌫: the word is typed on', () => {
    fc.assert(
      fc.property(anyTyping, (typing) => {
        const at = 1 + Math.floor(typing.chance() * typing.keys.length);
        expect(typed(typing, [...typing.keys.slice(0, at), ' ', '<BS>', ...typing.keys.slice(at)])).toBe(
          written(typing),
        );
      }),
      manyRuns,
    );
  });

  test('a word erased letter by letter makes room for the next, also across the space before it', () => {
    fc.assert(
      fc.property(anyTyping, anyTyping, fc.boolean(), (first, second, isBehindSpace) => {
        const next = { ...second, method: first.method, toneStyle: first.toneStyle };
        const keys = keysFor(next.syllable, first.method, 'at once', next.chance) ?? [];
        const erasing = [...written(first), ...(isBehindSpace ? ' ' : '')].map(() => '<BS>');
        expect(typed(first, [...first.keys, ...(isBehindSpace ? ' ' : ''), ...erasing, ...keys])).toBe(written(next));
      }),
      manyRuns,
    );
  });

  test('each ⌫ takes one letter with its marks, and the tone with the letter that carries it', () => {
    fc.assert(
      fc.property(anyTyping, (typing) => {
        const before = written(typing);
        const after = typed(typing, [...typing.keys, '<BS>']);
        const bare = (text: string) =>
          text
            .normalize('NFD')
            .replace(/[\u0300\u0301\u0303\u0309\u0323]/gu, '')
            .normalize('NFC');
        expect(bare(after)).toBe([...typing.syllable.letters].slice(0, -1).join(''));
        const hasTone = after !== bare(after);
        const carrier = [...before].findIndex((letter) => letter !== bare(letter));
        expect(hasTone).toBe(carrier >= 0 && carrier < [...before].length - 1);
      }),
      manyRuns,
    );
  });
});
