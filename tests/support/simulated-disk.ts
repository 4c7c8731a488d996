import { dirname } from 'node:path';
import type { AppendFile, Disk } from '../../electron/shell/safe/disk.ts';

/**
 * A disk in memory that tells synced from unsynced bytes. A power cut keeps what was synced and, of the rest, any beginning: of each
 * file's unsynced bytes and of each folder's unsynced changes; what is kept may end torn. After a failed sync nobody knows what
 * lies on the disk, and a later sync does not repair that (as on Linux, where the pages are marked clean).
 */
export interface SimulatedDisk extends Disk {
  /** Changing calls so far: the places where something can go wrong. */
  readonly operations: number;
  readonly syncs: number;
  /** Asked before every changing call. */
  setFault(fault: ((operation: Operation) => Fault) | undefined): void;
  setFreeBytes(bytes: number): void;
  /** Every open file is gone; the next calls see what survived. `choose(n)` picks from 0 … n; without it nothing unsynced survives. */
  powerCut(choose?: (most: number) => number): void;
  /** Only the program dies: every open file is gone, all that was written can be read, and what was not synced still is not. */
  kill(): void;
  /** What somebody who takes the disk out can read now, by path. */
  contents(): ReadonlyMap<string, Uint8Array>;
}

export interface Operation {
  readonly index: number;
  readonly kind: 'make-folder' | 'append' | 'sync' | 'truncate' | 'open-new' | 'rename' | 'remove' | 'sync-folder';
  readonly path: string;
}

/** `full`: half of an append is written, then ENOSPC. `fails`: EIO. `power-cut`: nothing of this call happens, and nothing after it. */
export type Fault = 'fine' | 'full' | 'fails' | 'power-cut';

interface Inode {
  content: Uint8Array;
  synced: Uint8Array;
  /** Changes since the last sync that worked, in order. */
  pending: ({ append: Uint8Array } | { truncate: number })[];
  /** A sync failed: appends since then never become durable, only a truncation below them does. */
  doubtful: boolean;
}

interface NameChange {
  readonly path: string;
  readonly inode: Inode | undefined;
  /** Renames change two names in one step. */
  readonly gone?: string;
}

