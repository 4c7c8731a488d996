import { createDexieOutbox } from '../../renderer/store/dexie-outbox.ts';
import { openOutboxDatabase, outboxDatabaseName } from '../../renderer/store/outbox-database.ts';
import { reconcile } from '../../renderer/store/reconcile.ts';
import { portalDoor, readSafeFilings, safeDoor } from '../../renderer/sync/doors.ts';
import { ProblemCode } from '../../shared/portal-contract/problems.ts';
import { startSyncEngine } from '../../shared/sync/engine.ts';
import { dumpRaw } from './raw-database.ts';

/**
 * Runs inside the browser, over the real shell and portal behind the test's door: lives a kiosk's life until its store holds
 * everything it can hold, and sends the store's rows as they lie there.
 */

const drainLimitMs = 90_000;

async function run() {
  const database = await openOutboxDatabase();
  const outbox = createDexieOutbox(database);
  await database.forgetOpening();
  const after = async (step: string) => {
    const answer = await fetch(`/test/${step}`, { method: 'POST', body: '{}' });
    return (await answer.json()) as { filings: { id: string; body: unknown; withdrawal?: string }[] };
  };

  // A full year of filings that went through, statuses and withdrawals told.
  const first = await after('file-first');
  await reconcile(outbox, readSafeFilings);
  for (const { id, withdrawal } of first.filings) {
    if (withdrawal !== undefined) await outbox.setWithdrawal(id, { token: withdrawal, reached: false });
  }
  await drain(first.filings.length);
  await after('officers-work');
  await drain(first.filings.length);

  // Then the network went, and people went on filing.
  const { filings } = await after('file-rest');
  await reconcile(outbox, readSafeFilings);
  const rest = filings.map(({ id }) => id);
  const take = (count: number) => rest.splice(0, count);
  for (const problem of ProblemCode.options) {
    for (const id of take(1)) {
      await outbox.lease({ filings: 1, bytes: 1, only: id });
      await outbox.record(new Map([[id, { kind: 'needs-attention', problem }]]));
    }
  }
  for (const id of take(10)) {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await outbox.lease({ filings: 1, bytes: 1, only: id });
      await outbox.record(new Map([[id, { kind: 'later' }]]));
    }
  }
  for (const { id, withdrawal } of filings) {
    if (withdrawal !== undefined) await outbox.setWithdrawal(id, { token: withdrawal, reached: false });
  }
  // The portal came back from an old backup and lacks some it had given receipts for.
  const { filings: lost } = await after('lost-by-portal');
  for (const { id, body } of lost) {
    const held = await outbox.get(id);
    if (held) await outbox.agree([{ ...held, body: body as never, delivery: { state: 'waiting', attempts: 0 } }]);
  }
  // Rows nobody can read any more.
  for (const id of take(3)) {
    await database.lines.update(id, { filedAt: 'once upon a time' } as never);
    await outbox.lease({ filings: 1, bytes: 1, only: id });
  }
  // Two pages were under way when the power went.
  for (const id of take(20)) await outbox.lease({ filings: 1, bytes: 1, only: id });
  outbox.close();
  const dump = await dumpRaw(outboxDatabaseName);
  await fetch('/test/dump', { method: 'POST', body: JSON.stringify(dump) });
  return { results: [{ name: 'filled' }], numbers: { lines: dump.stores.length } };

  async function drain(count: number): Promise<void> {
    const giveUpAt = performance.now() + drainLimitMs;
    let hasRested = false;
    const engine = startSyncEngine({
      outbox,
      portal: portalDoor,
      safe: safeDoor,
      clock: { nowMs: () => Date.now() },
      dice: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
      timer: { wait: (delayMs) => new Promise((done) => setTimeout(done, delayMs)) },
    });
    engine.observe(({ event }) => {
      hasRested ||= event === 'rested';
    });
    while (!hasRested || (await outbox.count()).received < count) {
      if (performance.now() > giveUpAt) throw new Error(`not drained: ${JSON.stringify(await outbox.count())}`);
      await new Promise((done) => setTimeout(done, 50));
    }
    void engine.stop();
  }
}

const world = globalThis as unknown as { report: unknown; finished: boolean };
world.report = run().finally(() => {
  world.finished = true;
});
