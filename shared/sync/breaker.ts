/**
 * Keeps the engine from pushing filings at a portal that is not there.
 *
 * ```
 *  closed ──failed, the third in a row──▶ open ──waited──▶ probing ──answered──▶ closed
 *    ▲  │                                  ▲                  │      (failures kept: the probe carried no filing)
 *    └──┘ carried (failures = 0)           └──────failed──────┘
 * ```
 *
 * The probe is one small message without filings: nothing is leased, no attempt is counted, while nobody answers.
 */
export interface Breaker {
  readonly state: 'closed' | 'open' | 'probing';
  /** In a row; what the next wait grows from. */
  readonly failures: number;
}

export const closedBreaker: Breaker = { state: 'closed', failures: 0 };

const failuresToOpen = 3;

export function breakerAfter(breaker: Breaker, happened: 'carried' | 'answered' | 'failed' | 'waited'): Breaker {
  switch (happened) {
    case 'carried':
      return closedBreaker;
    case 'answered':
      return { state: 'closed', failures: breaker.failures };
    case 'waited':
      return breaker.state === 'open' ? { ...breaker, state: 'probing' } : breaker;
    case 'failed': {
      const failures = breaker.failures + 1;
      const opens = breaker.state !== 'closed' || failures >= failuresToOpen;
      return { state: opens ? 'open' : 'closed', failures };
    }
  }
}
