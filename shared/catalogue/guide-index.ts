import { fold } from '../vietnamese/fold.ts';
import type { GuideEntry } from './guide-entry.ts';
import { makeWordIndex, mostRows, type WeighedText, type WordIndex } from './word-index.ts';

/** What a search needs of all guide entries: a tenth of them, made when the bundle is written and read as it lies there. */
export interface GuideIndex {
  readonly codes: readonly string[];
  readonly nameOf: (row: number) => string;
  /** Field of government of each entry; empty where none is stated. */
  readonly fieldOf: (row: number) => string;
  /** Between authorities. */
  readonly isInternal: (row: number) => boolean;
  readonly words: WordIndex;
}

/** How much of what follows; all texts in UTF-8, all numbers of 32 or 16 bits with the low byte first. */
const heads = ['entries', 'words', 'postings', 'fields', 'codeBytes', 'nameBytes', 'fieldBytes', 'wordBytes'] as const;
type Head = Readonly<Record<(typeof heads)[number], number>>;

/**
 * Entries in the order of the bundle: the row of an entry is its place there. Long texts and plain numbers, because a slow machine
 * opens it when somebody wants to search: a list of objects takes it ten times as long, and names are read one by one as they are shown.
 */
export function encodeGuideIndex(entries: readonly GuideEntry[]): Uint8Array<ArrayBuffer> {
  const words = makeWordIndex(entries.map(textsOf));
  const fields = [...new Set(entries.map(({ field }) => field ?? ''))];
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const names = entries.map(({ name }) => utf8(name));
  const [codeText, nameText, fieldText, wordText] = [
    utf8(entries.map(({ code }) => code).join('\n')),
    joined(names),
    utf8(fields.join('\n')),
    utf8(words.words.join('\n')),
  ];
  const head: Head = {
    entries: entries.length,
    words: words.words.length,
    postings: words.rows.length,
    fields: fields.length,
    codeBytes: codeText.length,
    nameBytes: nameText.length,
    fieldBytes: fieldText.length,
    wordBytes: wordText.length,
  };
  let nameEnd = 0;
  return joined([
    lowByteFirst(Uint32Array.from(heads, (name) => head[name])),
    lowByteFirst(
      Uint32Array.from(names, ({ length }) => {
        nameEnd += length;
        return nameEnd;
      }),
    ),
    lowByteFirst(words.starts),
    lowByteFirst(words.rows),
    lowByteFirst(Uint16Array.from(entries, ({ field }) => fields.indexOf(field ?? ''))),
    words.weights,
    words.lengths,
    Uint8Array.from(entries, ({ isInternal }) => Number(isInternal)),
    codeText,
    nameText,
    fieldText,
    wordText,
  ]);
}

/** Undefined when the bytes are no index, or one that contradicts itself. Never throws. */
export function decodeGuideIndex(bytes: Uint8Array): GuideIndex | undefined {
  try {
    let at = 0;
    const take = (length: number) => {
      const taken = bytes.subarray(at, at + length);
      if (length < 0 || taken.length !== length) throw new RangeError('cut');
      at += length;
      return taken;
    };
    const numbers = <T extends Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>(into: T): T => {
      // Copied: the numbers need not lie at an even place. Every machine a kiosk runs on has the low byte first.
      new Uint8Array(into.buffer).set(take(into.byteLength));
      return into;
    };
    const linesOf = (length: number) => new TextDecoder().decode(take(length)).split('\n');

    const said = numbers(new Uint32Array(heads.length));
    const head = Object.fromEntries(heads.map((name, place) => [name, said[place] ?? 0])) as Head;
    // Before any room is taken for it: a head that promises more than there is.
    if (Math.max(...said) > bytes.length || head.entries > mostRows) return undefined;
    const { entries, postings } = head;
    const nameEnds = numbers(new Uint32Array(entries));
    const starts = numbers(new Uint32Array(head.words + 1));
    const rows = numbers(new Uint16Array(postings));
    const field = numbers(new Uint16Array(entries));
    const [weights, lengths, internal] = [take(postings).slice(), take(entries).slice(), take(entries).slice()];
    const codes = linesOf(head.codeBytes);
    const names = take(head.nameBytes).slice();
    const [fields, words] = [linesOf(head.fieldBytes), linesOf(head.wordBytes)];
    if (at !== bytes.length || codes.length !== entries || fields.length !== head.fields) return undefined;
    if (words.length !== head.words || starts[words.length] !== postings) return undefined;
    // Ascending, or a walk from one to the next would not end.
    if (starts.some((start, word) => start > (starts[word + 1] ?? postings))) return undefined;
    const decoder = new TextDecoder();
    return {
      codes,
      nameOf: (row) => decoder.decode(names.subarray(nameEnds[row - 1] ?? 0, nameEnds[row] ?? 0)),
      fieldOf: (row) => fields[field[row] ?? -1] ?? '',
      isInternal: (row) => internal[row] === 1,
      words: { size: entries, words, starts, rows, weights, lengths },
    };
  } catch {
    return undefined;
  }
}

function lowByteFirst(numbers: Uint16Array | Uint32Array): Uint8Array<ArrayBuffer> {
  const size = numbers.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(numbers.length * size);
  const view = new DataView(bytes.buffer);
  for (const [place, number] of numbers.entries()) {
    if (size === 2) view.setUint16(place * size, number, true);
    else view.setUint32(place * size, number, true);
  }
  return bytes;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function textsOf(entry: GuideEntry): WeighedText[] {
  const cases = entry.cases.map(({ name }) => name).filter((name) => name !== entry.name);
  return [
    { text: fold(entry.name), weight: 3 },
    ...entry.results.map((text): WeighedText => ({ text: fold(text), weight: 2 })),
    ...cases.slice(0, mostCases).map((text): WeighedText => ({ text: fold(text), weight: 2 })),
    { text: fold(entry.field ?? ''), weight: 1 },
    { text: fold(entry.group ?? ''), weight: 1 },
  ];
}

/** A record with a hundred cases must not be found by everything. */
const mostCases = 12;
