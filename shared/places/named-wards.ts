import { fold } from '../vietnamese/fold.ts';
import { HANOI_CODE, type PlaceIndex, type PlaceUnit, searchWords } from './place-index.ts';

/** A ward or commune of Hanoi somebody named inside a sentence, by its name of today or one from before July 2025. */
export interface NamedWard {
  /** «Phường Trung Tự, Quận Đống Đa» when the name is an old one. */
  readonly former: string | undefined;
  /** What it is now: an old ward may have gone into several. */
  readonly units: readonly PlaceUnit[];
  /** The other words, folded. */
  readonly rest: string;
  /** «phường» or the like stood before it: nothing else can be meant. */
  readonly isCalledWard: boolean;
}

export interface NamedWards {
  /** The ward named by the longest run of words; a name that only begins like one is none. Never throws. */
  find(text: string): NamedWard | undefined;
}

interface Named {
  readonly former: string | undefined;
  readonly units: PlaceUnit[];
}

/** One look-up for each run of words, so that it can be asked at every key. */
export function openNamedWards(places: PlaceIndex): NamedWards {
  const byName = new Map<string, Named>();
  for (const own of [true, false]) {
    for (const { unit, matchedBy, former, words, isDoubtful } of places.entries) {
      if (unit.provinceCode !== HANOI_CODE || isDoubtful) continue;
      if (matchedBy !== (own ? 'name' : 'former-ward') || words.length === 0) continue;
      const name = words.join(' ');
      const known = byName.get(name);
      // A ward of today keeps its own name, whatever was called so before.
      if (known && (own || known.former === undefined)) continue;
      if (known && !known.units.includes(unit)) known.units.push(unit);
      if (!known) byName.set(name, { former: own ? undefined : former, units: [unit] });
    }
  }
  const longest = Math.max(0, ...[...byName.keys()].map((name) => name.split(' ').length));

  return {
    find(text) {
      const folded = fold(text)
        .split(' ')
        .filter((word) => word !== '')
        .slice(0, mostWords);
      const words = folded.flatMap((word) => searchWords(word));
      let best: { covers: number; named: NamedWard } | undefined;
      for (let length = Math.min(longest, words.length); length > 0; length -= 1) {
        for (let at = 0; at + length <= words.length; at += 1) {
          const named = byName.get(words.slice(at, at + length).join(' '));
          if (!named) continue;
          const kindLength = kindBefore(words, at);
          const covers = length + kindLength;
          // «Láng» or «Bưởi» alone inside a sentence is more often just a word.
          if (length === 1 && kindLength === 0 && covers < words.length) continue;
          // «phường Trung Tự» holds «Phương Trung» as well: what explains more words is meant, then what is called a ward.
          if (best && covers < best.covers + (best.named.isCalledWard || kindLength === 0 ? 1 : 0)) continue;
          const rest = [...folded.slice(0, at - kindLength), ...folded.slice(at + length)].join(' ');
          best = { covers, named: { ...named, rest, isCalledWard: kindLength > 0 } };
        }
      }
      return best?.named;
    },
  };
}

const mostWords = 20;
const kinds: readonly (readonly string[])[] = [
  ['thi', 'tran'],
  ['phuong'],
  ['xa'],
  ['p'],
  ['tt'],
  ['ward'],
  ['commune'],
];

function kindBefore(words: readonly string[], at: number): number {
  const kind = kinds.find((each) => each.every((word, place) => words[at - each.length + place] === word));
  return kind?.length ?? 0;
}
