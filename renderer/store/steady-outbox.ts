import { createAnnouncer } from '../../shared/outbox/announcer.ts';
import type { Outbox, OutboxChange } from '../../shared/outbox/outbox.ts';
import { announceToAllPages } from './announce-to-all-pages.ts';
import { type OutboxOpening, type ShutReason, StoreIsShut } from './outbox-database.ts';
import { createOutboxOfSafe, type OutboxOfSafe } from './outbox-of-safe.ts';
import { type Reconciled, reconcile, type SafePage } from './reconcile.ts';

/** What an opened store is to this file; `open-store.ts` makes it of the database. */
export interface OpenStore {
  readonly outbox: Outbox & { close(): void };
  readonly opened: OutboxOpening;
  forgetOpening(): Promise<void>;
  proveWritable(): Promise<void>;
}

/** How the store stands, by code. `write-failed`: the disk is full, or the browser closed the store under us. */
export type StoreState = 'open' | ShutReason | 'write-failed';

export interface SteadyOutbox extends Outbox {
  store(): StoreState;
  /** Makes it agree with the safe. `opened`: how the store was found, until `forgetOpening`. */
  agreeWithSafe(): Promise<Reconciled & { readonly opened: OutboxOpening | undefined }>;
  forgetOpening(): Promise<void>;
  close(): void;
}

/** Between two looks whether the store works again. */
const lookAgainMs = 10_000;
/** While others drain the queue a page in memory looks this often. */
const hearingMs = 3000;
/** Filings whose refusal is taken over into the store when it works again; the others are sent and refused once more. */
const mostTakenOver = 200;

/**
 * The outbox that goes on when its store does not: a full disk makes Chromium close IndexedDB under us, a newer build's store
 * must not be touched, a vanished one is not there. The safe is the truth, so the work goes on in memory, filled from the safe,
 * until the store takes writing again.
 *
 * ```
 *   open ──a call fails──▶ write-failed ──┐
 *    ▲ ▲                                  ├─ in memory, from the safe
 *    │ └────opens and takes a write───────┤  (looks again every 10 s)
 *    │                                    │
 *   start ───────does not open───────▶ newer · blocked · upgrade-failed · unavailable
 * ```
 */
