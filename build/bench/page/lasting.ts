import type { CDPSession, ElectronApplication, Page } from '@playwright/test';
import { launchKiosk, type RunningKiosk } from '../../../tests/support/electron-app.ts';
import { mayTakeThePage } from '../../../tests/support/hands.ts';
import { storyOf } from '../../../tests/support/known-services.ts';
import { sayingsIn } from '../../../tests/support/sayings.ts';
import { fileFromPage } from '../drain-speed.ts';
import { type Growth, growthOf } from './slope.ts';
import { stepsOfVisit, walk, walkHome } from './walk-page.ts';

/** What is left behind by visits in a row. */
export interface Lasting {
  /** One page, through a visit's screens to the form and back again, without the fresh page that ends a visit. */
  readonly onePage: readonly Growth[];
  /** Each fresh page at its attract screen, and the shell behind all of them: whole visits, each with a filing. */
  readonly freshPages: readonly Growth[];
  readonly shell: readonly Growth[];
}

/** Most that may be left by one visit; a kiosk has some hundred a day and is started anew each night. */
const mostPerVisit = {
  page: { heapBytes: 4096, nodes: 0.2, listeners: 0.1, timers: 0.02 },
  freshPage: { heapBytes: 4096, nodes: 0.2, listeners: 0.1 },
  shell: { heapBytes: 16_384, timers: 0.02, handles: 0.02, files: 0.02, windows: 0.02, processes: 0.02 },
} as const;

export interface LastingOptions {
  readonly profileFolder: string;
  readonly visits: number;
  /** Leaves something behind on purpose after each visit, to see that it is found. */
  readonly plantLeaks?: boolean;
  /** A dozen visits are few for a heap that breathes: it may grow this many times more in one. */
  readonly heapPatience?: number;
}

const settledLooks = 4;
const settledPauseMs = 250;

type Counts = Readonly<Record<string, number>>;

const story = () => storyOf('birth-registration', 'father-in-time');
const say = sayingsIn('vi');

export async function measureLasting(options: LastingOptions): Promise<Lasting> {
  const kiosk = await launchKiosk({ profileFolder: options.profileFolder });
  try {
    const onePage = await roundsInOnePage(kiosk, options);
    await endVisit(kiosk);
    return { onePage, ...(await wholeVisits(kiosk, options)) };
  } finally {
    await kiosk.close();
  }
}

async function roundsInOnePage(kiosk: RunningKiosk, options: LastingOptions): Promise<Growth[]> {
  const { page } = kiosk;
  // Counted from the page's first line on.
  await page.addInitScript(countTimers);
  await page.reload();
  await begin(page);
  const session = await page.context().newCDPSession(page);
  const steps = stepsOfVisit(story(), say);
  const seen: Counts[] = [];
  for (let visit = 0; visit < options.visits; visit += 1) {
    await walk(page, steps);
    await walkHome(page);
    if (options.plantLeaks) await page.evaluate(leakInPage);
    seen.push({ ...(await countsOfPage(session)), timers: await page.evaluate<number>('globalThis.liveTimers()') });
  }
  await session.detach();
  return growths(seen, mostPerVisit.page, options);
}

async function wholeVisits(kiosk: RunningKiosk, options: LastingOptions) {
  const steps = stepsOfVisit(story(), say);
  const pages: Counts[] = [];
  const shell: Counts[] = [];
  for (let visit = 0; visit < options.visits; visit += 1) {
    const session = await kiosk.page.context().newCDPSession(kiosk.page);
    await kiosk.page.locator('[data-screen="attract"]').waitFor();
    pages.push(await settled(() => countsOfPage(session)));
    await session.detach();
    shell.push(await settled(() => countsOfShell(kiosk.app)));
    await begin(kiosk.page);
    await walk(kiosk.page, steps);
    await fileFromPage(kiosk.page, 1);
    if (options.plantLeaks) await leakInShell(kiosk.app);
    await endVisit(kiosk);
  }
  return {
    freshPages: growths(pages, mostPerVisit.freshPage, options),
    shell: growths(shell, mostPerVisit.shell, options),
  };
}

