import type { Timer } from '../../shared/runtime.ts';

export interface VirtualTime {
  nowMs(): number;
  /** Runs `work` after `delayMs` of virtual time. */
  after(delayMs: number, work: () => void): void;
  readonly timer: Timer;
  /** Runs the next thing that is due, and lets everything that follows from it come to rest. `false`: nothing is left. */
  step(untilMs: number): Promise<boolean>;
}

interface Due {
  readonly atMs: number;
  readonly order: number;
  readonly work: () => void;
}

/** One queue of things to come, ordered by time and then by when they were planned: the only source of order in the world. */
export function createVirtualTime(): VirtualTime {
  const due: Due[] = [];
  let nowMs = 0;
  let order = 0;

  const time: VirtualTime = {
    nowMs: () => nowMs,
    after(delayMs, work) {
      order += 1;
      insert(due, { atMs: nowMs + Math.max(0, Math.round(delayMs)), order, work });
    },
    timer: {
      wait: (delayMs, signal) =>
        new Promise((resolve) => {
          if (signal?.aborted) return resolve();
          signal?.addEventListener('abort', () => resolve(), { once: true });
          time.after(delayMs, resolve);
        }),
    },
    async step(untilMs) {
      const next = due[0];
      if (next === undefined || next.atMs > untilMs) {
        nowMs = Math.max(nowMs, untilMs);
        return false;
      }
      due.shift();
      nowMs = next.atMs;
      next.work();
      // Everything in this world is promises without real waiting: one turn of the event loop and all of them have settled.
      await new Promise((resolve) => setImmediate(resolve));
      return true;
    },
  };
  return time;
}

function insert(due: Due[], one: Due): void {
  let low = 0;
  let high = due.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = due[middle] as Due;
    if (other.atMs < one.atMs || (other.atMs === one.atMs && other.order < one.order)) low = middle + 1;
    else high = middle;
  }
  due.splice(low, 0, one);
}
