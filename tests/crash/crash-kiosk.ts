import { type ChildProcess, spawn } from 'node:child_process';
import { isAlive, killTree, processTree } from '../../build/process-tree.ts';
import { getAppFolder, prepareProfile, windowEnvironment, windowExecutable } from '../../build/window-program.ts';
import { openPageDoor, type PageDoor, PageGone } from './page-door.ts';

/** One life of the kiosk: the real application with its real profile, from its start to its kill. */
export interface KioskLife {
  readonly pid: number;
  /** The page on the screen, once it has come up; rejects with `PageGone` when the kiosk ends first. */
  page(): Promise<PageDoor>;
  /** After the end of a visit: the fresh page that replaces the one we know. */
  freshPage(): Promise<PageDoor>;
  readonly hasEnded: () => boolean;
  /** Resolves when its main process is gone, by whatever hand. */
  readonly ended: Promise<void>;
  /** SIGKILL to every process at once. Resolves when all are gone. */
  kill(): Promise<void>;
  /** What it wrote to its standard error: codes and reasons. */
  readonly log: () => string;
}

const browserLimitMs = 60_000;
const killLimitMs = 30_000;

export function startKioskLife(options: {
  profileFolder: string;
  enrolmentFile: string;
  environment?: Readonly<Record<string, string>>;
  onTold: (text: string) => void;
}): KioskLife {
  const { profileFolder } = options;
  prepareProfile(profileFolder);
  const kiosk = spawn(
    windowExecutable(),
    [
      '--disable-gpu',
      '--remote-debugging-port=0',
      process.env.DIEM_CHAM_APP ?? getAppFolder(),
      `--profile=${profileFolder}`,
      '--mode=test',
      // Nobody looks: the fewer pixels are drawn, the more lives there are in an hour.
      '--size=540x960',
      `--enrolment=${options.enrolmentFile}`,
    ],
    {
      cwd: profileFolder,
      env: { ...process.env, ...windowEnvironment(profileFolder), ...options.environment },
      stdio: ['ignore', 'ignore', 'pipe'],
      // Ctrl-C is for us: we end it.
      detached: true,
    },
  );
  const pid = kiosk.pid ?? 0;
  const leaveNothing = () => killTree(pid);
  process.once('exit', leaveNothing);
  let log = '';
  let over = false;
  const ended = new Promise<void>((done) => kiosk.once('exit', () => done())).then(() => {
    over = true;
    process.off('exit', leaveNothing);
  });
  const browser = debuggingAddress(kiosk, (chunk) => {
    log += chunk;
  });
  // Asked for only by those who need the page.
  browser.catch(() => {});

  let target: string | undefined;
  async function open(besides?: string): Promise<PageDoor> {
    const found = await openPageDoor({
      browser: await browser,
      onTold: options.onTold,
      isOver: () => over,
      besides,
    });
    target = found.target;
    return found;
  }
  return {
    pid,
    page: () => open(),
    freshPage: () => open(target),
    hasEnded: () => over,
    ended,
    async kill() {
      const tree = processTree(pid);
      killTree(pid);
      await ended;
      const giveUpAt = performance.now() + killLimitMs;
      while (tree.some(isAlive)) {
        if (performance.now() > giveUpAt) throw new Error('processes of the kiosk outlived SIGKILL');
        await new Promise((again) => setTimeout(again, 5));
      }
    },
    log: () => log,
  };
}

function debuggingAddress(kiosk: ChildProcess, keep: (chunk: string) => void): Promise<string> {
  return new Promise((done, fail) => {
    let said = '';
    const limit = setTimeout(() => fail(new Error('the kiosk did not start')), browserLimitMs);
    kiosk.stderr?.on('data', (chunk) => {
      keep(String(chunk));
      said = (said + String(chunk)).slice(-4_000);
      const address = /DevTools listening on (ws:\S+)\s/.exec(said)?.[1];
      if (address === undefined) return;
      clearTimeout(limit);
      done(address);
    });
    kiosk.once('error', fail);
    kiosk.once('exit', () => {
      clearTimeout(limit);
      fail(new PageGone('the kiosk has ended'));
    });
  });
}
