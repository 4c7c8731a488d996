import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getElectron } from '../../build/electron-runtime.ts';
import { isRoot } from '../../build/folders.ts';
import { asWindowUser } from '../../build/unprivileged.ts';

/** A file system of its own, as small as it is asked to be, for a kiosk's profile or a portal's data. */
export interface SmallDisk {
  /** How it was come by, for the one line that says so. */
  readonly how: 'mounted as root' | 'mounted in a user namespace';
  /** The folder on it, as the programs that live on it know it. */
  readonly folder: string;
  /** More environment for a kiosk that shall live on it. */
  readonly kioskEnv: Readonly<Record<string, string>>;
  /** What starts another program on it. */
  runs(program: string): { readonly program: string; readonly env: Readonly<Record<string, string>> };
  /** Where this process sees what the programs on it know by this path. */
  seen(path: string): string;
  freeBytes(): number;
  /** Fills it up until so many bytes are free: 0 is really full. */
  fill(leaveBytes: number): void;
  /** Deletes a file or folder, by the path the programs on it know. */
  remove(path: string): void;
  /** Takes away what `fill` has put there. */
  empty(): void;
  close(): void;
}

const fillName = '.somebody-elses-file';

/**
 * A tmpfs of this size: mounted where the caller is root, else inside a user namespace.
 * `undefined` where the system allows neither.
 */
export function openSmallDisk(bytes: number): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'diem-cham-small-disk-'));
  const asked = process.env.DIEM_CHAM_SMALL_DISK;
  const found =
    (isRoot && asked !== 'namespace' ? mountAsRoot(folder, bytes) : undefined) ?? mountInNamespace(folder, bytes);
  if (!found) rmSync(folder, { recursive: true, force: true });
  return found;
}

function mountAsRoot(folder: string, bytes: number): SmallDisk | undefined {
  const options = `size=${bytes},mode=0777`;
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status !== 0) return undefined;
  const profileFolder = join(folder, 'disk');
  mkdirSync(profileFolder);
  return {
    how: 'mounted as root',
    folder: profileFolder,
    kioskEnv: {},
    runs: (program) => ({ program, env: {} }),
    ...reaching(folder, ''),
    close() {
      spawnSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A process of its own keeps a user namespace with the small disk in it, as the user whose programs shall live on it; whoever
 * is started through the script enters there. From outside the disk is reached through that process.
 */
function mountInNamespace(folder: string, bytes: number): SmallDisk | undefined {
  const mounted = join(folder, 'disk');
  const script = join(folder, 'on-the-small-disk.sh');
  mkdirSync(mounted);
  chmodSync(folder, 0o755);
  const keep = `mount -t tmpfs -o size=${bytes},mode=0777 tmpfs "${mounted}" && mkdir "${mounted}/own" && echo ready && exec sleep 86400`;
  const [program = '', ...words] = [
    ...asWindowUser(),
    'unshare',
    '--user',
    '--map-root-user',
    '--mount',
    'sh',
    '-c',
    keep,
  ];
  const log = join(folder, 'log');
  const keeper = spawn(program, words, { stdio: ['ignore', openSync(log, 'w'), 'ignore'], cwd: '/' });
  const enter = `nsenter --target ${keeper.pid} --user --mount --preserve-credentials --`;
  // Every step is an exec: the process that is started is the program itself, as itself again.
  const own = `exec ${enter} unshare --user --map-user="$(id -u)" --map-group="$(id -g)" -- "$DIEM_CHAM_ON_SMALL_DISK" "$@"`;
  writeFileSync(script, `#!/bin/sh\n${own}\n`, { mode: 0o755 });
  const close = () => {
    keeper.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  const runs = (started: string) => ({ program: script, env: { DIEM_CHAM_ON_SMALL_DISK: started } });
  if (!isReady(log) || spawnSync(...asTrial(script)).status !== 0) {
    close();
    return undefined;
  }
  const inside = `/proc/${keeper.pid}/root`;
  return {
    how: 'mounted in a user namespace',
    folder: join(mounted, 'own'),
    runs,
    kioskEnv: {
      DIEM_CHAM_ELECTRON: script,
      DIEM_CHAM_ON_SMALL_DISK: join(getElectron().folder, 'electron'),
    },
    ...reaching(mounted, inside),
    close,
  };
}

function asTrial(script: string): [string, string[], { env: NodeJS.ProcessEnv; cwd: string }] {
  const [program = script, ...words] = [...asWindowUser(), script];
  return [program, words, { env: { ...process.env, DIEM_CHAM_ON_SMALL_DISK: 'true' }, cwd: '/' }];
}

const readyLimitMs = 5_000;

function isReady(log: string): boolean {
  const giveUpAt = performance.now() + readyLimitMs;
  while (performance.now() < giveUpAt) {
    if (readFileSync(log, 'utf8').includes('ready')) return true;
    spawnSync('sleep', ['0.05']);
  }
  return false;
}

/** By the user whose disk it is: where it lies in a namespace nobody else may make a file on it. */
function reaching(
  mounted: string,
  inside: string,
): Pick<SmallDisk, 'seen' | 'freeBytes' | 'fill' | 'remove' | 'empty'> {
  const at = `${inside}${mounted}`;
  const file = join(at, fillName);
  const freeBytes = () => {
    const { bavail, bsize } = statfsSync(at);
    return bavail * bsize;
  };
  const asOwner = (command: string, about = file) => {
    const [program = '', ...words] = [...asWindowUser(), 'sh', '-c', command, 'sh', about];
    spawnSync(program, words, { stdio: 'ignore', cwd: '/' });
  };
  const seen = (path: string) => `${inside}${path}`;
  return {
    seen,
    freeBytes,
    remove: (path) => asOwner('rm -rf "$1"', seen(path)),
    fill(leaveBytes) {
      if (leaveBytes === 0) asOwner('cat /dev/zero >> "$1"');
      else asOwner(`head -c ${Math.max(0, freeBytes() - leaveBytes)} /dev/zero >> "$1"`);
    },
    empty: () => asOwner('rm -f "$1"'),
  };
}
