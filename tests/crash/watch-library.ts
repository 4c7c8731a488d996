import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../build/folders.ts';
import { SetUpProblem } from '../../build/say.ts';
import { findProgram } from '../../build/system-packages.ts';

const source = join(import.meta.dirname, 'watch-disk.c');
const compileLimitMs = 60_000;

/** Compiles watch-disk.c with this machine's compiler, once for each edition of it. Returns the library's path. */
export function buildWatchLibrary(): string {
  const edition = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16);
  // In the machine's cache, where the window's user may read it.
  const library = join(cacheFolder(), `watch-disk-${edition}.so`);
  if (existsSync(library)) return library;
  const compiler = findProgram('cc');
  if (compiler === undefined)
    throw new SetUpProblem('A C compiler is missing. Please run: sudo apt-get install -y gcc libc6-dev');
  const fresh = `${library}.${process.pid}`;
  const words = ['-O2', '-Wall', '-Wextra', '-shared', '-fPIC', '-o', fresh, source, '-ldl'];
  const compiled = spawnSync(compiler, words, { encoding: 'utf8', timeout: compileLimitMs });
  if (compiled.status !== 0) throw new SetUpProblem(`watch-disk.c could not be compiled:\n${compiled.stderr}`);
  chmodSync(fresh, 0o755);
  renameSync(fresh, library);
  return library;
}
