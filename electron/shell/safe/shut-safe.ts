import { Refusal } from '../problem.ts';
import type { Safe } from './safe.ts';

/**
 * In place of a safe this build must not open: whatever is asked of it is refused by a code that says why, and nothing is read,
 * written or removed. The kiosk stands, says so, and waits for the right build.
 */
export function shutSafe(): Safe {
  const refuse = (): never => {
    throw new Refusal('safe-newer');
  };
  const refuseLater = async (): Promise<never> => refuse();
  const nothing = new Set<string>();
  return {
    parts: {
      keep: refuseLater,
      size: async () => undefined,
      read: refuseLater,
      drop: async () => {},
      list: async () => [],
    },
    faults: [],
    nextSequence: refuse,
    file: refuseLater,
    markShown: refuseLater,
    keepReceipts: refuseLater,
    keepWithdrawal: refuseLater,
    markWithdrawalsReached: refuseLater,
    free: refuseLater,
    rate: refuseLater,
    markRatingsReached: refuseLater,
    note: async () => ({ kept: false }),
    rememberTold: async () => {},
    cutAt: () => undefined,
    find: () => undefined,
    findBySlip: () => undefined,
    rows: () => [],
    list: refuseLater,
    filing: refuseLater,
    bodies: refuseLater,
    receipt: refuseLater,
    owedRatings: () => [],
    neededParts: () => nothing,
    // A head of nothing would tell the portal that the journal was cut.
    head: refuse,
    count: () => ({ filings: 0, withoutReceipt: 0, segments: 0, bytes: 0 }),
    tidy: async () => {},
    close: async () => {},
  };
}
