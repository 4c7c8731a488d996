import type { Clock, Dice, Timer } from '../../shared/runtime.ts';
import { ShellEvent } from '../../shared/shell-contract/messages.ts';
import { type SyncEngine, startSyncEngine } from '../../shared/sync/engine.ts';
import { forgetOld } from '../store/forget-old.ts';
import { openStore } from '../store/open-store.ts';
import type { OutboxOpening } from '../store/outbox-database.ts';
import { openSteadyOutbox, type SteadyOutbox, type StoreState } from '../store/steady-outbox.ts';
import { log, portalDoor, readSafeFilings, readShellState, safeDoor } from './doors.ts';
import { type FromWorker, ToWorker } from './messages.ts';

/** Held by the one worker that syncs, over all pages of this kiosk. */
const lockName = 'diem-cham-sync';
const shellRetryMs = 2000;

export interface WorkerPort {
  post(message: FromWorker): void;
  listen(listener: (message: unknown) => void): void;
}

/**
 * ```
 *  wait for the lock ─▶ open the store ─▶ agree with the safe ─▶ engine, until the worker dies (and with it the lock)
 *                          └─ cannot: work from the safe, look again later (steady-outbox.ts)
 * ```
 */
export function startSyncWorker(page: WorkerPort): void {
  let engine: SyncEngine | undefined;
  let somebody = false;
  let agreeAgain: (() => void) | undefined;

  page.listen((data) => {
    const message = ToWorker.safeParse(data);
    if (!message.success) return;
    if (message.data.say === 'send-now') engine?.sendNow();
    if (message.data.say === 'agree-with-safe') agreeAgain?.();
    if (message.data.say === 'somebody-at-the-screen') {
      somebody = message.data.somebody;
      engine?.setSomebodyAtTheScreen(somebody);
    }
  });

  page.post({ event: 'started' });
  void navigator.locks.request(lockName, async () => {
    const outbox = await openSteadyOutbox({
      open: openStore,
      readPage: readSafeFilings,
      purpose: 'sending',
      wait: (delayMs) => timer.wait(delayMs),
      onStore(state) {
        tellOfStore(page, state);
        // How it was found when it opened at last.
        if (state === 'open') agreeAgain?.();
      },
    });
    await agreeWithSafe(page, outbox);
    agreeAgain = () => void agreeWithSafe(page, outbox);
    engine = startSyncEngine({
      outbox,
      portal: portalDoor,
      safe: safeDoor,
      clock,
      dice,
      timer,
    });
    engine.setSomebodyAtTheScreen(somebody);
    engine.observe((event) => {
      page.post(event);
      if (event.event === 'trouble') void log({ code: 'sync-problem', about: event.about });
      if (event.event === 'blocked' && event.problem) void log({ code: 'sync-problem', about: event.problem });
    });
    watchNetwork(engine);
    // The lock is held for as long as this worker lives.
    await new Promise(() => {});
  });
}

function tellOfStore(page: WorkerPort, state: StoreState): void {
  if (state !== 'open') page.post({ event: 'outbox-unavailable' });
  void log({ code: `outbox-${state}` });
}

/** Waits for the shell as long as it takes: without the safe nobody knows what is owed. */
async function agreeWithSafe(page: WorkerPort, outbox: SteadyOutbox): Promise<void> {
  for (;;) {
    const { complete, filings, added, opened } = await outbox.agreeWithSafe();
    if (complete) {
      const vanished =
        opened !== undefined && (opened.dataLoss || opened.canaryMissing || (opened.created && filings > 0));
      if (vanished) await log({ code: 'outbox-vanished', about: howItVanished(opened) });
      if (vanished || (opened && added > 0)) await log({ code: 'outbox-rebuilt' });
      if (opened) await outbox.forgetOpening();
      if (outbox.store() === 'open') await whenOpen(outbox, opened !== undefined);
      page.post({ event: 'outbox-ready', rebuilt: vanished, added });
      return;
    }
    await timer.wait(shellRetryMs);
  }
}

async function whenOpen(outbox: SteadyOutbox, isFirst: boolean): Promise<void> {
  // The page before may have gone while its store was shut.
  if (isFirst) await log({ code: 'outbox-open' });
  const state = await readShellState();
  if (state === undefined) return;
  const { confirmed, offsetMs } = state.clock;
  const nowMs = clock.nowMs() + (offsetMs ?? 0);
  await forgetOld(outbox, readSafeFilings, { nowMs, isConfirmed: confirmed }).catch(() => 0);
}

function howItVanished({ dataLoss, canaryMissing }: OutboxOpening): string {
  if (dataLoss) return 'data-loss';
  return canaryMissing ? 'canary-missing' : 'store-gone';
}

/** The shell sees the network; when it comes back nothing should wait for a timer. */
function watchNetwork(engine: SyncEngine): void {
  let online: boolean | undefined;
  let kiosk: string | undefined;
  async function look(): Promise<void> {
    const state = await readShellState();
    if (state === undefined) return;
    const cameBack = state.network.online && online === false;
    const justProvisioned = state.kiosk !== null && kiosk === undefined;
    online = state.network.online;
    kiosk = state.kiosk?.id;
    if (cameBack || justProvisioned) engine.networkIsBack();
  }
  void look();
  const events = new EventSource('/shell/events');
  events.onmessage = ({ data }: MessageEvent<unknown>) => {
    const event = ShellEvent.safeParse(readJson(data));
    if (event.success && event.data.event === 'state-changed') void look();
  };
}

const clock: Clock = { nowMs: () => Date.now() };

const dice: Dice = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };

const timer: Timer = {
  wait: (delayMs, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const handle = setTimeout(end, delayMs);
      signal?.addEventListener('abort', end, { once: true });
      function end(): void {
        clearTimeout(handle);
        signal?.removeEventListener('abort', end);
        resolve();
      }
    }),
};

function readJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
