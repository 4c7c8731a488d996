/** What a letter carries besides its base: â ê ô, ă, ơ ư, đ. */
export type Mark = 'none' | 'circumflex' | 'breve' | 'horn' | 'bar';

/** 0 level, 1 sắc, 2 huyền, 3 hỏi, 4 ngã, 5 nặng: the order of the VNI keys. */
export type Tone = 0 | 1 | 2 | 3 | 4 | 5;

/** Where the tone stands in open oa, oe, uy: old hòa, khỏe, thúy; new hoà, khoẻ, thuý. */
export type ToneStyle = 'old' | 'new';

export type BareLetter = { readonly base: string; readonly mark: Mark; readonly isUpper: boolean };

/** One composed (NFC) character. A letter that is not Vietnamese is its own base and comes out as it is. */
export function composeLetter(letter: BareLetter, tone: Tone = 0): string {
  const composed = MARKED.get(letter.base + letter.mark)?.[tone] ?? letter.base;
  return letter.isUpper ? composed.toUpperCase() : composed;
}

/** Takes a shown character apart; undefined when it is no Latin letter. */
export function readLetter(character: string): (BareLetter & { readonly tone: Tone }) | undefined {
  const lower = character.toLowerCase();
  const known = PARTS.get(lower);
  if (known !== undefined) return { ...known, isUpper: lower !== character };
  return /^\p{Script=Latin}$/u.test(character) ? { base: character, mark: 'none', isUpper: false, tone: 0 } : undefined;
}

/** The letter with its mark but without tone, in lower case, as the tables of syllables write it. */
export function markedLetter(letter: BareLetter): string {
  return MARKED.get(letter.base + letter.mark)?.[0] ?? letter.base;
}

export function isVowel(letter: BareLetter): boolean {
  return VOWELS.has(letter.base);
}

const VOWELS: ReadonlySet<string> = new Set('aeiouy');
const COMBINING: Readonly<Record<Mark, string>> = {
  none: '',
  circumflex: '\u0302',
  breve: '\u0306',
  horn: '\u031b',
  bar: '',
};
const COMBINING_TONES = ['', '\u0301', '\u0300', '\u0309', '\u0303', '\u0323'] as const;

/** Tone named by a combining mark, for keyboards that type it apart. */
export const TONE_OF_COMBINING: ReadonlyMap<string, Tone> = new Map(
  COMBINING_TONES.slice(1).map((mark, index) => [mark, (index + 1) as Tone]),
);

const MARKS_OF_BASE: readonly (readonly [string, readonly Mark[]])[] = [
  ['a', ['none', 'circumflex', 'breve']],
  ['e', ['none', 'circumflex']],
  ['i', ['none']],
  ['o', ['none', 'circumflex', 'horn']],
  ['u', ['none', 'horn']],
  ['y', ['none']],
];

/** Base and mark to the six tones, in lower case. Consonants have one form only. */
const MARKED: ReadonlyMap<string, readonly string[]> = new Map([
  ...MARKS_OF_BASE.flatMap(([base, marks]) =>
    marks.map((mark): [string, string[]] => [
      base + mark,
      COMBINING_TONES.map((tone) => (base + COMBINING[mark] + tone).normalize('NFC')),
    ]),
  ),
  ['dbar', ['đ']],
  ...[...'bcdfghjklmnpqrstvwxz'].map((base): [string, string[]] => [`${base}none`, [base]]),
]);

const PARTS: ReadonlyMap<string, { readonly base: string; readonly mark: Mark; readonly tone: Tone }> = new Map(
  [...MARKED].flatMap(([key, forms]) =>
    forms.map((form, tone) => [form, { base: key.slice(0, 1), mark: key.slice(1) as Mark, tone: tone as Tone }]),
  ),
);
