import { median } from '../spread.ts';

/** One thing counted after each visit. */
export interface Growth {
  readonly what: string;
  /** Of the visits looked at: the first fill caches and are left out. */
  readonly perVisit: number;
  readonly mostPerVisit: number;
  readonly isRising: boolean;
  readonly first: number;
  readonly last: number;
  readonly visits: number;
}

/** Of all visits: in these, caches fill and code is compiled. */
const warmShare = 0.25;

/**
 * How much a count grows with each visit: the median of the slopes between every two visits (Theil and Sen). A step up that stays, or a
 * visit in which the collector was late, moves it hardly; a little more after each visit moves it by just that.
 */
export function growthOf(what: string, counts: readonly number[], mostPerVisit: number): Growth {
  const values = counts.slice(Math.floor(counts.length * warmShare));
  if (values.length < 4) throw new Error(`${what}: too few visits for a slope`);
  const slopes = values.flatMap((later, at) =>
    values.slice(0, at).map((earlier, from) => (later - earlier) / (at - from)),
  );
  const perVisit = median(slopes);
  return {
    what,
    perVisit,
    mostPerVisit,
    isRising: perVisit > mostPerVisit,
    first: values[0] ?? Number.NaN,
    last: values.at(-1) ?? Number.NaN,
    visits: counts.length,
  };
}
