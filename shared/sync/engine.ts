import { breakerAfter } from './breaker.ts';
import { carry } from './carry.ts';
import { createCooling } from './cooling.ts';
import { greet, tellSafe } from './greet.ts';
import { pageAfter, pageFor } from './page-size.ts';
import type { SyncPorts } from './ports.ts';
import type { SyncEvent } from './sync-event.ts';
import {
  chance,
  createSyncState,
  type Exchange,
  type SyncDecisions,
  type SyncState,
  soundDecisions,
} from './sync-state.ts';
import { createAbort, createWaker, type WakeReason } from './wake.ts';

export interface SyncEngine {
  /** Now, whatever is being waited for; only a portal's `Retry-After` stands. */
  sendNow(): void;
  networkIsBack(): void;
  setSomebodyAtTheScreen(somebody: boolean): void;
  /** Returns how to stop observing. */
  observe(listener: (event: SyncEvent) => void): () => void;
  /** Ends after the message on its way has been recorded. */
  stop(): Promise<void>;
}

/** A quiet kiosk says "here I am" this often, spread over half of it: time, keys and settings come back with the answer. */
const contactEveryMs = 2 * 60_000;
/** Statuses are asked with every fifth contact. */
const contactsPerStatus = 5;
/** However often it is woken, a failing engine rests this long. */
const shortestBackOffMs = 5000;
/** Between two pages while somebody is at the screen. */
const politePauseMs = 40;
/** Between two rests; what is left is for the next. */
const mostTidying = 2000;
const worthWaking: readonly WakeReason[] = ['send-now', 'network-back', 'owed', 'cooled'];
/** Filings with their own wait are looked at in turns of this many. */
const lonersPerTurn = 20;

/**
 * Moves what is owed to the portal. Only one may run over an outbox.
 *
 * ```
 *     ┌──▶ greeting ──answered, or no need──▶ carrying ──nothing more may go──▶ resting ──┐
 *     │       │                            (1–3 lanes)                                    │
 *     │       │ failed                          │ failed                                  │ owed · woken ·
 *     │       ▼                                 ▼                                         │ a wait is over
 *     └── backing-off ◀─────────────────────────┘                                         │
 *     │   (grows to 5 minutes; from the third failure the next greeting is the probe)     │
 *     └───────────────────────────────────────────────────────────────────────────────────┘
 *  refused as a kiosk: as backing-off, and no filing is leased before a greeting is answered
 * ```
 */
export function startSyncEngine(ports: SyncPorts, decide: SyncDecisions = soundDecisions): SyncEngine {
  const listeners = new Set<(event: SyncEvent) => void>();
  const waker = createWaker(ports.timer);
  const ended = createAbort();
  const state = createSyncState({
    ports,
    decide,
    announce: (event) => {
      for (const listener of [...listeners]) listener(event);
    },
    cooling: createCooling({ timer: ports.timer, signal: ended.signal, cooled: () => waker.wake('cooled') }),
  });
  const forgetOutbox = ports.outbox.observe((change) => {
    if (change.owed) waker.wake('owed');
  });

  const running = run();

  return {
    sendNow() {
      state.statusDue = true;
      state.contactDue = true;
      waker.wake('send-now');
    },
    networkIsBack: () => waker.wake('network-back'),
    setSomebodyAtTheScreen(somebody) {
      state.somebodyAtTheScreen = somebody;
    },
    observe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop() {
      state.stopping = true;
      ended.abort();
      waker.wake('stop');
      return running;
    },
  };

  async function run(): Promise<void> {
    let contacts = 0;
    while (!state.stopping) {
      waker.clear();
      const exchange = await sendAll(state);
      if (state.stopping) break;
      if (exchange.kind === 'failed') await backOff(exchange.retryAfterMs);
      else if ((await restUntilOwed()) === 'waited') {
        contacts += 1;
        state.contactDue = true;
        // Nothing of ours is under way now. What still is was another engine's, which died without the lock; it would wait for the
        // next start.
        state.mustRecover = true;
        if (contacts % contactsPerStatus === 0) state.statusDue = true;
      }
    }
    forgetOutbox();
  }

  async function backOff(retryAfterMs: number | undefined): Promise<void> {
    state.breaker = breakerAfter(state.breaker, 'failed');
    state.page = pageAfter(state.page, { happened: 'failed' });
    const { failures } = state.breaker;
    const waitMs = decide.retryWaitMs({ failures, chance: chance(state), retryAfterMs });
    const firmMs = Math.min(waitMs, retryAfterMs === undefined ? shortestBackOffMs : waitMs);
    await waker.rest(firmMs, []);
    await waker.rest(waitMs - firmMs, ['send-now', 'network-back', 'owed']);
    state.breaker = breakerAfter(state.breaker, 'waited');
  }

  async function restUntilOwed(): Promise<'waited' | 'woken'> {
    state.announce({ event: 'rested' });
    await tidyUp();
    const restMs = (contactEveryMs * (1 + chance(state))) / 2;
    return waker.rest(restMs, worthWaking);
  }

  /** What recording left for a time when nothing is sent; whoever wants something is not kept waiting for it. */
  async function tidyUp(): Promise<void> {
    for (let turns = 0; turns < mostTidying; turns++) {
      if ((await waker.rest(state.somebodyAtTheScreen ? politePauseMs : 0, worthWaking)) === 'woken') return;
      if (!(await ports.outbox.tidy().catch(() => false))) return;
    }
  }
}

