import { createDexieOutbox } from '../../renderer/store/dexie-outbox.ts';
import { openOutboxDatabase, outboxDatabaseName } from '../../renderer/store/outbox-database.ts';
import type { Outcome } from '../../shared/outbox/outbox.ts';
import { outboxClaims } from '../outbox/outbox-suite.ts';
import { aFiling } from '../outbox/some-filings.ts';

/** Runs inside the browser: every claim over a fresh store, then a few measurements. */

interface Result {
  readonly name: string;
  readonly problem?: string;
}

const closeLimitMs = 5000;

async function fresh() {
  await new Promise<void>((done, failed) => {
    const request = indexedDB.deleteDatabase(outboxDatabaseName);
    request.onsuccess = () => done();
    request.onerror = () => failed(request.error);
    // A store that was closed a moment ago may still be on its way out.
    request.onblocked = () => setTimeout(() => failed(new Error('a store was left open')), closeLimitMs);
  });
  return createDexieOutbox(await openOutboxDatabase());
}

async function checkClaims(): Promise<Result[]> {
  const results: Result[] = [];
  for (const { claim, check } of outboxClaims) {
    let outbox = await fresh();
    const world = {
      outbox,
      reopen: async () => {
        outbox.close();
        outbox = createDexieOutbox(await openOutboxDatabase());
        return outbox;
      },
    };
    try {
      await check(world);
      results.push({ name: claim });
    } catch (error) {
      results.push({ name: claim, problem: String(error) });
    }
    outbox.close();
  }
  return results;
}

/** Puts one by one, then leases and records by pages, as a drain does without a network. */
async function measure(filings: number): Promise<Record<string, number>> {
  const outbox = await fresh();
  const puts: number[] = [];
  for (let number = 1; number <= filings; number++) {
    const filing = aFiling(number);
    const body = { ...filing.body, id: filing.id, envelope: 'e'.repeat(1200), ciphertext: 'c'.repeat(8192) };
    const started = performance.now();
    await outbox.put({ ...filing, body });
    puts.push(performance.now() - started);
  }
  const started = performance.now();
  for (;;) {
    const page = await outbox.lease({ filings: 100, bytes: 2_000_000 });
    if (page.length === 0) break;
    const outcome: Outcome = { kind: 'received', code: 'H26', receivedAt: '2026-11-21T13:00:00Z', receiver: 'UBND' };
    await outbox.record(new Map(page.map(({ id }) => [id, outcome])));
  }
  const drainMs = performance.now() - started;
  const listStarted = performance.now();
  await outbox.list({ states: ['received'], limit: filings });
  const listMs = performance.now() - listStarted;
  outbox.close();
  puts.sort((one, other) => one - other);
  return {
    putP50Ms: puts[Math.floor(filings * 0.5)] ?? 0,
    putP99Ms: puts[Math.floor(filings * 0.99)] ?? 0,
    leaseAndRecordPerSecond: Math.round((filings * 1000) / drainMs),
    listMs,
  };
}

async function run() {
  return { results: await checkClaims(), numbers: await measure(1000) };
}

const world = globalThis as unknown as { report: unknown; finished: boolean };
world.report = run().finally(() => {
  world.finished = true;
});
