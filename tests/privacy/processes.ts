import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { processTree } from '../../build/process-tree.ts';

/** What could carry the memory of a process to a disk. */
export interface ProcessesSeen {
  readonly processes: number;
  /** One sentence each; none is as it should be. */
  readonly faults: readonly string[];
  /** Files on a disk whose name is gone but which a process still holds: their bytes are still there. */
  readonly deletedButOpen: readonly { readonly name: string; readonly bytes: Buffer }[];
  /** Of those in memory (memfd, /dev/shm), which no disk holds as long as nothing is swapped. */
  readonly memoryFiles: number;
  /** Files opened for writing outside the folders that are searched. */
  readonly writtenElsewhere: readonly string[];
}

/** Looks at every process of an application while it works. `owned`: where it may write; `watch`: what we let it write down for us. */
export function lookAtProcesses(root: number, owned: string, watch?: string): ProcessesSeen {
  const faults: string[] = [];
  const deletedButOpen: { name: string; bytes: Buffer }[] = [];
  const writtenElsewhere = new Set<string>();
  let memoryFiles = 0;
  let processes = 0;
  for (const pid of processTree(root)) {
    const limits = read(`/proc/${pid}/limits`);
    const status = read(`/proc/${pid}/status`);
    if (!limits || !status) continue;
    processes += 1;
    const called = `process ${/^Name:\s*(.+)$/m.exec(status)?.[1] ?? '?'} (${pid})`;
    const [, soft = '?', hard = '?'] = /^Max core file size\s+(\S+)\s+(\S+)/m.exec(limits) ?? [];
    if (soft !== '0' || hard !== '0') faults.push(`${called} may leave a core dump of ${soft}, at most ${hard}`);
    const swapped = /^VmSwap:\s*(\d+) kB$/m.exec(status)?.[1];
    if (swapped !== undefined && swapped !== '0') faults.push(`${called} has ${swapped} kB in swap`);
    // Sandboxed processes hide it from others; as root it is seen for all.
    const filter = read(`/proc/${pid}/coredump_filter`)?.trim();
    if (filter && Number.parseInt(filter, 16) !== 0) faults.push(`${called} would dump memory (filter ${filter})`);
    for (const file of openFiles(pid)) {
      if (/^\/(memfd:|dev\/shm\/)/.test(file.path)) memoryFiles += 1;
      else if (file.isDeleted) {
        const bytes = readBytes(`/proc/${pid}/fd/${file.number}`);
        if (bytes) deletedButOpen.push({ name: `deleted but open: ${file.path}`, bytes });
      } else if (file.mayWrite && file.path.startsWith('/') && !/^\/(dev|proc|sys)\//.test(file.path))
        if (!file.path.startsWith(`${owned}/`) && file.path !== watch) writtenElsewhere.add(file.path);
    }
  }
  return { processes, faults, deletedButOpen, memoryFiles, writtenElsewhere: [...writtenElsewhere] };
}

function openFiles(pid: number): { number: string; path: string; isDeleted: boolean; mayWrite: boolean }[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((number) => {
      try {
        const link = readlinkSync(`/proc/${pid}/fd/${number}`);
        const flags = Number.parseInt(
          /^flags:\s*(\d+)$/m.exec(read(`/proc/${pid}/fdinfo/${number}`) ?? '')?.[1] ?? '0',
          8,
        );
        const isDeleted = link.endsWith(' (deleted)');
        return [{ number, path: link.replace(/ \(deleted\)$/, ''), isDeleted, mayWrite: (flags & 3) !== 0 }];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

function read(path: string): string | undefined {
  return readBytes(path)?.toString('utf8');
}

function readBytes(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
