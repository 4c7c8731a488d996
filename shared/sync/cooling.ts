import type { AbortSignalLike, Timer } from '../runtime.ts';

/** Single filings that wait for their next turn while the others go on. Nothing is written: a restart tries at once. */
export interface Cooling {
  has(id: string): boolean;
  ids(): ReadonlySet<string>;
  size(): number;
  cool(id: string, delayMs: number): void;
}

export function createCooling(ports: { timer: Timer; signal: AbortSignalLike; cooled: () => void }): Cooling {
  const turns = new Map<string, number>();
  let turn = 0;

  function put(id: string): () => void {
    turn += 1;
    const mine = turn;
    turns.set(id, mine);
    return () => {
      if (turns.get(id) !== mine) return;
      turns.delete(id);
      ports.cooled();
    };
  }

  return {
    has: (id) => turns.has(id),
    ids: () => new Set(turns.keys()),
    size: () => turns.size,
    cool(id, delayMs) {
      const done = put(id);
      void ports.timer.wait(delayMs, ports.signal).then(() => {
        if (!ports.signal.aborted) done();
      });
    },
  };
}
