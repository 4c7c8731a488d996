import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { inspectScreen } from '../../build/screens/inspect-screen.ts';
import { askShell } from '../../build/screens/stage.ts';
import type { TabKiosk } from '../../build/tab-kiosk.ts';
import { resumeAt } from '../support/fast-forward.ts';
import { storyOf } from '../support/known-services.ts';
import { aResident } from '../support/resident.ts';
import { sayingsIn } from '../support/sayings.ts';
import { backwardStops, keysAlone, type Stop } from './by-keys-alone.ts';
import { openTabAtPortal, type TabAtPortal } from './tab-at-portal.ts';
import { controlsThatActTooEarly } from './touch-down.ts';

/** The same kiosk for whoever has no hand to touch with, an unsteady one, or needs more time. */

const size = { width: 1080, height: 1920 };
const visitMs = 360_000;
const say = sayingsIn('vi');
const story = storyOf('civil-extract', 'own-birth-copy');

let tab: TabAtPortal;
let kiosk: TabKiosk;
let page: Page;

beforeAll(async () => {
  tab = await openTabAtPortal({ size });
  kiosk = tab.kiosk;
}, 60_000);
beforeEach(async () => {
  await page?.context().close();
  await askShell(kiosk, 'POST', '/shell/session/end');
  page = await tab.newPage();
}, 30_000);
afterAll(() => tab?.close(), 30_000);

test(
  'a whole visit by the keyboard alone: every stop can be seen, nothing holds the focus, the order is that of reading',
  async () => {
    await page.goto(kiosk.address);
    const stops: Stop[] = [];
    const hands = keysAlone(page, stops);
    const resident = aResident({ page: () => page, language: 'vi', hands, patienceMs: 2_500 });
    await resident.begin();
    await resident.findByLifeEvent(story);
    await resident.startService(story);
    await resident.identify(story, 'typed');
    await resident.answerQuestions(story);
    await resident.givePapers(story);
    const slip = await resident.file(story);
    expect(slip.number).not.toBe('');
    expect(stops.length).toBeGreaterThan(90);
    expect(stops.filter(({ trouble }) => trouble !== undefined)).toEqual([]);
    expect(backwardStops(stops)).toEqual([]);
    const screens = new Set(stops.map(({ screen }) => screen));
    expect([...screens].filter(Boolean)).toEqual(
      expect.arrayContaining(['attract', 'home', 'service', 'consent', 'identity', 'question', 'review']),
    );
  },
  visitMs,
);

test('a ring taken away, a stop covered and an order turned round are found', async () => {
  await page.goto(kiosk.address);
  const resident = aResident({ page: () => page, language: 'vi' });
  await resident.begin();
  const stops: Stop[] = [];
  await page.evaluate(`(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.life-event-card { outline: none !important }');
    document.adoptedStyleSheets.push(sheet);
    const cover = document.createElement('div');
    Object.assign(cover.style, { position: 'fixed', zIndex: 9, inset: 'auto 0 0 0', height: '12%' });
    document.body.append(cover);
  })()`);
  await aResident({ page: () => page, language: 'vi', hands: keysAlone(page, stops) }).openTool('look');
  const troubles = stops.flatMap(({ trouble }) => trouble ?? []);
  expect(troubles.some((trouble) => trouble.includes('no ring'))).toBe(true);
  expect(troubles.some((trouble) => trouble.includes('hidden'))).toBe(true);
  expect(backwardStops(stops)).toEqual([]);
  expect(
    backwardStops([...stops, { screen: 'home', name: 'after', part: 2 }, { screen: 'home', name: 'heading', part: 0 }]),
  ).toHaveLength(1);
});

