/**
 * A screen left alone forgets: warning, one-tap extension without limit, then the end.
 *
 * ```
 * active ──limit passed──▶ warning ──count-down over──▶ over
 *    ▲                        │
 *    └───── any touch ────────┘
 * ```
 */
export type Idle =
  | { readonly state: 'active' }
  | { readonly state: 'warning'; readonly secondsLeft: number }
  | { readonly state: 'over' };

/** WCAG 2.2.1 asks for at least 20 seconds to answer the warning. */
export const warningSeconds = 30;

export function idleAt(times: { nowMs: number; lastTouchMs: number; limitSeconds: number }): Idle {
  const idleSeconds = Math.max(0, (times.nowMs - times.lastTouchMs) / 1000);
  if (idleSeconds < times.limitSeconds) return { state: 'active' };
  const secondsLeft = Math.ceil(times.limitSeconds + warningSeconds - idleSeconds);
  return secondsLeft > 0 ? { state: 'warning', secondsLeft } : { state: 'over' };
}

/** Twice as long where people look for things, read slowly or listen: identity, papers and payment, large text, by ear. */
export function idleLimitSeconds(
  base: number,
  where: { looksForThings: boolean; largeText: boolean; byEar?: boolean },
): number {
  return where.looksForThings || where.largeText || where.byEar ? base * 2 : base;
}
