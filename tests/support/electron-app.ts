import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, _electron as electron, type Page } from '@playwright/test';
import { isAlive, killTree, processTree } from '../../build/process-tree.ts';
import { getAppFolder, prepareProfile, windowEnvironment, windowExecutable } from '../../build/window-program.ts';

/** The real application in a real window, for journeys. Every wait has a limit. */
export interface RunningKiosk {
  readonly app: ElectronApplication;
  /** The page on the screen now. After a session the kiosk shows a fresh one: ask again instead of keeping it. */
  readonly page: Page;
  /** Electron's main process. */
  readonly pid: number;
  readonly profileFolder: string;
  /** Resolves with the next page the kiosk puts on the screen. Call it before the act that brings the page. */
  readonly nextPage: () => Promise<Page>;
  /** SIGKILL to every process of the application at once, like the wall plug. Resolves when all are gone. */
  readonly killTree: () => Promise<void>;
  /** A proper end; killed when it does not come within its limit. */
  readonly close: () => Promise<void>;
  /** What the application wrote to its standard error so far: codes and reasons. */
  readonly log: () => string;
}

export interface LaunchOptions {
  /** Kept between launches by whoever wants to start the same kiosk again; see `makeProfileFolder`. */
  readonly profileFolder: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly mode?: 'production' | 'demo' | 'test';
  /** More switches, such as `--enrolment=<file>` and `--slips=<folder>`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Another build of the application; the checkout's own by default. */
  readonly appFolder?: string;
}

const launchLimitMs = 30_000;
const pageLimitMs = 30_000;
const deadlockMs = 5_000;
const settledMs = 1_000;
const closeLimitMs = 10_000;
const killLimitMs = 5_000;

/** An empty profile that the window's user may write, in the system's temporary folder. */
export function makeProfileFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'diem-cham-kiosk-'));
  prepareProfile(folder);
  return folder;
}

/** Starts the kiosk and waits until its page has loaded. The caller ends it by `close` or `killTree`. */
export async function launchKiosk(options: LaunchOptions): Promise<RunningKiosk> {
  const { profileFolder, size = { width: 1080, height: 1920 } } = options;
  prepareProfile(profileFolder);
  const app = await electron.launch({
    executablePath: windowExecutable(),
    // Without this Playwright switches the sandbox off. Where none works, run-electron.sh says so to Electron itself.
    chromiumSandbox: true,
    args: [
      '--disable-gpu',
      options.appFolder ?? getAppFolder(),
      `--profile=${profileFolder}`,
      `--mode=${options.mode ?? 'test'}`,
      `--size=${size.width}x${size.height}`,
      ...(options.args ?? []),
    ],
    cwd: profileFolder,
    env: { ...ownEnvironment(), ...windowEnvironment(profileFolder), ...options.env },
    timeout: launchLimitMs,
  });
  const child = app.process();
  const pid = child.pid ?? 0;
  let log = '';
  child.stderr?.on('data', (chunk) => {
    log += String(chunk);
  });
  const kill = async () => {
    const tree = processTree(pid);
    killTree(pid);
    const giveUpAt = performance.now() + killLimitMs;
    while (tree.some(isAlive)) {
      if (performance.now() > giveUpAt) throw new Error('processes of the kiosk outlived SIGKILL');
      await pause(20);
    }
  };
  try {
    let page = await firstPage(app);
    app.on('window', (opened) => {
      page = opened;
    });
    return {
      app,
      pid,
      profileFolder,
      get page() {
        return page;
      },
      nextPage: async () => {
        const opened = await app.waitForEvent('window', { timeout: pageLimitMs });
        await settle(opened);
        return opened;
      },
      killTree: kill,
      close: async () => {
        const limit = pause(closeLimitMs).then(() => 'late' as const);
        const ended = app.close().then(
          () => 'ended' as const,
          () => 'late' as const,
        );
        if ((await Promise.race([ended, limit])) === 'late') await kill();
      },
      log: () => log,
    };
  } catch (error) {
    await kill();
    throw new Error(`the kiosk did not come up: ${String(error)}\n${log.slice(-2_000)}`);
  }
}

/**
 * The first page that stays. Now and then nobody lets the service worker run: it is attached once for the browser and once
 * for the page, both waiting for a debugger, and Playwright answers the page's only when the page has come up, which waits
 * for the service worker. Stopping the load makes the application open its window again, and the worker runs by then.
 */
async function firstPage(app: ElectronApplication): Promise<Page> {
  const giveUpAt = performance.now() + pageLimitMs;
  const stopAt = performance.now() + deadlockMs;
  let isStopped = false;
  for (;;) {
    const page = app.windows().findLast((window) => !window.isClosed() && window.url().startsWith('kiosk://app/'));
    const isLoaded =
      page &&
      (await settle(page).then(
        () => !page.isClosed(),
        () => false,
      ));
    // A page seen after a stop may be the one that is just being replaced.
    if (page && isLoaded && isStopped) await pause(settledMs);
    if (page && isLoaded && !page.isClosed()) return page;
    if (performance.now() > giveUpAt) throw new Error('no page came up');
    if (performance.now() > stopAt && !isStopped && app.windows().length === 0) {
      isStopped = true;
      await app.evaluate(({ BrowserWindow }) => {
        for (const window of BrowserWindow.getAllWindows()) window.webContents.stop();
      });
    }
    await pause(50);
  }
}

async function settle(page: Page): Promise<void> {
  page.setDefaultTimeout(pageLimitMs);
  await page.waitForURL('kiosk://app/**', { timeout: pageLimitMs });
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
