import { isVowel, type Mark, readLetter, type Tone } from './letters.ts';
import { isOnset, mayCarryTone, readSyllable, type Syllable } from './syllable.ts';
import type { Letter, Stroke, Word } from './word.ts';

export type TypingMethod = 'telex' | 'vni' | 'direct';

/** What a key of a method means before the word is looked at. */
type Meaning =
  | { readonly kind: 'tone'; readonly tone: Tone }
  | { readonly kind: 'circumflex'; readonly bases: string }
  | { readonly kind: 'horn'; readonly bases: string; readonly makesLoneHorn: boolean }
  | { readonly kind: 'bar' }
  | { readonly kind: 'letter' };

/**
 * One key on a word. A mark or tone key acts only while the letters may become a syllable and the mark makes a legal rhyme; pressed
 * again it takes back what it did and appears as a letter, after which the word stays as typed. Everything else is a letter.
 */
export function pressWordKey(word: Word, key: string, method: TypingMethod): Word {
  const stroke: Stroke = { at: word.strokeCount, key };
  const next: Word = { ...word, strokeCount: word.strokeCount + 1 };
  return transformed(next, stroke, meaningOf(key, method)) ?? withLetter(next, stroke, method);
}

/** A tone key of the direct board: from anywhere in the word; a second press takes the tone off; without a vowel nothing happens. */
export function pressToneKey(word: Word, tone: Tone): Word {
  const syllable = readSyllable(word.letters);
  if (syllable === undefined || (syllable.isPossible && !mayCarryTone(syllable, tone))) return word;
  return { ...word, tone: word.tone === tone ? 0 : tone, toneStrokes: [] };
}

/** Whether the word may still become a syllable (or has no vowel yet). */
export function isPossibleWord(word: Word): boolean {
  return readSyllable(word.letters)?.isPossible ?? isOnset(word.letters);
}

function meaningOf(key: string, method: TypingMethod): Meaning {
  const lower = key.toLowerCase();
  const meaning = method === 'telex' ? TELEX.get(lower) : method === 'vni' ? VNI.get(lower) : undefined;
  return meaning ?? { kind: 'letter' };
}

const TELEX: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ...[...'zsfrxj'].map((key, tone): [string, Meaning] => [key, { kind: 'tone', tone: tone as Tone }]),
  ...[...'aeo'].map((key): [string, Meaning] => [key, { kind: 'circumflex', bases: key }]),
  ['w', { kind: 'horn', bases: 'uoa', makesLoneHorn: true }],
  ['d', { kind: 'bar' }],
]);

const VNI: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ...[...'012345'].map((key, tone): [string, Meaning] => [key, { kind: 'tone', tone: tone as Tone }]),
  ['6', { kind: 'circumflex', bases: 'aeo' }],
  ['7', { kind: 'horn', bases: 'uo', makesLoneHorn: false }],
  ['8', { kind: 'horn', bases: 'a', makesLoneHorn: false }],
  ['9', { kind: 'bar' }],
]);

/** The word after a mark or tone key did its work, or undefined when the key is just a letter here. */
function transformed(word: Word, stroke: Stroke, meaning: Meaning): Word | undefined {
  if (meaning.kind === 'letter' || word.letters.some((letter) => letter.undid === 'tone')) return undefined;
  const syllable = readSyllable(word.letters);
  if (meaning.kind === 'bar') return withBar(word, stroke, syllable);
  if (syllable !== undefined && !syllable.isPossible) return undefined;
  if (meaning.kind === 'tone')
    return isBareQu(word) ? undefined : syllable && withTone(word, stroke, syllable, meaning.tone);
  if (word.letters.some((letter) => letter.undid === 'mark')) return undefined;
  if (meaning.kind === 'circumflex') return syllable && withCircumflex(word, stroke, syllable, meaning.bases);
  return withHorn(word, stroke, syllable, meaning);
}

function withTone(word: Word, stroke: Stroke, syllable: Syllable, tone: Tone): Word | undefined {
  if (tone === 0) {
    return word.tone === 0 ? undefined : { ...word, tone, toneStrokes: [...word.toneStrokes, stroke] };
  }
  if (!mayCarryTone(syllable, tone)) return undefined;
  if (word.tone === tone) {
    const undone: Word = { ...word, tone: 0, toneStrokes: [] };
    return append(undone, keyLetter(stroke, { undid: 'tone', spent: word.toneStrokes }));
  }
  return { ...word, tone, toneStrokes: [...word.toneStrokes, stroke] };
}

