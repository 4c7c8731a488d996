import { StoreIsShut } from '../../renderer/store/outbox-database.ts';
import type { OpenStore } from '../../renderer/store/steady-outbox.ts';
import { createMemoryOutbox } from '../../shared/outbox/memory-outbox.ts';
import { type Outbox, type OutboxChange, OutboxFiling } from '../../shared/outbox/outbox.ts';

/** One kiosk's store in its browser: it outlives pages and power cuts, and sometimes it is gone. */
export interface OutboxStore {
  /** As one more page opens it. */
  open(): Promise<OpenStore>;
  /** What lies in it now. */
  rows(): Promise<ReadonlyMap<string, OutboxFiling>>;
  /** Goes up with whatever may have changed. */
  changes(): number;
  /** The power went: of what was only handed to the system, any beginning is left. Answers how many records went. */
  powerCut(choose: (most: number) => number): number;
  vanish(): Promise<void>;
  /** From now on nothing can be written and it does not open, or it works again. */
  setFailing(fails: boolean): void;
  /** A new build reads what the old one wrote. Rejects when it cannot. */
  readAnew(): Promise<void>;
  /** For a planted mistake only. */
  takeOut(ids: readonly string[]): void;
}

export const found = { created: false, dataLoss: false, canaryMissing: false } as const;

export function createMemoryStore(): OutboxStore {
  const pages = new Set<(change: OutboxChange) => void>();
  const rows = new Map<string, OutboxFiling>();
  /** How to take back what was recorded and is not on the disk yet, oldest first. */
  let relaxed: (() => void)[] = [];
  let changes = 0;
  let isFailing = false;

  function works(): void {
    if (isFailing) throw new Error('the store takes no writing');
  }

  /** A strict write brings everything written before it to the disk, too. */
  function strict<Given extends unknown[], Answer>(call: (...given: Given) => Promise<Answer>) {
    return async (...given: Given): Promise<Answer> => {
      works();
      changes += 1;
      relaxed = [];
      return call(...given);
    };
  }

  return {
    async open() {
      if (isFailing) throw new StoreIsShut('unavailable');
      const memory = createMemoryOutbox(rows);
      const mine = new Set<(change: OutboxChange) => void>();
      // As over a BroadcastChannel: every page hears of every change.
      memory.observe((change) => {
        for (const tell of [...pages]) tell(change);
      });
      const outbox: Outbox & { close(): void } = {
        ...memory,
        put: strict(memory.put),
        lease: strict(memory.lease),
        recover: strict(memory.recover),
        tryAgain: strict(memory.tryAgain),
        setStatus: strict(memory.setStatus),
        setWithdrawal: strict(memory.setWithdrawal),
        agree: strict(memory.agree),
        async record(outcomes) {
          works();
          changes += 1;
          const before = [...outcomes.keys()].map((id) => [id, rows.get(id)] as const);
          await memory.record(outcomes);
          relaxed.push(() => {
            for (const [id, row] of before) if (row) rows.set(id, row);
          });
        },
        observe(listener) {
          pages.add(listener);
          mine.add(listener);
          return () => void pages.delete(listener);
        },
        close() {
          for (const listener of mine) pages.delete(listener);
        },
      };
      return { outbox, opened: found, forgetOpening: async () => {}, proveWritable: async () => works() };
    },
    rows: async () => rows,
    changes: () => changes,
    powerCut(choose) {
      changes += 1;
      const kept = choose(relaxed.length);
      const gone = relaxed.slice(kept);
      for (const takeBack of gone.reverse()) takeBack();
      relaxed = [];
      return gone.length;
    },
    async vanish() {
      changes += 1;
      relaxed = [];
      rows.clear();
    },
    setFailing(fails) {
      isFailing = fails;
    },
    async readAnew() {
      changes += 1;
      for (const [id, filing] of rows) rows.set(id, OutboxFiling.parse(JSON.parse(JSON.stringify(filing))));
    },
    takeOut(ids) {
      changes += 1;
      for (const id of ids) rows.delete(id);
    },
  };
}