test(
  'nothing acts on touch-down: a finger that slides off a control has done nothing, on no screen',
  async () => {
    const early: string[] = [];
    const look = async (where: string) =>
      early.push(...(await controlsThatActTooEarly(page)).map((name) => `${where}: ${name}`));
    await page.goto(kiosk.address);
    const resident = aResident({ page: () => page, language: 'vi' });
    await resident.seesScreen('attract');
    await look('attract');
    await resident.begin();
    await look('home');
    await resident.openTool('look');
    await page.getByRole('dialog').waitFor();
    await look('look');
    await page.keyboard.press('Escape');
    for (const [where, place, without] of [
      ['consent', { at: 'consent' }, []],
      ['identity', { at: 'identity' }, []],
      ['question', { at: 'question', step: 'record-body', backToReview: false }, ['recBody']],
      ['review', { at: 'review' }, []],
    ] as const) {
      await resumeAt(page, story, place, { without });
      await resident.seesScreen(where);
      await look(where);
    }
    await page.evaluate(`(() => {
      const planted = document.createElement('button');
      planted.textContent = 'planted';
      Object.assign(planted.style, { position: 'fixed', zIndex: 9, top: '40%', left: '40%', width: '200px', height: '100px' });
      planted.addEventListener('pointerdown', () => document.querySelector('h1').append(' acted'));
      document.querySelector('main').append(planted);
    })()`);
    expect(await controlsThatActTooEarly(page, 'planted')).toEqual(['planted']);
    expect(early).toEqual([]);
  },
  visitMs,
);

test.each([15.6, 32])(
  'every size comes from the millimetres of the panel the technician named: %s inches',
  async (diagonalInches) => {
    await page.route('**/shell/state', async (route) => {
      // The page that asked may be gone before it is answered.
      const answer = await route.fetch().catch(() => undefined);
      const state = await answer?.json().catch(() => undefined);
      if (answer && state)
        await route
          .fulfill({ response: answer, json: { ...state, panel: { ...size, diagonalInches } } })
          .catch(() => undefined);
    });
    await page.goto(kiosk.address);
    const resident = aResident({ page: () => page, language: 'vi' });
    const found: string[] = [];
    const look = async (where: string) => {
      const { problems } = await inspectScreen(page);
      for (const { kind, what } of problems) if (kind !== 'many-pages') found.push(`${where}: ${kind}: ${what}`);
    };
    await resident.seesScreen('attract');
    const pxPerMm = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--mm'));
    expect(Number.parseFloat(pxPerMm)).toBeCloseTo(Math.hypot(size.width, size.height) / (25.4 * diagonalInches), 3);
    await look('attract');
    await resident.begin();
    await look('home');
    for (const place of [{ at: 'consent' }, { at: 'question', step: 'record-body', backToReview: false }] as const) {
      await resumeAt(page, story, place);
      await resident.seesScreen(place.at);
      await look(place.at);
    }
    expect(found).toEqual([]);
    // The same page measured as a panel half as large: the measure finds it.
    await page.evaluate((mm) => {
      document.documentElement.style.setProperty('--mm', `${mm * 2}px`);
      for (const element of document.querySelectorAll<HTMLElement>('button')) element.style.minHeight = '40px';
    }, Number.parseFloat(pxPerMm));
    await look('too small');
    expect(found.some((line) => line.includes('small-t'))).toBe(true);
  },
  visitMs,
);

/** What asks for a long press, a drag, a double tap or two fingers. */
const hardGestures =
  /onLongPress|useLongPress|onDoubleClick|onContextMenu|draggable|onDrag|useDrag|useMove|gesture|pinch/;

test('no act asks for a long press, a drag, a double tap or two fingers', () => {
  const files = readdirSync(new URL('../../renderer/', import.meta.url), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => /\.tsx?$/.test(file) && !file.startsWith('gallery'));
  const asking = sources.filter((file) =>
    hardGestures.test(readFileSync(new URL(`../../renderer/${file}`, import.meta.url), 'utf8')),
  );
  expect(sources.length).toBeGreaterThan(100);
  expect(hardGestures.test('<Button onLongPress={wipe} />')).toBe(true);
  expect(asking).toEqual([]);
});

test(
  'the end of a visit left alone is announced, put off by one tap as often as asked, and nothing typed is lost',
  async () => {
    await page.clock.install();
    await page.goto(kiosk.address);
    const place = { at: 'question', step: 'record-body', backToReview: false } as const;
    await resumeAt(page, story, place);
    const resident = aResident({ page: () => page, language: 'vi' });
    await resident.seesScreen('question');
    const heading = await resident.heading();
    const typed = () => page.locator('.frame .field-value, .frame .choice[data-selected]').allInnerTexts();
    const before = await typed();
    expect(before.join('')).not.toBe('');
    const warning = page.getByRole('alertdialog', { name: say('follow', 'idle.title') });
    const stay = page.getByRole('button', { name: say('follow', 'idle.stay') });
    for (let time = 1; time <= 12; time += 1) {
      // Once as it goes by; then the clock jumps.
      await (time === 1 ? page.clock.runFor(70_000) : page.clock.fastForward(70_000));
      await warning.waitFor();
      // Announced: a named alert whose first button has the focus, and a timer that says how long is left.
      expect(await stay.evaluate((button) => button === document.activeElement)).toBe(true);
      const left = Number.parseInt((await page.getByRole('timer').getAttribute('aria-label')) ?? '', 10);
      expect(left).toBeGreaterThanOrEqual(15);
      await stay.tap();
      await warning.waitFor({ state: 'detached' });
      expect(await resident.screen()).toBe('question');
    }
    expect(await resident.heading()).toBe(heading);
    expect(await typed()).toEqual(before);
    // Left alone it does end, or the check above would prove nothing.
    await page.clock.runFor(70_000);
    await warning.waitFor();
    await page.clock.runFor(35_000);
    await resident.seesScreen('attract');
  },
  visitMs,
);

