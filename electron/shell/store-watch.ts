import { z } from 'zod';
import { parseJson } from '../../shared/dossier/seal.ts';
import { StoreFacts, StoreState, VanishedHow } from '../../shared/portal-contract/kiosk-report.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { PageLog } from '../../shared/shell-contract/messages.ts';
import { type Disk, replaceFile } from './safe/disk.ts';
import type { Safe } from './safe/safe.ts';

/** What pages tell of the browser's store. That it vanished is remembered over restarts, and noted in the journal. */
export interface StoreWatch {
  facts(): StoreFacts;
  /** An event of the page; answers whether it changed what is known. */
  note(event: z.infer<typeof PageLog>): boolean;
}

const name = 'browser-store.json';
export const KeptOfStore = z.object({ vanished: StoreFacts.shape.vanished });

export async function openStoreWatch(options: {
  disk: Disk;
  folder: string;
  clock: Clock;
  safe: Pick<Safe, 'note'>;
}): Promise<StoreWatch> {
  const { disk, folder, clock, safe } = options;
  const bytes = await disk.read(`${folder}/${name}`);
  const kept = KeptOfStore.safeParse(bytes ? parseJson(bytes) : undefined);
  let facts: StoreFacts = { state: 'open', vanished: kept.success ? kept.data.vanished : null, persistent: null };

  async function keep(): Promise<void> {
    const text = JSON.stringify({ vanished: facts.vanished });
    await replaceFile(disk, { folder, name, bytes: new TextEncoder().encode(text), durable: true });
  }

  function change(next: Partial<StoreFacts>): boolean {
    const before = JSON.stringify(facts);
    facts = { ...facts, ...next };
    return JSON.stringify(facts) !== before;
  }

  return {
    facts: () => facts,
    note({ code, about }) {
      if (code === 'storage-persistent') return change({ persistent: true });
      if (code === 'storage-not-persistent') return change({ persistent: false });
      const state = StoreState.safeParse(code.replace(/^outbox-/, ''));
      if (state.success && code.startsWith('outbox-')) return change({ state: state.data });
      if (code !== 'outbox-vanished') return false;
      const how = VanishedHow.catch('store-gone').parse(about);
      const nowMs = clock.nowMs();
      const times = (facts.vanished?.times ?? 0) + 1;
      change({ vanished: { at: new Date(nowMs).toISOString(), how, times } });
      // Neither may be written on a full disk; the page is told nothing of it, the log has it.
      void keep().catch(() => undefined);
      void safe.note({ type: 'note', at: nowMs, code, about: how }).catch(() => undefined);
      return true;
    },
  };
}