export async function openSteadyOutbox(options: {
  open: () => Promise<OpenStore>;
  readPage: SafePage;
  purpose: 'showing' | 'sending';
  wait: (delayMs: number) => Promise<void>;
  /** Called when the state changes, and at first unless it is open. */
  onStore: (state: StoreState) => void;
}): Promise<SteadyOutbox> {
  const { readPage, purpose, wait } = options;
  const { announce, observe } = createAnnouncer();
  const pages = announceToAllPages();
  const isSending = purpose === 'sending';
  let state: StoreState = 'open';
  let store: OpenStore | undefined;
  let ofSafe: OutboxOfSafe | undefined;
  let isClosed = false;
  /** Somebody has told the shell how this store was found. */
  let isTold = false;
  let stopHearing: () => void = () => {};

  // Another page has changed something. In memory that is only found out from the safe; an open store hears it by itself.
  let isHearing = false;
  pages.observe(() => {
    if (!ofSafe || isHearing) return;
    isHearing = true;
    void wait(hearingMs)
      .then(() => ofSafe && fill(ofSafe))
      .catch(() => undefined)
      .finally(() => {
        isHearing = false;
      });
  });

  try {
    use(await options.open());
  } catch (error) {
    await workFromSafe(reasonOf(error));
  }

  function use(opened: OpenStore): void {
    store = opened;
    isTold = false;
    ofSafe = undefined;
    stopHearing();
    stopHearing = opened.outbox.observe(announce);
  }

  /** Everything the safe has is known when this resolves, unless the shell does not answer either. */
  async function workFromSafe(why: Exclude<StoreState, 'open'>): Promise<void> {
    store?.outbox.close();
    store = undefined;
    stopHearing();
    const fresh = createOutboxOfSafe(readPage, purpose);
    ofSafe = fresh;
    stopHearing = fresh.outbox.observe(tellEverybody);
    setState(why);
    void comeBack();
    await fill(fresh).catch(() => undefined);
  }

  async function fill(from: OutboxOfSafe): Promise<Reconciled> {
    const filled = await from.fill();
    if (filled.added + filled.corrected > 0) announce({ ids: [], owed: filled.added > 0 });
    return filled;
  }

  function tellEverybody(change: OutboxChange): void {
    announce(change);
    // What this page files lies in the safe; whoever sends must look there.
    pages.announce(change);
  }

  async function comeBack(): Promise<void> {
    while (!isClosed && ofSafe) {
      await wait(lookAgainMs);
      if (isClosed) return;
      const opened = await tryStore();
      if (!opened) continue;
      use(opened);
      setState('open');
      announce({ ids: [], owed: true });
      return;
    }
  }

  /** An open store that takes writing and agrees with the safe, or none yet. */
  async function tryStore(): Promise<OpenStore | undefined> {
    let opened: OpenStore | undefined;
    try {
      opened = await options.open();
      await opened.proveWritable();
      if (!isSending) return opened;
      await opened.outbox.recover();
      if ((await reconcile(opened.outbox, readPage)).complete) {
        await takeOverRefusals(opened.outbox);
        return opened;
      }
    } catch (error) {
      if (error instanceof StoreIsShut) setState(error.reason);
    }
    opened?.outbox.close();
    return undefined;
  }

  /** What was refused meanwhile is not called waiting again. */
  async function takeOverRefusals(to: Outbox): Promise<void> {
    const refused = (await ofSafe?.outbox.list({ states: ['needs-attention'], limit: mostTakenOver })) ?? [];
    for (const { id, delivery } of refused) {
      if (delivery.state !== 'needs-attention') continue;
      await to.lease({ filings: 1, bytes: 0, only: id });
      await to.record(new Map([[id, { kind: 'needs-attention', problem: delivery.problem }]]));
    }
  }

  function setState(now: StoreState): void {
    if (now === state) return;
    state = now;
    options.onStore(now);
  }

  async function run<T>(work: (outbox: Outbox) => Promise<T>): Promise<T> {
    const used = store;
    if (used) {
      try {
        return await work(used.outbox);
      } catch {
        // One of several calls that fail at once leads away from the store; the others follow.
        if (store === used) await workFromSafe('write-failed');
      }
    }
    const now = store?.outbox ?? ofSafe?.outbox;
    if (now === undefined) throw new Error('an outbox that was closed');
    return work(now);
  }

  return {
    put: (filing) => run((outbox) => outbox.put(filing)),
    lease: (bounds) => run((outbox) => outbox.lease(bounds)),
    record: (outcomes) => run((outbox) => outbox.record(outcomes)),
    recover: () => run((outbox) => outbox.recover()),
    tryAgain: (id) => run((outbox) => outbox.tryAgain(id)),
    setStatus: (id, status) => run((outbox) => outbox.setStatus(id, status)),
    setWithdrawal: (id, withdrawal) => run((outbox) => outbox.setWithdrawal(id, withdrawal)),
    get: (id) => run((outbox) => outbox.get(id)),
    findBySlip: (slip) => run((outbox) => outbox.findBySlip(slip)),
    list: (query) => run((outbox) => outbox.list(query)),
    count: () => run((outbox) => outbox.count()),
    openWithdrawals: (limit) => run((outbox) => outbox.openWithdrawals(limit)),
    following: (limit, after) => run((outbox) => outbox.following(limit, after)),
    forget: (ids) => run((outbox) => outbox.forget(ids)),
    agree: (kept) => run((outbox) => outbox.agree(kept)),
    tidy: () => run((outbox) => outbox.tidy()),
    setAside: () => run((outbox) => outbox.setAside()),
    observe,

    store: () => state,
    async agreeWithSafe() {
      const opened = isTold ? undefined : store?.opened;
      // A store that fails in the middle leaves the work to memory, which fills itself.
      const reconciled = ofSafe ? await fill(ofSafe) : await run((outbox) => reconcile(outbox, readPage));
      return { ...reconciled, opened };
    },
    async forgetOpening() {
      isTold = true;
      await store?.forgetOpening().catch(() => undefined);
    },
    close() {
      isClosed = true;
      stopHearing();
      store?.outbox.close();
      store = undefined;
      ofSafe = undefined;
      pages.close();
    },
  };
}

function reasonOf(error: unknown): ShutReason {
  return error instanceof StoreIsShut ? error.reason : 'unavailable';
}
