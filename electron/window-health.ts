/**
 * What is done when the window's page has died or stopped answering. Pure: events and times in, one answer out.
 *
 *   failure ──▶ reload ──third within ten minutes──▶ relaunch ──the relaunched application fails the same way──▶ exit
 *
 * After an hour without failure everything is forgiven. On exit systemd starts us again, and slows down a restart storm.
 */
export interface WindowHealth {
  /** Times of the failures not yet forgiven, by a clock that never goes back. */
  readonly failuresAtMs: readonly number[];
  /** How many relaunches led here; handed from one process to the next on the command line. */
  readonly relaunches: number;
  readonly startedAtMs: number;
}

export type Remedy = 'reload' | 'relaunch' | 'exit';

export const failureWindowMs = 10 * 60_000;
export const failuresUntilRelaunch = 3;
export const relaunchesUntilExit = 1;
export const forgivenAfterMs = 60 * 60_000;

/** How long a page may fail to answer before it counts as dead. */
export const unresponsiveLimitMs = 10_000;

/** How long a page may answer and show nothing. Longer than a page that changes builds takes (renderer/page-update.ts). */
export const blankLimitMs = 10_000;

export function startHealth(startedAtMs: number, relaunches: number): WindowHealth {
  return { failuresAtMs: [], relaunches, startedAtMs };
}

/** The page died, or did not answer for `unresponsiveLimitMs`, or could not be loaded. */
export function pageFailed(health: WindowHealth, nowMs: number): { health: WindowHealth; remedy: Remedy } {
  const relaunches = hasBeenWellForLong(health, nowMs) ? 0 : health.relaunches;
  const failuresAtMs = [...health.failuresAtMs.filter((at) => nowMs - at < failureWindowMs), nowMs];
  const next = { ...health, relaunches, failuresAtMs };
  if (failuresAtMs.length < failuresUntilRelaunch) return { health: next, remedy: 'reload' };
  return { health: next, remedy: relaunches < relaunchesUntilExit ? 'relaunch' : 'exit' };
}

function hasBeenWellForLong(health: WindowHealth, nowMs: number): boolean {
  return nowMs - (health.failuresAtMs.at(-1) ?? health.startedAtMs) >= forgivenAfterMs;
}
