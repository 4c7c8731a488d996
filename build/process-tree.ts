import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that descend from it, the process itself first. Linux only (reads /proc). */
export function processTree(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(Number(name));
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** SIGKILL to a process and all its descendants at once, as when the plug is pulled: nobody can tidy up. */
export function killTree(root: number): void {
  // Collected before the first kill: an orphan's parent is no longer ours.
  for (const pid of processTree(root)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone with its parent.
    }
  }
}

/** Whether a process still runs; one that has ended but was not yet collected by its parent does not. */
export function isAlive(pid: number): boolean {
  const state = readStatus(pid)?.[0];
  return state !== undefined && state !== 'Z' && state !== 'X';
}

function parentOf(pid: number): number | undefined {
  const parent = Number(readStatus(pid)?.[1]);
  return Number.isInteger(parent) ? parent : undefined;
}

/** State and parent. The program's name before them stands in brackets and may hold anything, even brackets. */
function readStatus(pid: number): readonly string[] | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
