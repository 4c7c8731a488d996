import type { AbortSignalLike, Timer } from '../runtime.ts';

/** Why a rest may end early. */
export type WakeReason = 'send-now' | 'network-back' | 'owed' | 'cooled' | 'stop';

export interface Waker {
  wake(reason: WakeReason): void;
  /** Forgets what came while the engine was at work: it has just looked at everything. */
  clear(): void;
  /** Waits, unless one of these reasons comes first, or came since the last `clear`. `stop` always ends it. */
  rest(delayMs: number, heeds: readonly WakeReason[]): Promise<'waited' | 'woken'>;
}

export function createWaker(timer: Timer): Waker {
  const came = new Set<WakeReason>();
  let resting: { heeds: readonly WakeReason[]; end: () => void } | undefined;

  return {
    wake(reason) {
      came.add(reason);
      if (resting?.heeds.includes(reason)) resting.end();
    },
    clear() {
      for (const reason of [...came]) if (reason !== 'stop') came.delete(reason);
    },
    async rest(delayMs, reasons) {
      const heeds: readonly WakeReason[] = [...reasons, 'stop'];
      if (heeds.some((reason) => came.has(reason))) return 'woken';
      if (delayMs <= 0) return 'waited';
      const abort = createAbort();
      resting = { heeds, end: abort.abort };
      await timer.wait(delayMs, abort.signal);
      resting = undefined;
      return abort.signal.aborted ? 'woken' : 'waited';
    },
  };
}

/** The part of an AbortController that shared code needs (there is no DOM here). */
export function createAbort(): { signal: AbortSignalLike; abort: () => void } {
  const listeners = new Set<() => void>();
  let aborted = false;
  return {
    signal: {
      get aborted() {
        return aborted;
      },
      addEventListener: (_type, listener) => void listeners.add(listener),
      removeEventListener: (_type, listener) => void listeners.delete(listener),
    },
    abort() {
      if (aborted) return;
      aborted = true;
      for (const listener of [...listeners]) listener();
      listeners.clear();
    },
  };
}
