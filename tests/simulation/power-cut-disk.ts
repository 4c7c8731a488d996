import type { AppendFile, Disk } from '../../electron/shell/safe/disk.ts';
import type { SeededDice } from './seeded-dice.ts';

export interface PowerCutDisk extends Disk {
  /** What was not synced is lost, or not, byte by byte from the end of each file and name by name, as the dice will. */
  cutPower(dice: SeededDice): void;
  /** The next syncs and appends fail, as a worn or full disk does. */
  failFor(operations: number): void;
}

interface FileNode {
  bytes: Buffer;
  /** As of the last sync. */
  synced: Buffer;
}

/** A disk in memory that keeps exactly what a disk promises to keep, and no more. */
export function createPowerCutDisk(): PowerCutDisk {
  let names = new Map<string, FileNode>();
  /** Folder entries as of the last sync of their folder. */
  let syncedNames = new Map<string, FileNode>();
  let failing = 0;

  function mayFail(): void {
    if (failing <= 0) return;
    failing -= 1;
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
  }

  return {
    async makeFolder() {},
    list: async (folder) =>
      [...names.keys()]
        .filter((path) => folderOf(path) === folder)
        .map((path) => path.slice(folder.length + 1))
        .sort(),
    size: async (path) => names.get(path)?.bytes.length,
    async read(path, range) {
      const bytes = names.get(path)?.bytes;
      return bytes && Uint8Array.from(range ? bytes.subarray(range.from, range.from + range.length) : bytes);
    },
    async openForAppend(path): Promise<AppendFile> {
      const node = names.get(path) ?? { bytes: Buffer.alloc(0), synced: Buffer.alloc(0) };
      names.set(path, node);
      return {
        async append(bytes) {
          mayFail();
          node.bytes = Buffer.concat([node.bytes, bytes]);
        },
        async sync() {
          mayFail();
          node.synced = node.bytes;
        },
        async truncate(length) {
          node.bytes = node.bytes.subarray(0, length);
        },
        async close() {},
      };
    },
    async rename(from, to) {
      const node = names.get(from);
      if (!node) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      names.delete(from);
      names.set(to, node);
    },
    async remove(path) {
      names.delete(path);
    },
    async syncFolder(folder) {
      mayFail();
      for (const path of new Set([...names.keys(), ...syncedNames.keys()])) {
        if (folderOf(path) !== folder) continue;
        const node = names.get(path);
        if (node) syncedNames.set(path, node);
        else syncedNames.delete(path);
      }
    },
    freeBytes: async () => 10 ** 12,

    cutPower(dice) {
      const left = new Map<string, FileNode>();
      for (const path of [...new Set([...names.keys(), ...syncedNames.keys()])].sort()) {
        const node = dice.happens(0.5) ? names.get(path) : syncedNames.get(path);
        if (node) left.set(path, node);
      }
      for (const node of new Set(left.values())) {
        node.bytes = tornAt(node, dice);
        node.synced = node.bytes;
      }
      names = left;
      syncedNames = new Map(left);
      failing = 0;
    },
    failFor(operations) {
      failing = operations;
    },
  };
}

/** Appended bytes reach the disk from the front; a truncation that was not synced may be undone. */
function tornAt({ bytes, synced }: FileNode, dice: SeededDice): Buffer {
  const isGrown = bytes.length >= synced.length && bytes.subarray(0, synced.length).equals(synced);
  if (!isGrown) return dice.happens(0.5) ? bytes : synced;
  return bytes.subarray(0, dice.between(synced.length, bytes.length));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
