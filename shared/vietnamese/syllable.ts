import { type BareLetter, isVowel, markedLetter, type Tone, type ToneStyle } from './letters.ts';

/*
 * What can be a Vietnamese syllable: onset + vowels + coda. «gi» and «qu» are onsets before another vowel (giá, quý), but the i of
 * gì, gìn, giếng is a vowel. The tables hold attested rhymes and the rare ones names and loan words need (oăm, oong, uyp, oao, ăk).
 */

export type Syllable = {
  /** Index of the first letter of the vowels the tone may stand on, and the index after the last. */
  readonly start: number;
  readonly end: number;
  readonly onset: string;
  readonly coda: string;
  /** The letters may still become a syllable by further letters or marks; a mark or tone key is then a mark or tone. */
  readonly isPossible: boolean;
  /** The letters are one as they stand, tone aside. */
  readonly isComplete: boolean;
};

/** Reads letters as a syllable; undefined while there is no vowel. */
export function readSyllable(letters: readonly BareLetter[]): Syllable | undefined {
  const first = letters.findIndex(isVowel);
  if (first < 0) return undefined;
  const marked = letters.map(markedLetter);
  const afterVowels = letters.findIndex((letter, index) => index > first && !isVowel(letter));
  const end = afterVowels < 0 ? letters.length : afterVowels;
  const readFrom = (start: number): Syllable => {
    const onset = marked.slice(0, start).join('');
    const vowels = marked.slice(start, end);
    const coda = marked.slice(end).join('');
    const isOnset = mayBegin(onset);
    const rhyme = `${vowels.join('')} ${coda}`;
    const rhymes = onset === 'qu' ? [rhyme, `u${rhyme}`] : [rhyme];
    return {
      start,
      end,
      onset,
      coda,
      isPossible: isOnset && rhymes.some((each) => BEGUN_RHYMES.has(each)),
      // Misspelt is not foreign: ngèo for nghèo, cỉa for kỉa stay as they were meant.
      isComplete: isOnset && onset !== 'q' && rhymes.some((each) => RHYMES.has(each)),
    };
  };
  const before = marked.slice(0, first).join('');
  const hasMoreVowels = end > first + 1;
  if (before === 'q' && letters[first]?.base === 'u') return readFrom(hasMoreVowels ? first + 1 : first);
  if (before === 'g' && marked[first] === 'i' && hasMoreVowels) {
    const asGi = readFrom(first + 1);
    const asG = readFrom(first);
    // giếng and giêc are g + iê; everything else is gi + rhyme.
    return asG.isPossible && !asGi.isPossible ? asG : asGi;
  }
  return readFrom(first);
}

/** A stop at the end takes only sắc and nặng (and, while it is being typed, no tone). */
export function mayCarryTone(syllable: Syllable, tone: Tone): boolean {
  return tone === 0 || tone === 1 || tone === 5 || !STOPS.has(syllable.coda);
}

/**
 * Index of the letter that carries the tone: a marked vowel (of two, the last: ươ), else with a coda the last vowel, else of three
 * the middle one, else the first of two; in new style the second of open oa, oe, uy.
 */
export function toneIndex(letters: readonly BareLetter[], syllable: Syllable, style: ToneStyle): number {
  const { start, end } = syllable;
  for (let index = end - 1; index >= start; index--) {
    if (letters[index]?.mark !== 'none') return index;
  }
  const count = end - start;
  if (count === 1) return start;
  if (end < letters.length) return end - 1;
  if (count > 2) return start + 1;
  const pair = `${letters[start]?.base}${letters[start + 1]?.base}`;
  return style === 'new' && (pair === 'oa' || pair === 'oe' || pair === 'uy') ? start + 1 : start;
}

/** Whether letters before the first vowel can begin a syllable. */
export function isOnset(letters: readonly BareLetter[]): boolean {
  return mayBegin(letters.map(markedLetter).join(''));
}

/**
 * A đ at the beginning was made on purpose, and no other language writes one: whatever consonants follow, the word is typed on
 * (Đrăng, Đliê Ya, ĐH), and it never goes back to its keys.
 */
function mayBegin(onset: string): boolean {
  return ONSETS.has(onset) || onset.startsWith('đ');
}

