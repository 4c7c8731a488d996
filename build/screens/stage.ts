import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import type { Host } from '../../electron/shell/host.ts';
import type { Draft } from '../../renderer/session/draft.ts';
import type { Language } from '../../shared/catalogue/text.ts';
import type { ShellState } from '../../shared/shell-contract/messages.ts';
import { projectFolder } from '../folders.ts';
import { hostWithoutWindow, openTabKiosk, type TabKiosk } from '../tab-kiosk.ts';
import type { GalleryPortal } from './gallery-portal.ts';
import { wordsPattern } from './words-of-screen.ts';

/** A panel, and what stands on it. */
export interface Panel {
  readonly name: 'portrait' | 'landscape' | 'wide';
  readonly width: number;
  readonly height: number;
  readonly diagonalInches: number;
}

export const panels: readonly Panel[] = [
  { name: 'portrait', width: 1080, height: 1920, diagonalInches: 21.5 },
  { name: 'landscape', width: 1366, height: 768, diagonalInches: 18.5 },
  { name: 'wide', width: 1920, height: 1080, diagonalInches: 21.5 },
];

/**
 * One page on one panel over its own kiosk (the real shell behind its door) and its own portal process. Scenes drive it as
 * a person would; only drafts are put into the shell directly, where a page that crashed would find them.
 */
