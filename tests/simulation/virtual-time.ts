import type { Timer } from '../../shared/runtime.ts';

export interface VirtualTime {
  nowMs(): number;
  /** Runs `work` after `delayMs` of virtual time. Returns how to take it back. */
  after(delayMs: number, work: () => void): () => void;
  readonly timer: Timer;
  /** Work that takes no virtual time but some turns of the event loop (HTTP, a database, cryptography): a step ends after it. */
  working<T>(work: Promise<T>): Promise<T>;
  /** Runs the next thing that is due, and lets everything that follows from it come to rest. `false`: nothing is left. */
  step(untilMs: number): Promise<boolean>;
  /** Things planned and not taken back: what everybody in the world is waiting for. */
  planned(): number;
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
  let working = 0;

  const time: VirtualTime = {
    nowMs: () => nowMs,
    after(delayMs, work) {
      order += 1;
      const one: Due = { atMs: nowMs + Math.max(0, Math.round(delayMs)), order, work };
      due.splice(placeOf(due, one), 0, one);
      return () => {
        const place = placeOf(due, one);
        if (due[place] === one) due.splice(place, 1);
      };
    },
    timer: {
      wait: (delayMs, signal) =>
        new Promise((resolve) => {
          if (signal?.aborted) return resolve();
          const takeBack = time.after(delayMs, end);
          signal?.addEventListener('abort', end, { once: true });
          function end(): void {
            takeBack();
            signal?.removeEventListener('abort', end);
            resolve();
          }
        }),
    },
    working(work) {
      working += 1;
      return work.finally(() => {
        working -= 1;
      });
    },
    async step(untilMs) {
      if (!isDue(untilMs)) {
        // What was begun between two steps may still plan something.
        await settle();
        if (!isDue(untilMs)) {
          nowMs = Math.max(nowMs, untilMs);
          return false;
        }
      }
      const next = due.shift() as Due;
      nowMs = next.atMs;
      next.work();
      await settle();
      return true;
    },
    planned: () => due.length,
  };
  return time;

  function isDue(untilMs: number): boolean {
    return due[0] !== undefined && due[0].atMs <= untilMs;
  }

  /** Everything else in this world is promises without real waiting: a turn of the event loop, and all of them have settled. */
  async function settle(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve));
    while (working > 0);
  }
}

/** Where this one stands in the queue, or belongs. */
function placeOf(due: readonly Due[], one: Due): number {
  let low = 0;
  let high = due.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = due[middle] as Due;
    if (other.atMs < one.atMs || (other.atMs === one.atMs && other.order < one.order)) low = middle + 1;
    else high = middle;
  }
  return low;
}
