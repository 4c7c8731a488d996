import { createMemoryOutbox } from '../../shared/outbox/memory-outbox.ts';
import type { Outbox } from '../../shared/outbox/outbox.ts';
import type { ProblemCode } from '../../shared/portal-contract/problems.ts';
import { createDexieOutbox } from '../store/dexie-outbox.ts';
import { openOutboxDatabase } from '../store/outbox-database.ts';
import { reconcile } from '../store/reconcile.ts';
import { readSafeFilings } from '../sync/doors.ts';
import workerAddress from '../sync/sync.worker.ts?worker&url';
import { startSync } from '../sync/sync-client.ts';
import { scriptAddress } from '../trusted-types.ts';

/** The page's view of what is owed, and the engine that sends it. */
export interface Delivery {
  readonly outbox: Outbox;
  /** Tells of every change of a delivery state. */
  observe(listener: () => void): () => void;
  /** Why the portal refuses the kiosk itself; undefined while it does not. Nothing is sent until a technician acts. */
  portalRefusal(): ProblemCode | undefined;
  sendNow(): void;
  /** Brings into the outbox what the safe has and the outbox lacks. */
  agreeWithSafe(): void;
  setSomebodyAtTheScreen(somebody: boolean): void;
}

export async function openDelivery(): Promise<Delivery> {
  const outbox = await openOutbox();
  const sync = startSync(scriptAddress(workerAddress) as unknown as TrustedScriptURL);
  let refusal: ProblemCode | undefined;
  sync.observe((event) => {
    if (event.event === 'blocked') refusal = event.problem ?? undefined;
  });
  return {
    outbox,
    portalRefusal: () => refusal,
    observe(listener) {
      const stopOutbox = outbox.observe(listener);
      const stopSync = sync.observe((event) => {
        if (event.event === 'outbox-ready' || event.event === 'blocked') listener();
      });
      return () => {
        stopOutbox();
        stopSync();
      };
    },
    sendNow: sync.sendNow,
    agreeWithSafe: sync.agreeWithSafe,
    setSomebodyAtTheScreen: sync.setSomebodyAtTheScreen,
  };
}

/**
 * Where the browser cannot open its store, the page still shows what the safe holds. Nothing is sent from here; the
 * worker keeps trying to open the store and says so in the log.
 */
async function openOutbox(): Promise<Outbox> {
  try {
    return createDexieOutbox(await openOutboxDatabase());
  } catch {
    const outbox = createMemoryOutbox();
    await reconcile(outbox, readSafeFilings);
    return outbox;
  }
}
