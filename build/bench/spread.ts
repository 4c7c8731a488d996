export function median(numbers: readonly number[]): number {
  return percentile(numbers, 50);
}

/** The smallest of the numbers that at least this share of them does not exceed. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const found = sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)];
  if (found === undefined) throw new Error('no numbers to look at');
  return found;
}

export interface Spread {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly count: number;
}

export function spreadOf(times: readonly number[]): Spread {
  return { p50Ms: percentile(times, 50), p99Ms: percentile(times, 99), count: times.length };
}
