import { type Spread, spreadOf } from '../spread.ts';
import type { Outbox } from './modules.ts';
import { type OutboxStage, openOutboxStage } from './outbox-stage.ts';
import type { SyncShim } from './sync-shim.ts';

/** What is measured of one outbox, each in a browser and a profile of its own. */

const photoBytes = 300 * 1024;
const warmUps = 10;

export interface Tap {
  readonly times: Spread;
  /** Syncs of the browser for each tap until it answers; for ours those are of the second copy, which nobody waits for. */
  readonly syncs: number;
  /** Syncs of the shell for each tap: of the safe. */
  readonly safeSyncs: number;
}

/** Form and two photos. Ours has staged the photos when they were picked, as the kiosk does; a queue without staging stores all at the tap. */
export async function measureTap(
  which: Outbox,
  options: { modules: string; shim: SyncShim; slowMs: number; taps: number },
): Promise<Tap> {
  const stage = await openOutboxStage(which, options);
  try {
    await stage.run(tapMany, { taps: warmUps, from: 0, photoBytes });
    const times: number[] = [];
    const syncs = { browser: 0, safe: 0 };
    for (let tap = 0; tap < options.taps; tap++) {
      await stage.run(stageOne, { number: warmUps + tap, photoBytes });
      const before = { browser: options.shim.count('browser'), safe: options.shim.count('safe') };
      times.push(await stage.run<number>(tapOne));
      syncs.browser += options.shim.count('browser') - before.browser;
      await stage.run(settle);
      syncs.safe += options.shim.count('safe') - before.safe;
    }
    return { times: spreadOf(times), syncs: syncs.browser / options.taps, safeSyncs: syncs.safe / options.taps };
  } finally {
    await stage.close();
  }
}

export interface Drain {
  readonly items: number;
  readonly perSecond: number;
}

export async function measureDrain(
  which: Outbox,
  options: { modules: string; items: number; photos?: readonly number[] },
): Promise<Drain> {
  const stage = await openOutboxStage(which, options);
  try {
    await fill(stage, options);
    const elapsedMs = await stage.run<number>(drainAll);
    const { items } = await stage.stored();
    if (items !== options.items) throw new Error(`${which}: ${items} of ${options.items} arrived`);
    return { items: options.items, perSecond: (options.items * 1000) / elapsedMs };
  } finally {
    await stage.close();
  }
}

export interface FilingWhileDraining {
  readonly idle: Spread;
  readonly draining: Spread;
}

/** Filing at an idle kiosk, then while so many drain and somebody is at the screen. */
export async function measureFilingWhileDraining(
  which: Outbox,
  options: { modules: string; items: number; filings: number },
): Promise<FilingWhileDraining> {
  const stage = await openOutboxStage(which, options);
  try {
    await stage.run(fileSome, { from: 900_000, filings: 20, pauseMs: 0 });
    const idle = spreadOf(
      await stage.run<number[]>(fileSome, { from: 800_000, filings: options.filings, pauseMs: 20 }),
    );
    await fill(stage, options);
    const draining = spreadOf(
      await stage.run<number[]>(fileWhileDraining, { from: 700_000, filings: options.filings, pauseMs: 20 }),
    );
    return { idle, draining };
  } finally {
    await stage.close();
  }
}

export interface LongQueue {
  readonly filings: number;
  readonly openMs: number;
  readonly listMs: number;
  readonly heapMegabytes: number;
}

