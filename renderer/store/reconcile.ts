import type { Outbox } from '../../shared/outbox/outbox.ts';
import type { SafeFilings } from '../../shared/shell-contract/messages.ts';
import { fromSafe } from '../../shared/sync/from-safe.ts';

export interface Reconciled {
  /** `false`: the shell did not answer; what the outbox holds stands, and this is tried again. */
  readonly complete: boolean;
  readonly filings: number;
  /** In the safe and not in the outbox. */
  readonly added: number;
  /** In both, in different states; the safe was right. */
  readonly corrected: number;
}

/** A page of the safe, ascending from behind this sequence; `undefined` when the shell does not answer. */
export type SafePage = (query: { after: number; limit: number }) => Promise<SafeFilings | undefined>;

export const pageOfFilings = 200;
/** A kiosk of ten years at a hundred a day; a shell that never ends its list must not hang the start. */
export const mostPages = 2000;

/**
 * Makes the outbox agree with the safe, page by page: afterwards every filing without a receipt in the safe is in the
 * outbox, and those with one are received. Changes nothing that already agrees, so it may be repeated at will.
 */
export async function reconcile(outbox: Outbox, readPage: SafePage): Promise<Reconciled> {
  let after = 0;
  let filings = 0;
  let added = 0;
  let corrected = 0;
  for (let pages = 0; pages < mostPages; pages++) {
    const page = await readPage({ after, limit: pageOfFilings });
    if (page === undefined) return { complete: false, filings, added, corrected };
    const agreed = await outbox.agree(page.filings.map(fromSafe));
    filings += page.filings.length;
    added += agreed.added;
    corrected += agreed.corrected;
    const last = page.filings.at(-1);
    if (!page.more || last === undefined) return { complete: true, filings, added, corrected };
    after = last.sequence;
  }
  return { complete: false, filings, added, corrected };
}
