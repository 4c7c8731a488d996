/**
 * Which rows hold which words: for some thousand procedures, asked at every key on a slow machine. It is plain data, made once
 * where there is time (`makeWordIndex`, when a bundle is written) and asked as it lies there (`createWordSearch`): nothing is
 * built while a resident waits. Vietnamese without its marks has a few thousand syllables, so looking at every word is quick,
 * and looking at every row is not (`npm run bench -- search`).
 */
export interface WordIndex {
  /** How many rows there are; they are numbered from 0. */
  readonly size: number;
  /** Every word that stands in a row, folded, in the order of its code units. */
  readonly words: readonly string[];
  /** Where the rows of each word begin in `rows`; one more than there are words. */
  readonly starts: Uint32Array;
  readonly rows: Uint16Array;
  /** Weight of the heaviest text of that row the word stands in; as long as `rows`. */
  readonly weights: Uint8Array;
  /** Words in the heaviest texts of each row: of two that hold all that was asked, the shorter is meant. */
  readonly lengths: Uint8Array;
}

export interface WeighedText {
  /** Folded. */
  readonly text: string;
  readonly weight: 1 | 2 | 3;
}

/** Rows are numbered with sixteen bits. */
export const mostRows = 65_535;

export function makeWordIndex(rows: readonly (readonly WeighedText[])[]): WordIndex {
  if (rows.length > mostRows) throw new RangeError(`more than ${mostRows} rows`);
  const found = new Map<string, Map<number, number>>();
  const lengths = new Uint8Array(rows.length);
  for (const [row, texts] of rows.entries()) {
    for (const { text, weight } of texts) {
      const words = wordsOf(text);
      if (weight === heaviest) lengths[row] = Math.min(255, (lengths[row] ?? 0) + words.length);
      for (const word of words) {
        const ofWord = found.get(word) ?? new Map<number, number>();
        found.set(word, ofWord.set(row, Math.max(weight, ofWord.get(row) ?? 0)));
      }
    }
  }
  const sorted = [...found].sort(([one], [other]) => (one < other ? -1 : 1));
  const starts = new Uint32Array(sorted.length + 1);
  for (const [place, [, ofWord]] of sorted.entries()) starts[place + 1] = (starts[place] ?? 0) + ofWord.size;
  return {
    size: rows.length,
    words: sorted.map(([word]) => word),
    starts,
    rows: Uint16Array.from(sorted.flatMap(([, ofWord]) => [...ofWord.keys()])),
    weights: Uint8Array.from(sorted.flatMap(([, ofWord]) => [...ofWord.values()])),
    lengths,
  };
}

export interface WordHit {
  readonly row: number;
  /** How well it fits, 0 to 1: a share of what could be reached, so that hits of two indexes can stand in one list. */
  readonly score: number;
  /** `all`: every word asked for stands there as typed or begun. `slips`: with a slip of a letter. `most`: some are missing. */
  readonly fit: 'all' | 'slips' | 'most';
}

export interface WordSearch {
  /** Rows that hold every word of a folded text as typed or begun, best first. Never throws. */
  find(reading: string, limit: number): WordHit[];
  /** Where those are none: rows that hold every word with slips of a letter, else most of the words. Costs ten times as much. */
  findNear(reading: string, limit: number): WordHit[];
}

/** More words than this are a sentence; the first ones say what it is about. */
const mostWords = 16;
const heaviest = 3;
const lengthCounts = 0.02;
const mostSlipsKnown = 200;
/** Slips are looked for from this length on: shorter syllables are nearly all one letter apart. */
const slipFrom = 4;
const twoSlipsFrom = 8;

