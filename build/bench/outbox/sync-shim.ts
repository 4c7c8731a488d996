import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../../run-program.ts';
import { SetUpProblem } from '../../say.ts';

/** Counts a program's syncs and slows each by so much; made with the machine's own compiler. */
export interface SyncShim {
  environment(options: { delayMs: number }): NodeJS.ProcessEnv;
  count(): number;
}

const limitMs = 60_000;

export async function makeSyncShim(folder: string): Promise<SyncShim> {
  const library = join(folder, 'slow-sync.so');
  const counter = join(folder, 'syncs');
  const source = join(import.meta.dirname, 'slow-sync.c');
  const made = await runProgram('cc', ['-O2', '-shared', '-fPIC', '-o', library, source, '-ldl'], { limitMs });
  if (made.code !== 0) throw new SetUpProblem(`The sync counter could not be made with cc: ${made.output.trim()}`);
  writeFileSync(counter, Buffer.alloc(8));
  return {
    environment: ({ delayMs }) => ({
      ...process.env,
      LD_PRELOAD: library,
      SLOW_SYNC_US: String(delayMs * 1000),
      SLOW_SYNC_COUNT: counter,
    }),
    count: () => Number(readFileSync(counter).readBigUInt64LE()),
  };
}
