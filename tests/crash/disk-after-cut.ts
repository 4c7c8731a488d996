import { posix } from 'node:path';
import type { SeededDice } from '../simulation/seeded-dice.ts';
import { type FileBytes, fileBytes } from './file-bytes.ts';
import type { WatchRecord } from './watch-records.ts';

/**
 * How a disk takes a power cut. What was synced is there in every case; of the rest
 * - `nothing`: nothing. No byte and no name (new, renamed, removed) that was not synced
 * - `beginnings`: of each file and of the names any beginning in the order of writing; the last write torn, perhaps ending in zeros
 * - `scattered`: any 4 KB page of any write, whatever its neighbours became; of each folder's names any beginning
 * - `everything`: all (a kill, or a lucky cut)
 */
export type Survival = 'nothing' | 'beginnings' | 'scattered' | 'everything';

export interface FileNode {
  readonly kind: 'file';
  /** Where its bytes lie as they were when the watch began; absent for a file made since. */
  readonly base?: string;
  content: FileBytes | undefined;
  pending: Change[];
}
export interface FolderNode {
  readonly kind: 'folder';
  /** As the program sees it, and as the disk holds it. */
  readonly now: Map<string, Node>;
  readonly durable: Map<string, Node>;
}
/** A link or a socket: kept as it was. */
export interface OtherNode {
  readonly kind: 'other';
  readonly base: string;
}
export type Node = FileNode | FolderNode | OtherNode;

type Change = { readonly at: number } & (
  | { readonly offset: number; readonly bytes: Uint8Array }
  | { readonly length: number }
);

interface NameChange {
  readonly at: number;
  readonly steps: readonly { readonly folder: FolderNode; readonly name: string; readonly node: Node | undefined }[];
}

export interface DiskBefore {
  readonly root: FolderNode;
  readonly files: Map<number, FileNode>;
}

export interface Replayed {
  readonly root: FolderNode;
  readonly changes: number;
  readonly syncs: number;
  /** Bytes and names that no sync had covered when the power went. */
  readonly unsynced: { readonly bytes: number; readonly names: number };
  /** Records about files or folders nobody saw being made: holes in what the watch sees. */
  readonly unplaced: readonly string[];
}

