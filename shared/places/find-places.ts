import {
  type MatchedBy,
  markedWords,
  type PlaceEntry,
  type PlaceIndex,
  type PlaceUnit,
  searchWords,
} from './place-index.ts';

export type PlaceHit = {
  readonly unit: PlaceUnit;
  readonly matchedBy: MatchedBy;
  /** What the person searched by, to be shown as the reason: «Phường Trung Tự, Quận Đống Đa (cũ)». */
  readonly former?: string;
};

/**
 * Units a person may mean, best first, each once. Tones, tone placement, case and i/y keep nothing out (marks that
 * were typed only order the hits); the kind may stand before
 * the name in full or short («phường», «p.», «quận»), the district or province may follow it («Trung Tự, Đống Đa»). A former ward
 * that was split leads to all its successors; links two sources disagree on come last. An empty query finds nothing.
 */
export function findPlaces(index: PlaceIndex, query: string, limit: number): readonly PlaceHit[] {
  const asked = readQuery(query);
  if (asked.words.length === 0) return [];
  const graded = index.entries.flatMap((entry, order) => {
    const grade = gradeOf(entry, asked);
    return grade === undefined ? [] : [{ entry, order, rank: rankOf(entry, asked, grade) }];
  });
  graded.sort((one, other) => one.rank - other.rank || one.order - other.order);
  const seen = new Set<string>();
  return graded
    .filter(({ entry }) => !seen.has(entry.unit.code) && seen.add(entry.unit.code))
    .slice(0, limit)
    .map(({ entry }) => ({
      unit: entry.unit,
      matchedBy: entry.matchedBy,
      ...(entry.former === undefined ? {} : { former: entry.former }),
    }));
}

const RANKS: Readonly<Record<MatchedBy, number>> = {
  name: 0,
  'former-province': 1,
  'former-ward': 2,
  'former-district': 3,
};

/** Kinds as people write them before a name; the value is what they stand for. */
const KINDS: readonly (readonly [readonly string[], readonly string[]])[] = [
  [
    ['thanh', 'pho'],
    ['thanh', 'pho'],
  ],
  [
    ['thi', 'tran'],
    ['thi', 'tran'],
  ],
  [
    ['thi', 'xa'],
    ['thi', 'xa'],
  ],
  [
    ['dac', 'khu'],
    ['dac', 'khu'],
  ],
  [['phuong'], ['phuong']],
  [['quan'], ['quan']],
  [['huyen'], ['huyen']],
  [['tinh'], ['tinh']],
  [['xa'], ['xa']],
  [['tp'], ['thanh', 'pho']],
  [['tt'], ['thi', 'tran']],
  [['tx'], ['thi', 'xa']],
  [['p'], ['phuong']],
  [['q'], ['quan']],
  [['h'], ['huyen']],
  [['x'], ['xa']],
];

function rankOf(entry: PlaceEntry, asked: Query, grade: number): number {
  const hasOtherMarks = asked.marked.some((word) => !entry.marked.some((own) => own.startsWith(word)));
  // Of the wards a district became, the one that kept its name comes first.
  const isNamesake = entry.matchedBy !== 'name' && searchWords(entry.unit.name).join(' ') === entry.words.join(' ');
  return (
    grade * 10 -
    (isNamesake ? 0.5 : 0) +
    RANKS[entry.matchedBy] +
    (hasOtherMarks ? 5 : 0) +
    (entry.isDoubtful ? 1000 : 0)
  );
}

type Query = {
  readonly words: readonly string[];
  readonly kind?: readonly string[];
  readonly wordsWithKind: readonly string[];
  /** Words typed with marks; those without say nothing. */
  readonly marked: readonly string[];
};

function readQuery(query: string): Query {
  const words = searchWords(query);
  const kind = KINDS.find(
    ([typed]) => typed.length < words.length && typed.every((word, place) => words[place] === word),
  );
  const marked = markedWords(query)
    .slice(kind?.[0].length ?? 0)
    .filter((word) => /[^a-z\d]/.test(word));
  if (kind === undefined) return { words, wordsWithKind: words, marked };
  return { words: words.slice(kind[0].length), kind: kind[1], wordsWithKind: words, marked };
}

/** 0 the name itself, 1 its beginning, 2 words inside it, 3 name and place around it, plus 4 when another kind was asked for. */
function gradeOf(entry: PlaceEntry, asked: Query): number | undefined {
  const grade = wordsGrade(entry, asked.words);
  if (asked.kind === undefined) return grade;
  // «Xa La» or «Thanh Phố…» may be the name itself and not a kind.
  const literal = wordsGrade(entry, asked.wordsWithKind);
  if (grade === undefined) return literal;
  const isSameKind = asked.kind.join(' ') === entry.kindWords.join(' ');
  return Math.min(isSameKind ? grade : grade + 4, literal ?? Number.POSITIVE_INFINITY);
}

function wordsGrade(entry: PlaceEntry, words: readonly string[]): number | undefined {
  const isBeginning = words.every((word, place) =>
    place === words.length - 1 ? entry.words[place]?.startsWith(word) : entry.words[place] === word,
  );
  if (isBeginning) return words.length === entry.words.length && words.at(-1) === entry.words.at(-1) ? 0 : 1;
  if (isInside(entry.words, words)) return 2;
  // The name whole, then a place around it, the last word perhaps unfinished.
  const isNameFirst = entry.words.length < words.length && entry.words.every((word, place) => words[place] === word);
  const rest = words.slice(entry.words.length).filter((word) => !KIND_WORDS.has(word));
  if (isNameFirst && rest.every((word) => entry.context.some((around) => around.startsWith(word)))) return 3;
  return undefined;
}

const KIND_WORDS: ReadonlySet<string> = new Set(KINDS.flatMap(([typed]) => typed));

function isInside(name: readonly string[], words: readonly string[]): boolean {
  return name.some((_, start) =>
    words.every((word, place) =>
      place === words.length - 1 ? name[start + place]?.startsWith(word) : name[start + place] === word,
    ),
  );
}
