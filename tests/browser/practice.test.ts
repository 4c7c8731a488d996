import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { goOnInPractice } from '../../build/screens/practice-steps.ts';
import { askShell } from '../../build/screens/stage.ts';
import type { SafeFilings, ShellState } from '../../shared/shell-contract/messages.ts';
import { resumeAt } from '../support/fast-forward.ts';
import { storyOf } from '../support/known-services.ts';
import { aResident, type Resident } from '../support/resident.ts';
import { sayingsIn } from '../support/sayings.ts';
import { lookAtFirstPage } from './look-at-screen.ts';
import { openTabAtPortal, type TabAtPortal } from './tab-at-portal.ts';

/** Whole practice visits through the real page: what is said on every screen, and that nothing of it is anywhere afterwards. */

const size = { width: 1080, height: 1920 };
const visitMs = 240_000;
const say = sayingsIn('vi');
/** With a paper to photograph, and open today. */
const licence = storyOf('driver-licence', plainOf('driver-licence'));

/** What goes on whoever stands at the screen: the queue, and the page's own log. */
const ofTheQueue = [
  'POST /shell/sync',
  'POST /portal/v1/sync',
  'POST /shell/receipts',
  'POST /shell/portal-news',
  'POST /shell/log',
];

let tab: TabAtPortal;
let page: Page;
let resident: Resident;
const printed: { kind: string; bytes: number }[] = [];
const asked: string[] = [];

beforeAll(async () => {
  tab = await openTabAtPortal({
    size,
    print: async (document, kind) => {
      printed.push({ kind, bytes: document.length });
      return { printed: true };
    },
  });
}, 90_000);
beforeEach(async () => {
  await askShell(tab.kiosk, 'POST', '/shell/session/end');
  page = await tab.newPage();
  asked.length = 0;
  page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await page.goto(tab.kiosk.address);
  resident = aResident({ page: () => page, language: 'vi' });
  await resident.begin();
});
afterEach(() => page.context().close());
afterAll(() => tab?.close(), 30_000);

function plainOf(id: string): string {
  const file = JSON.parse(readFileSync(new URL(`../../assets/catalogue/${id}.json`, import.meta.url), 'utf8'));
  return file.examples.find(({ kind }: { kind: string }) => kind === 'plain').id;
}

async function enterPractice(): Promise<void> {
  await resident.press(say('guidance', 'practice.open'));
  await resident.press(say('guidance', 'practice.begin'));
  await page.locator('.practice-pill').waitFor();
}

/** What the kiosk keeps of visits: each file with its size. Clock, notices and its log it writes whoever stands there. */
function keptFiles(): string[] {
  const profile = join(tab.folder, 'kiosk');
  return readdirSync(profile, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\/kiosk\/(safe|drafts|reserve)(\/|$)/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => `${file} ${statSync(file).size}`)
    .sort();
}

test(
  'a service with a paper is gone through to its end: every screen says that it is practice, and nothing is kept, sent or printed',
  async () => {
    await resident.findByLifeEvent(licence);
    const before = keptFiles();
    await enterPractice();
    asked.length = 0;
    const screens: string[] = [];
    const troubles: string[] = [];
    await goOnInPractice(page, licence.service, 'practised', async (screen) => {
      expect(await page.locator('.practice-pill:visible').innerText()).toContain(say('guidance', 'practice.pill'));
      if (screens.includes(screen)) return;
      screens.push(screen);
      for (const what of await lookAtFirstPage(page, 'vi')) troubles.push(`${screen}: ${what}`);
    });
    expect(screens).toEqual(
      expect.arrayContaining(['consent', 'identity', 'question', 'papers', 'review', 'practised']),
    );
    expect(await resident.heading()).toBe(say('guidance', 'practice.end.whole'));
    expect(troubles).toEqual([]);
    expect(asked.filter((request) => !request.startsWith('GET') && !ofTheQueue.includes(request))).toEqual([]);
    expect(keptFiles()).toEqual(before);
    expect(await askShell<SafeFilings>(tab.kiosk, 'GET', '/shell/filings')).toMatchObject({ filings: [] });
    expect(printed).toEqual([]);
    const leaves = page.waitForEvent('load');
    await resident.pressPrimary();
    await leaves;
    await resident.seesScreen('attract');
    expect((await askShell<ShellState>(tab.kiosk, 'GET', '/shell/state')).practising).toBeUndefined();
  },
  visitMs,
);

test(
  'a service whose window is closed can be practised, from its first screen back to nothing but the end',
  async () => {
    const school = storyOf('enrol-kindergarten', plainOf('enrol-kindergarten'));
    await resident.findByLifeEvent(school);
    await resident.press(say('guidance', 'practice.open'));
    // Two taps of one finger are one wish: the second must not end what the first began.
    await page.getByRole('button', { name: say('guidance', 'practice.begin') }).evaluate((button) => {
      (button as HTMLElement).click();
      (button as HTMLElement).click();
    });
    await page.locator('.practice-pill').waitFor();
    await resident.press(say('frame', 'actions.back'));
    await resident.seesScreen('practised');
    expect(await resident.heading()).toBe(say('guidance', 'practice.end.stopped'));
    const told = await page.locator('main').innerText();
    // Not open today: there is no «Bắt đầu» on its page to be pressed now.
    expect(told).toMatch(/(mở|đóng) từ .*\d{4}/);
    expect(told).not.toContain(say('visit', 'service.start'));
  },
  visitMs,
);

test(
  'a page that dies in practice is followed by a real visit',
  async () => {
    await resident.findByLifeEvent(licence);
    await enterPractice();
    await page.goto(tab.kiosk.address);
    await resident.seesScreen('attract');
    await expect
      .poll(async () => (await askShell<ShellState>(tab.kiosk, 'GET', '/shell/state')).practising)
      .toBeUndefined();
    await resident.begin();
    await resident.findByLifeEvent(licence);
    await resident.startService(licence);
    expect(await page.locator('.practice-pill').count()).toBe(0);
  },
  visitMs,
);

test(
  'what to bring is printed before anything is typed',
  async () => {
    printed.length = 0;
    await resident.findByLifeEvent(licence);
    await resident.press(say('guidance', 'bring.press'));
    await page.getByText(say('guidance', 'bring.printed')).waitFor();
    expect(printed.map(({ kind }) => kind)).toEqual(['guide']);
    expect(printed[0]?.bytes).toBeGreaterThan(1000);
  },
  visitMs,
);

test(
  'an example at a question of a real visit is only shown: it stands in no field and in no draft',
  async () => {
    const number = licence.service.examples.find(({ kind }) => kind === 'plain')?.answers.licenceNo;
    expect(number).toMatch(/^\d{12}$/);
    const place = { at: 'question', step: 'licence-number', backToReview: false } as const;
    await resumeAt(page, licence, place, { without: ['licenceNo'] });
    await resident.seesScreen('question');
    await resident.press(say('guidance', 'example.press'));
    await page.getByRole('dialog').getByText(String(number)).waitFor();
    await resident.press(say('frame', 'actions.done'));
    expect(await page.getByRole('textbox').first().innerText()).not.toContain(String(number));
    expect(JSON.stringify(await askShell(tab.kiosk, 'GET', '/shell/draft'))).not.toContain(String(number));
  },
  visitMs,
);