test(
  'whoever calls a person from the count-down or the cover stays covered, is told what becomes of the call, and nothing is wiped meanwhile',
  async () => {
    await page.clock.install();
    await page.goto(kiosk.address);
    await resumeAt(page, story, { at: 'question', step: 'record-body', backToReview: false });
    const resident = aResident({ page: () => page, language: 'vi' });
    await resident.seesScreen('question');
    await page.clock.runFor(70_000);
    await page.getByRole('alertdialog', { name: say('follow', 'idle.title') }).waitFor();
    const overlay = page.locator('.idle-overlay');
    const rings = page.waitForRequest((request) => request.url().includes('/shell/help'));
    await overlay.getByRole('button', { name: say('frame', 'tools.help'), exact: true }).tap();
    await rings;
    await page.getByRole('alertdialog', { name: say('follow', 'idle.covered') }).waitFor();
    await overlay.getByText('0900 000 000').waitFor();
    // Longer than the count-down had left: covered, not ended, and nothing of the page can be seen.
    await page.clock.runFor(100_000);
    await page.getByRole('alertdialog', { name: say('follow', 'idle.covered') }).waitFor();
    expect(await page.locator('.page').isVisible()).toBe(false);
    await page.clock.runFor(25_000);
    await page.getByRole('alertdialog', { name: say('follow', 'idle.title') }).waitFor();
    const left = Number.parseInt((await page.getByRole('timer').getAttribute('aria-label')) ?? '', 10);
    expect(left).toBeGreaterThanOrEqual(20);
    await page.getByRole('button', { name: say('follow', 'idle.stay') }).tap();
    expect(await resident.screen()).toBe('question');
  },
  visitMs,
);

test(
  'palette, size, hand, motion and reach are chosen with one tap each and forgotten with the visit',
  async () => {
    await page.goto(kiosk.address);
    const resident = aResident({ page: () => page, language: 'vi' });
    await resident.begin();
    const chosen = () =>
      page.evaluate(() => {
        const { palette, text, hand, motion } = document.documentElement.dataset;
        const style = getComputedStyle(document.documentElement);
        return [
          palette,
          text,
          hand,
          motion,
          document.documentElement.hasAttribute('data-reach'),
          style.getPropertyValue('--page-slide').trim() === '0px',
        ];
      });
    const first = await chosen();
    expect(first).toEqual(['light', '100', 'right', 'full', false, false]);
    await resident.openTool('look');
    const sheet = page.getByRole('dialog');
    for (const key of ['palettes.dark', 'sizes.125', 'hands.left', 'motions.less'])
      await sheet.getByText(say('frame', `look.${key}`), { exact: true }).tap();
    await resident.press(say('frame', 'actions.done'));
    await resident.press(say('frame', 'tools.reach'));
    expect(await chosen()).toEqual(['dark', '125', 'left', 'less', true, true]);
    // The primary act is where the left hand is.
    await resumeAt(page, story, { at: 'consent' });
    await resident.seesScreen('consent');
    await page.evaluate(() => Object.assign(document.documentElement.dataset, { hand: 'left' }));
    const middle = async (part: string) => {
      const box = await page.locator(`.action-bar-${part}`).boundingBox();
      return (box?.x ?? 0) + (box?.width ?? 0) / 2;
    };
    expect(await middle('primary')).toBeLessThan(await middle('back'));
    await resident.openTool('leave');
    await resident.press(say('frame', 'leave.wipe'));
    await resident.seesScreen('attract');
    expect(await chosen()).toEqual(first);
  },
  visitMs,
);
