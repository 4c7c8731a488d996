import { Dexie } from 'dexie';
import type { DeliveryState, Outbox, OutboxChange } from '../../shared/outbox/outbox.ts';
import { OutboxFiling } from '../../shared/outbox/outbox.ts';
import {
  afterOutcome,
  bytesToSend,
  hasOpenWithdrawal,
  inAgreement,
  isFollowed,
  nextDelivery,
} from '../../shared/outbox/transitions.ts';
import { announceToAllPages } from './announce-to-all-pages.ts';
import type { LineRow, OutboxDatabase } from './outbox-database.ts';

/** Index rows looked at in one read while looking for filings that may be leased. */
const leaseStep = 200;

/**
 * The outbox in IndexedDB. Every method that changes something is one strict transaction: when it resolves, it is on the
 * disk. Reads go by key range (`getAll`), no cursors.
 */
export function createDexieOutbox({ dexie, lines, bodies, aside }: OutboxDatabase): Outbox & { close(): void } {
  const pages = announceToAllPages();

  /** A change of single filings, made in one strict transaction. */
  async function change(
    ids: readonly string[],
    owed: boolean,
    next: (filing: OutboxFiling) => OutboxFiling,
  ): Promise<void> {
    await dexie.transaction('rw', lines, bodies, aside, async () => {
      const found = await readWhole(ids);
      await writeWhole(found.map((before) => ({ before, after: next(before) })));
    });
    pages.announce({ ids, owed });
  }

  /** Filings with their bodies; what cannot be read is set aside. */
  async function readWhole(ids: readonly string[]): Promise<OutboxFiling[]> {
    const rows = (await lines.bulkGet([...ids])).filter((row) => row !== undefined);
    return withBodies(rows);
  }

  async function withBodies(rows: readonly LineRow[]): Promise<OutboxFiling[]> {
    const found = await bodies.bulkGet(rows.map(({ id }) => id));
    const filings: OutboxFiling[] = [];
    for (const [index, row] of rows.entries()) {
      const body = found[index]?.body ?? null;
      const filing = readLine(row, body);
      if (filing) filings.push(filing);
      else await putAside(row, body);
    }
    return filings;
  }

  /** Out of the way of the others, and kept as it is; the safe brings the filing back at the next start. */
  async function putAside(row: LineRow, body: unknown): Promise<void> {
    await aside.add({ id: row.id, row, body });
    await lines.delete(row.id);
    await bodies.delete(row.id);
  }

  async function writeWhole(
    changes: readonly { before: OutboxFiling | undefined; after: OutboxFiling }[],
  ): Promise<void> {
    await lines.bulkPut(changes.map(({ after }) => lineOf(after)));
    const freed = changes.filter(({ before, after }) => before?.body && after.body === null);
    await bodies.bulkDelete(freed.map(({ after }) => after.id));
    const bodied = changes.filter(({ before, after }) => after.body !== null && !before?.body);
    await bodies.bulkPut(bodied.map(({ after }) => ({ id: after.id, body: after.body })));
  }

  /** Lines without bodies. A line that cannot be read is left where it is: a read changes nothing. */
  function readLines(rows: readonly LineRow[]): OutboxFiling[] {
    return rows.flatMap((row) => readLine(row, null) ?? []);
  }

  return {
    async put(filing) {
      await dexie.transaction('rw', lines, bodies, async () => {
        if ((await lines.get(filing.id)) !== undefined) return;
        await writeWhole([{ before: undefined, after: filing }]);
      });
      pages.announce({ ids: [filing.id], owed: true });
    },

    async lease({ filings, bytes, except, only }) {
      const leased = await dexie.transaction('rw', lines, bodies, aside, async () => {
        const chosen = await chooseRows();
        const found = await withBodies(chosen);
        const changes = found
          .filter(({ delivery, body }) => delivery.state === 'waiting' && body !== null)
          .map((before) => ({
            before,
            after: { ...before, delivery: nextDelivery(before.delivery, { happened: 'leased' }) },
          }));
        await lines.bulkPut(changes.map(({ after }) => lineOf(after)));
        return changes.map(({ after }) => after);
      });
      if (leased.length > 0) pages.announce({ ids: leased.map(({ id }) => id), owed: false });
      return leased;

      async function chooseRows(): Promise<LineRow[]> {
        if (only !== undefined) return (await lines.bulkGet([only])).filter((row) => row !== undefined);
        const chosen: LineRow[] = [];
        let taken = 0;
        let from: unknown = Dexie.minKey;
        for (;;) {
          const rows = await lines
            .where('[delivery.state+sequence]')
            .between(['waiting', from], ['waiting', Dexie.maxKey], false, true)
            .limit(Math.min(filings - chosen.length + (except?.size ?? 0), leaseStep))
            .toArray();
          for (const row of rows) {
            if (chosen.length >= filings) return chosen;
            // Nothing to send (bytes 0) can only be a row that lost its body: the safe has it.
            if (except?.has(row.id) || row.bytes === 0) continue;
            taken += Number.isFinite(row.bytes) ? row.bytes : 0;
            if (chosen.length > 0 && taken > bytes) return chosen;
            chosen.push(row);
          }
          const last = rows.at(-1);
          if (last === undefined || chosen.length >= filings) return chosen;
          from = last.sequence;
        }
      }
    },

    record: (outcomes) =>
      change([...outcomes.keys()], false, (filing) => {
        const outcome = outcomes.get(filing.id);
        return outcome ? afterOutcome(filing, outcome) : filing;
      }),

    async recover() {
      const found = await dexie.transaction('rw', lines, bodies, aside, async () => {
        const rows = await lines
          .where('[delivery.state+sequence]')
          .between(...wholeState('sending'))
          .toArray();
        const filings = await withBodies(rows);
        const after = filings.map((filing) => ({
          ...filing,
          delivery: nextDelivery(filing.delivery, { happened: 'found-at-start' }),
        }));
        await lines.bulkPut(after.map(lineOf));
        return after.map(({ id }) => id);
      });
      if (found.length > 0) pages.announce({ ids: found, owed: true });
      return found.length;
    },

    tryAgain: (id) =>
      change([id], true, (filing) => ({
        ...filing,
        delivery: nextDelivery(filing.delivery, { happened: 'asked-again' }),
      })),

    setStatus: (id, status) =>
      change([id], false, (filing) => ({
        ...filing,
        delivery: nextDelivery(filing.delivery, { happened: 'status-told', status }),
      })),

    setWithdrawal: (id, withdrawal) => change([id], !withdrawal.reached, (filing) => ({ ...filing, withdrawal })),

    async get(id) {
      return dexie.transaction('r', lines, bodies, async () => {
        const row = await lines.get(id);
        return row && readLine(row, (await bodies.get(id))?.body ?? null);
      });
    },

    async findBySlip(slip) {
      return dexie.transaction('r', lines, bodies, async () => {
        const [row] = await lines.where('slip').equals(slip).limit(1).toArray();
        return row && readLine(row, (await bodies.get(row.id))?.body ?? null);
      });
    },

    async list({ states, after = 0, limit }) {
      const found = await dexie.transaction('r', lines, () =>
        Promise.all(
          states.map((state) =>
            lines
              .where('[delivery.state+sequence]')
              .between([state, after], [state, Dexie.maxKey], false, true)
              .limit(limit)
              .toArray(),
          ),
        ),
      );
      return readLines(found.flat())
        .sort((one, other) => one.sequence - other.sequence)
        .slice(0, limit);
    },

    async count() {
      return dexie.transaction('r', lines, async () => {
        const of = (state: DeliveryState) =>
          lines
            .where('[delivery.state+sequence]')
            .between(...wholeState(state))
            .count();
        return {
          waiting: await of('waiting'),
          sending: await of('sending'),
          received: await of('received'),
          'needs-attention': await of('needs-attention'),
        };
      });
    },

    async openWithdrawals(limit) {
      const rows = await lines
        .where('[openWithdrawal+sequence]')
        .between([1, Dexie.minKey], [1, Dexie.maxKey], true, true)
        .limit(limit)
        .toArray();
      return readLines(rows).flatMap(({ id, withdrawal }) => (withdrawal ? [{ id, token: withdrawal.token }] : []));
    },

    async following(limit, after) {
      return dexie.transaction('r', lines, async () => {
        const from = (after === undefined ? undefined : await lines.get(after))?.sequence ?? 0;
        return lines
          .where('[followed+sequence]')
          .between([1, from], [1, Dexie.maxKey], false, true)
          .limit(limit)
          .primaryKeys();
      });
    },

    async forget(ids) {
      await dexie.transaction('rw', lines, bodies, async () => {
        const rows = (await lines.bulkGet([...ids])).filter((row) => row?.delivery.state === 'received');
        await lines.bulkDelete(rows.flatMap((row) => (row ? [row.id] : [])));
      });
      pages.announce({ ids, owed: false });
    },

    async agree(kept) {
      const counts = await dexie.transaction('rw', lines, bodies, aside, async () => {
        const held = new Map((await readWhole(kept.map(({ id }) => id))).map((filing) => [filing.id, filing]));
        const changes = kept.map((filing) => {
          const before = held.get(filing.id);
          return { before, after: inAgreement(before, filing) };
        });
        // At most starts nothing differs: then nothing is written.
        await writeWhole(changes.filter(({ before, after }) => before !== after));
        return {
          added: changes.filter(({ before }) => before === undefined).length,
          corrected: changes.filter(({ before, after }) => before && before.delivery.state !== after.delivery.state)
            .length,
        };
      });
      if (kept.length > 0) pages.announce({ ids: kept.map(({ id }) => id), owed: true });
      return counts;
    },

    setAside: () => aside.count(),

    observe: (listener: (change: OutboxChange) => void) => pages.observe(listener),

    close() {
      pages.close();
      dexie.close();
    },
  };
}

function wholeState(state: DeliveryState): [unknown, unknown, boolean, boolean] {
  return [[state, Dexie.minKey], [state, Dexie.maxKey], true, true];
}

function lineOf(filing: OutboxFiling): LineRow {
  const { body: _body, ...line } = filing;
  return {
    ...line,
    bytes: bytesToSend(filing),
    ...(hasOpenWithdrawal(filing) ? { openWithdrawal: 1 as const } : {}),
    ...(isFollowed(filing) ? { followed: 1 as const } : {}),
  };
}

/** What comes out of a database comes from outside: an older build, a half-broken disk. */
function readLine(row: LineRow, body: unknown): OutboxFiling | undefined {
  const { bytes: _bytes, openWithdrawal: _open, followed: _followed, ...line } = row;
  const filing = OutboxFiling.safeParse({ ...line, body });
  return filing.success ? filing.data : undefined;
}
