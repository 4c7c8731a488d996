import type { Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askShell } from '../../build/screens/stage.ts';
import { rehearsalVisits } from '../../renderer/session/rehearsal-visits.ts';
import { startOfVisit } from '../../renderer/session/visit.ts';
import { services, someFacts } from '../catalogue/world.ts';
import { aResident } from '../support/resident.ts';
import { openTabAtPortal, type TabAtPortal } from './tab-at-portal.ts';

/** Screens drawn for nobody behind the attract screen: all of them, and nothing of it anywhere. */

const patienceMs = 20_000;
const settledMs = 500;
const drawn = 'performance.getEntriesByName("rehearsed").length';

let tab: TabAtPortal;
let page: Page;
/** What the page told its log. */
let codes: string[];

beforeAll(async () => {
  tab = await openTabAtPortal({ size: { width: 1080, height: 1920 } });
}, 60_000);
beforeEach(async () => {
  await page?.context().close();
  await askShell(tab.kiosk, 'POST', '/shell/session/end');
  page = await tab.newPage();
  codes = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/shell/log')) codes.push(JSON.parse(request.postData() ?? '{}').code);
  });
}, 30_000);
afterAll(() => tab?.close(), 30_000);

test('every screen is drawn, none is on the page, and the shell is told of none', async () => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') asked.push(new URL(request.url()).pathname);
  });
  await page.goto(tab.kiosk.address);
  const all = rehearsalVisits(startOfVisit, services, someFacts()).length;
  await expect.poll(() => page.evaluate(drawn), { timeout: patienceMs }).toBe(all);
  await page.waitForTimeout(settledMs);
  expect(await page.evaluate(drawn)).toBe(all);
  expect(
    await page.evaluate(`[...document.querySelectorAll('[data-screen]')].map(({ dataset }) => dataset.screen)`),
  ).toEqual(['attract']);
  expect(
    await page.evaluate(
      `document.activeElement === document.body || document.activeElement.closest('.frame') !== null`,
    ),
  ).toBe(true);
  expect(asked.filter((path) => /draft|session|file|practise|call|camera|sticks/.test(path))).toEqual([]);
  expect(codes).not.toContain('rehearsal-failed');
});

test('whoever begins at once is not kept waiting: the rest is left', async () => {
  await page.goto(tab.kiosk.address);
  const resident = aResident({ page: () => page, language: 'vi' });
  await resident.begin();
  const atHome = await page.evaluate(drawn);
  await page.waitForTimeout(settledMs);
  expect(await page.evaluate(drawn)).toBe(atHome);
});

test('a screen that cannot be drawn ahead is told by a code, and the attract screen stands', async () => {
  // Money is written on the page of a service, and on no screen before it.
  await page.addInitScript(`Intl.NumberFormat = function () { throw new Error('planted'); }`);
  await page.goto(tab.kiosk.address);
  await expect.poll(() => codes, { timeout: patienceMs }).toContain('rehearsal-failed');
  const all = rehearsalVisits(startOfVisit, services, someFacts()).length;
  await expect.poll(() => page.evaluate<number>(drawn), { timeout: patienceMs }).toBeGreaterThan(all / 2);
  expect(await page.evaluate(drawn)).toBeLessThan(all);
  const resident = aResident({ page: () => page, language: 'vi' });
  await resident.seesScreen('attract');
  await resident.begin();
}, 60_000);
