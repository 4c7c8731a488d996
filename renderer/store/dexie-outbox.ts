import { Dexie } from 'dexie';
import type { DeliveryState, Outbox, OutboxChange, OutboxFiling } from '../../shared/outbox/outbox.ts';
import { inAgreement, nextDelivery } from '../../shared/outbox/transitions.ts';
import { announceToAllPages } from './announce-to-all-pages.ts';
import { leasePage, recordPage, withoutFilings } from './leasing.ts';
import { lineOf, readLine } from './line.ts';
import type { BodyRow, LineRow, OutboxDatabase, SettledRow } from './outbox-database.ts';
import { asSettled, createSettled, fold, settledNow } from './settled.ts';

/**
 * The outbox in IndexedDB. What changes something is one strict transaction: when it resolves, it is on the disk. Only what
 * became of a page is relaxed (`leasing.ts`). Reads go by key range (`getAll`), no cursors.
 */
export function createDexieOutbox(database: OutboxDatabase): Outbox & { close(): void } {
  const { dexie, lines, bodies, leases, settled, aside } = database;
  const stores = [lines, bodies, leases, settled, aside];
  const cache = createSettled();
  const pages = announceToAllPages();
  const hot = () => ({ database: dexie.backendDB(), keyRange: database.keyRange });

  /** A change of one filing, made in one strict transaction. */
  async function change(
    id: string,
    owed: boolean,
    next: (filing: OutboxFiling, row: LineRow) => OutboxFiling,
  ): Promise<void> {
    await dexie.transaction('rw', stores, async () => {
      await foldThoseWith([id]);
      const row = await lines.get(id);
      if (!row) return;
      const before = readLine(row, (await leasedIds()).has(id));
      if (!before) return putAside(row);
      const after = next(before, row);
      await lines.put(lineOf(after, row.bytes));
      await leaveLease([before], [after]);
    });
    pages.announce({ ids: [id], owed });
  }

  /** Whoever changes lines finds them as they are. */
  async function foldThoseWith(ids: readonly string[]): Promise<void> {
    const { pages } = await settledNow(database, cache);
    const wanted = new Set(ids);
    for (const page of pages) {
      if (page.filings.some(([, id]) => wanted.has(id)))
        for (const row of await fold(database, page)) await putAside(row);
    }
  }

  async function leasedIds(): Promise<Set<string>> {
    return new Set((await leases.toArray()).flatMap(({ filings }) => filings.map(([, id]) => id)));
  }

  /** Whatever is no longer `sending` leaves the lease it stood in. */
  async function leaveLease(before: readonly OutboxFiling[], after: readonly OutboxFiling[]): Promise<void> {
    const gone = new Set(
      before.flatMap(({ id, delivery }, place) =>
        delivery.state === 'sending' && after[place]?.delivery.state !== 'sending' ? [id] : [],
      ),
    );
    if (gone.size === 0) return;
    for (const lease of await leases.toArray()) {
      const left = withoutFilings(lease, gone);
      if (left === 'over') await leases.delete(lease.number as number);
      else if (left !== 'unchanged') await leases.put(left);
    }
  }

  /** Out of the way of the others, and kept as it is; the safe brings the filing back at the next start. */
  async function putAside(row: LineRow): Promise<void> {
    const key: [number, string] = [row.sequence, row.id];
    const body = await bodies.get(key).catch(() => undefined);
    await aside.add({ id: row.id, row, body: body?.body ?? null });
    await lines.delete(row.id);
    if (body) await bodies.delete(key);
    for (const lease of await leases.toArray()) {
      const left = withoutFilings(lease, new Set([row.id]));
      if (left === 'over') await leases.delete(lease.number as number);
      else if (left !== 'unchanged') await leases.put(left);
    }
  }

  async function putAsideAll(rows: readonly LineRow[]): Promise<void> {
    if (rows.length === 0) return;
    await dexie.transaction('rw', stores, async () => {
      for (const { id } of rows) {
        const row = await lines.get(id);
        if (row) await putAside(row);
      }
    });
  }

  function bodyRow({ sequence, id, body }: OutboxFiling): BodyRow {
    return { sequence, id, body };
  }

  /** With its body. */
  async function whole(row: LineRow | undefined): Promise<OutboxFiling | undefined> {
    if (!row) return undefined;
    const found = await bodies.get([row.sequence, row.id]);
    const outcome = (await settledNow(database, cache)).outcome(row.id);
    const filing = readLine(row, outcome !== undefined || (await leasedIds()).has(row.id), found?.body ?? null);
    return filing && asSettled(filing, outcome);
  }

  function ofState(state: DeliveryState, after: unknown = Dexie.minKey) {
    return lines.where('[delivery.state+sequence]').between([state, after], [state, Dexie.maxKey], false, true);
  }

  /** Of one state, ascending from behind `after`, as leases and settled pages beside the lines say. */
  async function filingsOfState(state: DeliveryState, after: number, limit: number): Promise<OutboxFiling[]> {
    if (state === 'needs-attention') return (await ofState(state, after).limit(limit).toArray()).flatMap(plain);
    const taken = await settledNow(database, cache);
    if (state === 'received') {
      const ids = taken.pages.flatMap(({ filings }) =>
        filings.flatMap(([sequence, id]) => (sequence > after ? id : [])),
      );
      const rows = (await lines.bulkGet(ids)).filter((row) => row !== undefined);
      const fresh = rows.flatMap((row) => readLine(row, true) ?? []);
      const older = (await ofState(state, after).limit(limit).toArray()).flatMap(plain);
      return [...older, ...fresh.map((filing) => asSettled(filing, taken.outcome(filing.id)))];
    }
    const leased = await leasedIds();
    if (state === 'sending') {
      const rows = (await lines.bulkGet([...leased])).filter((row) => row !== undefined);
      return rows.flatMap((row) => (row.sequence > after ? (readLine(row, true) ?? []) : []));
    }
    const rows = await ofState(state, after)
      .limit(limit + leased.size + taken.size)
      .toArray();
    return rows.filter(({ id }) => !leased.has(id) && !taken.outcome(id)).flatMap(plain);
  }

  /** A line that cannot be read is left where it is: a read changes nothing. */
  function plain(row: LineRow): OutboxFiling[] {
    return [readLine(row, false) ?? []].flat();
  }

  return {
    async put(filing) {
      await dexie.transaction('rw', lines, bodies, async () => {
        if ((await lines.get(filing.id)) !== undefined) return;
        await lines.put(lineOf(filing));
        if (filing.body) await bodies.put(bodyRow(filing));
      });
      pages.announce({ ids: [filing.id], owed: true });
    },

    async lease(bounds) {
      const { leased, unreadable } = await leasePage(hot(), cache, bounds);
      await putAsideAll(unreadable);
      if (leased.length > 0) pages.announce({ ids: leased.map(({ id }) => id), owed: false });
      return leased;
    },

    async record(outcomes) {
      await putAsideAll(await recordPage(hot(), cache, outcomes));
      pages.announce({ ids: [...outcomes.keys()], owed: false });
    },

    async recover() {
      const found = await dexie.transaction('rw', stores, async () => {
        const ids = [...(await leasedIds())];
        await leases.clear();
        const after: LineRow[] = [];
        for (const row of (await lines.bulkGet(ids)).filter((line) => line !== undefined)) {
          const filing = readLine(row, true);
          if (!filing) await putAside(row);
          else {
            const delivery = nextDelivery(filing.delivery, { happened: 'found-at-start' });
            if (filing.delivery.state === 'sending') after.push(lineOf({ ...filing, delivery }, row.bytes));
          }
        }
        await lines.bulkPut(after);
        return after.map(({ id }) => id);
      });
      if (found.length > 0) pages.announce({ ids: found, owed: true });
      return found.length;
    },

    tryAgain: (id) =>
      change(id, true, (filing, { bytes }) => {
        // Nobody can send what is gone.
        if (bytes === 0) return filing;
        return { ...filing, delivery: nextDelivery(filing.delivery, { happened: 'asked-again' }) };
      }),

    setStatus: (id, status) =>
      change(id, false, (filing) => ({
        ...filing,
        delivery: nextDelivery(filing.delivery, { happened: 'status-told', status }),
      })),

    setWithdrawal: (id, withdrawal) => change(id, !withdrawal.reached, (filing) => ({ ...filing, withdrawal })),

    get: (id) => dexie.transaction('r', stores, async () => whole(await lines.get(id))),

    findBySlip: (slip) =>
      dexie.transaction('r', stores, async () => {
        const [row] = await lines.where('slip').equals(slip).limit(1).toArray();
        return whole(row);
      }),

    async list({ states, after = 0, limit }) {
      const found = await dexie.transaction('r', stores, () =>
        Promise.all(states.map((state) => filingsOfState(state, after, limit))),
      );
      return found
        .flat()
        .sort((one, other) => one.sequence - other.sequence)
        .slice(0, limit);
    },

    async count() {
      return dexie.transaction('r', stores, async () => {
        const sending = (await leasedIds()).size;
        const { size: taken } = await settledNow(database, cache);
        return {
          waiting: Math.max(0, (await ofState('waiting').count()) - sending - taken),
          sending,
          received: (await ofState('received').count()) + taken,
          'needs-attention': await ofState('needs-attention').count(),
        };
      });
    },

    async openWithdrawals(limit) {
      const rows = await lines
        .where('[openWithdrawal+sequence]')
        .between([1, Dexie.minKey], [1, Dexie.maxKey], true, true)
        .limit(limit)
        .toArray();
      return rows
        .flatMap((row) => readLine(row, false) ?? [])
        .flatMap(({ id, withdrawal }) => (withdrawal ? [{ id, token: withdrawal.token }] : []));
    },

    async following(limit, after) {
      return dexie.transaction('r', stores, async () => {
        const from = (after === undefined ? undefined : await lines.get(after))?.sequence ?? 0;
        const { pages: fresh } = await settledNow(database, cache);
        const older = await lines
          .where('[followed+sequence]')
          .between([1, from], [1, Dexie.maxKey], false, true)
          .limit(limit)
          .toArray();
        return [...older.map(({ sequence, id }): [number, string] => [sequence, id]), ...placesOf(fresh)]
          .filter(([sequence]) => sequence > from)
          .sort(([one], [other]) => one - other)
          .slice(0, limit)
          .map(([, id]) => id);
      });
    },

    async forget(ids) {
      await dexie.transaction('rw', stores, async () => {
        await foldThoseWith(ids);
        const rows = (await lines.bulkGet([...ids])).filter((row) => row?.delivery.state === 'received');
        await lines.bulkDelete(rows.flatMap((row) => (row ? [row.id] : [])));
      });
      pages.announce({ ids, owed: false });
    },

    async agree(kept) {
      const told = await dexie.transaction('rw', stores, () => agreeInside(kept));
      if (kept.length > 0) pages.announce({ ids: kept.map(({ id }) => id), owed: true });
      return told;
    },

    async tidy() {
      const folded = await dexie.transaction('rw', stores, async () => {
        const [page] = (await settledNow(database, cache)).pages;
        if (!page) return [];
        for (const row of await fold(database, page)) await putAside(row);
        return page.filings.map(([, id]) => id);
      });
      return folded.length > 0;
    },

    setAside: () => aside.count(),

    observe: (listener: (change: OutboxChange) => void) => pages.observe(listener),

    close() {
      pages.close();
      dexie.close();
    },
  };

  async function agreeInside(kept: readonly OutboxFiling[]) {
    await foldThoseWith(kept.map(({ id }) => id));
    const leased = await leasedIds();
    const rows = await lines.bulkGet(kept.map(({ id }) => id));
    const bodied = await heldBodies(rows);
    const changes: { before: OutboxFiling; after: OutboxFiling }[] = [];
    const writtenLines: LineRow[] = [];
    const writtenBodies: BodyRow[] = [];
    const freed: [number, string][] = [];
    let added = 0;
    for (const [place, filing] of kept.entries()) {
      const row = rows[place];
      const before = row && readLine(row, leased.has(row.id));
      if (row && !before) await putAside(row);
      const hasBody = before !== undefined && bodied.has(filing.id);
      const after = inAgreement(before, hasBody ? { ...filing, body: null } : filing, {
        had: hasBody,
        has: hasBody || filing.body !== null,
      });
      // At most starts nothing differs: then nothing is written.
      if (after === before) continue;
      writtenLines.push(lineOf(after, hasBody && row ? row.bytes : undefined));
      if (after.body !== null) writtenBodies.push(bodyRow(after));
      if (hasBody && after.delivery.state === 'received') freed.push([after.sequence, after.id]);
      if (before) changes.push({ before, after });
      else added += 1;
    }
    await lines.bulkPut(writtenLines);
    await bodies.bulkPut(writtenBodies);
    await bodies.bulkDelete(freed);
    await leaveLease(
      changes.map(({ before }) => before),
      changes.map(({ after }) => after),
    );
    const corrected = changes.filter(({ before, after }) => before.delivery.state !== after.delivery.state).length;
    return { added, corrected };
  }

  /** Ids of those that have a body here, without reading any. */
  async function heldBodies(rows: readonly (LineRow | undefined)[]): Promise<Set<string>> {
    const sequences = rows.flatMap((row) => (Number.isFinite(row?.sequence) ? [row?.sequence as number] : []));
    if (sequences.length === 0) return new Set();
    const [from, to] = [Math.min(...sequences), Math.max(...sequences)];
    const keys = await bodies.where(':id').between([from, Dexie.minKey], [to, Dexie.maxKey], true, true).primaryKeys();
    return new Set(keys.map(([, id]) => id));
  }
}

function placesOf(pages: readonly SettledRow[]): [number, string][] {
  return pages.flatMap(({ filings }) => filings.map(([sequence, id]): [number, string] => [sequence, id]));
}
