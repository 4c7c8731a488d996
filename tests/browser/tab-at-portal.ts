import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { type PortalProcess, startPortal } from '../../build/portal-process.ts';
import { findChromium } from '../../build/system-packages.ts';
import { hostWithoutWindow, openTabKiosk, type TabKiosk } from '../../build/tab-kiosk.ts';
import type { ShellOptions } from '../../electron/shell/create-shell.ts';
import type { Host } from '../../electron/shell/host.ts';

/** A kiosk for a tab of Debian's Chromium, the portal process it is enrolled at, and a folder of both. */
export interface TabAtPortal {
  readonly kiosk: TabKiosk;
  readonly portal: PortalProcess;
  readonly browser: Browser;
  /** `kiosk/` is the kiosk's profile, `portal/` the portal's data. */
  readonly folder: string;
  /** An empty tab with a finger, that keeps nothing of the one before; it goes to `kiosk.address` itself. */
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

const patienceMs = 20_000;
/** A line that is cut is noticed soon, also when nobody sends anything. */
const probeMs = 1_000;

/** `layStick` fills the folder the kiosk takes for a stick that is plugged in; `print` is a printer. */
export async function openTabAtPortal(options: {
  readonly size: { width: number; height: number };
  readonly layStick?: (folder: string) => void;
  readonly print?: Host['print'];
  readonly more?: Partial<ShellOptions>;
}): Promise<TabAtPortal> {
  const { size, layStick, print, more } = options;
  const folder = mkdtempSync(join(tmpdir(), 'diem-cham-tab-'));
  const closers: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const closeOne of closers.splice(0).reverse()) await closeOne();
  };
  try {
    const portal = await startPortal({ dataFolder: join(folder, 'portal'), port: 0 });
    closers.push(() => portal.stop());
    const stickFolder = layStick && mkdtempSync(join(folder, 'stick-'));
    if (stickFolder) layStick(stickFolder);
    const kiosk = await openTabKiosk({
      profileFolder: join(folder, 'kiosk'),
      demoEnrolmentFile: portal.enrolmentFile,
      stickFolder,
      size,
      more: {
        ...more,
        limits: { probeMs, ...more?.limits },
        ...(print && { host: { ...hostWithoutWindow(size), print, hasPrinter: async () => true } }),
      },
    });
    closers.push(() => kiosk.close());
    const browser = await chromium.launch({
      executablePath: findChromium(),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    closers.push(() => browser.close());
    const newPage = async () => {
      const context = await browser.newContext({ viewport: size, hasTouch: true, serviceWorkers: 'block' });
      const page = await context.newPage();
      page.setDefaultTimeout(patienceMs);
      return page;
    };
    return { kiosk, portal, browser, folder, newPage, close };
  } catch (error) {
    await close();
    throw error;
  }
}
