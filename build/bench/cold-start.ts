import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, _electron as electron, type Page } from '@playwright/test';
import { launchKiosk, makeProfileFolder } from '../../tests/support/electron-app.ts';
import { giveToWindowUser } from '../unprivileged.ts';
import { prepareProfile, windowEnvironment, windowExecutable } from '../window-program.ts';
import { median } from './spread.ts';

/** Milliseconds from the start of the process to the first picture on the screen. */
export interface ColdStart {
  readonly kioskMs: number;
  /** A window with one line of text in the same runtime, started in turn with the kiosk. */
  readonly emptyMs: number;
  readonly ratio: number;
  readonly starts: number;
}

const limitMs = 30_000;
const size = { width: 1080, height: 1920 };

/** Starts of a kiosk with six thousand guide entries, in turn with one that has none. */
export interface StartWithGuides {
  readonly withMs: number;
  readonly withoutMs: number;
  readonly ratio: number;
  readonly starts: number;
}

/** @param profiles two kiosks that are set up, the one with a bundle of guide entries */
export async function measureStartWithGuides(options: {
  profiles: { with: string; without: string };
  starts: number;
}): Promise<StartWithGuides> {
  const [withGuides, without]: [number[], number[]] = [[], []];
  for (let start = 0; start <= options.starts; start++) {
    // Each goes first as often as the other.
    const order = start % 2 === 0 ? (['with', 'without'] as const) : (['without', 'with'] as const);
    for (const which of order) {
      const tookMs = await startKiosk(options.profiles[which]);
      if (start > 0) (which === 'with' ? withGuides : without).push(tookMs);
    }
  }
  const [withMs, withoutMs] = [median(withGuides), median(without)];
  return { withMs, withoutMs, ratio: withMs / withoutMs, starts: options.starts };
}

/** @param profileFolder of a kiosk that is set up: nobody waits for enrolment each morning */
export async function measureColdStart(options: { profileFolder: string; starts: number }): Promise<ColdStart> {
  const emptyApp = makeEmptyApp();
  const kiosk: number[] = [];
  const empty: number[] = [];
  // The first of each warms the disk's cache for both and is not counted.
  for (let start = 0; start <= options.starts; start++) {
    const emptyMs = await startEmpty(emptyApp);
    const kioskMs = await startKiosk(options.profileFolder);
    if (start === 0) continue;
    empty.push(emptyMs);
    kiosk.push(kioskMs);
  }
  const [kioskMs, emptyMs] = [median(kiosk), median(empty)];
  return { kioskMs, emptyMs, ratio: kioskMs / emptyMs, starts: options.starts };
}

async function startKiosk(profileFolder: string): Promise<number> {
  const started = Date.now();
  const kiosk = await launchKiosk({ profileFolder, size });
  try {
    await kiosk.page.locator('[data-screen="attract"]').waitFor({ timeout: limitMs });
    return (await firstPaintAt(kiosk.page)) - started;
  } finally {
    await kiosk.close();
  }
}

async function startEmpty(appFolder: string): Promise<number> {
  const profileFolder = makeProfileFolder();
  prepareProfile(profileFolder);
  const started = Date.now();
  const app: ElectronApplication = await electron.launch({
    executablePath: windowExecutable(),
    chromiumSandbox: true,
    args: ['--disable-gpu', appFolder, `--user-data-dir=${profileFolder}`],
    cwd: profileFolder,
    env: { ...ownEnvironment(), ...windowEnvironment(profileFolder) },
    timeout: limitMs,
  });
  try {
    const page = await app.firstWindow({ timeout: limitMs });
    await page.locator('h1').waitFor({ timeout: limitMs });
    return (await firstPaintAt(page)) - started;
  } finally {
    await app.close();
  }
}

/** The moment, on the machine's clock, at which the page first painted something. */
function firstPaintAt(page: Page): Promise<number> {
  return page.evaluate(`new Promise((done) => {
    const look = () => {
      const paint = performance.getEntriesByName('first-contentful-paint')[0];
      if (paint) done(performance.timeOrigin + paint.startTime);
      else setTimeout(look, 10);
    };
    look();
  })`);
}

/** The least an Electron application can be: one window, one line. */
function makeEmptyApp(): string {
  const folder = mkdtempSync(join(tmpdir(), 'diem-cham-empty-'));
  writeFileSync(join(folder, 'package.json'), '{"name":"empty","version":"1.0.0","main":"main.js"}');
  writeFileSync(join(folder, 'index.html'), '<!doctype html><meta charset="utf-8"><h1>Điểm Chạm</h1>');
  writeFileSync(
    join(folder, 'main.js'),
    `const { app, BrowserWindow } = require('electron');
    app.whenReady().then(() => {
      const window = new BrowserWindow({ width: ${size.width}, height: ${size.height}, frame: false, webPreferences: { sandbox: true } });
      window.loadFile('index.html');
    });`,
  );
  giveToWindowUser(folder);
  for (const name of ['package.json', 'index.html', 'main.js']) giveToWindowUser(join(folder, name));
  return folder;
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
