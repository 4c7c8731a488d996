import type { Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askShell } from '../../build/screens/stage.ts';
import { PrintRequest } from '../../shared/shell-contract/messages.ts';
import { resumeAt } from '../support/fast-forward.ts';
import { storyOf } from '../support/known-services.ts';
import { aResident, type Resident } from '../support/resident.ts';
import { plain, sayingsIn } from '../support/sayings.ts';
import { openTabAtPortal, type TabAtPortal } from './tab-at-portal.ts';

/** A kiosk with a printer: the paper comes by itself and says what the screen says. */

const size = { width: 1080, height: 1920 };
const say = sayingsIn('vi');
const story = storyOf('civil-extract', 'own-birth-copy');
const papers: Uint8Array[] = [];
let isBroken = false;
let tab: TabAtPortal;
let page: Page;
let resident: Resident;
let asked: PrintRequest[];

beforeAll(async () => {
  tab = await openTabAtPortal({
    size,
    print: async (document) => {
      papers.push(document);
      return isBroken ? { printed: false, reason: 'printer-failed' } : { printed: true };
    },
  });
}, 60_000);
beforeEach(async () => {
  await page?.context().close();
  await askShell(tab.kiosk, 'POST', '/shell/session/end');
  page = await tab.newPage();
  papers.length = 0;
  isBroken = false;
  asked = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/shell/print')) asked.push(PrintRequest.parse(request.postDataJSON()));
  });
  await page.goto(tab.kiosk.address);
  resident = aResident({ page: () => page, language: 'vi' });
}, 30_000);
afterAll(() => tab?.close(), 30_000);

/** In the page: pixels of the slip below what is shown of its page. */
const hiddenOfSlip = `(() => {
  const view = document.querySelector('.frame .pages');
  const hidden = Number(/inset\\(\\S+ \\S+ ([\\d.]+)px/.exec(view.style.clipPath)?.[1] ?? 0);
  const shownTo = view.getBoundingClientRect().bottom - hidden;
  return document.querySelector('.slip-paper').getBoundingClientRect().bottom - shownTo;
})()`;

const wordsOf = (request: PrintRequest | undefined): string[] =>
  (request?.lines ?? []).map((line) => plain(typeof line === 'string' ? line : line.large));
const wordsOnScreen = async () => (await page.locator('.slip-paper p').allInnerTexts()).map(plain);

test('a filed dossier: its slip comes out once without being asked for, again at a press, with every word of the screen', async () => {
  await resumeAt(page, story, { at: 'review' });
  await resident.seesScreen('review');
  const slip = await resident.file(story);
  await expect.poll(() => papers.length).toBe(1);
  await page.getByText(say('follow', 'filed.stepTakePrinted')).waitFor();
  expect(asked[0]).toMatchObject({ number: slip.number, qr: slip.token });
  expect(asked[0]?.lines).toContainEqual({ large: slip.checkCode });
  // The receipt may have come after the paper: it prints nothing by itself any more.
  await page.locator('.slip-title', { hasText: say('follow', 'filed.receivedSlip') }).waitFor();
  await page.waitForTimeout(4_000);
  expect(papers).toHaveLength(1);
  await resident.press(say('follow', 'filed.printAgain'));
  await expect.poll(() => papers.length).toBe(2);
  const words = wordsOf(asked[1]).join(' ');
  // Label and code share a line on the screen; on paper the code is large.
  for (const line of await wordsOnScreen()) expect(words).toContain(line);
}, 90_000);

test.each(['vi', 'en'] as const)(
  'on a low panel, too, the whole slip stands on the first page: number, check code and square code together (%s)',
  async (language) => {
    await page.setViewportSize({ width: 1366, height: 768 });
    resident = aResident({ page: () => page, language });
    await resumeAt(page, story, { at: 'review' }, { language });
    await resident.seesScreen('review');
    await resident.file(story);
    const title = page.locator('.slip-title', { hasText: sayingsIn(language)('follow', 'filed.receivedSlip') });
    await title.waitFor();
    // All that may stand on it: what is to pay, and that no answer to the draft means agreement.
    expect(await page.locator('.slip-lines p').count()).toBe(5);
    await page.evaluate(
      `document.querySelector('.frame .pages').scrollTo(0, 0);
      new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))))`,
    );
    expect(await page.evaluate(hiddenOfSlip)).toBeLessThanOrEqual(0);
  },
  90_000,
);

test('a printer that fails is told of, and the slip is to be photographed instead', async () => {
  isBroken = true;
  await resumeAt(page, story, { at: 'review' });
  await resident.seesScreen('review');
  await resident.file(story);
  await page.getByText(say('problems', 'printer-failed')).waitFor();
  await page.getByText(say('follow', 'filed.stepTake'), { exact: true }).waitFor();
  expect(await page.getByText(say('follow', 'filed.stepTakePrinted')).count()).toBe(0);
  isBroken = false;
  await resident.press(say('follow', 'filed.printAgain'));
  await page.getByText(say('follow', 'filed.stepTakePrinted')).waitFor();
}, 90_000);

test('work kept for later: the slip that opens it again comes out, with number and code', async () => {
  await resumeAt(page, story, { at: 'question', step: 'record-body', backToReview: false });
  await resident.seesScreen('question');
  await resident.openTool('leave');
  await resident.press(say('frame', 'leave.save'));
  await resident.seesScreen('saved');
  const slip = await resident.readSlip();
  await expect.poll(() => papers.length).toBe(1);
  expect(asked[0]).toMatchObject({ number: slip.number, qr: slip.token });
  expect(wordsOf(asked[0])).toEqual(expect.arrayContaining([slip.title, slip.number, slip.checkCode]));
}, 90_000);
