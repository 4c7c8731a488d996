import { createMemoryOutbox } from '../../shared/outbox/memory-outbox.ts';
import type { Outbox, OutboxFiling } from '../../shared/outbox/outbox.ts';
import { inAgreement } from '../../shared/outbox/transitions.ts';
import { fromSafe } from '../../shared/sync/from-safe.ts';
import { mostPages, pageOfFilings, type Reconciled, type SafePage } from './reconcile.ts';

/**
 * An outbox in memory, filled from the safe: what is worked from while the store stays shut or takes no writing. Its facts are
 * the safe's, so nothing is owed that it does not come to know.
 */
export interface OutboxOfSafe {
  readonly outbox: Outbox;
  /** Takes in what the safe has and this lacks. May be repeated at will. */
  fill(): Promise<Reconciled>;
}

/** Bodies held at once by whoever sends; the next ones are read when these are through. */
const mostBodies = 500;
/** Filings sealed side by side reach the safe out of order by a few places, not by more than this. */
const mostOvertaking = 100;

/**
 * @param purpose `showing`: every line and no body. `sending`: a stretch of filings with their bodies, then the next; the memory
 * of a kiosk whose disk is full must not hold ten thousand.
 */
export function createOutboxOfSafe(readPage: SafePage, purpose: 'showing' | 'sending'): OutboxOfSafe {
  const rows = new Map<string, OutboxFiling>();
  const memory = createMemoryOutbox(rows);
  /** Up to here everything has been taken in. */
  let readUpTo = 0;
  let isComplete = false;
  let filling: Promise<Reconciled> | undefined;

  async function fillNow(): Promise<Reconciled> {
    let filings = 0;
    let added = 0;
    let corrected = 0;
    let after = readUpTo;
    for (let pages = 0; pages < mostPages; pages += 1) {
      if (purpose === 'sending' && bodiesHeld() >= mostBodies) return { complete: true, filings, added, corrected };
      const page = await readPage({ after, limit: pageOfFilings });
      if (page === undefined) return { complete: false, filings, added, corrected };
      for (const kept of page.filings.map(fromSafe)) {
        const held = rows.get(kept.id);
        // A page read before a receipt came in must not take it back.
        if (held?.delivery.state === 'received' && kept.delivery.state !== 'received') continue;
        const agreed =
          purpose === 'showing'
            ? inAgreement(held, { ...kept, body: null }, { had: true, has: kept.body !== null })
            : inAgreement(held, kept);
        if (held === undefined) added += 1;
        else if (held.delivery.state !== agreed.delivery.state) corrected += 1;
        rows.set(kept.id, agreed);
      }
      filings += page.filings.length;
      after = page.filings.at(-1)?.sequence ?? after;
      readUpTo = Math.max(readUpTo, after);
      isComplete = !page.more || page.filings.length === 0;
      if (isComplete) return { complete: true, filings, added, corrected };
    }
    return { complete: false, filings, added, corrected };
  }

  function lowestOpen(): number {
    let lowest = Number.POSITIVE_INFINITY;
    for (const { sequence, delivery } of rows.values()) {
      if (delivery.state !== 'received') lowest = Math.min(lowest, sequence);
    }
    return lowest;
  }

  function bodiesHeld(): number {
    let held = 0;
    for (const { body, delivery } of rows.values())
      if (body !== null && delivery.state !== 'needs-attention') held += 1;
    return held;
  }

  function fill(): Promise<Reconciled> {
    filling ??= fillNow().finally(() => {
      filling = undefined;
    });
    return filling;
  }

  return {
    fill() {
      // Somebody says that the safe has more than is known here; also about filings behind us, such as a withdrawal. What is
      // received is done: a page that shows ten thousand must not read all of them for each that arrives.
      // A little is read again: who was sealed longer reaches the safe behind a higher number.
      readUpTo = Math.max(0, Math.min(readUpTo, lowestOpen() - 1) - mostOvertaking);
      return fill();
    },
    outbox: {
      ...memory,
      async lease(bounds) {
        const leased = await memory.lease(bounds);
        if (leased.length > 0 || bounds.only !== undefined || isComplete) return leased;
        await fill();
        return memory.lease(bounds);
      },
    },
  };
}
