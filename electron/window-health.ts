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

/**
 * How long a page that stood on the screen may fail to answer, show nothing, or show controls of which none can be touched. With
 * the time a fresh page takes, a kiosk is well again within ten seconds.
 */
export const troubleLimitMs = 7_000;

/** The same for a page that has not shown anything yet. Longer than a page that changes builds takes (renderer/page-update.ts). */
export const startLimitMs = 10_000;

/** What a page says of itself when asked. `deaf`: it shows controls, and a finger would reach none of them. */
export type PageSays = 'well' | 'blank' | 'deaf';
export type Trouble = 'unresponsive' | 'blank' | 'deaf';

/** What is known of a page by asking it again and again; times of a clock that never goes back. */
export interface PageLife {
  readonly hasShown: boolean;
  readonly askedAtMs: number | undefined;
  /** Since when it is not well, by its own word. */
  readonly ill: { readonly says: 'blank' | 'deaf'; readonly sinceMs: number } | undefined;
}

export const newPage: PageLife = { hasShown: false, askedAtMs: undefined, ill: undefined };

export function pageAnswered(life: PageLife, says: PageSays, nowMs: number): PageLife {
  if (says === 'well') return { hasShown: true, askedAtMs: undefined, ill: undefined };
  return { ...life, askedAtMs: undefined, ill: { says, sinceMs: life.ill?.sinceMs ?? nowMs } };
}

/** What is wrong for too long, if anything. */
export function troubleOf({ hasShown, askedAtMs, ill }: PageLife, nowMs: number): Trouble | undefined {
  const limitMs = hasShown ? troubleLimitMs : startLimitMs;
  if (askedAtMs !== undefined && nowMs - askedAtMs >= limitMs) return 'unresponsive';
  return ill !== undefined && nowMs - ill.sinceMs >= limitMs ? ill.says : undefined;
}

export function startHealth(startedAtMs: number, relaunches: number): WindowHealth {
  return { failuresAtMs: [], relaunches, startedAtMs };
}

/** The page died, or did not answer for `troubleLimitMs`, or could not be loaded. */
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
