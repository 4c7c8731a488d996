import type { Outbox } from '../../shared/outbox/outbox.ts';
import type { ProblemCode } from '../../shared/portal-contract/problems.ts';
import { openStore } from '../store/open-store.ts';
import { openSteadyOutbox, type SteadyOutbox } from '../store/steady-outbox.ts';
import { readSafeFilings } from '../sync/doors.ts';
import workerAddress from '../sync/sync.worker.ts?worker&url';
import { startSync } from '../sync/sync-client.ts';
import { scriptAddress } from '../trusted-types.ts';

/** The page's view of what is owed, and the engine that sends it. */
export interface Delivery {
  readonly outbox: Pick<Outbox, 'put' | 'setWithdrawal' | 'get' | 'list' | 'count' | 'tryAgain'>;
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
  // What this page changes while its store is shut lies in the safe: there whoever sends must look.
  const agree = () => {
    if (outbox.store() !== 'open') sync.agreeWithSafe();
  };
  const sync = startSync(scriptAddress(workerAddress) as unknown as TrustedScriptURL);
  let refusal: ProblemCode | undefined;
  sync.observe((event) => {
    if (event.event === 'blocked') refusal = event.problem ?? undefined;
  });
  return {
    outbox: {
      ...outbox,
      put: (filing) => outbox.put(filing).finally(agree),
      setWithdrawal: (id, withdrawal) => outbox.setWithdrawal(id, withdrawal).finally(agree),
    },
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

/** Where the store is shut or the disk full, the page shows what the safe holds; the worker says so in the log. */
function openOutbox(): Promise<SteadyOutbox> {
  return openSteadyOutbox({
    open: openStore,
    readPage: readSafeFilings,
    purpose: 'showing',
    wait: (delayMs) => new Promise((done) => setTimeout(done, delayMs)),
    onStore: () => {},
  });
}
