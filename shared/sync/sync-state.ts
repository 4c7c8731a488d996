import { bounds } from '../portal-contract/messages.ts';
import type { ProblemCode } from '../portal-contract/problems.ts';
import type { Owed } from '../shell-contract/messages.ts';
import { type Breaker, closedBreaker } from './breaker.ts';
import type { Cooling } from './cooling.ts';
import { judgeAttempt, judgeFiling } from './judge.ts';
import { createLoners, type Loners } from './loners.ts';
import { createNewsBag, type NewsBag } from './news.ts';
import { firstPage, type PageSize } from './page-size.ts';
import { createPartLanes, type PartLanes } from './part-lanes.ts';
import type { KioskFacts, SyncPorts } from './ports.ts';
import { chanceFrom, retryWaitMs } from './retry.ts';
import type { SyncEvent } from './sync-event.ts';

/** The pure decisions of the engine. Handed in only so that a test can break one and see the simulation find it. */
export const soundDecisions = { judgeAttempt, judgeFiling, retryWaitMs };
export type SyncDecisions = typeof soundDecisions;

/** What the engine remembers while it runs. Nothing here is needed after a power cut. */
export interface SyncState {
  readonly ports: SyncPorts;
  readonly decide: SyncDecisions;
  readonly announce: (event: SyncEvent) => void;
  readonly cooling: Cooling;
  readonly loners: Loners;
  readonly news: NewsBag;
  readonly partLanes: PartLanes;
  breaker: Breaker;
  page: PageSize;
  somebodyAtTheScreen: boolean;
  stopping: boolean;
  online: boolean | undefined;
  blocked: ProblemCode | undefined;
  /** The portal has not heard of this kiosk for a while. */
  contactDue: boolean;
  statusDue: boolean;
  /** Statuses are asked in turns; the last filing asked about. */
  askedUpTo: string | undefined;
  owed: Owed | undefined;
  /** As the last greeting found it; `null` while nobody has provisioned this kiosk, `undefined` while the shell does not answer. */
  kiosk: KioskFacts | null | undefined;
  /** How many withdrawals and ratings ride in one message. */
  extras: number;
  /** Withdrawals the portal could not take for good yet, and when it was asked: again after another filing, or after a while. */
  readonly withdrawalsPutOff: Map<string, number>;
  /** Filings whose parts were sent once already: asked for again, they wait their turn. */
  readonly partsSent: Set<string>;
  /** Sent again because the portal lost them: once per run is enough, its checkpoint may be a day behind. */
  readonly healed: Set<string>;
  unreadableInARow: number;
  refusedInARow: number;
  /** Something failed between lease and record: filings may be left in `sending`. */
  mustRecover: boolean;
}

export function createSyncState(given: Pick<SyncState, 'ports' | 'decide' | 'announce' | 'cooling'>): SyncState {
  const state: SyncState = {
    ...given,
    loners: createLoners(),
    news: createNewsBag(),
    partLanes: createPartLanes({ clock: given.ports.clock, isPolite: () => state.somebodyAtTheScreen }),
    breaker: closedBreaker,
    page: firstPage,
    somebodyAtTheScreen: false,
    stopping: false,
    online: undefined,
    blocked: undefined,
    contactDue: true,
    statusDue: true,
    askedUpTo: undefined,
    owed: undefined,
    kiosk: undefined,
    extras: bounds.filingsPerSync,
    withdrawalsPutOff: new Map(),
    partsSent: new Set(),
    healed: new Set(),
    unreadableInARow: 0,
    refusedInARow: 0,
    mustRecover: true,
  };
  return state;
}

/** What came of one message, for the loop. */
export type Exchange =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'went' }
  | { readonly kind: 'failed'; readonly retryAfterMs?: number | undefined };

export function chance({ ports }: SyncState): number {
  return chanceFrom(ports.dice.bytes(4));
}

/** This one filing waits for its turn; longer each time. */
export function coolDown(state: SyncState, { id, delivery }: { id: string; delivery: { attempts: number } }): void {
  state.cooling.cool(id, state.decide.retryWaitMs({ failures: delivery.attempts, chance: chance(state) }));
}

export function setOnline(state: SyncState, online: boolean): void {
  if (state.online === online) return;
  state.online = online;
  state.announce({ event: 'network', online });
}

export function setBlocked(state: SyncState, problem: ProblemCode | undefined): void {
  if (state.blocked === problem) return;
  state.blocked = problem;
  state.announce({ event: 'blocked', problem: problem ?? null });
}
