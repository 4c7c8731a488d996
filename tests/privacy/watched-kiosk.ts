import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { giveToWindowUser } from '../../build/unprivileged.ts';
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
  /** A proper end. */
  stop(): Promise<void>;
  /** What the last started process said on its standard error, over all starts. */
  said(): string;
  close(keep: boolean): Promise<void>;
  /** Everything of this kiosk and its portal. */
  readonly root: string;
}

export interface WatchedOptions {
  readonly appFolder?: string;
  /** Slips of filings become files, as in a demo without a printer. */
  readonly slipsAsFiles?: boolean;
  /** What its pretended camera sees. */
  readonly film?: Buffer;
  readonly idleSeconds?: number;
  readonly size?: { readonly width: number; readonly height: number };
}

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
    stop: () => end((ending) => ending.close()),
    said: () => before + (running?.log() ?? ''),
    close: async (keep) => {
      await end((ending) => ending.close());
      await wire.close();
      await portal.stop();
      if (!keep) rmSync(root, { recursive: true, force: true });
    },
  };
  try {
    await kiosk.start();
  } catch (error) {
    await kiosk.close(false);
    throw error;
  }
  return kiosk;
}