/** The key skips back over the coda to its own vowel, and turns ă, ơ, ươ back as well (awa, owo, buowco). */
function withCircumflex(word: Word, stroke: Stroke, syllable: Syllable, bases: string): Word | undefined {
  const places = vowelPlaces(word, syllable).filter((index) => bases.includes(word.letters[index]?.base ?? ''));
  for (const index of places.toReversed()) {
    if (word.letters[index]?.mark === 'circumflex') continue;
    const marks = new Map<number, Mark>([[index, 'circumflex']]);
    const isUo = word.letters[index]?.base === 'o' && word.letters[index - 1]?.base === 'u';
    const found =
      legal(word, stroke, marks) ?? (isUo ? legal(word, stroke, new Map([...marks, [index - 1, 'none']])) : undefined);
    if (found) return found;
  }
  const marked = places.filter((index) => word.letters[index]?.mark === 'circumflex');
  return marked.length === 0 ? undefined : undone(word, stroke, marked);
}

/**
 * «w» finds u, o or a by what makes a legal rhyme: one letter if that is a whole syllable's rhyme (mưa, thuơ), else both of uo
 * (ươ), else one letter that may still become one (hoă).
 */
function withHorn(
  word: Word,
  stroke: Stroke,
  syllable: Syllable | undefined,
  meaning: { readonly bases: string; readonly makesLoneHorn: boolean },
): Word | undefined {
  if (syllable === undefined) {
    return meaning.makesLoneHorn && isOnset(word.letters) ? append(word, loneHorn(stroke)) : undefined;
  }
  if (isBareQu(word) && !meaning.makesLoneHorn) return undefined;
  const places = vowelPlaces(word, syllable).filter((index) => meaning.bases.includes(word.letters[index]?.base ?? ''));
  const marksOf = (index: number): Mark => (word.letters[index]?.base === 'a' ? 'breve' : 'horn');
  const open = places.filter((index) => word.letters[index]?.mark !== marksOf(index));
  const singles = open.map((index) => legal(word, stroke, new Map([[index, marksOf(index)]])));
  const whole = singles.find((candidate) => candidate && readSyllable(candidate.letters)?.isComplete);
  const u = places.find((index) => word.letters[index]?.base === 'u' && word.letters[index + 1]?.base === 'o');
  const isHalf = u !== undefined && meaning.bases.includes('o') && (open.includes(u) || open.includes(u + 1));
  const pair = isHalf ? legal(word, stroke, horned([u, u + 1])) : undefined;
  const isOpenPair = pair !== undefined && !OPEN_UO_ONSETS.has(syllable.onset);
  const found = (isOpenPair ? pair : whole) ?? pair ?? singles.find((candidate) => candidate !== undefined);
  if (found) return found;
  const marked = places.filter((index) => word.letters[index]?.mark === marksOf(index));
  if (marked.length > 0) return undone(word, stroke, marked);
  const isBareGi = syllable.onset === 'g' && word.letters.length === 2 && word.letters[1]?.base === 'i';
  return isBareGi && meaning.makesLoneHorn ? append(word, loneHorn(stroke)) : undefined;
}

/** Only uơ, huơ, khuơ, thuở (and quơ, where u belongs to the onset) are words; behind any other onset an open uo + w begins an ươ. */
const OPEN_UO_ONSETS: ReadonlySet<string> = new Set(['', 'h', 'kh', 'th']);

/** «qu» is half an onset: what would tone it is a letter, until its vowel comes. */
function isBareQu({ letters }: Word): boolean {
  return letters.length === 2 && letters[0]?.base === 'q' && letters[1]?.base === 'u' && letters[1].mark === 'none';
}

const horned = (places: readonly number[]): ReadonlyMap<number, Mark> =>
  new Map(places.map((index) => [index, 'horn']));

/**
 * đ from a d at the word's beginning, typed any time later. In a word without vowels (HĐND, QĐ, đc) a second d works only right
 * behind the first, so that ĐKKD keeps its last letter. So it does behind a consonant where no syllable can come of it (UBNĐ).
 */
function withBar(word: Word, stroke: Stroke, syllable: Syllable | undefined): Word | undefined {
  const last = word.letters.length - 1;
  const isD = (index: number) => word.letters[index]?.base === 'd';
  if (syllable !== undefined) {
    const isBehindConsonant = isD(last) && last > 0 && !isVowel(word.letters[last - 1] as Letter);
    if (!syllable.isPossible && isBehindConsonant) return barred(word, stroke, last);
    if (!syllable.isPossible || !isD(0) || word.letters.some((letter) => letter.undid)) return undefined;
    return barred(word, stroke, 0);
  }
  return isD(last) ? barred(word, stroke, last) : undefined;
}

function barred(word: Word, stroke: Stroke, index: number): Word {
  if (word.letters[index]?.mark === 'bar') return undone(word, stroke, [index]);
  return withMarks(word, stroke, new Map([[index, 'bar']]));
}