/** Everything that may go now. Never rejects: an outbox that fails is waited for like a portal that does. */
async function sendAll(state: SyncState): Promise<Exchange> {
  try {
    if (state.mustRecover) await state.ports.outbox.recover();
    state.mustRecover = false;
    const greeted = await greet(state);
    if (greeted.kind === 'failed') return greeted;
    if (greeted.kind === 'went') state.breaker = breakerAfter(state.breaker, 'answered');
    const carried = await carryAll(state);
    if (carried.kind === 'failed') return carried;
    if (!(await tellSafe(state))) return { kind: 'failed' };
    // Withdrawals travel right behind the filings they belong to.
    return carried.kind === 'went' ? await greet(state) : carried;
  } catch {
    state.announce({ event: 'trouble', about: 'outbox' });
    return { kind: 'failed' };
  }
}

/** Pages until nothing more may go, over as many lanes as the portal answers quickly; then the loners, one by one. */
async function carryAll(state: SyncState): Promise<Exchange> {
  const lanes = new Set<Promise<void>>();
  let more = true;
  let went = false;
  let failed: Extract<Exchange, { kind: 'failed' }> | undefined;

  for (;;) {
    await carryPages();
    if (failed !== undefined) return failed;
    const alone = await carryLoners(state);
    if (alone.kind === 'failed') return alone;
    went ||= alone.kind === 'went';
    // Each turn sends, cools or forgets its loners, so there is an end to them.
    if (state.stopping || lonersDue(state).length === 0) return { kind: went ? 'went' : 'nothing' };
    more = true;
  }

  async function carryPages(): Promise<void> {
    for (;;) {
      while (more && failed === undefined && !state.stopping && lanes.size < pageFor(state.page, state).lanes) open();
      if (lanes.size === 0) return;
      await Promise.race(lanes);
    }
  }

  function open(): void {
    const lane: Promise<void> = onePage().finally(() => lanes.delete(lane));
    lanes.add(lane);
  }

  async function onePage(): Promise<void> {
    const exchange = await carrySafely(state);
    if (exchange.kind === 'nothing') more = false;
    if (exchange.kind === 'failed') failed ??= exchange;
    if (exchange.kind !== 'went') return;
    went = true;
    // Who found nothing looked while this page was under way, and may have looked past others of the same number.
    more = true;
    if (state.news.isUrgent() && !(await tellSafe(state))) failed ??= { kind: 'failed' };
    if (state.somebodyAtTheScreen) await state.ports.timer.wait(politePauseMs);
  }
}

async function carryLoners(state: SyncState): Promise<Exchange> {
  const due = lonersDue(state).slice(0, lonersPerTurn);
  let went = false;
  for (const id of due) {
    if (state.stopping) break;
    const exchange = await carrySafely(state, id);
    if (exchange.kind === 'failed') return exchange;
    went ||= exchange.kind === 'went';
  }
  return { kind: went ? 'went' : 'nothing' };
}

function lonersDue({ loners, cooling }: SyncState): string[] {
  return [...loners.ids()].filter((id) => !cooling.has(id));
}

async function carrySafely(state: SyncState, only?: string): Promise<Exchange> {
  try {
    return await carry(state, only);
  } catch {
    state.mustRecover = true;
    state.announce({ event: 'trouble', about: 'outbox' });
    return { kind: 'failed' };
  }
}
