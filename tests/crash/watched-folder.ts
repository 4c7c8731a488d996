import {
  chmodSync,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { giveToWindowUser } from '../../build/unprivileged.ts';
import type { SeededDice } from '../simulation/seeded-dice.ts';
import {
  type DiskBefore,
  diskAfterCut,
  type FileNode,
  type FolderNode,
  type Node,
  type Survival,
} from './disk-after-cut.ts';
import { readWatchLog } from './watch-records.ts';

/** A folder whose every change by a program started with `environment` is written down, so that its power can be cut. */
export interface WatchedFolder {
  /** For every program that changes the folder; more than one after the other, or at once. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * The power goes: the folder becomes what a disk would hold that was whole when the watch began and has since seen the writes
   * and syncs. No program may be running in it. Ends the watch.
   */
  cut(how: CutHow): CutReport;
  /** What the watch believes the folder to hold now, by path; where that is not so, it has missed something. */
  lookAtEverything(): ReadonlyMap<string, Uint8Array>;
  /** Ends the watch; the folder stays as it is. */
  close(): void;
}

export interface CutHow {
  readonly survival: Survival;
  readonly dice: SeededDice;
  readonly syncsAreIgnored?: boolean;
}

export interface CutReport {
  readonly survival: Survival;
  readonly changes: number;
  readonly syncs: number;
  readonly unsynced: { readonly bytes: number; readonly names: number };
  readonly unplaced: readonly string[];
}

/**
 * @param library watch-disk.c, compiled
 * @param isWindows the folder belongs to the window's user (unprivileged.ts) and not to us
 */
export function watchFolder(options: { folder: string; library: string; isWindows: boolean }): WatchedFolder {
  const folder = realpathSync(options.folder);
  const place = mkdtempSync(join(tmpdir(), 'diem-cham-watch-'));
  const log = join(place, 'log');
  const base = `${folder}.before`;
  rmSync(base, { recursive: true, force: true });
  const before = rememberFolder(folder, base);
  writeFileSync(log, '', { mode: 0o600 });
  if (options.isWindows) giveToWindowUser(place);

  const close = () => {
    for (const path of [base, place]) rmSync(path, { recursive: true, force: true });
  };
  const replay = (how: CutHow) =>
    diskAfterCut(structuredClone(before), readWatchLog(readFileSync(log)), {
      ...how,
      folder,
      read: (path) => readFileSync(path),
    });
  return {
    environment: {
      LD_PRELOAD: options.library,
      DIEM_CHAM_WATCHED: folder,
      DIEM_CHAM_WATCH_LOG: log,
      // Its changes would pass by the library.
      UV_USE_IO_URING: '0',
    },
    cut(how) {
      const { root, ...report } = replay(how);
      const fresh = `${folder}.after`;
      rmSync(fresh, { recursive: true, force: true });
      write(root, fresh);
      rmSync(folder, { recursive: true, force: true });
      renameSync(fresh, folder);
      if (options.isWindows) giveToWindowUser(folder);
      close();
      return { survival: how.survival, ...report };
    },
    lookAtEverything() {
      const found = new Map<string, Uint8Array>();
      const dice = { between: () => 0 } as unknown as SeededDice;
      collect(replay({ survival: 'everything', dice }).root, folder, found);
      return found;
    },
    close,
  };
}

const contentAddress = /^[0-9a-f]{64}$/;

/** Copies the folder and says what lies where. A file named by its hash is never written to again: a second name for it will do. */
function rememberFolder(folder: string, base: string): DiskBefore {
  const files = new Map<number, FileNode>();
  const remember = (from: string, to: string): FolderNode => {
    mkdirSync(to, { recursive: true, mode: 0o700 });
    const entries = new Map<string, Node>();
    for (const name of readdirSync(from)) {
      const [path, copy] = [join(from, name), join(to, name)];
      const found = lstatSync(path);
      if (found.isDirectory()) entries.set(name, remember(path, copy));
      else if (found.isSymbolicLink()) {
        symlinkSync(readlinkSync(path), copy);
        entries.set(name, { kind: 'other', base: copy });
      } else if (found.isFile()) {
        if (contentAddress.test(name)) linkSync(path, copy);
        else copyFileSync(path, copy);
        const file: FileNode = { kind: 'file', base: copy, content: undefined, pending: [] };
        files.set(found.ino, file);
        entries.set(name, file);
      }
    }
    return { kind: 'folder', now: new Map(entries), durable: entries };
  };
  return { root: remember(folder, base), files };
}

function write(node: FolderNode, path: string): void {
  mkdirSync(path, { mode: 0o700 });
  for (const [name, child] of node.durable) {
    const at = join(path, name);
    if (child.kind === 'folder') write(child, at);
    else if (child.kind === 'other') symlinkSync(readlinkSync(child.base), at);
    else if (child.content === undefined && child.base !== undefined) linkSync(child.base, at);
    else {
      writeFileSync(at, child.content?.bytes() ?? new Uint8Array(), { mode: 0o600 });
      chmodSync(at, 0o600);
    }
  }
}

function collect(node: FolderNode, path: string, found: Map<string, Uint8Array>): void {
  for (const [name, child] of node.durable) {
    const at = join(path, name);
    if (child.kind === 'folder') collect(child, at, found);
    else if (child.kind === 'file') {
      found.set(at, child.content?.bytes() ?? (child.base === undefined ? new Uint8Array() : readFileSync(child.base)));
    }
  }
}
