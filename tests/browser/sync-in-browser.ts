import { createDexieOutbox } from '../../renderer/store/dexie-outbox.ts';
import { openOutboxDatabase } from '../../renderer/store/outbox-database.ts';
import { startSync } from '../../renderer/sync/sync-client.ts';
import { aFiling } from '../outbox/some-filings.ts';

/** Runs inside the browser: a full outbox, the real worker in two pages' worth of starts, and the door of the test. */

const filings = 1000;

async function run() {
  const outbox = createDexieOutbox(await openOutboxDatabase());
  await outbox.agree(
    Array.from({ length: filings }, (_, index) => {
      const filing = aFiling(index + 1);
      return { ...filing, body: { id: filing.id, envelope: 'e'.repeat(1200), ciphertext: 'c'.repeat(8192) } };
    }),
  );
  const heard = new Map<string, number>();
  const started = performance.now();
  const sync = startSync('/worker.js' as unknown as TrustedScriptURL);
  // A second page of the same kiosk: its worker must wait for the lock and send nothing.
  const second = startSync('/worker.js' as unknown as TrustedScriptURL);
  for (const one of [sync, second]) {
    one.observe(({ event }) => heard.set(event, (heard.get(event) ?? 0) + 1));
  }
  let received = 0;
  while (received < filings && performance.now() - started < 60_000) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    received = (await outbox.count()).received;
  }
  const drainMs = performance.now() - started;

  // One more, while the engine rests: the worker hears of it through the store alone.
  const late = performance.now();
  const filing = aFiling(filings + 1);
  await outbox.put(filing);
  while ((await outbox.get(filing.id))?.delivery.state !== 'received' && performance.now() - late < 20_000) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const lateMs = performance.now() - late;
  const state = (await outbox.get(filing.id))?.delivery.state;

  const claims: [string, boolean][] = [
    ['every filing was received', received === filings],
    ['every receipt was announced to the page', heard.get('filing-received') === filings + 1],
    ['one worker of two became ready', heard.get('outbox-ready') === 1],
    ['a filing put while the engine rests is sent at once', state === 'received' && lateMs < 5000],
  ];
  return {
    results: claims.map(([name, holds]) => (holds ? { name } : { name, problem: JSON.stringify([...heard]) })),
    numbers: { filingsPerSecond: Math.round((filings * 1000) / drainMs), tapToReceivedMs: Math.round(lateMs) },
  };
}

const world = globalThis as unknown as { report: unknown; finished: boolean };
world.report = run().finally(() => {
  world.finished = true;
});