/** Plays the records over the disk as it was, and takes the power away at their end. Changes `before`. */
export function diskAfterCut(
  before: DiskBefore,
  records: Iterable<WatchRecord>,
  how: {
    readonly folder: string;
    readonly survival: Survival;
    readonly dice: SeededDice;
    readonly read: (base: string) => Buffer;
    /** A disk that lies: syncs do nothing. For the control. */
    readonly syncsAreIgnored?: boolean;
  },
): Replayed {
  const { root, files } = before;
  let names: NameChange[] = [];
  const unplaced: string[] = [];
  let changes = 0;
  let syncs = 0;
  const contentOf = (file: FileNode): FileBytes => {
    file.content ??= fileBytes(file.base === undefined ? Buffer.alloc(0) : how.read(file.base));
    return file.content;
  };
  const makeDurable = (file: FileNode, done: readonly Change[]) => {
    const content = contentOf(file);
    for (const change of done) {
      if ('bytes' in change) content.write(change.offset, change.bytes);
      else content.setLength(change.length);
    }
  };
  const touched = new Set<FileNode>();

  for (const record of records) {
    if (record.kind === 'synced' || record.kind === 'folder-synced') syncs += 1;
    else changes += 1;
    play(record);
  }

  const unsynced = {
    bytes: [...touched].reduce((sum, { pending }) => sum + pending.reduce((all, one) => all + sizeOf(one), 0), 0),
    names: names.length,
  };
  for (const file of touched) settle(file);
  for (const change of survivingNames()) apply(change);
  return { root, changes, syncs, unsynced, unplaced };

  function play(record: WatchRecord): void {
    switch (record.kind) {
      case 'created': {
        const file: FileNode = { kind: 'file', content: undefined, pending: [] };
        files.set(record.inode, file);
        rename(record.at, [{ path: record.path, node: file }]);
        return;
      }
      case 'folder-made':
        rename(record.at, [{ path: record.path, node: { kind: 'folder', now: new Map(), durable: new Map() } }]);
        return;
      case 'removed':
        rename(record.at, [{ path: record.path, node: undefined }]);
        return;
      case 'renamed':
      case 'linked': {
        const node = find(record.from);
        if (node === undefined) return void unplaced.push(`${record.kind} ${record.from}`);
        const gone = record.kind === 'renamed' ? [{ path: record.from, node: undefined }] : [];
        rename(record.at, [...gone, { path: record.to, node }]);
        return;
      }
      case 'written':
      case 'truncated': {
        const file = files.get(record.inode);
        if (file === undefined) return void unplaced.push(`${record.kind} inode ${record.inode}`);
        touched.add(file);
        file.pending.push(record);
        return;
      }
      case 'synced': {
        const file = files.get(record.inode);
        if (file === undefined || how.syncsAreIgnored) return;
        const covered = file.pending.filter(({ at }) => at < record.covered);
        file.pending = file.pending.filter(({ at }) => at >= record.covered);
        makeDurable(file, covered);
        return;
      }
      case 'folder-synced': {
        const folder = find(record.path);
        if (folder?.kind !== 'folder' || how.syncsAreIgnored) return;
        const isCovered = ({ at, steps }: NameChange) =>
          at < record.covered && steps.some((step) => step.folder === folder);
        for (const change of names.filter(isCovered)) apply(change);
        names = names.filter((change) => !isCovered(change));
      }
    }
  }

  function rename(at: number, wanted: readonly { path: string; node: Node | undefined }[]): void {
    const steps = wanted.flatMap(({ path, node }) => {
      const folder = find(posix.dirname(posix.normalize(path)));
      if (folder?.kind === 'folder') return [{ folder, name: posix.basename(path), node }];
      unplaced.push(`name ${path}`);
      return [];
    });
    for (const { folder, name, node } of steps) set(folder.now, name, node);
    if (steps.length > 0) names.push({ at, steps });
  }

  function find(path: string): Node | undefined {
    const inside = posix.relative(how.folder, posix.normalize(path));
    let node: Node | undefined = root;
    for (const name of inside === '' ? [] : inside.split('/')) {
      node = node?.kind === 'folder' ? node.now.get(name) : undefined;
    }
    return node;
  }

  function settle(file: FileNode): void {
    const { pending } = file;
    file.pending = [];
    if (how.survival === 'nothing' || pending.length === 0) return;
    makeDurable(file, survivingChanges(pending));
  }

  function survivingChanges(pending: readonly Change[]): readonly Change[] {
    if (how.survival === 'everything') return pending;
    return how.survival === 'beginnings' ? beginningOf(pending) : pagesOf(pending);
  }

  function beginningOf(pending: readonly Change[]): readonly Change[] {
    const kept = how.dice.between(0, pending.length);
    const whole = pending.slice(0, kept);
    const torn = pending[kept];
    if (torn === undefined || !('bytes' in torn)) return whole;
    const part = Buffer.from(torn.bytes.subarray(0, how.dice.between(0, torn.bytes.length)));
    if (how.dice.happens(0.3)) part.fill(0, part.length - how.dice.between(0, Math.min(part.length, 512)));
    return part.length === 0 ? whole : [...whole, { at: torn.at, offset: torn.offset, bytes: part }];
  }

  function pagesOf(pending: readonly Change[]): Change[] {
    return pending
      .flatMap((change) => {
        if (!('bytes' in change)) return [change];
        const pieces: Change[] = [];
        for (let from = 0; from < change.bytes.length; ) {
          const offset = change.offset + from;
          const length = Math.min(pageLength - (offset % pageLength), change.bytes.length - from);
          pieces.push({ at: change.at, offset, bytes: change.bytes.subarray(from, from + length) });
          from += length;
        }
        return pieces;
      })
      .filter(() => how.dice.happens(0.5));
  }

  function survivingNames(): NameChange[] {
    if (how.survival === 'nothing') return [];
    if (how.survival === 'everything') return names;
    if (how.survival === 'beginnings') return names.slice(0, how.dice.between(0, names.length));
    const ended = new Set<FolderNode>();
    return names.filter(({ steps }) => {
      if (steps.some(({ folder }) => ended.has(folder))) return false;
      if (how.dice.happens(0.7)) return true;
      for (const { folder } of steps) ended.add(folder);
      return false;
    });
  }
}

const pageLength = 4096;

function apply({ steps }: NameChange): void {
  for (const { folder, name, node } of steps) set(folder.durable, name, node);
}

function set(entries: Map<string, Node>, name: string, node: Node | undefined): void {
  if (node === undefined) entries.delete(name);
  else entries.set(name, node);
}

function sizeOf(change: Change): number {
  return 'bytes' in change ? change.bytes.length : 0;
}
