import type { JournalLog } from './journal-log.ts';
import type { Row } from './safe/filing-index.ts';
import type { Safe } from './safe/safe.ts';
import type { SavedDrafts } from './saved-drafts.ts';

export interface Tidying {
  /** Takes what may go off the disk; never two at a time. Never rejects. */
  run(how: 'daily' | 'after-freeing'): Promise<void>;
  /** What is under way has ended, and nothing begins any more. */
  stop(): Promise<void>;
}

/** While the clock is doubtful nothing is removed by age; what a checkpoint has freed goes at any time. */
export function createTidying(options: {
  safe: Safe;
  savedDrafts: SavedDrafts;
  log: JournalLog;
  now: () => { ms: number; confirmed: boolean };
  receiptLineMs: number;
  tidyFromBytes: number;
}): Tidying {
  const { safe, log } = options;
  let running: Promise<void> | undefined;
  let isStopped = false;

  async function tidy(how: 'daily' | 'after-freeing'): Promise<void> {
    const now = options.now();
    const rows = safe.rows();
    const isOld = (row: Row): boolean =>
      row.receipt !== undefined &&
      row.freed !== undefined &&
      now.ms - Date.parse(row.receipt.receivedAt) > options.receiptLineMs;
    const forget = new Set(how === 'daily' && now.confirmed ? rows.filter(isOld).map((row) => row.facts.id) : []);
    const deadBytes = rows.reduce((sum, row) => (row.freed && !row.bodyDropped ? sum + row.location.length : sum), 0);
    const isDue = how === 'daily' ? deadBytes > 0 || forget.size > 0 : deadBytes >= options.tidyFromBytes;
    if (isDue) {
      await safe.tidy({ forget, closeCurrent: true });
      log.write('safe-tidied', String(deadBytes));
    }
    if (how === 'daily') await options.savedDrafts.tidy();
  }

  return {
    async run(how) {
      if (isStopped) return;
      running ??= tidy(how)
        .catch(() => log.write('tidying-failed'))
        .finally(() => {
          running = undefined;
        });
      await running;
    },
    async stop() {
      isStopped = true;
      await running;
    },
  };
}
