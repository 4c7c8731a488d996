import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';

/**
 * Answers live in memory only, so memory must not be written to a disk: no core dumps, no swap, no shared memory in files. The
 * service's unit (build/linux/) sees to all of it; this holds where something else starts the application, and says what it cannot hold.
 */

export type MemoryRisk = 'core-dumps-possible' | 'swap-possible' | 'shared-memory-on-disk';

const programLimitMs = 5_000;

/** No process of this application may leave a core dump from now on, nor those that were started before this one could ask. */
export function forbidCoreDumps(): void {
  const family = [process.pid, ...childrenOf(process.pid)];
  // A dump that is piped to a program ignores the limit; then the filter keeps the memory out of it. Sandboxed children refuse.
  for (const pid of family) attempt(() => writeFileSync(`/proc/${pid}/coredump_filter`, '0'));
  for (const pid of family) {
    if (mayDumpCore(pid))
      spawnSync('prlimit', ['--core=0:0', '--pid', String(pid)], { stdio: 'ignore', timeout: programLimitMs });
  }
}

/** What is left, for the log and whoever looks after the machine. */
export function memoryRisks(sharedMemory = '/dev/shm'): readonly MemoryRisk[] {
  const risks: MemoryRisk[] = [];
  if (mayDumpCore(process.pid)) risks.push('core-dumps-possible');
  if (maySwap()) risks.push('swap-possible');
  if (!sharesInMemory(sharedMemory)) risks.push('shared-memory-on-disk');
  return risks;
}

const memoryFileSystem = 0x0102_1994;

/** Whether the folder of Chromium's shared memory lies in memory: pictures and pages pass through it. */
export function sharesInMemory(folder = '/dev/shm'): boolean {
  return attempt(() => statfsSync(folder).type) === memoryFileSystem;
}

function mayDumpCore(pid: number): boolean {
  const [, soft, hard] = /^Max core file size\s+(\S+)\s+(\S+)/m.exec(read(`/proc/${pid}/limits`)) ?? [];
  return soft !== undefined && !(soft === '0' && hard === '0');
}

/** There is swap on this machine, and our group of processes is not kept out of it. */
function maySwap(): boolean {
  if (read('/proc/swaps').trim().split('\n').length < 2) return false;
  const group = /^0::(\/.*)$/m.exec(read('/proc/self/cgroup'))?.[1] ?? '/';
  return read(`/sys/fs/cgroup${group}/memory.swap.max`).trim() !== '0';
}

function childrenOf(pid: number): number[] {
  const threads = attempt(() => readdirSync(`/proc/${pid}/task`)) ?? [];
  const children = threads.flatMap((thread) => read(`/proc/${pid}/task/${thread}/children`).trim().split(' '));
  const direct = children.map(Number).filter((child) => child > 0);
  return direct.flatMap((child) => [child, ...childrenOf(child)]);
}

function read(path: string): string {
  return attempt(() => readFileSync(path, 'utf8')) ?? '';
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
