/** One screen of a visit, as it was left. */
export interface Entry {
  readonly screen: string;
  readonly heading: string;
  /** Since the screen before was left; with the machine's own time, without a person's reading. */
  readonly ms: number;
  readonly taps: number;
  readonly keys: number;
  readonly turns: number;
  /** To be read on the screen before it can be left. */
  readonly words: number;
  readonly smallestLetterPx: number;
  /** What a machine sees is wrong. */
  readonly seen: readonly string[];
  readonly picture: string;
}

/** What a whole visit took. */
export interface Sums {
  readonly person: string;
  readonly screens: number;
  readonly taps: number;
  readonly keys: number;
  readonly turns: number;
  readonly words: number;
  readonly seconds: number;
}
