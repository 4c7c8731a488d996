import { type GuideEntry, guideBounds } from '../../shared/catalogue/guide-entry.ts';
import { importGuides } from '../../shared/catalogue/import-guides.ts';
import { recordFiles } from '../../tests/catalogue/national-records.ts';

/** As many as the national database has, and some. */
export const manyGuides = 6_000;

/**
 * Guide entries made from the published samples: each the whole of one record under a name mixed of two names and words out of the
 * records' own texts, so that six thousand hold as many different words as six thousand would. The same every time.
 */
export function makeManyGuides(count = manyGuides): readonly GuideEntry[] {
  const { entries } = importGuides(recordFiles);
  const words = wordsOf(entries);
  const dice = seeded(count);
  const pick = <T>(list: readonly T[]) => list[Math.floor(dice() * list.length)] as T;
  return Array.from({ length: count }, (_, number): GuideEntry => {
    const [body, front, back] = [pick(entries), pick(entries), pick(entries)];
    const [first, last] = [front.name.split(' '), back.name.split(' ')];
    const name = [
      ...first.slice(0, Math.ceil(first.length / 2)),
      ...Array.from({ length: 3 }, () => pick(words)),
      ...last.slice(Math.floor(last.length / 2)),
    ].join(' ');
    return { ...body, code: `${1 + (number % 3)}.${String(100_000 + number)}`, name: name.slice(0, guideBounds.line) };
  }).sort((one, other) => (one.code < other.code ? -1 : 1));
}

/** So many syllables does Vietnamese write without its marks, about. */
const syllables = 2_500;

/** Every word of papers, conditions and laws, and beginnings and endings of theirs put together anew: twelve records hold too few. */
function wordsOf(entries: readonly GuideEntry[]): readonly string[] {
  const texts = entries.flatMap(({ papers, conditions = '', legalBasis }) => [
    conditions,
    ...papers.flatMap((each) => each.papers.map((paper) => paper.name)),
    ...legalBasis.map((law) => law.name),
  ]);
  const words = texts.flatMap((text) => text.split(/[^\p{L}]+/u)).filter((word) => word.length > 1);
  const own = [...new Set(words)].sort();
  const parts = own.flatMap((word) => {
    const [, beginning, ending] = /^([^aeiouyăâêôơưáàảãạ]{1,3})(\p{L}{1,4})$/iu.exec(word.toLowerCase()) ?? [];
    return beginning && ending ? [[beginning, ending] as const] : [];
  });
  const [beginnings, endings] = [0, 1].map((place) => [...new Set(parts.map((part) => part[place] ?? ''))]);
  const made = (beginnings ?? []).flatMap((beginning) => (endings ?? []).map((ending) => beginning + ending));
  const every = Math.max(1, Math.floor(made.length / syllables));
  return [...own, ...made.filter((_, place) => place % every === 0)];
}

/** Numbers from 0 to 1, always the same (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
