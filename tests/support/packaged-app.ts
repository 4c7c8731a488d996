import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { projectFolder } from '../../build/folders.ts';
import { isAlive, killTree, processTree } from '../../build/process-tree.ts';
import { isReadableByWindow } from '../../build/unprivileged.ts';
import { prepareProfile, windowEnvironment, windowExecutable } from '../../build/window-program.ts';
import { makeProfileFolder } from './electron-app.ts';

/**
 * The packaged application. Its fuses close the door Playwright has into an Electron's main process, so the page is
 * driven over Chromium's own debugging port (which the application refuses in production).
 */
export interface RunningPackage {
  /** The page on the screen now; after a session another one. */
  readonly page: () => Page;
  readonly pid: number;
  readonly log: () => string;
  readonly close: () => Promise<void>;
}

const startLimitMs = 30_000;
const endLimitMs = 10_000;

/** Where `npm run package` left it, or a copy the window's user can read. */
export function packagedExecutable(release = join(projectFolder, 'release', 'linux-unpacked')): string {
  const executable = join(release, 'diem-cham');
  if (isReadableByWindow(executable)) return executable;
  const copy = makeProfileFolder();
  cpSync(release, copy, { recursive: true });
  return join(copy, 'diem-cham');
}

export async function launchPackage(options: {
  executable: string;
  profileFolder: string;
  args?: readonly string[];
}): Promise<RunningPackage> {
  prepareProfile(options.profileFolder);
  const kiosk = spawn(
    windowExecutable(),
    [
      '--disable-gpu',
      '--remote-debugging-port=0',
      `--profile=${options.profileFolder}`,
      '--mode=test',
      '--size=1080x1920',
      ...(options.args ?? []),
    ],
    {
      cwd: options.profileFolder,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        ...windowEnvironment(options.profileFolder),
        DIEM_CHAM_ELECTRON: options.executable,
      },
    },
  );
  let log = '';
  kiosk.stderr.on('data', (chunk) => {
    log += String(chunk);
  });
  const pid = kiosk.pid ?? 0;
  try {
    const address = await until(startLimitMs, () => /DevTools listening on (ws:\S+)/.exec(log)?.[1]);
    const browser = await chromium.connectOverCDP(address, { timeout: startLimitMs });
    const [context] = browser.contexts();
    const shown = () => context?.pages().findLast((page) => page.url().startsWith('kiosk://app/'));
    await until(startLimitMs, shown);
    return {
      page: () => {
        const page = shown();
        if (page === undefined) throw new Error('no page is on the screen');
        return page;
      },
      pid,
      log: () => log,
      close: async () => {
        await browser.close().catch(() => {});
        await end(kiosk, pid);
      },
    };
  } catch (error) {
    await end(kiosk, pid);
    throw new Error(`the package did not come up: ${String(error)}\n${log.slice(-2_000)}`);
  }
}

async function end(kiosk: ChildProcess, pid: number): Promise<void> {
  const tree = processTree(pid);
  kiosk.kill('SIGTERM');
  await until(endLimitMs, () => (tree.some(isAlive) ? undefined : true)).catch(() => killTree(pid));
}

async function until<T>(limitMs: number, look: () => T | undefined): Promise<T> {
  const giveUpAt = performance.now() + limitMs;
  while (performance.now() < giveUpAt) {
    const seen = look();
    if (seen !== undefined) return seen;
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error('too late');
}
