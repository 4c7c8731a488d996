import { readLetter, TONE_OF_COMBINING, type Tone, type ToneStyle } from './letters.ts';
import { mayCarryTone, readSyllable } from './syllable.ts';
import { NO_WORD, type Word, withoutLastLetter, wordFrom, wordKeys, wordText } from './word.ts';
import { isPossibleWord, pressToneKey, pressWordKey, type TypingMethod } from './word-keys.ts';

export type TypingOptions = { readonly method: TypingMethod; readonly toneStyle?: ToneStyle };

/**
 * What has been typed: the text before the current word, and the word with the keys that made it. Immutable; the text is always NFC.
 *
 *   word ──letter, mark, tone──▶ word ──anything else──▶ before (the raw keys put back if no syllable came of them)
 *   before ──⌫──▶ the word at its end is taken up again, as if it had never been left
 */
export type TypingState = {
  readonly before: string;
  readonly word: Word;
  /** The word as shown. */
  readonly shown: string;
  /** A word whose keys were put back at a break that ⌫ has since erased: it goes on if the next key makes sense of it. */
  readonly setAside?: Word;
  /** Left by the last key, which was a break: what ⌫ brings back. */
  readonly justLeft?: { readonly before: string; readonly word: Word; readonly text: string };
};

/**
 * Types keys into an empty field. A key is one character, `<BS>`, one of the tone keys `<SAC>` `<HUYEN>` `<HOI>` `<NGA>` `<NANG>`, or
 * `<XOA>`, which takes the tone off; other names in angle brackets do nothing. The rules stand in the README of this folder.
 */
export function typeKeys(keys: readonly string[], options: TypingOptions): string {
  return typedText(keys.reduce((state, key) => pressKey(state, key, options), startTyping()));
}

/** Begins at the end of a text; the word there is taken up and can be marked, toned and erased as if just typed. */
export function startTyping(text = ''): TypingState {
  return takenUp(text.normalize('NFC'));
}

export function pressKey(state: TypingState, key: string, options: TypingOptions): TypingState {
  if (key === '<BS>') return erased(state, options);
  const tone = TONE_KEYS.get(key) ?? TONE_OF_COMBINING.get(key);
  if (tone !== undefined) return shownAs(state, pressToneKey(state.word, tone), options);
  if (key === '<XOA>') return shownAs(state, { ...state.word, tone: 0, toneStrokes: [] }, options);
  const character = key.normalize('NFC');
  if (character === '' || /^\p{M}|^<[A-Z]+>$/u.test(character)) return state;
  return isWordKey(state, character, options.method)
    ? typed(state, character, options)
    : left(state, character, options);
}

export function typedText(state: TypingState): string {
  return state.before + state.shown;
}

/** Where the current word stands in the text, in UTF-16 units: what the screen replaces in one step. */
export function currentWord(state: TypingState): { readonly start: number; readonly end: number } {
  return { start: state.before.length, end: state.before.length + state.shown.length };
}

const TONE_KEYS: ReadonlyMap<string, Tone> = new Map<string, Tone>([
  ['<SAC>', 1],
  ['<HUYEN>', 2],
  ['<HOI>', 3],
  ['<NGA>', 4],
  ['<NANG>', 5],
]);

function isWordKey(state: TypingState, character: string, method: TypingMethod): boolean {
  if (readLetter(character) !== undefined) return true;
  // Inside a word a VNI digit is a key of it, unless the word hangs on a number already (12A1); but 500d9 is 500đ.
  const last = state.word.letters.at(-1);
  if (method !== 'vni' || !/^\d$/.test(character) || last === undefined) return false;
  return !/\d$/.test(state.before) || (character === '9' && last.base === 'd');
}

function typed(state: TypingState, character: string, options: TypingOptions): TypingState {
  if (isTooLongForAWord(state)) {
    const text = mustRestore(state, options) ? wordKeys(state.word) : state.shown;
    return { before: (state.before + text + character).normalize('NFC'), word: NO_WORD, shown: '' };
  }
  if (state.setAside !== undefined) {
    const resumed = pressWordKey(state.setAside, character, options.method);
    if (isPossibleWord(resumed)) return shownAs(state, resumed, options);
  }
  return shownAs(state, pressWordKey(state.word, character, options.method), options);
}

/** The longest syllable has seven letters. Beyond this bound letters are no word any more, so that a key never costs more. */
const LONGEST_WORD = 40;