const ONSETS: ReadonlySet<string> = new Set([
  ...['', 'b', 'c', 'ch', 'd', 'đ', 'g', 'gh', 'gi', 'h', 'k', 'kh', 'l', 'm', 'n', 'ng', 'ngh', 'nh', 'p', 'ph', 'q'],
  ...['qu', 'r', 's', 't', 'th', 'tr', 'v', 'x'],
  // Krông Ana and the surname Kpă; z and dz as people spell their names (Zũng, Dzũng).
  ...['kr', 'kp', 'z', 'dz'],
]);

const STOPS: ReadonlySet<string> = new Set(['c', 'ch', 'p', 't', 'k']);

/**
 * Vowels, then the codas they stand with; «-» is none. Open ă, â, iê belong to names of other languages of the country (Kpă, Byă,
 * Niê): were they put back to their keys, nobody could type them, while an English «law» can still be typed as «laww». Open oă, uâ,
 * uô, ươ, yê, uyê are words left half typed, but nobody else writes them either.
 */
const VOWELS_AND_CODAS: readonly (readonly [string, string])[] = [
  ['a', '- c ch m n ng nh p t'],
  ['ă', '- c k m n ng p t'],
  ['â', '- c m n ng p t'],
  ['e', '- c m n ng p t'],
  ['ê', '- c ch m n nh p t'],
  ['i', '- c ch m n nh p t'],
  ['o', '- c m n ng p t'],
  ['ô', '- c m n ng p t'],
  ['ơ', '- m n p t'],
  ['u', '- c m n ng p t'],
  ['ư', '- c m n ng t'],
  ['y', '- t'],
  ['ai', '-'],
  ['ao', '-'],
  ['au', '-'],
  ['ay', '-'],
  ['âu', '-'],
  ['ây', '-'],
  ['eo', '-'],
  ['êu', '-'],
  ['ia', '-'],
  ['iu', '-'],
  ['iê', '- c m n ng p t'],
  ['iêu', '-'],
  ['oa', '- c ch m n ng nh p t'],
  ['oă', '- c m n ng p t'],
  ['oai', '-'],
  ['oao', '-'],
  ['oay', '-'],
  ['oe', '- m n ng p t'],
  ['oeo', '-'],
  ['oi', '-'],
  ['oo', 'c ng'],
  ['ôi', '-'],
  ['ơi', '-'],
  ['ua', '-'],
  ['uâ', '- n ng t'],
  ['uây', '-'],
  ['uê', '- ch n nh'],
  ['uêu', '-'],
  ['ui', '-'],
  ['uô', '- c m n ng p t'],
  ['uôi', '-'],
  ['uơ', '-'],
  ['uy', '- ch n nh p t'],
  ['uya', '-'],
  ['uyê', '- n t'],
  ['uyu', '-'],
  ['ưa', '-'],
  ['ưi', '-'],
  ['ưu', '-'],
  ['ươ', '- c m n ng p t'],
  ['ươi', '-'],
  ['ươu', '-'],
  ['yê', '- m n ng t'],
  ['yêu', '-'],
];

const NUCLEI = VOWELS_AND_CODAS.map(([vowels, codas]) => ({
  vowels: [...vowels],
  codas: codas.split(' ').map((coda) => (coda === '-' ? '' : coda)),
}));

const RHYMES: ReadonlySet<string> = new Set(
  NUCLEI.flatMap(({ vowels, codas }) => codas.map((coda) => `${vowels.join('')} ${coda}`)),
);

const UNMARKED: Readonly<Record<string, string>> = { ă: 'a', â: 'a', ê: 'e', ô: 'o', ơ: 'o', ư: 'u' };

/**
 * All that may still become a rhyme, written out so that a key costs one look: unmarked letters may yet get the mark the rhyme asks
 * for, more vowels may follow while there is no coda, and a coda may be half written.
 */
const BEGUN_RHYMES: ReadonlySet<string> = new Set(
  NUCLEI.flatMap(({ vowels, codas }) => [
    ...vowels.flatMap((_, last) => markings(vowels.slice(0, last + 1)).map((begun) => `${begun} `)),
    ...markings(vowels).flatMap((begun) =>
      codas.flatMap((coda) => [...coda].map((_, last) => `${begun} ${coda.slice(0, last + 1)}`)),
    ),
  ]),
);

/** The vowels with each of their marks made or not made yet. */
function markings(vowels: readonly string[]): string[] {
  return vowels.reduce(
    (begun, vowel) => begun.flatMap((text) => [...new Set([vowel, UNMARKED[vowel] ?? vowel])].map((now) => text + now)),
    [''],
  );
}
