/** How long to wait after failures. Counted from attempts, never from a wall clock: a clock that jumps changes nothing. */
export const retryBounds = {
  firstMs: 1000,
  capMs: 5 * 60_000,
  /** Even the luckiest throw waits this long, so that failures can never spin. */
  floorMs: 300,
  /** A portal may ask for more patience than our own cap, but a stranger in between may not switch a kiosk off. */
  retryAfterCapMs: 60 * 60_000,
} as const;

/**
 * Full jitter: anything between the floor and the grown, capped wait, so that hundreds of kiosks do not come back at once.
 * `Retry-After` is never cut short, only spread a little behind.
 * @param chance in [0, 1)
 */
export function retryWaitMs({ failures, chance, retryAfterMs = 0 }: RetryQuestion): number {
  const { firstMs, capMs, floorMs, retryAfterCapMs } = retryBounds;
  const grown = Math.min(capMs, firstMs * 2 ** Math.min(Math.max(failures, 1) - 1, 20));
  const ours = floorMs + chance * (grown - floorMs);
  const asked = Math.min(Math.max(retryAfterMs, 0), retryAfterCapMs);
  return Math.round(asked === 0 ? ours : Math.max(ours, asked + chance * Math.min(asked, 10_000)));
}

export interface RetryQuestion {
  /** In a row, this one included. */
  readonly failures: number;
  readonly chance: number;
  readonly retryAfterMs?: number | undefined;
}

/** A number in [0, 1) from random bytes. */
export function chanceFrom(bytes: Uint8Array): number {
  return bytes.slice(0, 4).reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** 32;
}
