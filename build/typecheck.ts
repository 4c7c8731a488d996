import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './folders.ts';
import { runProgram } from './run-program.ts';
import { say, secondsSince } from './say.ts';

/** One configuration per runtime, so that `window` in shared/ or `process` in renderer/ is an error. */
export const runtimes = ['shared', 'renderer', 'worker', 'electron', 'portal', 'build', 'tests'] as const;

const limitMs = 3 * 60_000;
// What tsc says when a configuration matches no file, as before a runtime has its first one.
const noFiles = 'TS18003';

const started = performance.now();
const failed: string[] = [];
for (const runtime of runtimes) {
  const configuration = join(projectFolder, `tsconfig.${runtime}.json`);
  if (!existsSync(configuration)) throw new Error(`${configuration} is missing`);
  const tsc = join(projectFolder, 'node_modules', '.bin', 'tsc');
  const outcome = await runProgram(tsc, ['-p', configuration, '--pretty', 'false'], { limitMs, cwd: projectFolder });
  if (outcome.code === 0 || outcome.output.includes(noFiles)) continue;
  failed.push(runtime);
  say(outcome.output.trim());
}
say(
  failed.length === 0
    ? `Types: ${runtimes.length} runtimes, no error (${secondsSince(started)} s)`
    : `Types: errors in ${failed.join(', ')} (${secondsSince(started)} s)`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
