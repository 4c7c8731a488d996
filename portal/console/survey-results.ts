import { type RatedFactor, ratedFactors } from '../../shared/portal-contract/messages.ts';
import type { RatingCount } from '../register/register.ts';

/** Levels as they are shown, best first. */
export const levels = [5, 4, 3, 2, 1] as const;

/** Fewer answers than this are not shown: in a small ward somebody might know who it was. */
export const fewestShown = 5;

export interface SurveyRow {
  /** `undefined`: as a whole. */
  readonly factor: RatedFactor | undefined;
  /** `undefined`: fewer than `fewestShown` answers. */
  readonly shown:
    | {
        readonly total: number;
        /** In the order of `levels`; `undefined` where it is hidden. */
        readonly counts: readonly (number | undefined)[];
        /** Whole percent of answers 4 and 5; `undefined` where it would tell what is hidden. */
        readonly satisfied: number | undefined;
      }
    | undefined;
}

/** What the residents of a ward said of each service: as a whole, then factor by factor. Services nobody rated are left out. */
export function surveyResults(counts: readonly RatingCount[]): { service: string; rows: SurveyRow[] }[] {
  const services = [...new Set(counts.map(({ service }) => service))].sort();
  return services.map((service) => ({
    service,
    rows: [undefined, ...ratedFactors].map((factor) => rowOf(factor, (level) => countAt({ service, factor, level }))),
  }));

  function countAt(asked: { service: string; factor: RatedFactor | undefined; level: number }): number {
    return counts
      .filter(
        ({ service, factor, score }) => service === asked.service && factor === asked.factor && score === asked.level,
      )
      .reduce((sum, { count }) => sum + count, 0);
  }
}

function rowOf(factor: RatedFactor | undefined, countAt: (level: number) => number): SurveyRow {
  const counts = levels.map(countAt);
  const total = sumOf(counts);
  if (total < fewestShown) return { factor, shown: undefined };
  const shown = withoutSmall(counts);
  const [good, rest] = [shown.slice(0, 2), shown.slice(2)];
  // A share beside one hidden count would say that count.
  const isTold = [good, rest].every((part) => part.filter((count) => count === undefined).length !== 1);
  const satisfied = isTold ? Math.round((100 * sumOf(counts.slice(0, 2))) / total) : undefined;
  return { factor, shown: { total, counts: shown, satisfied } };
}

/** Counts under the limit are hidden; were only one hidden, the total would say it, so the next smallest goes too. */
export function withoutSmall(counts: readonly number[]): (number | undefined)[] {
  const isSmall = (count: number) => count > 0 && count < fewestShown;
  const small = counts.filter(isSmall);
  const others = counts.filter((count) => count >= fewestShown);
  const also = small.length === 1 && others.length > 0 ? counts.indexOf(Math.min(...others)) : -1;
  return counts.map((count, index) => (isSmall(count) || index === also ? undefined : count));
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
