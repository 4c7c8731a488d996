import type { Outbox, OutboxFiling } from '../../shared/outbox/outbox.ts';
import { receiptLineMs } from '../../shared/outbox/retention.ts';
import { pageOfFilings, type SafePage } from './reconcile.ts';

/** In one go; the rest goes at the next start. */
const mostPagesInOneGo = 25;

/**
 * Lets go of lines the retention rule has ended: received more than 90 days ago by a confirmed clock, and no longer in the safe,
 * which goes first. While the clock is doubtful nothing goes by age. Returns how many went.
 */
export async function forgetOld(
  outbox: Outbox,
  readPage: SafePage,
  clock: { readonly nowMs: number; readonly isConfirmed: boolean },
): Promise<number> {
  if (!clock.isConfirmed) return 0;
  let forgotten = 0;
  let after = 0;
  for (let pages = 0; pages < mostPagesInOneGo; pages += 1) {
    const received = await outbox.list({ states: ['received'], after, limit: pageOfFilings });
    const old = received.filter((filing) => isOld(filing, clock.nowMs));
    const [first, last] = [old[0], old.at(-1)];
    // Lines lie in the order they were filed: where nothing is old, what follows is younger still.
    if (first === undefined || last === undefined) return forgotten;
    const kept = await readPage({ after: first.sequence - 1, limit: pageOfFilings });
    if (kept === undefined) return forgotten;
    const ids = new Set(kept.filings.map(({ id }) => id));
    const seenUpTo = kept.more ? (kept.filings.at(-1)?.sequence ?? 0) : Number.POSITIVE_INFINITY;
    const gone = old.filter(({ id, sequence }) => sequence <= seenUpTo && !ids.has(id)).map(({ id }) => id);
    if (gone.length > 0) await outbox.forget(gone);
    forgotten += gone.length;
    after = Math.min(last.sequence, seenUpTo);
  }
  return forgotten;
}

function isOld({ delivery }: OutboxFiling, nowMs: number): boolean {
  return delivery.state === 'received' && nowMs - Date.parse(delivery.receivedAt) > receiptLineMs;
}