/** A queue that is there already, opened and listed by a page that has just come. */
export async function measureLongQueue(options: { modules: string; filings: number }): Promise<LongQueue> {
  const stage = await openOutboxStage('own-queue', options);
  try {
    await stage.run('({ filings }) => outbox.fill(filings)', options);
    await stage.page.reload();
    await stage.page.evaluate(
      "import('/modules/own-queue.mjs').then((outbox) => Object.assign(globalThis, { outbox }))",
    );
    const session = await stage.page.context().newCDPSession(stage.page);
    const heap = async () => {
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize;
    };
    const before = await heap();
    const { openMs, listMs, listed } = await stage.run<{ openMs: number; listMs: number; listed: number }>(
      '({ filings }) => outbox.openAndList(filings)',
      options,
    );
    if (listed !== options.filings) throw new Error(`${listed} of ${options.filings} were listed`);
    return { filings: options.filings, openMs, listMs, heapMegabytes: ((await heap()) - before) / (1024 * 1024) };
  } finally {
    await stage.close();
  }
}

/** The most this browser can send when nothing is stored, read or checked: the same pages of a hundred over three lanes. */
export async function measureBareFetch(options: { modules: string; items: number }): Promise<Drain> {
  const stage = await openOutboxStage('ref-log', options);
  try {
    const elapsedMs = await stage.run<number>(bareFetch, options);
    return { items: options.items, perSecond: (options.items * 1000) / elapsedMs };
  } finally {
    await stage.close();
  }
}

async function fill(stage: OutboxStage, options: { items: number; photos?: readonly number[] }): Promise<void> {
  const atOnce = options.photos ? 5 : 50;
  for (let from = 0; from < options.items; from += atOnce) {
    await stage.run(enqueueSome, { count: Math.min(atOnce, options.items - from), from, photos: options.photos ?? [] });
  }
}

const enqueueSome = `async ({ count, from, photos }) => {
  if (photos.length > 0) for (const item of some(count, from, photos)) await outbox.enqueue(item);
  else await Promise.all(some(count, from).map((item) => outbox.enqueue(item)));
}`;

const tapMany = `async ({ taps, from, photoBytes }) => {
  for (const item of some(taps, from, [photoBytes, photoBytes])) {
    await outbox.stage?.(item.blobs);
    await outbox.enqueue(item);
  }
  await outbox.count();
}`;

const stageOne = `async ({ number, photoBytes }) => {
  globalThis.next = some(1, number, [photoBytes, photoBytes])[0];
  await outbox.stage?.(next.blobs);
}`;

const tapOne = `async () => {
  const started = performance.now();
  await outbox.enqueue(next);
  return performance.now() - started;
}`;

/** What follows a tap (the second copy) must not be counted into the next. */
const settle = `async () => void (await outbox.count())`;

const drainAll = `async ({ base }) => {
  await outbox.count();
  const started = performance.now();
  await outbox.drain(base);
  const elapsedMs = performance.now() - started;
  const left = await outbox.count();
  if (left > 0) throw new Error(left + ' were left behind');
  return elapsedMs;
}`;

const fileSome = `async ({ from, filings, pauseMs }) => {
  const times = [];
  for (const item of some(filings, from)) {
    const started = performance.now();
    await outbox.enqueue(item);
    times.push(performance.now() - started);
    if (pauseMs) await new Promise((done) => setTimeout(done, pauseMs));
  }
  return times;
}`;

const fileWhileDraining = `async ({ base, from, filings, pauseMs }) => {
  outbox.setSomebodyAtTheScreen?.(true);
  void outbox.drain(base);
  await new Promise((done) => setTimeout(done, 200));
  const times = await (${fileSome})({ from, filings, pauseMs });
  if ((await outbox.count()) === 0) throw new Error('the drain was over before the filing was');
  return times;
}`;

const bareFetch = `async ({ base, items }) => {
  const sealed = 'x'.repeat(11800);
  const pages = Array.from({ length: Math.ceil(items / 100) }, (_, page) =>
    JSON.stringify({ items: some(100, page * 100).map(({ id, uid }) => ({ id, uid, body: sealed })) }));
  const started = performance.now();
  const lane = async () => {
    for (let body = pages.shift(); body; body = pages.shift()) {
      const answer = await fetch(base + '/batch', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      await answer.arrayBuffer();
    }
  };
  await Promise.all([lane(), lane(), lane()]);
  return performance.now() - started;
}`;