export function createWordSearch(index: WordIndex): WordSearch {
  const { words, starts, rows, weights, lengths, size } = index;
  const letters = Uint32Array.from(words, lettersOf);
  const slipsKnown = new Map<string, readonly Meaning[]>();
  const scores = new Float32Array(size);
  const matched = new Uint8Array(size);
  /** The number of the word that was last counted for a row, so that a row is counted once for each. */
  const stamps = new Uint8Array(size);
  /** What a row scores that holds every word in its heaviest text. */
  let reachable = 1;

  return {
    find(reading, limit) {
      const asked = askedIn(reading);
      return asked.length === 0 ? [] : best(gather(asked, false), 'all', limit);
    },
    findNear(reading, limit) {
      const asked = askedIn(reading);
      if (asked.length === 0) return [];
      const slips = gather(asked, true);
      return slips.length > 0 ? best(slips, 'slips', limit) : best(mostly(asked.length), 'most', limit);
    },
  };

  function askedIn(reading: string): string[] {
    return wordsOf(reading).flatMap(asWritten).slice(0, mostWords);
  }

  /** Rows that hold every word; what each row scored stays in `scores` and `matched`. */
  function gather(asked: readonly string[], withSlips: boolean): number[] {
    scores.fill(0);
    matched.fill(0);
    stamps.fill(0);
    reachable = 0;
    for (const [place, word] of asked.entries()) count(place + 1, withSlips ? meantWithSlips(word) : meant(word));
    const whole: number[] = [];
    for (let row = 0; row < size; row += 1) if (matched[row] === asked.length) whole.push(row);
    return whole;
  }

  function count(stamp: number, meanings: readonly Meaning[]): void {
    const held = meanings.reduce((sum, { word }) => sum + rowsWith(word), 0);
    // A word that stands everywhere («thủ tục») says little about which row is meant.
    const rarity = Math.log(1 + size / Math.max(1, Math.min(size, held)));
    reachable += rarity;
    for (const { word, quality } of meanings) {
      for (let at = starts[word] ?? 0; at < (starts[word + 1] ?? 0); at += 1) {
        const row = rows[at] ?? 0;
        if (stamps[row] === stamp) continue;
        stamps[row] = stamp;
        matched[row] = (matched[row] ?? 0) + 1;
        scores[row] = (scores[row] ?? 0) + (rarity * quality * (weights[at] ?? 1)) / heaviest;
      }
    }
  }

  function mostly(asked: number): number[] {
    const some: number[] = [];
    for (let row = 0; row < size; row += 1) if ((matched[row] ?? 0) * 2 > asked) some.push(row);
    return some;
  }

  /** Only the best are put in order: two letters stand in thousands of rows, and a list shows six. */
  function best(found: readonly number[], fit: WordHit['fit'], limit: number): WordHit[] {
    const hits: WordHit[] = [];
    for (const row of found) {
      const score = (scores[row] ?? 0) / reachable / (1 + lengthCounts * (lengths[row] ?? 0));
      if (hits.length >= limit && score <= (hits.at(-1)?.score ?? 0)) continue;
      let place = hits.length;
      while (place > 0 && (hits[place - 1]?.score ?? 0) < score) place -= 1;
      hits.splice(place, 0, { row, fit, score });
      if (hits.length > limit) hits.pop();
    }
    return hits;
  }

  /** Words of the index a typed one may mean, best first. */
  function meant(typed: string): Meaning[] {
    const meanings: Meaning[] = [];
    for (let word = placeOf(typed); words[word]?.startsWith(typed); word += 1) {
      if (words[word] === typed) meanings.push({ word, quality: 1 });
      // One letter begins everything; two say something.
      else if (typed.length >= 2) meanings.push({ word, quality: 0.7 });
    }
    return meanings;
  }

  /** While a sentence grows its earlier words are asked for again at every key. */
  function meantWithSlips(typed: string): readonly Meaning[] {
    const known = slipsKnown.get(typed);
    if (known) return known;
    const meanings = [...meant(typed), ...slipsOf(typed)];
    if (slipsKnown.size >= mostSlipsKnown) slipsKnown.clear();
    slipsKnown.set(typed, meanings);
    return meanings;
  }

  function slipsOf(typed: string): Meaning[] {
    if (typed.length < slipFrom || typed.length > longestRun) return [];
    const most = typed.length >= twoSlipsFrom ? 2 : 1;
    const own = lettersOf(typed);
    const meanings: Meaning[] = [];
    for (let word = 0; word < words.length; word += 1) {
      // A changed letter is one gone and one come: more letters than that differ, and no slip explains it.
      if (bitsIn((letters[word] ?? 0) ^ own) > 2 * most) continue;
      const text = words[word] ?? '';
      if (text.startsWith(typed) || Math.abs(text.length - typed.length) > most) continue;
      if (isWithinSlips(typed, text, most)) meanings.push({ word, quality: 0.4 });
    }
    return meanings;
  }

  /** The word, or the words it is made of when somebody left out the spaces: «khaisinh». */
  function asWritten(word: string): string[] {
    if (word.length < 4 || word.length > longestRun || words[placeOf(word)]?.startsWith(word)) return [word];
    return splitRun(word) ?? [word];
  }

  /** The fewest words of the index that make up the run; undefined when none do. */
  function splitRun(run: string): string[] | undefined {
    const ways: (string[] | undefined)[] = [[]];
    for (let end = 1; end <= run.length; end += 1) {
      for (let start = Math.max(0, end - longestWord); start < end; start += 1) {
        const before = ways[start];
        const word = run.slice(start, end);
        if (!before || words[placeOf(word)] !== word) continue;
        if (!ways[end] || before.length + 1 < (ways[end]?.length ?? 0)) ways[end] = [...before, word];
      }
    }
    const whole = ways[run.length];
    // Single letters make up anything.
    return whole && whole.length * 2 <= run.length ? whole : undefined;
  }

  /** Where the word stands, or would. */
  function placeOf(word: string): number {
    let [low, high] = [0, words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((words[middle] ?? '') < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function rowsWith(word: number): number {
    return (starts[word + 1] ?? 0) - (starts[word] ?? 0);
  }
}

interface Meaning {
  readonly word: number;
  readonly quality: number;
}

/** No syllable is longer (nghiêng), few other words are. */
const longestWord = 14;
const longestRun = 60;

function wordsOf(folded: string): string[] {
  return folded.split(' ').filter((word) => word !== '');
}

/** One bit for each letter that is there, one for all digits. */
function lettersOf(word: string): number {
  let bits = 0;
  for (let place = 0; place < word.length; place += 1) {
    const letter = word.charCodeAt(place) - 97;
    bits |= letter >= 0 && letter < 26 ? 1 << letter : 1 << 26;
  }
  return bits;
}

function bitsIn(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** Letters changed, left out, put in, or two neighbours exchanged (optimal string alignment), at most so many. */
function isWithinSlips(typed: string, word: string, most: number): boolean {
  let [before, last] = [new Uint8Array(word.length + 1), Uint8Array.from({ length: word.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= typed.length; row += 1) {
    const now = new Uint8Array(word.length + 1);
    now[0] = row;
    let least = row;
    for (let column = 1; column <= word.length; column += 1) {
      const isSame = typed[row - 1] === word[column - 1];
      const isExchanged =
        row > 1 && column > 1 && typed[row - 1] === word[column - 2] && typed[row - 2] === word[column - 1];
      const slips = Math.min(
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        isExchanged ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
      now[column] = slips;
      least = Math.min(least, slips);
    }
    if (least > most) return false;
    [before, last] = [last, now];
  }
  return (last[word.length] ?? most + 1) <= most;
}
