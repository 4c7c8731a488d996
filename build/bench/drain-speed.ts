import type { Page } from '@playwright/test';
import { Enrolment } from '../../shared/portal-contract/trust.ts';
import { enrolKiosk, type PortalKiosk, type Sealed } from '../../tests/contracts/portal-kiosk.ts';
import { launchKiosk } from '../../tests/support/electron-app.ts';
import type { GalleryPortal } from '../screens/gallery-portal.ts';
import { benchDossier } from './bench-dossier.ts';
import { type Spread, spreadOf } from './spread.ts';

export interface DrainSpeed {
  readonly filings: number;
  readonly perSecond: number;
  /** One filing a request, one after another, from Node with the same kind of filing: what a plain client reaches. */
  readonly bareOneByOnePerSecond: number;
  /** A hundred a request from Node: the most the portal takes from one client. */
  readonly bareHundredsPerSecond: number;
  readonly ratioToOneByOne: number;
  readonly ratioToHundreds: number;
  /** Longest time between two frames while the drain runs and somebody types. */
  readonly longestFrameMs: number;
  /** The same in the same page before anything is sent: what is longer only then is the drain's. */
  readonly longestFrameBeforeMs: number;
  /** Filing at the screen while the drain runs. */
  readonly filingMeanwhile: Spread;
}

const answerBytes = 1024;
const perRequest = 100;
const drainLimitMs = 120_000;

export async function measureDrain(options: {
  profileFolder: string;
  portal: GalleryPortal;
  filings: number;
}): Promise<DrainSpeed> {
  const { portal, filings } = options;
  await fillQueue(options, filings);
  const { perSecond } = await drain(options, filings, 'quiet');
  await fillQueue(options, filings);
  const { times } = await drain(options, filings, 'filing-meanwhile');
  await fillQueue(options, filings);
  const { longestFrameMs, longestFrameBeforeMs } = await drain(options, filings, 'typing-meanwhile');
  const bare = await bareLoops(portal, filings);
  return {
    filings,
    perSecond,
    ...bare,
    ratioToOneByOne: perSecond / bare.bareOneByOnePerSecond,
    ratioToHundreds: perSecond / bare.bareHundredsPerSecond,
    longestFrameMs,
    longestFrameBeforeMs,
    filingMeanwhile: spreadOf(times),
  };
}

/** Files them without a network, through the page's door; the window is closed afterwards. */
async function fillQueue({ profileFolder, portal }: { profileFolder: string; portal: GalleryPortal }, filings: number) {
  await portal.setNetwork('down');
  const kiosk = await launchKiosk({ profileFolder });
  try {
    await kiosk.page.locator('[data-screen="attract"]').waitFor();
    await fileFromPage(kiosk.page, filings);
  } finally {
    await kiosk.close();
  }
}

/** Starts the kiosk: its outbox agrees with the safe. Then the network comes, and everything must go. */
async function drain(
  { profileFolder, portal }: { profileFolder: string; portal: GalleryPortal },
  filings: number,
  how: 'quiet' | 'filing-meanwhile' | 'typing-meanwhile',
): Promise<{ perSecond: number; times: number[]; longestFrameMs: number; longestFrameBeforeMs: number }> {
  const kiosk = await launchKiosk({ profileFolder });
  const { page } = kiosk;
  try {
    await page.locator('[data-screen="attract"]').waitFor();
    await page.waitForFunction(`(${outboxCounts})().then(({ waiting }) => waiting >= ${filings})`, undefined, {
      timeout: drainLimitMs,
    });
    const longestFrameBeforeMs = how === 'typing-meanwhile' ? await typeUntil(page, quietTyping(page)) : 0;
    const before = ((await page.evaluate(`(${outboxCounts})()`)) as Counts).received;
    await portal.setNetwork('up');
    // Any word of the portal tells the shell that the network is back, as a resident's question would.
    await page.evaluate(
      `fetch('/portal/v1/case-lookups', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"number":"A6-0001","checkCode":"AAAAAA"}' })`,
    );
    const elapsed = page.evaluate(
      `(${timeDrain})(${JSON.stringify({ target: before + filings, limitMs: drainLimitMs })})`,
    );
    const times = how === 'filing-meanwhile' ? await fileFromPage(page, 100, 20) : [];
    const longestFrameMs = how === 'typing-meanwhile' ? await typeUntil(page, elapsed) : 0;
    const elapsedMs = (await elapsed) as number;
    // What was filed meanwhile is on its way too; the next start must not find it waiting.
    await page.waitForFunction(
      `(${outboxCounts})().then(({ waiting, sending }) => waiting + sending === 0)`,
      undefined,
      { timeout: drainLimitMs },
    );
    return { perSecond: (filings * 1000) / elapsedMs, times, longestFrameMs, longestFrameBeforeMs };
  } finally {
    await kiosk.close();
  }
}

