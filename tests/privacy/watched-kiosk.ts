import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { giveToWindowUser } from '../../build/unprivileged.ts';
import type { Survival } from '../crash/disk-after-cut.ts';
import { buildWatchLibrary } from '../crash/watch-library.ts';
import { readWatchLog } from '../crash/watch-records.ts';
import { type WatchedFolder, watchFolder } from '../crash/watched-folder.ts';
import { createDice } from '../simulation/seeded-dice.ts';
import { launchKiosk, type RunningKiosk } from '../support/electron-app.ts';
import { openPortal, type PortalAtWork } from '../support/lobby.ts';
import { aResident, type Resident } from '../support/resident.ts';
import { type PretendedPrinter, pretendPrinter } from './pretended-printer.ts';
import { openRecordingProxy, type RecordingProxy } from './recording-proxy.ts';

/** A real kiosk all of whose places are known: whatever it writes, and wherever, lies below `owned`. */
export interface WatchedKiosk {
  /** What a thief of the disk would have: profile, home, temporary files, print spool, slips that became files. */
  readonly owned: string;
  readonly profileFolder: string;
  readonly stick: string;
  readonly portal: PortalAtWork;
  readonly portalLog: string;
  readonly wire: RecordingProxy;
  readonly printer: PretendedPrinter;
  readonly running: () => RunningKiosk;
  readonly isRunning: () => boolean;
  resident(): Resident;
  start(args?: readonly string[]): Promise<void>;
  /** SIGKILL to every process at once. What it had written so far stays as it lies. */
  pullPlug(): Promise<void>;
  /** After `pullPlug`: what was written and not synced is gone, or comes back if it was removed; see tests/crash/disk-after-cut.ts. */
  cutPower(survival: Survival): void;
  /** Where the watch writes, while there is one. */
  watchLog(): string | undefined;
  /** Every byte any process of the kiosk has written since it was unpacked, by file, also where it was written over or removed since. */
  everWritten(): { readonly name: string; readonly bytes: Buffer }[];
  /** A proper end. */
  stop(): Promise<void>;
  /** What the last started process said on its standard error, over all starts. */
  said(): string;
  /** Ends kiosk and portal; what they wrote stays. */
  close(): Promise<void>;
  /** Everything of this kiosk and its portal. */
  readonly root: string;
}

export interface WatchedOptions {
  readonly appFolder?: string;
  /** Slips of filings become files, as in a demo without a printer. */
  readonly slipsAsFiles?: boolean;
  /** Writes down every write, so that power can be cut and nothing ever written is missed. */
  readonly watched?: boolean;
  /** What its pretended camera sees. */
  readonly film?: Buffer;
  readonly idleSeconds?: number;
  readonly size?: { readonly width: number; readonly height: number };
}

const cutSeed = 1;

export async function openWatchedKiosk(name: string, options: WatchedOptions = {}): Promise<WatchedKiosk> {
  const root = mkdtempSync(join(tmpdir(), `diem-cham-privacy-${name}-`));
  chmodSync(root, 0o755);
  const folder = (...path: string[]) => {
    const made = join(root, ...path);
    mkdirSync(made, { recursive: true });
    return made;
  };
  const owned = folder('owned');
  const [profileFolder, home, temporary, slips] = ['profile', 'home', 'tmp', 'slips'].map((each) =>
    folder('owned', each),
  ) as [string, string, string, string];
  const stick = folder('stick');
  const printer = pretendPrinter({
    programs: folder('programs'),
    spool: folder('owned', 'spool'),
    paper: folder('paper'),
  });
  giveToWindowUser(owned);
  giveToWindowUser(stick);
  const wire = await openRecordingProxy();
  const portal = await openPortal(folder('portal'), {
    portalEnv: { PORTAL_PUBLIC_URL: wire.address },
    ...(options.idleSeconds === undefined ? {} : { settings: { kiosk: { idleSeconds: options.idleSeconds } } }),
  });
  wire.leadTo(portal.address);
  const enrolment = join(stick, '.enrolment.json');
  copyFileSync(portal.enrolmentFile, enrolment);
  giveToWindowUser(enrolment);

  const film = join(root, 'film.y4m');
  if (options.film) writeFileSync(film, options.film);
  const camera = options.film
    ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`]
    : [];

  let watch: WatchedFolder | undefined;
  const library = options.watched ? buildWatchLibrary() : undefined;
  let running: RunningKiosk | undefined;
  let before = '';
  const end = async (how: (kiosk: RunningKiosk) => Promise<void>) => {
    if (!running) return;
    const ending = running;
    running = undefined;
    await how(ending);
    before += ending.log();
  };
  const get = () => {
    if (!running) throw new Error('the kiosk is not running');
    return running;
  };
  const kiosk: WatchedKiosk = {
    root,
    owned,
    profileFolder,
    stick,
    portal,
    portalLog: join(root, 'portal', 'portal.log'),
    wire,
    printer,
    running: get,
    isRunning: () => running !== undefined,
    resident: () => aResident({ page: () => get().page }),
    start: async (args = []) => {
      if (library) watch ??= watchFolder({ folder: owned, library, isWindows: true });
      running = await launchKiosk({
        profileFolder,
        ...(options.appFolder ? { appFolder: options.appFolder } : {}),
        ...(options.size ? { size: options.size } : {}),
        args: [
          `--enrolment=${enrolment}`,
          `--stick=${stick}`,
          ...(options.slipsAsFiles ? [`--slips=${slips}`] : []),
          ...camera,
          ...args,
        ],
        env: {
          ...watch?.environment,
          TMPDIR: temporary,
          HOME: home,
          XDG_RUNTIME_DIR: temporary,
          XDG_CACHE_HOME: join(home, '.cache'),
          XDG_CONFIG_HOME: join(home, '.config'),
          XDG_DATA_HOME: join(home, '.local', 'share'),
          ...(options.slipsAsFiles ? {} : { PATH: `${printer.programs}:${process.env.PATH ?? ''}` }),
        },
      });
    },
    pullPlug: () => end((ending) => ending.killTree()),
    cutPower: (survival) => {
      watch?.cut({ survival, dice: createDice(cutSeed) });
      watch = undefined;
    },
    watchLog: () => watch?.environment.DIEM_CHAM_WATCH_LOG,
    everWritten: () => (watch ? writesByFile(readFileSync(watch.environment.DIEM_CHAM_WATCH_LOG ?? ''), owned) : []),
    stop: () => end((ending) => ending.close()),
    said: () => before + (running?.log() ?? ''),
    close: async () => {
      watch?.close();
      await end((ending) => ending.close());
      await wire.close();
      await portal.stop();
    },
  };
  try {
    await kiosk.start();
  } catch (error) {
    await kiosk.close();
    rmSync(root, { recursive: true, force: true });
    throw error;
  }
  return kiosk;
}

/** Bytes in the order of writing, joined for each file: two writes may be one name. */
function writesByFile(log: Buffer, owned: string): { name: string; bytes: Buffer }[] {
  const names = new Map<number, string>();
  const writes = new Map<number, Buffer[]>();
  for (const record of readWatchLog(log)) {
    if (record.kind === 'created') names.set(record.inode, relative(owned, record.path));
    if (record.kind !== 'written') continue;
    const bytes = Buffer.from(record.bytes.buffer, record.bytes.byteOffset, record.bytes.byteLength);
    writes.set(record.inode, [...(writes.get(record.inode) ?? []), bytes]);
  }
  return [...writes].map(([inode, chunks]) => ({
    name: `ever written: ${names.get(inode) ?? `file ${inode}`}`,
    bytes: Buffer.concat(chunks),
  }));
}
