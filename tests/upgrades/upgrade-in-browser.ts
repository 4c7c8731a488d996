import { createDexieOutbox } from '../../renderer/store/dexie-outbox.ts';
import { openOutboxDatabase, outboxDatabaseName, StoreIsShut } from '../../renderer/store/outbox-database.ts';
import { type OutboxVersion, outboxVersions } from '../../renderer/store/outbox-versions.ts';
import { startSync } from '../../renderer/sync/sync-client.ts';
import type { DumpedDatabase } from './generation.ts';
import { dumpRaw, loadRaw, removeRaw } from './raw-database.ts';
import { filingsInside } from './whats-inside.ts';

/** Runs inside the browser: a frozen store, opened by this build's code; shell and portal of the same day behind the door. */

const drainLimitMs = 60_000;
/** Never to be reached by a real one. */
const far = 90;

/** What a next version may do: another index, and every row touched. */
const rehearsal: OutboxVersion = {
  version: far,
  stores: {
    lines: 'id, sequence, slip, rehearsed, [delivery.state+sequence], [openWithdrawal+sequence], [followed+sequence]',
  },
  upgrade: (transaction) =>
    transaction
      .table('lines')
      .toCollection()
      .modify((row: { rehearsed?: number }) => {
        row.rehearsed = 1;
      })
      .then(() => {}),
};
const failing: OutboxVersion = {
  ...rehearsal,
  async upgrade(transaction) {
    await rehearsal.upgrade?.(transaction);
    await transaction.table('bodies').clear();
    throw new Error('the build of this day has a mistake');
  },
};

const results: { name: string; problem?: string }[] = [];

async function claim(name: string, check: () => Promise<void>): Promise<void> {
  try {
    await check();
    results.push({ name });
  } catch (error) {
    results.push({ name, problem: error instanceof Error ? `${error.message}` : String(error) });
  }
}

function same(found: unknown, expected: unknown, what: string): void {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)];
  if (one === other) return;
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  throw new Error(
    `${what} differs at ${at}: …${one.slice(at - 40, at + 80)}… instead of …${other.slice(at - 40, at + 80)}…`,
  );
}

async function run() {
  const generation = (await (await fetch('/test/generation')).json()) as {
    indexedDb: DumpedDatabase;
    setAside: number;
    isNewest: boolean;
  };
  const frozen = generation.indexedDb;
  const fresh = async (as: DumpedDatabase = frozen) => {
    await removeRaw(outboxDatabaseName);
    await loadRaw(as);
  };

  if (generation.isNewest) await tryWhatMayNotBeOpened(frozen, fresh);

  await fresh();
  await claim('every filing is found as it was: state, attempts, body, withdrawal, what was told', async () => {
    const outbox = createDexieOutbox(await openOutboxDatabase());
    await outbox.recover();
    for (const { id, sequence, delivery, withdrawal, body } of filingsInside(frozen)) {
      const held = await outbox.get(id);
      same(held && sorted({ ...held.delivery }), sorted(delivery), `the delivery of ${sequence}`);
      same(held?.withdrawal, withdrawal, `the withdrawal of ${sequence}`);
      if (delivery.state !== 'received')
        same(sorted(held?.body ?? {}), sorted(body as object), `the body of ${sequence}`);
    }
    same(await outbox.setAside(), generation.setAside, 'what lies aside');
    outbox.close();
  });

  await fresh();
  const started = performance.now();
  const numbers: Record<string, number> = {};
  await claim('the worker takes over the queue and sends all of it', async () => {
    const sync = startSync('/worker.js' as unknown as TrustedScriptURL);
    const heard = new Map<string, number>();
    sync.observe(({ event }) => heard.set(event, (heard.get(event) ?? 0) + 1));
    const outbox = createDexieOutbox(await openOutboxDatabase());
    for (;;) {
      const { waiting, sending, received, 'needs-attention': refused } = await outbox.count();
      const open = (await outbox.openWithdrawals(100)).length;
      if (heard.has('outbox-ready') && waiting + sending + open === 0) {
        Object.assign(numbers, { received, refused, drainMs: Math.round(performance.now() - started) });
        break;
      }
      if (performance.now() - started > drainLimitMs) {
        throw new Error(JSON.stringify([[...heard], await outbox.count(), open]));
      }
      await new Promise((done) => setTimeout(done, 50));
    }
    same(heard.get('outbox-ready'), 1, 'ready');
  });
  return { results, numbers };
}

/** Reasons for which this build leaves the store alone: afterwards it is, row by row, what it was. */
async function tryWhatMayNotBeOpened(
  frozen: DumpedDatabase,
  fresh: (as?: DumpedDatabase) => Promise<void>,
): Promise<void> {
  await claim('a store of a newer build stays shut and untouched', async () => {
    const newer = { ...frozen, version: far * 10 };
    await fresh(newer);
    same(await whyShut(undefined), 'newer', 'the reason');
    same(await dumpRaw(frozen.name), newer, 'the store');
  });

  await claim('a store whose upgrade fails half way stays shut and is what it was', async () => {
    await fresh();
    same(await whyShut([...outboxVersions, failing]), 'upgrade-failed', 'the reason');
    same(await dumpRaw(frozen.name), frozen, 'the store');
  });

  await claim('a store held open by a page that hangs stays shut and is what it was', async () => {
    await fresh();
    const hanging = await new Promise<IDBDatabase>((done) => {
      const request = indexedDB.open(frozen.name);
      request.onsuccess = () => done(request.result);
    });
    same(await whyShut([...outboxVersions, rehearsal]), 'blocked', 'the reason');
    hanging.close();
    // What was asked for and given up must not come behind our back.
    await new Promise((done) => setTimeout(done, 200));
    same(await dumpRaw(frozen.name), frozen, 'the store');
  });

  await claim(
    'the next version is walked to, the version before refuses, and back under the next all is there',
    async () => {
      await fresh();
      const next = [...outboxVersions, rehearsal];
      same(await whyShut(next), 'open', 'the next version');
      const upgraded = await dumpRaw(frozen.name);
      same(upgraded.version, far * 10, 'the version');
      same(await whyShut(undefined), 'newer', 'the reason');
      same(await dumpRaw(frozen.name), upgraded, 'the store');
      const database = await openOutboxDatabase(globalThis, next);
      same(await database.lines.count(), filingsInside(frozen).length, 'the number of filings');
      same(
        await database.dexie.table('lines').where('rehearsed').equals(1).count(),
        filingsInside(frozen).length,
        'rows',
      );
      database.dexie.close();
    },
  );
}

async function whyShut(versions: readonly OutboxVersion[] | undefined): Promise<string> {
  try {
    (await openOutboxDatabase(globalThis, versions)).dexie.close();
    return 'open';
  } catch (error) {
    return error instanceof StoreIsShut ? error.reason : String(error);
  }
}

/** Keys in an order of their own: builds may write them in another. */
function sorted(of: object): unknown {
  return Object.fromEntries(
    Object.entries(of)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, value]) => [key, value && typeof value === 'object' ? sorted(value as object) : value]),
  );
}

const world = globalThis as unknown as { report: unknown; finished: boolean };
world.report = run().finally(() => {
  world.finished = true;
});