export interface Stage {
  readonly panel: Panel;
  readonly portal: GalleryPortal;
  readonly page: Page;
  /** Language in which scenes begin. */
  language: Language;
  /** Of the first kiosk. */
  readonly profileFolder: string;
  /** The kiosk on the panel now. */
  kiosk(): TabKiosk;
  /** A request to the shell beside the page. */
  ask<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** The attract screen of a new visit. */
  attract(): Promise<void>;
  /** Home, in the stage's language. */
  home(): Promise<void>;
  /** The page finds this draft open, as after a crash, and stands at its place. */
  resume(draft: Draft): Promise<void>;
  /** Presses the button whose words begin so (`namespace:key`). */
  press(key: string, which?: 'first' | 'last'): Promise<void>;
  /** What a hand scanner does: types quickly, then Enter. */
  scan(text: string): Promise<void>;
  network(state: 'up' | 'down'): Promise<void>;
  /** The page's clock stands still at this moment, or goes on only by `page.clock`. */
  setClock(time: string | 'by-hand'): Promise<void>;
  /** Network up, the first kiosk on the panel, the real clock. */
  tidy(): Promise<void>;
  /** Another kiosk of the same portal, not on the panel; `onPaper`: it has this one service, at stage 2. It is closed with the stage. */
  anotherKiosk(
    name: string,
    options?: { blank?: boolean; aheadMs?: number; printer?: 'works' | 'fails'; onPaper?: string },
  ): Promise<TabKiosk>;
  /** Puts another kiosk on the panel, or the first one again. */
  show(kiosk?: TabKiosk): void;
  /** Starts the first kiosk again, as after a power cut. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const waitMs = 20_000;
const probeMs = 250;

function hostWithPrinter(size: { width: number; height: number }, printer: 'works' | 'fails'): Host {
  return {
    ...hostWithoutWindow(size),
    hasPrinter: async () => true,
    print: async () => (printer === 'works' ? { printed: true } : { printed: false, reason: 'printer-failed' }),
  };
}

/** No service of ours is at stage 2 today; a city may have some. */
function catalogueAtStageTwo(folder: string, service: string): string {
  const file = readFileSync(join(projectFolder, 'assets', 'catalogue', `${service}.json`), 'utf8');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${service}.json`), JSON.stringify({ ...JSON.parse(file), stage: 2 }));
  return folder;
}

export async function openStage(options: {
  browser: Browser;
  panel: Panel;
  portal: GalleryPortal;
  folder: string;
  /** The built page. */
  pageFolder: string;
  stickFolder: string;
  onFault: (fault: string) => void;
}): Promise<Stage> {
  const { browser, panel, portal, folder, pageFolder, stickFolder, onFault } = options;
  const size = { width: panel.width, height: panel.height };
  const start = (
    name: string,
    { aheadMs = 0, printer, onPaper }: { aheadMs?: number; printer?: 'works' | 'fails'; onPaper?: string } = {},
  ) =>
    openTabKiosk({
      profileFolder: join(folder, name),
      stickFolder,
      size,
      more: {
        pageFolder,
        limits: { probeMs, draftScryptN: 2 ** 12 },
        // Pictures must not depend on whether this machine has a voice; by ear is proven in tests/journeys/by-ear.test.ts.
        voiceProgram: 'no-voice-on-this-stage',
        ...(aheadMs === 0 ? {} : { clock: { nowMs: () => Date.now() + aheadMs } }),
        ...(printer && { host: hostWithPrinter(size, printer) }),
        ...(onPaper && {
          catalogueFolder: catalogueAtStageTwo(join(folder, `${name}-catalogue`), onPaper),
          assetsFolder: join(projectFolder, 'assets'),
        }),
      },
    });
  const others: TabKiosk[] = [];
  let own = await start('kiosk');
  await provision(own, await portal.enrolment('A6'), panel);
  let shown = own;

  const context = () =>
    browser.newContext({
      viewport: size,
      reducedMotion: 'reduce',
      hasTouch: true,
      locale: 'vi-VN',
      timezoneId: 'Asia/Ho_Chi_Minh',
      permissions: ['camera'],
      // Every picture shows the build at hand.
      serviceWorkers: 'block',
    });
  const openPage = async () => {
    const fresh = await (await context()).newPage();
    fresh.setDefaultTimeout(waitMs);
    fresh.on('pageerror', (error) => onFault(`page error: ${error.message}`));
    fresh.on('console', (message) => {
      // A refusal the screen answers with a sentence is no fault of the page.
      const isRefusal = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isRefusal) onFault(`console: ${message.text().slice(0, 200)}`);
    });
    return fresh;
  };
  let page = await openPage();
  let isClockSet = false;
  let isNetworkUp = true;

  const stage: Stage = {
    panel,
    portal,
    get page() {
      return page;
    },
    language: 'vi',
    profileFolder: join(folder, 'kiosk'),
    kiosk: () => shown,
    ask: (method, path, body) => askShell(shown, method, path, body),
    async attract() {
      await stage.ask('POST', '/shell/staff/sign-out');
      await stage.ask('POST', '/shell/session/end');
      await open();
    },
    async home() {
      await stage.attract();
      await page.locator(`.languages button:has([lang="${stage.language}"])`).click();
      await page.locator('[data-screen="home"]').waitFor();
    },
    async resume(draft) {
      await stage.ask('PUT', '/shell/draft', { draft: { ...draft, language: stage.language } });
      await open();
    },
    async press(key, which = 'first') {
      const found = page.getByRole('button', { name: wordsPattern(key, stage.language) });
      await (which === 'first' ? found.first() : found.last()).click();
    },
    async scan(text) {
      // All at once: keys that come over the wire one by one are too slow for a scanner when the machine is busy.
      await page.evaluate(
        `for (const key of [...${JSON.stringify(text)}, 'Enter'])
          document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));`,
      );
    },
    async network(state) {
      if (isNetworkUp === (state === 'up')) return;
      isNetworkUp = state === 'up';
      await portal.setNetwork(state);
      await until(async () => (await stage.ask<ShellState>('GET', '/shell/state')).network.online === (state === 'up'));
    },
    async anotherKiosk(name, { blank = false, aheadMs = 0, printer, onPaper } = {}) {
      const kiosk = await start(name, {
        aheadMs,
        ...(printer && { printer }),
        ...(onPaper && { onPaper }),
      });
      others.push(kiosk);
      if (!blank) await provision(kiosk, await portal.enrolment('B2'), panel);
      return kiosk;
    },
    async setClock(time) {
      isClockSet = true;
      if (time === 'by-hand') await page.clock.install();
      else await page.clock.setFixedTime(new Date(time));
    },
    async tidy() {
      shown = own;
      // Practice keeps no draft, and the next scene may lay one open.
      if ((await stage.ask<ShellState>('GET', '/shell/state')).practising)
        await stage.ask('POST', '/shell/session/end');
      await stage.network('up');
      if (!isClockSet) return;
      isClockSet = false;
      await page.context().close();
      page = await openPage();
    },
    show(kiosk = own) {
      shown = kiosk;
    },
    async restart() {
      await page.goto('about:blank');
      await own.close();
      own = await start('kiosk');
      shown = own;
    },
    async close() {
      await page.context().close();
      for (const kiosk of [own, ...others]) await kiosk.close();
    },
  };
  return stage;

  async function open(): Promise<void> {
    await page.goto(shown.address, { waitUntil: 'commit' });
    await page.locator('[data-screen], .attract').first().waitFor();
  }
}

export async function askShell<T>(kiosk: TabKiosk, method: string, path: string, body?: unknown): Promise<T> {
  const isBytes = body instanceof Uint8Array;
  const response = await kiosk.shell.fetch(
    new Request(`${kiosk.address}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : {
            headers: { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' },
            body: isBytes ? Uint8Array.from(body) : JSON.stringify(body),
          }),
    }),
  );
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

export async function provision(kiosk: TabKiosk, enrolment: string, panel: Panel): Promise<void> {
  await askShell(kiosk, 'POST', '/shell/provisioning/confirm', {
    enrolment,
    panelDiagonalInches: panel.diagonalInches,
  });
}

/** Asks again and again until it is so; every wait has an end. */
export async function until(isSo: () => Promise<boolean>, limitMs = waitMs): Promise<void> {
  const giveUpAt = performance.now() + limitMs;
  while (!(await isSo())) {
    if (performance.now() > giveUpAt) throw new Error('waited in vain');
    await new Promise((done) => setTimeout(done, 60));
  }
}