const quietTypingMs = 3000;

function quietTyping(page: Page): Promise<void> {
  return page.waitForTimeout(quietTypingMs);
}

/** Somebody types into a field of the page until the drain is over. */
async function typeUntil(page: Page, over: Promise<unknown>): Promise<number> {
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  void over.then(end, end);
  await page.evaluate(`(${watchFrames})()`);
  while (!isOver) await page.keyboard.type('Nguyễn Thị Hường ', { delay: 60 });
  return (await page.evaluate('globalThis.longestFrameMs')) as number;
}

const watchFrames = `() => {
  const field = document.querySelector('#bench-field') ?? document.createElement('textarea');
  field.id = 'bench-field';
  document.body.append(field);
  field.focus();
  globalThis.longestFrameMs = 0;
  globalThis.frameWatch = (globalThis.frameWatch ?? 0) + 1;
  const mine = globalThis.frameWatch;
  let last = performance.now();
  const look = (now) => {
    globalThis.longestFrameMs = Math.max(globalThis.longestFrameMs, now - last);
    last = now;
    if (mine === globalThis.frameWatch) requestAnimationFrame(look);
  };
  requestAnimationFrame((now) => { last = now; look(now); });
}`;

interface Counts {
  readonly waiting: number;
  readonly sending: number;
  readonly received: number;
}

/** In the page: rows of the outbox by state, read beside the engine. */
const outboxCounts = `() => new Promise((done, fail) => {
  const count = (database) => {
    const lines = database.transaction(['lines', 'leases']).objectStore('lines').index('[delivery.state+sequence]');
    const leases = lines.objectStore.transaction.objectStore('leases').getAll();
    const [waiting, received] = ['waiting', 'received'].map((state) => lines.count(IDBKeyRange.bound([state], [state, []])));
    received.onsuccess = () => {
      const sending = leases.result.reduce((sum, { filings }) => sum + filings.length, 0);
      done({ waiting: waiting.result - sending, sending, received: received.result });
    };
  };
  if (globalThis.outboxOfBench) return count(globalThis.outboxOfBench);
  const opening = indexedDB.open('diem-cham-outbox');
  opening.onerror = () => fail(opening.error);
  opening.onsuccess = () => { globalThis.outboxOfBench = opening.result; count(opening.result); };
})`;

/** From the first filing under way to the last received. */
const timeDrain = `async ({ target, limitMs }) => {
  const counts = ${outboxCounts};
  const asked = performance.now();
  let started;
  for (;;) {
    const { sending, received } = await counts();
    const now = performance.now();
    if (started === undefined && sending > 0) started = now;
    if (received >= target) return now - (started ?? asked);
    if (now - asked > limitMs) throw new Error('the drain did not end: ' + received + ' of ' + target);
    await new Promise((done) => setTimeout(done, 15));
  }
}`;

export async function fileFromPage(page: Page, count: number, pauseMs = 0): Promise<number[]> {
  const dossier = benchDossier(answerBytes);
  return (await page.evaluate(
    `(async ({ dossier, count, pauseMs }) => {
      const times = [];
      for (let filing = 0; filing < count; filing++) {
        const nonce = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
        const started = performance.now();
        const answer = await fetch('/shell/filings', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ dossier: { ...dossier, nonce } }),
        });
        if (!answer.ok) throw new Error('not filed: ' + answer.status);
        await answer.arrayBuffer();
        times.push(performance.now() - started);
        if (pauseMs) await new Promise((done) => setTimeout(done, pauseMs));
      }
      return times;
    })(${JSON.stringify({ dossier, count, pauseMs })})`,
  )) as number[];
}

async function bareLoops(portal: GalleryPortal, filings: number) {
  const kiosk = await enrolKiosk(Enrolment.parse(JSON.parse(await portal.enrolment(''))));
  await kiosk.token();
  const oneByOne = await sealMany(kiosk, filings);
  const hundreds = await sealMany(kiosk, filings);
  const perSecond = async (sealed: readonly Sealed[], size: number) => {
    const started = performance.now();
    for (let at = 0; at < sealed.length; at += size) {
      const answer = await kiosk.trySync({ filings: sealed.slice(at, at + size).map(({ filing }) => filing) });
      if (!answer.ok) throw new Error(`the portal answered ${answer.status}`);
      await answer.arrayBuffer();
    }
    return (sealed.length * 1000) / (performance.now() - started);
  };
  return {
    bareOneByOnePerSecond: await perSecond(oneByOne, 1),
    bareHundredsPerSecond: await perSecond(hundreds, perRequest),
  };
}

async function sealMany(kiosk: PortalKiosk, count: number): Promise<Sealed[]> {
  const dossier = benchDossier(answerBytes);
  const sealed: Sealed[] = [];
  for (let filing = 0; filing < count; filing++) sealed.push(await kiosk.seal(dossier));
  return sealed;
}