function isTooLongForAWord(state: TypingState): boolean {
  return (
    state.word.letters.length >= LONGEST_WORD ||
    (state.word.letters.length === 0 && /\p{Script=Latin}$/u.test(state.before.slice(-2)))
  );
}

function shownAs(state: TypingState, word: Word, options: TypingOptions): TypingState {
  return { before: state.before, word, shown: wordText(word, options.toneStyle ?? 'old') };
}

/** The word ends. What cannot be a syllable goes back to the keys pressed for it. */
function left(state: TypingState, character: string, options: TypingOptions): TypingState {
  const text = mustRestore(state, options) ? wordKeys(state.word) : state.shown;
  const next: TypingState = { before: (state.before + text + character).normalize('NFC'), word: NO_WORD, shown: '' };
  if (state.word.letters.length === 0) return next;
  return { ...next, justLeft: { before: state.before, word: state.word, text } };
}

function erased(state: TypingState, options: TypingOptions): TypingState {
  if (state.word.letters.length > 0) {
    const shorter = shownAs(state, withoutLastLetter(state.word, options.toneStyle ?? 'old'), options);
    return shorter.word.letters.length > 0 ? shorter : takenUp(state.before);
  }
  const { justLeft } = state;
  if (justLeft === undefined) return takenUp(withoutLastCharacter(state.before));
  const isAsShown = justLeft.text === wordText(justLeft.word, options.toneStyle ?? 'old');
  if (isAsShown) return { before: justLeft.before, word: justLeft.word, shown: justLeft.text };
  return { before: justLeft.before, word: wordFrom(justLeft.text), shown: justLeft.text, setAside: justLeft.word };
}

/** With its marks where Unicode has no composed form (ơ̆). Looks at the end only: texts may be long. */
function withoutLastCharacter(text: string): string {
  const end = text.slice(-16);
  return text.slice(0, text.length - end.length) + end.replace(/\P{M}?\p{M}*$/u, '');
}

function takenUp(text: string): TypingState {
  const [shown = ''] = /\p{Script=Latin}*$/u.exec(text.slice(-2 * LONGEST_WORD)) ?? [];
  if (shown.length >= LONGEST_WORD) return { before: text, word: NO_WORD, shown: '' };
  return { before: text.slice(0, text.length - shown.length), word: wordFrom(shown), shown };
}

/**
 * Raw keys come back when the word shows marks but is no possible syllable (windows, facebook). Not for abbreviations with đ (HĐND),
 * not on the direct board, and not when the person took a mark off by hand, see `wasMeant`.
 */
function mustRestore(state: TypingState, options: TypingOptions): boolean {
  const { word } = state;
  if (options.method === 'direct' || wordKeys(word) === state.shown || isSyllable(word)) return false;
  if (readSyllable(word.letters) === undefined) return false;
  return !word.letters.some((letter) => letter.undid) || !wasMeant(word, options);
}

function isSyllable(word: Word): boolean {
  const syllable = readSyllable(word.letters);
  return syllable?.isComplete === true && mayCarryTone(syllable, word.tone);
}

/**
 * Whether an undo was on purpose. A doubled tone key may be plain English (office, mirror): if the word with single keys would have
 * gone back to its keys anyway, nobody needed to double them, so the letters are meant. «gass» for gas or «tesst» for test are meant
 * as undo, for without it gá and tét would have stayed. Undone marks (loook) and VNI digits (E2200) always are. What still shows
 * marks after an undo (tômrow) is not what anybody meant.
 */
function wasMeant(word: Word, options: TypingOptions): boolean {
  const undoing = word.letters.filter((letter) => letter.undid !== undefined);
  if (options.method === 'telex' && hasMarks(word)) return false;
  if (options.method !== 'telex' || undoing.some((letter) => letter.undid === 'mark')) return true;
  const undoKeys = new Set(undoing.map((letter) => letter.strokes.at(-1)));
  const singles = [...word.letters.flatMap((letter) => letter.strokes), ...word.toneStrokes]
    .filter((stroke) => !undoKeys.has(stroke))
    .sort((one, other) => one.at - other.at)
    .reduce((typedWord, stroke) => pressWordKey(typedWord, stroke.key, 'telex'), NO_WORD);
  return isSyllable(singles) || singles.letters.some((letter) => letter.undid !== undefined);
}

function hasMarks(word: Word): boolean {
  return word.tone !== 0 || word.letters.some((letter) => letter.mark !== 'none');
}
