import { createDexieOutbox } from '../../renderer/store/dexie-outbox.ts';
import { openOutboxDatabase } from '../../renderer/store/outbox-database.ts';
import { aFiling } from '../outbox/some-filings.ts';

/** In the page: a queue of so many, and what opening and listing it costs whoever comes next. */

export async function fill(filings: number): Promise<void> {
  const outbox = createDexieOutbox(await openOutboxDatabase());
  const pageOf = 500;
  for (let from = 1; from <= filings; from += pageOf) {
    const numbers = Array.from({ length: Math.min(pageOf, filings - from + 1) }, (_, index) => from + index);
    await outbox.agree(
      numbers.map((number) => {
        const filing = aFiling(number);
        return { ...filing, body: { id: filing.id, envelope: 'e'.repeat(1200), ciphertext: 'c'.repeat(11_000) } };
      }),
    );
  }
  outbox.close();
}

export async function openAndList(filings: number): Promise<{ openMs: number; listMs: number; listed: number }> {
  const started = performance.now();
  const outbox = createDexieOutbox(await openOutboxDatabase());
  const { waiting } = await outbox.count();
  const openMs = performance.now() - started;
  const list = await outbox.list({ states: ['waiting', 'sending', 'received', 'needs-attention'], limit: filings });
  // Held as a screen would hold it, so that its memory counts.
  Object.assign(globalThis, { listed: list });
  return { openMs, listMs: performance.now() - started - openMs, listed: Math.min(list.length, waiting) };
}