/** The marks come off, the key that took them off appears as a letter and keeps the keys it cancelled. */
function undone(word: Word, stroke: Stroke, places: readonly number[]): Word {
  const last = word.letters.at(-1);
  if (last?.isLoneHorn && places.includes(word.letters.length - 1)) {
    // ww at once: the first w is what was meant.
    const letter = keyLetter({ at: stroke.at, key: last.strokes[0]?.key ?? stroke.key }, { undid: 'mark', spent: [] });
    return append(
      { ...word, letters: word.letters.slice(0, -1), ...(hasVowel(word, 1) ? {} : { tone: 0, toneStrokes: [] }) },
      {
        ...letter,
        strokes: [...last.strokes, stroke],
      },
    );
  }
  const spent = places.flatMap((index) => word.letters[index]?.strokes.slice(1) ?? []);
  const letters = word.letters.map(
    (letter, index): Letter =>
      places.includes(index) ? { ...letter, mark: 'none', strokes: letter.strokes.slice(0, 1) } : letter,
  );
  return append({ ...word, letters }, keyLetter(stroke, { undid: 'mark', spent }));
}

function hasVowel(word: Word, withoutLast: number): boolean {
  return word.letters.slice(0, word.letters.length - withoutLast).some(isVowel);
}

function withLetter(word: Word, stroke: Stroke, method: TypingMethod): Word {
  const letter = keyLetter(stroke, { spent: [] });
  const read = readLetter(stroke.key);
  const tone = read && read.tone !== 0 ? read.tone : word.tone;
  const appended = append({ ...word, tone }, letter);
  return method === 'direct' ? appended : withHornPair(withPlainQu(appended));
}

/** uơ and ưo become ươ as soon as another letter follows that ươ can stand with (thuơ + n, đưo + c). */
function withHornPair(word: Word): Word {
  const syllable = readSyllable(word.letters);
  const start = syllable?.start ?? 0;
  const [first, second] = [word.letters[start], word.letters[start + 1]];
  if (first?.base !== 'u' || second?.base !== 'o' || word.letters.length < start + 3) return word;
  const isHalf = (first.mark === 'horn') !== (second.mark === 'horn') && second.mark !== 'circumflex';
  if (!isHalf || word.letters.at(-1)?.undid) return word;
  const letters = word.letters.map(
    (letter, index): Letter => (index === start || index === start + 1 ? { ...letter, mark: 'horn' } : letter),
  );
  return readSyllable(letters)?.isPossible ? { ...word, letters } : word;
}

/** After q a ư gives way to the vowel that follows: quw + ow is quơ. */
function withPlainQu(word: Word): Word {
  const [first, second, third] = word.letters;
  if (first?.base !== 'q' || second?.base !== 'u' || second.mark !== 'horn' || !third || !isVowel(third)) return word;
  return {
    ...word,
    letters: word.letters.map((letter, index) => (index === 1 ? { ...letter, mark: 'none' } : letter)),
  };
}

function vowelPlaces(word: Word, syllable: Syllable): readonly number[] {
  return word.letters.map((_, index) => index).slice(syllable.start, syllable.end);
}

/** The word with these marks if it may then still become a syllable. */
function legal(word: Word, stroke: Stroke, marks: ReadonlyMap<number, Mark>): Word | undefined {
  const marked = withMarks(word, stroke, marks);
  return readSyllable(marked.letters)?.isPossible ? marked : undefined;
}

function withMarks(word: Word, stroke: Stroke, marks: ReadonlyMap<number, Mark>): Word {
  const keeper = [...marks.keys()].find((index) => marks.get(index) !== 'none');
  const letters = word.letters.map((letter, index): Letter => {
    const mark = marks.get(index);
    if (mark === undefined) return letter;
    const { undid: _undid, ...kept } = letter;
    return { ...kept, mark, strokes: index === keeper ? [...letter.strokes, stroke] : letter.strokes };
  });
  return { ...word, letters };
}

function append(word: Word, letter: Letter): Word {
  return { ...word, letters: [...word.letters, letter] };
}

function loneHorn(stroke: Stroke): Letter {
  return {
    base: 'u',
    mark: 'horn',
    isUpper: stroke.key !== stroke.key.toLowerCase(),
    strokes: [stroke],
    isLoneHorn: true,
  };
}

function keyLetter(
  stroke: Stroke,
  how: { readonly undid?: 'mark' | 'tone'; readonly spent: readonly Stroke[] },
): Letter {
  const read = readLetter(stroke.key);
  return {
    base: read?.base ?? stroke.key,
    mark: read?.mark ?? 'none',
    isUpper: read?.isUpper ?? false,
    strokes: [...how.spent, stroke],
    ...(how.undid === undefined ? {} : { undid: how.undid }),
  };
}
