import { fold } from '../vietnamese/fold.ts';

/** A choice of a fixed list (ethnic group, country, place of issue) and the names it is also found by. */
export type Listed = { readonly value: string; readonly name: string; readonly alsoFoundBy: readonly string[] };

/**
 * Choices a person may mean, best first: the name, its beginning, a word in it, then the same by the other names. Other names are for
 * finding only: some are old or offensive and are never shown. Hyphens, spaces, apostrophes and tones make no difference.
 */
export function findListed(list: readonly Listed[], query: string, limit: number): readonly Listed[] {
  const asked = fold(query);
  if (asked === '') return [];
  return list
    .map((listed, order) => ({ listed, order, grade: gradeOf(listed, asked) }))
    .filter(({ grade }) => grade < NO_MATCH)
    .sort((one, other) => one.grade - other.grade || one.order - other.order)
    .slice(0, limit)
    .map(({ listed }) => listed);
}

/** Rows of assets/units lists: value, name, other names. */
export function listedFrom(rows: readonly (readonly [string, string, (readonly string[])?])[]): readonly Listed[] {
  return rows.map(([value, name, alsoFoundBy]) => ({ value, name, alsoFoundBy: alsoFoundBy ?? [] }));
}

const NO_MATCH = 100;

function gradeOf(listed: Listed, asked: string): number {
  return Math.min(nameGrade(listed.name, asked), ...listed.alsoFoundBy.map((name) => nameGrade(name, asked) + 10));
}

function nameGrade(name: string, asked: string): number {
  const folded = fold(name);
  const [joined, askedJoined] = [folded.replaceAll(' ', ''), asked.replaceAll(' ', '')];
  if (joined === askedJoined) return 0;
  if (joined.startsWith(askedJoined)) return 1;
  return ` ${folded}`.includes(` ${asked}`) ? 2 : NO_MATCH;
}
