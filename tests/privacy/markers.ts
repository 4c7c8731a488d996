import { createHash } from 'node:crypto';
import type { QuestionKind } from '../../shared/catalogue/question.ts';

/** Something planted that must never be found again. Its texts are invented; only `kind` and `about` are ever printed. */
export interface Marker {
  /** A kind of answer of the catalogue, or another way in which a person leaves something of theirs. */
  readonly kind: MarkerKind;
  /** The question, or what else it was given for. */
  readonly about: string;
  /** Each is looked for by itself, in every spelling and encoding. */
  readonly texts: readonly string[];
  /** Codes and numbers: only as they stand (and in capitals and small letters). */
  readonly isExact?: boolean;
  /** Ways in which a store writes it that are no text. */
  readonly bytes?: readonly Buffer[];
}

/** What a person leaves besides answers; each is explained where it is planted (visits.ts). */
export const otherKinds = [
  'searched-words',
  'searched-place',
  'card-code',
  'pasted-text',
  'stick-file-name',
  'photo-pixels',
  'photo-file',
  'camera-pixels',
  'pdf-text',
  'helper-present',
  'staff-pin',
  'check-code',
  'resume-secret',
  'slip-code',
  'officer-note',
  'clipboard',
] as const;
export type OtherKind = (typeof otherKinds)[number];
export type MarkerKind = QuestionKind | OtherKind;

/** Random choices that come again with the same seed. */
export interface SeededDice {
  below(count: number): number;
  letters(count: number): string;
  digits(count: number): string;
  one<T>(list: readonly T[]): T;
}

export function seededDice(seed: string): SeededDice {
  let state = createHash('sha256').update(seed).digest();
  let left = [...state];
  const byte = () => {
    if (left.length === 0) {
      state = createHash('sha256').update(state).digest();
      left = [...state];
    }
    return left.pop() ?? 0;
  };
  const below = (count: number) => (byte() * 0x10000 + byte() * 0x100 + byte()) % count;
  const from = (alphabet: string, count: number) =>
    Array.from({ length: count }, () => alphabet[below(alphabet.length)]).join('');
  return {
    below,
    letters: (count) => from('BCDGHKLMNPQRSTVX', count),
    digits: (count) => from('0123456789', count),
    one: (list) => list[below(list.length)] as (typeof list)[number],
  };
}

/** Two words nobody else says together: rare syllables that Telex can write, with every kind of sign and tone. */
export function aPhrase(dice: SeededDice): string {
  const word = () => `${dice.one(beginnings)}${dice.one(endings)}`;
  return [word(), word(), word()].join(' ');
}

// Read apart each is Vietnamese; put together at random they are nobody's name.
const beginnings = ['Khu', 'Ngho', 'Thu', 'Quy', 'Ngu', 'Kho', 'Hu', 'Tru'] as const;
const endings = ['yễn', 'ệch', 'yếch', 'ậng', 'ỡng', 'ẩy', 'ằm', 'ỗn', 'ứt', 'ọc', 'ền', 'ặt'] as const;

/**
 * An answer too short to be looked for by itself («7», «khác», «Mường»): found with its question's name before it, as JSON has it
 * and as the browser's structured clone (V8's value serializer) has it.
 */
export function namedValue(
  kind: MarkerKind,
  name: string,
  value: string | number | boolean,
): Pick<Marker, 'kind' | 'about' | 'texts' | 'isExact' | 'bytes'> {
  const texts = [`"${name}":${JSON.stringify(value)}`, `"${name}": ${JSON.stringify(value)}`];
  return { kind, about: name, texts, isExact: true, bytes: cloned(name, value) };
}

function cloned(name: string, value: string | number | boolean): Buffer[] {
  const key = oneByte(name);
  if (typeof value === 'boolean') return [Buffer.concat([key, Buffer.from(value ? 'T' : 'F')])];
  if (typeof value === 'number') return [Buffer.concat([key, Buffer.from('I'), varint(value * 2)])];
  const isLatin = [...value].every((letter) => letter.charCodeAt(0) < 256);
  if (isLatin) return [Buffer.concat([key, oneByte(value)])];
  const letters = Buffer.from(value, 'utf16le');
  const head = Buffer.concat([Buffer.from('c'), varint(letters.length)]);
  // Two-byte letters stand at even places, so there may be a byte of padding before them.
  return [Buffer.concat([key, head, letters]), Buffer.concat([key, Buffer.from([0]), head, letters])];
}

function oneByte(text: string): Buffer {
  const letters = Buffer.from(text, 'latin1');
  return Buffer.concat([Buffer.from('"'), varint(letters.length), letters]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) {
      bytes.push(rest);
      return Buffer.from(bytes);
    }
    bytes.push((rest % 128) | 0x80);
  }
}
