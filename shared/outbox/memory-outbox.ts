import { createAnnouncer } from './announcer.ts';
import type { DeliveryState, LeasedFiling, Outbox, OutboxFiling } from './outbox.ts';
import { afterOutcome, bytesToSend, hasOpenWithdrawal, inAgreement, isFollowed, nextDelivery } from './transitions.ts';

/**
 * An outbox that lives as long as `rows` does: for tests and the simulated world, which keeps `rows` over a power cut.
 * Every change is made between two awaits, so it is done whole or not at all.
 */
export function createMemoryOutbox(rows = new Map<string, OutboxFiling>()): Outbox {
  const { announce, observe } = createAnnouncer();

  return {
    async put(filing) {
      if (rows.has(filing.id)) return;
      rows.set(filing.id, filing);
      announce({ ids: [filing.id], owed: true });
    },

    async lease({ filings, bytes, except, only, bodies }) {
      const leased: OutboxFiling[] = [];
      let taken = 0;
      for (const filing of inOrder(rows)) {
        if (leased.length >= filings) break;
        if (filing.delivery.state !== 'waiting' || filing.body === null) continue;
        if (only !== undefined && filing.id !== only) continue;
        if (only === undefined && except?.has(filing.id)) continue;
        taken += bytesToSend(filing);
        if (leased.length > 0 && taken > bytes) break;
        leased.push({ ...filing, delivery: nextDelivery(filing.delivery, { happened: 'leased' }) });
      }
      for (const filing of leased) rows.set(filing.id, filing);
      if (leased.length > 0) announce({ ids: leased.map(({ id }) => id), owed: false });
      return leased.map((filing): LeasedFiling => {
        return { ...filing, body: bodies === false ? null : filing.body, bytes: bytesToSend(filing) };
      });
    },

    async record(outcomes) {
      for (const [id, outcome] of outcomes) {
        const filing = rows.get(id);
        if (filing) rows.set(id, afterOutcome(filing, outcome));
      }
      announce({ ids: [...outcomes.keys()], owed: false });
    },

    async recover() {
      const found = inOrder(rows).filter(({ delivery }) => delivery.state === 'sending');
      for (const filing of found) {
        rows.set(filing.id, { ...filing, delivery: nextDelivery(filing.delivery, { happened: 'found-at-start' }) });
      }
      return found.length;
    },

    async tryAgain(id) {
      const filing = rows.get(id);
      // Nobody can send what is gone.
      if (!filing || filing.body === null) return;
      rows.set(id, { ...filing, delivery: nextDelivery(filing.delivery, { happened: 'asked-again' }) });
      announce({ ids: [id], owed: true });
    },

    async setStatus(id, status) {
      const filing = rows.get(id);
      if (!filing) return;
      rows.set(id, { ...filing, delivery: nextDelivery(filing.delivery, { happened: 'status-told', status }) });
      announce({ ids: [id], owed: false });
    },

    async setWithdrawal(id, withdrawal) {
      const filing = rows.get(id);
      if (!filing) return;
      rows.set(id, { ...filing, withdrawal });
      announce({ ids: [id], owed: !withdrawal.reached });
    },

    get: async (id) => rows.get(id),

    findBySlip: async (slip) => inOrder(rows).find((filing) => filing.slip === slip),

    async list({ states, after = 0, limit }) {
      return inOrder(rows)
        .filter(({ delivery, sequence }) => states.includes(delivery.state) && sequence > after)
        .slice(0, limit)
        .map((filing) => ({ ...filing, body: null }));
    },

    async count() {
      const counts: Record<DeliveryState, number> = { waiting: 0, sending: 0, received: 0, 'needs-attention': 0 };
      for (const { delivery } of rows.values()) counts[delivery.state]++;
      return counts;
    },

    async openWithdrawals(limit) {
      return inOrder(rows)
        .filter(hasOpenWithdrawal)
        .slice(0, limit)
        .map(({ id, withdrawal }) => ({ id, token: withdrawal?.token ?? '' }));
    },

    async following(limit, after) {
      const from = (after === undefined ? undefined : rows.get(after)?.sequence) ?? 0;
      return inOrder(rows)
        .filter((filing) => isFollowed(filing) && filing.sequence > from)
        .slice(0, limit)
        .map(({ id }) => id);
    },

    async forget(ids) {
      const received = ids.filter((id) => rows.get(id)?.delivery.state === 'received');
      for (const id of received) rows.delete(id);
      announce({ ids: received, owed: false });
    },

    async agree(kept) {
      let added = 0;
      let corrected = 0;
      for (const filing of kept) {
        const held = rows.get(filing.id);
        const agreed = inAgreement(held, filing);
        if (held === undefined) added++;
        else if (held.delivery.state !== agreed.delivery.state) corrected++;
        rows.set(filing.id, agreed);
      }
      if (kept.length > 0) announce({ ids: kept.map(({ id }) => id), owed: true });
      return { added, corrected };
    },

    tidy: async () => false,

    setAside: async () => 0,

    observe,
  };
}

function inOrder(rows: ReadonlyMap<string, OutboxFiling>): OutboxFiling[] {
  return [...rows.values()].sort((one, other) => one.sequence - other.sequence);
}
