import type { Service } from '../shared/catalogue/service.ts';

/** What one visit took, as `npm run cost -- --keep` wrote it into tests/catalogue/visit-costs.json. */
export interface KeptCost {
  readonly service: string;
  readonly measuredOn: string;
  readonly withCard: Effort;
  readonly without: Effort;
}

export interface Effort {
  readonly screens: number;
  readonly taps: number;
  /** Digits and letters. */
  readonly keys: number;
}

/**
 * How long each of it takes somebody slow, in seconds. Keys and taps are the keystroke-level model of Card, Moran and Newell (1980): a
 * key of whoever types worst 1.20 s; a tap is finding (mental operator, 1.35 s) and pointing (1.10 s). A screen is some twenty words
 * (`tests/screens/reading-age.test.ts` bounds its sentences) at 170 a minute. A page is taken out, laid down, photographed and looked at:
 * our own guess, as nobody has been timed with papers. No residents have been timed at all: the numbers are a model of them.
 */
export const pace = { screen: 7, tap: 2.45, key: 1.2, page: 25 } as const;

/** Minutes somebody slow needs without a card, whole ones: what the service page tells. With the card it is less. */
export function minutesToTell(service: Service, { without }: KeptCost): number {
  return Math.ceil(secondsOf(without, pagesOf(service)) / 60);
}

export function secondsOf({ screens, taps, keys }: Effort, pages: number): number {
  return screens * pace.screen + taps * pace.tap + keys * pace.key + pages * pace.page;
}

/** Pages of the plain example: the one that is played. */
function pagesOf({ examples }: Service): number {
  const plain = examples.find(({ kind }) => kind === 'plain');
  return Object.values(plain?.papers ?? {}).reduce((sum, pages) => sum + pages, 0);
}