function growths(seen: readonly Counts[], most: Counts, { heapPatience = 1 }: LastingOptions): Growth[] {
  return Object.entries(most).map(([what, perVisit]) =>
    growthOf(
      what,
      seen.map((counts) => counts[what] ?? Number.NaN),
      what === 'heapBytes' ? perVisit * heapPatience : perVisit,
    ),
  );
}

async function begin(page: Page): Promise<void> {
  await page.locator('[data-screen="attract"]').waitFor();
  await walk(page, [{ name: 'Tiếng Việt', brings: 'screen' }]);
}

/** By the resident's own way out: the tools' last, and everything wiped. */
async function endVisit(kiosk: RunningKiosk): Promise<void> {
  const fresh = kiosk.nextPage();
  await walk(kiosk.page, [{ name: say('frame', 'tools.leave'), brings: 'nothing' }]);
  const end = kiosk.page.getByRole('dialog').getByRole('button', {
    name: new RegExp(`^(${say('frame', 'leave.wipe')}|${say('frame', 'leave.finish')})`, 'u'),
  });
  await mayTakeThePage(kiosk.page, end.click());
  await fresh;
}

/** The least of a few looks: what a page reads behind its first screen, or a request under way, is not left behind. */
async function settled(look: () => Promise<Counts>): Promise<Counts> {
  const looks: Counts[] = [];
  for (let turn = 0; turn < settledLooks; turn += 1) {
    await new Promise((done) => setTimeout(done, settledPauseMs));
    looks.push(await look());
  }
  const last = looks.at(-1) ?? {};
  return Object.fromEntries(
    Object.keys(last).map((what) => [what, Math.min(...looks.slice(1).map((counts) => counts[what] ?? Number.NaN))]),
  );
}

async function countsOfPage(session: CDPSession): Promise<Counts> {
  await session.send('Performance.enable');
  // Twice: what the first frees may have held more.
  for (let time = 0; time < 2; time += 1) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { heapBytes: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
}

function countsOfShell(app: ElectronApplication): Promise<Counts> {
  return app.evaluate(async ({ app, BrowserWindow }) => {
    const kept = globalThis as { collect?: () => void };
    if (!kept.collect) {
      process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
      kept.collect = process.getBuiltinModule('node:vm').runInNewContext('gc') as () => void;
    }
    for (let time = 0; time < 2; time += 1) {
      kept.collect();
      await new Promise((done) => setImmediate(done));
    }
    const resources = process.getActiveResourcesInfo();
    const timers = resources.filter((resource) => resource === 'Timeout').length;
    return {
      heapBytes: process.memoryUsage().heapUsed,
      timers,
      handles: resources.length - timers,
      files: process.getBuiltinModule('node:fs').readdirSync('/proc/self/fd').length,
      windows: BrowserWindow.getAllWindows().length,
      processes: app.getAppMetrics().length,
    };
  });
}

const countTimers = `(() => {
  const live = new Set();
  for (const [set, clear, isOnce] of [['setTimeout', 'clearTimeout', true], ['setInterval', 'clearInterval', false]]) {
    const [setIt, clearIt] = [globalThis[set], globalThis[clear]];
    globalThis[set] = (act, ...rest) => {
      const id = setIt((...given) => { if (isOnce) live.delete(id); act(...given); }, ...rest);
      live.add(id);
      return id;
    };
    globalThis[clear] = (id) => { live.delete(id); clearIt(id); };
  }
  globalThis.liveTimers = () => live.size;
})()`;

const leakInPage = `(() => {
  (globalThis.planted ??= []).push(new Array(40000).fill(0).map(Math.random), document.createElement('div'));
  addEventListener('nothing', () => {});
  setInterval(() => {}, 3_600_000);
})()`;

function leakInShell(app: ElectronApplication): Promise<void> {
  return app.evaluate(() => {
    const kept = globalThis as { planted?: unknown[] };
    kept.planted ??= [];
    const { openSync, watch } = process.getBuiltinModule('node:fs');
    kept.planted.push(Array.from({ length: 40_000 }, Math.random), openSync('/dev/null', 'r'), watch('/'));
    setInterval(() => {}, 3_600_000);
  });
}
