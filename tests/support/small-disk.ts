import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getElectron } from '../../build/electron-runtime.ts';
import { isRoot } from '../../build/folders.ts';

/** A file system of its own, as small as it is asked to be, for a kiosk's profile or a portal's data. */
export interface SmallDisk {
  /** How it was come by, for the one line that says so. */
  readonly how: 'mounted as root' | 'mounted in a namespace of the kiosk';
  /** The folder on it. */
  readonly folder: string;
  /** More environment for the kiosk that shall live on it. */
  readonly env: Readonly<Record<string, string>>;
  /** What starts another program on it. */
  runs(program: string): { readonly program: string; readonly env: Readonly<Record<string, string>> };
  /** Call once it runs: its process is the way in where the disk is its own. */
  attach(pid: number): void;
  freeBytes(): number;
  /** The text of a file on it, by the path the program on it knows. */
  read(path: string): string;
  /** Fills it up until so many bytes are free: 0 is really full. */
  fill(leaveBytes: number): void;
  /** Takes away what `fill` has put there. */
  empty(): void;
  close(): void;
}

const fillName = '.somebody-elses-file';
const chunk = 64 * 1024;

/**
 * A tmpfs of this size: mounted where the caller is root, else inside a user namespace that only the kiosk lives in.
 * `undefined` where the system allows neither.
 */
export function openSmallDisk(bytes: number): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'diem-cham-small-disk-'));
  const asked = process.env.DIEM_CHAM_SMALL_DISK;
  const found =
    (isRoot && asked !== 'namespace' ? mountAsRoot(folder, bytes) : undefined) ?? mountForKiosk(folder, bytes);
  if (!found) rmSync(folder, { recursive: true, force: true });
  return found;
}

function mountAsRoot(folder: string, bytes: number): SmallDisk | undefined {
  const options = `size=${bytes},mode=0755`;
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status !== 0) return undefined;
  const profileFolder = join(folder, 'disk');
  mkdirSync(profileFolder);
  return {
    how: 'mounted as root',
    folder: profileFolder,
    env: {},
    runs: (program) => ({ program, env: {} }),
    attach() {},
    ...filling(
      () => folder,
      (path) => path,
    ),
    close() {
      spawnSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The kiosk's own view of its profile folder is the small disk; from outside it is reached through its process. */
function mountForKiosk(folder: string, bytes: number): SmallDisk | undefined {
  const script = join(folder, 'electron-on-a-small-disk.sh');
  const profileFolder = join(folder, 'disk');
  mkdirSync(profileFolder);
  writeFileSync(
    script,
    [
      '#!/bin/sh',
      '# Every step is an exec: the process that is started is the kiosk itself.',
      'user=$(id -u) group=$(id -g)',
      "exec unshare --user --map-root-user --mount sh -c '",
      `  mount -t tmpfs -o size=${bytes},mode=0777 tmpfs "${profileFolder}" || exit 73`,
      '  user=$1 group=$2; shift 2',
      '  exec unshare --user --map-user="$user" --map-group="$group" "$@"',
      '\' sh "$user" "$group" "$DIEM_CHAM_REAL_ELECTRON" "$@"',
      '',
    ].join('\n'),
    { mode: 0o755 },
  );
  spawnSync('chmod', ['0755', folder]);
  const trial = spawnSync(script, ['ok'], { env: { ...process.env, DIEM_CHAM_REAL_ELECTRON: 'echo' } });
  if (trial.status !== 0) return undefined;
  let root = '';
  return {
    how: 'mounted in a namespace of the kiosk',
    folder: profileFolder,
    runs: (program) => ({ program: script, env: { DIEM_CHAM_REAL_ELECTRON: program } }),
    env: { DIEM_CHAM_ELECTRON: script, DIEM_CHAM_REAL_ELECTRON: join(getElectron().folder, 'electron') },
    attach(pid) {
      root = `/proc/${pid}/root`;
    },
    ...filling(
      () => `${root}${profileFolder}`,
      (path) => `${root}${path}`,
    ),
    close() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function filling(
  at: () => string,
  seen: (path: string) => string,
): Pick<SmallDisk, 'freeBytes' | 'read' | 'fill' | 'empty'> {
  const freeBytes = () => {
    const { bavail, bsize } = statfsSync(at());
    return bavail * bsize;
  };
  return {
    freeBytes,
    read: (path) => readFileSync(seen(path), 'utf8'),
    fill(leaveBytes) {
      const file = openSync(join(at(), fillName), 'a', 0o666);
      try {
        for (let size = chunk; size >= 1; size = Math.floor(size / 16)) {
          const bytes = Buffer.alloc(size, 1);
          while (freeBytes() - size >= leaveBytes || leaveBytes === 0) writeSync(file, bytes);
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        if (leaveBytes === 0) topUp(file);
      } finally {
        closeSync(file);
      }
    },
    empty: () => rmSync(join(at(), fillName), { force: true }),
  };
}

/** What is left behind the last whole piece. */
function topUp(file: number): void {
  try {
    for (;;) writeSync(file, Buffer.alloc(1024, 1));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
