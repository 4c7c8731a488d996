import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../../run-program.ts';
import { SetUpProblem } from '../../say.ts';

/** Counts a program's syncs and slows each by so much; made with the machine's own compiler. */
export interface SyncShim {
  /** `of`: whose syncs they are. */
  environment(options: { delayMs: number; of: Syncing }): NodeJS.ProcessEnv;
  count(of: Syncing): number;
}

export type Syncing = 'browser' | 'safe';

const limitMs = 60_000;

export async function makeSyncShim(folder: string): Promise<SyncShim> {
  const library = join(folder, 'slow-sync.so');
  const counter = (whose: Syncing) => join(folder, `syncs-${whose}`);
  const source = join(import.meta.dirname, 'slow-sync.c');
  const made = await runProgram('cc', ['-O2', '-shared', '-fPIC', '-o', library, source, '-ldl'], { limitMs });
  if (made.code !== 0) throw new SetUpProblem(`The sync counter could not be made with cc: ${made.output.trim()}`);
  for (const whose of ['browser', 'safe'] as const) writeFileSync(counter(whose), Buffer.alloc(8));
  return {
    environment: ({ delayMs, of }) => ({
      ...process.env,
      LD_PRELOAD: library,
      SLOW_SYNC_US: String(delayMs * 1000),
      SLOW_SYNC_COUNT: counter(of),
    }),
    count: (of) => Number(readFileSync(counter(of)).readBigUInt64LE()),
  };
}
