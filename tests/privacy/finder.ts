import type { Needle } from './needles.ts';

export interface Hit {
  readonly needle: Needle;
  readonly offset: number;
}

export interface Finder {
  readonly needles: number;
  /** All needles in these bytes, each place once. At most `most`. */
  find(bytes: Uint8Array, most?: number): Hit[];
}

const usualMost = 2_000;

/** Finds many thousand needles in one pass: a table of the first two bytes, then a map of the first four. */
export function createFinder(needles: readonly Needle[]): Finder {
  const starts = new Uint8Array(0x10000);
  const byFour = new Map<number, Needle[]>();
  for (const needle of needles) {
    const [a = 0, b = 0, c = 0, d = 0] = needle.bytes;
    starts[a | (b << 8)] = 1;
    const four = (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
    const same = byFour.get(four);
    if (same) same.push(needle);
    else byFour.set(four, [needle]);
  }
  return {
    needles: needles.length,
    find(bytes, most = usualMost) {
      const hits: Hit[] = [];
      const end = bytes.length - 4;
      let next = bytes[0] ?? 0;
      for (let at = 0; at <= end; at += 1) {
        const first = next;
        next = bytes[at + 1] as number;
        if (starts[first | (next << 8)] === 0) continue;
        const four =
          (first | (next << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24)) >>> 0;
        const candidates = byFour.get(four);
        if (candidates === undefined) continue;
        for (const needle of candidates) {
          if (!standsAt(bytes, at, needle.bytes)) continue;
          hits.push({ needle, offset: at });
          if (hits.length >= most) return hits;
        }
      }
      return hits;
    },
  };
}

function standsAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  if (at + wanted.length > bytes.length) return false;
  for (let index = 4; index < wanted.length; index += 1) if (bytes[at + index] !== wanted[index]) return false;
  return true;
}