export function createSimulatedDisk({ freeBytes = 1024 ** 3 }: { freeBytes?: number } = {}): SimulatedDisk {
  const folders = new Set<string>();
  let names = new Map<string, Inode>();
  const durableNames = new Map<string, Inode>();
  let changes: NameChange[] = [];
  let generation = 0;
  let isDown = false;
  let operations = 0;
  let syncs = 0;
  let free = freeBytes;
  let faultOf: ((operation: Operation) => Fault) | undefined;

  function before(kind: Operation['kind'], path: string): 'fine' | 'full' {
    if (isDown) throw failure('EPOWER');
    operations += 1;
    const fault = faultOf?.({ index: operations, kind, path }) ?? 'fine';
    if (fault === 'power-cut') {
      isDown = true;
      throw failure('EPOWER');
    }
    if (fault === 'fails') throw failure('EIO');
    if (fault === 'full' && kind !== 'append') throw failure('ENOSPC');
    return fault;
  }

  function alive(): void {
    if (isDown) throw failure('EPOWER');
  }

  function change(next: NameChange): void {
    const before = names.get(next.path);
    applyName(names, next);
    // What no name leads to any more is room again.
    if (before && before !== next.inode) free += before.content.length;
    changes.push(next);
  }

  const disk: SimulatedDisk = {
    get operations() {
      return operations;
    },
    get syncs() {
      return syncs;
    },
    setFault(fault) {
      faultOf = fault;
    },
    setFreeBytes(bytes) {
      free = bytes;
    },
    async makeFolder(path) {
      alive();
      if (folders.has(path)) return;
      before('make-folder', path);
      for (let folder = path; folder.length > 1; folder = dirname(folder)) folders.add(folder);
    },
    async list(folder) {
      alive();
      return [...names.keys()]
        .filter((path) => dirname(path) === folder)
        .map((path) => path.slice(folder.length + 1))
        .sort();
    },
    async size(path) {
      alive();
      return names.get(path)?.content.length;
    },
    async read(path, range) {
      alive();
      const content = names.get(path)?.content;
      return content?.slice(range?.from ?? 0, range ? range.from + range.length : undefined);
    },
    async openForAppend(path) {
      alive();
      if (!folders.has(dirname(path))) throw failure('ENOENT');
      let inode = names.get(path);
      if (!inode) {
        before('open-new', path);
        inode = { content: new Uint8Array(0), synced: new Uint8Array(0), pending: [], doubtful: false };
        change({ path, inode });
      }
      return handle(path, inode);
    },
    async rename(from, to) {
      before('rename', to);
      const inode = names.get(from);
      if (!inode) throw failure('ENOENT');
      change({ path: to, inode, gone: from });
    },
    async remove(path) {
      alive();
      if (!names.has(path)) return;
      before('remove', path);
      change({ path, inode: undefined });
    },
    async syncFolder(path) {
      before('sync-folder', path);
      const isHere = ({ path: changed, gone }: NameChange) =>
        dirname(changed) === path || (gone !== undefined && dirname(gone) === path);
      for (const done of changes.filter(isHere)) applyName(durableNames, done);
      changes = changes.filter((one) => !isHere(one));
      syncs += 1;
    },
    async freeBytes() {
      alive();
      return free;
    },
    powerCut(choose = () => 0) {
      generation += 1;
      isDown = false;
      for (const inode of new Set([...names.values(), ...durableNames.values()])) settle(inode, choose);
      const surviving = changes.slice(0, choose(changes.length));
      for (const survivor of surviving) applyName(durableNames, survivor);
      changes = [];
      names = new Map(durableNames);
    },
    kill() {
      generation += 1;
      isDown = false;
    },
    contents: () => new Map([...names].map(([path, { content }]) => [path, content])),
  };
  return disk;

  function handle(path: string, inode: Inode): AppendFile {
    const mine = generation;
    const open = (): void => {
      alive();
      if (mine !== generation) throw failure('EBADF');
    };
    return {
      async append(bytes) {
        open();
        const fault = before('append', path);
        const most = fault === 'full' ? Math.floor(bytes.length / 2) : Math.min(bytes.length, free);
        const written = bytes.slice(0, most);
        free -= most;
        inode.content = concatenate(inode.content, written);
        inode.pending.push({ append: written });
        if (most < bytes.length) throw failure('ENOSPC');
      },
      async sync() {
        open();
        try {
          before('sync', path);
        } catch (error) {
          if (!isDown) inode.doubtful = true;
          throw error;
        }
        syncs += 1;
        const wasCut = inode.pending.some((one) => 'truncate' in one && one.truncate <= inode.synced.length);
        if (inode.doubtful && !wasCut) return;
        inode.synced = inode.content;
        inode.pending = [];
        inode.doubtful = false;
      },
      async truncate(length) {
        open();
        before('truncate', path);
        free += Math.max(0, inode.content.length - length);
        inode.content = inode.content.slice(0, length);
        inode.pending.push({ truncate: length });
      },
      async close() {},
    };
  }
}

/** What the power cut leaves of one file. */
function settle(inode: Inode, choose: (most: number) => number): void {
  let content = inode.synced;
  const kept = choose(inode.pending.length);
  for (const [index, one] of inode.pending.entries()) {
    if (index > kept) break;
    if ('truncate' in one) {
      if (index < kept) content = content.slice(0, one.truncate);
    } else if (index < kept) {
      content = concatenate(content, one.append);
    } else {
      // The one that was being written: any beginning of it, and perhaps a last sector of zeros.
      const part = one.append.slice(0, choose(one.append.length));
      const torn = choose(Math.min(part.length, 16));
      part.fill(0, part.length - torn);
      content = concatenate(content, part);
    }
  }
  inode.content = content;
  inode.synced = content;
  inode.pending = [];
  inode.doubtful = false;
}

function applyName(names: Map<string, Inode>, { path, inode, gone }: NameChange): void {
  if (gone !== undefined) names.delete(gone);
  if (inode) names.set(path, inode);
  else names.delete(path);
}

function concatenate(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}
