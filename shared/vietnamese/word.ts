import { type BareLetter, composeLetter, isVowel, readLetter, type Tone, type ToneStyle } from './letters.ts';
import { readSyllable, toneIndex } from './syllable.ts';

/** A key pressed for a word, with its place in the order of all keys of that word. */
export type Stroke = { readonly at: number; readonly key: string };

export type Letter = BareLetter & {
  /** The keys that made it: its own, its mark's, and those an undo left here. */
  readonly strokes: readonly Stroke[];
  /** A ư that «w» made alone, without a u before. */
  readonly isLoneHorn?: boolean;
  /** This letter is a key that took a mark or tone off. While it stands, the word is left as it is typed. */
  readonly undid?: 'mark' | 'tone';
};

/**
 * The word being typed: letters annotated with the keys that made them, and its tone apart, so that the tone can be placed anew
 * after every key and the keys can be put back.
 */
export type Word = {
  readonly letters: readonly Letter[];
  readonly tone: Tone;
  readonly toneStrokes: readonly Stroke[];
  readonly strokeCount: number;
};

export const NO_WORD: Word = { letters: [], tone: 0, toneStrokes: [], strokeCount: 0 };

/** The word as it is shown: one composed character a letter. */
export function wordText(word: Word, style: ToneStyle): string {
  const carrier = carrierIndex(word, style);
  return word.letters
    .map((letter, index) => composeLetter(letter, index === carrier ? word.tone : 0))
    .join('')
    .normalize('NFC');
}

/** The keys as they were pressed, without what was erased since. */
export function wordKeys(word: Word): string {
  return [...word.letters.flatMap((letter) => letter.strokes), ...word.toneStrokes]
    .sort((one, other) => one.at - other.at)
    .map((stroke) => stroke.key)
    .join('');
}

/** Takes up a word already shown, so that it can be typed on: its letters stand for their own keys. */
export function wordFrom(text: string): Word {
  let tone: Tone = 0;
  const letters = [...text].map((character, at): Letter => {
    const read = readLetter(character) ?? { base: character, mark: 'none', isUpper: false, tone: 0 };
    if (read.tone !== 0) tone = read.tone;
    return { base: read.base, mark: read.mark, isUpper: read.isUpper, strokes: [{ at, key: character }] };
  });
  return { letters, tone, toneStrokes: [], strokeCount: letters.length };
}

/** Removes the last shown letter with its marks, and with the tone if it stood there; the tone left moves where it now belongs. */
export function withoutLastLetter(word: Word, style: ToneStyle): Word {
  const losesTone = carrierIndex(word, style) === word.letters.length - 1;
  const letters = word.letters.slice(0, -1);
  if (letters.length === 0) return NO_WORD;
  return losesTone || !letters.some(isVowel) ? { ...word, letters, tone: 0, toneStrokes: [] } : { ...word, letters };
}

function carrierIndex(word: Word, style: ToneStyle): number {
  if (word.tone === 0) return -1;
  const syllable = readSyllable(word.letters);
  if (syllable === undefined) return -1;
  if (syllable.isPossible) return toneIndex(word.letters, syllable, style);
  // Where the letters stopped being a syllable the tone stays as it stood before (trãi + o is trãio, hòa + k is hòak).
  for (let length = Math.min(word.letters.length - 1, LONGEST_SYLLABLE); length > 0; length--) {
    const letters = word.letters.slice(0, length);
    const earlier = readSyllable(letters);
    if (earlier?.isPossible) return toneIndex(letters, earlier, style);
  }
  return toneIndex(word.letters, syllable, style);
}

/** nghiêng, and one more for a đ with consonants behind it. */
const LONGEST_SYLLABLE = 8;
