import type { Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askShell } from '../../build/screens/stage.ts';
import { demoPayee } from '../../portal/demo/demo-payee.ts';
import { readVietQr } from '../../shared/payment/vietqr.ts';
import type { ShellState } from '../../shared/shell-contract/messages.ts';
import { resumeAt } from '../support/fast-forward.ts';
import { storyOf } from '../support/known-services.ts';
import { anOfficerAt, type OfficerAt } from '../support/officer-at-portal.ts';
import { aResident, type Resident } from '../support/resident.ts';
import { plain, sayingsIn } from '../support/sayings.ts';
import { photographed } from '../support/slip-on-screen.ts';
import { openTabAtPortal, type TabAtPortal } from './tab-at-portal.ts';

/** Money at the screen: a code to scan, and «paid» only when the portal says so. */

const size = { width: 1080, height: 1920 };
const say = sayingsIn('vi');
const told = storyOf('civil-extract', 'own-birth-copy');
/** Of the ward whose officer the demo portal has. */
const home = { country: 'VN', province: '01', unit: '00190', detail: 'Căn 1205, tòa CT1, KĐT Mẫu Xanh' };
const story = { ...told, answers: { ...told.answers, reqRes: home } };
const amount = '16.000 đồng';
let tab: TabAtPortal;
let officer: OfficerAt;
let page: Page;
let resident: Resident;

beforeAll(async () => {
  tab = await openTabAtPortal({ size });
  const account = tab.portal.officers.find(({ unit }) => unit === home.unit);
  if (!account) throw new Error('the portal named no officer');
  officer = await anOfficerAt(tab.portal.address, account);
}, 60_000);
beforeEach(async () => {
  await page?.context().close();
  await line('up');
  await askShell(tab.kiosk, 'POST', '/shell/session/end');
  page = await tab.newPage();
  await page.goto(tab.kiosk.address);
  resident = aResident({ page: () => page, language: 'vi' });
  await resumeAt(page, story, { at: 'review' });
  await resident.seesScreen('review');
}, 40_000);
afterAll(() => tab?.close(), 30_000);

test('with network: the code says payee, amount and dossier; the screen says «paid» when the officer has the money, and not before', async () => {
  await resident.file(story);
  await resident.isTold(say('follow', 'payment.due', { amount }));
  const code = plain(await page.locator('.slip-number').innerText());
  await resident.press(say('follow', 'payment.pay'));
  await resident.seesScreen('payment');
  expect(readVietQr(await photographed(page.locator('.qr-picture')))).toMatchObject({
    ok: true,
    value: {
      initiation: 'dynamic',
      bin: demoPayee.bin,
      account: demoPayee.account,
      amount: 16_000,
      additional: { purpose: code },
    },
  });
  const shown = plain(await page.locator('main').innerText());
  for (const words of [amount, demoPayee.name, demoPayee.bank, demoPayee.account, code]) expect(shown).toContain(words);

  // Scanned, paid, waited for: nothing here changes by itself.
  await page.waitForTimeout(6_000);
  expect(await page.locator('.qr-picture').count()).toBe(1);
  await officer.receiveMoney(await filingOf(code), 16_000);
  await resident.seesHeading(say('follow', 'payment.paidTitle', { amount }));
  await resident.pressPrimary();
  await resident.seesScreen('filed');
  await page.locator('.slip-lines', { hasText: say('follow', 'payment.slip.paid', { amount }) }).waitFor();
  expect(await page.getByRole('button', { name: say('follow', 'payment.pay') }).count()).toBe(0);
}, 120_000);

test('without network it is paid later: by the slip at a kiosk with network, whose screen of the case has the code too', async () => {
  await network('down');
  const slip = await resident.file(story);
  await resident.isTold(say('follow', 'payment.later'));
  await page.locator('.slip-lines', { hasText: say('follow', 'payment.slip.later') }).waitFor();
  expect(await page.getByRole('button', { name: say('follow', 'payment.pay') }).count()).toBe(0);

  await network('up');
  await page.locator('.slip-title', { hasText: say('follow', 'filed.receivedSlip') }).waitFor();
  await askShell(tab.kiosk, 'POST', '/shell/session/end');
  await page.goto(tab.kiosk.address);
  await resident.begin();
  await resident.press(say('visit', 'home.follow'));
  await resident.seesScreen('follow');
  await resident.scan(slip.token);
  await resident.seesScreen('case');
  await resident.press(say('follow', 'payment.pay'));
  await resident.seesScreen('payment');
  await network('down');
  await resident.isTold(say('follow', 'payment.cut'));
  expect(await page.locator('.qr-picture').count()).toBe(1);
  await resident.press(say('follow', 'payment.payLater'));
  await resident.seesScreen('case');
}, 120_000);

/** By its code, as an officer finds it. */
async function filingOf(code: string): Promise<string> {
  const list = await officer.open(`/officer?number=${encodeURIComponent(code)}`);
  const filing = /\/officer\/cases\/([0-9a-f]{64})/.exec(list)?.[1];
  if (!filing) throw new Error('the officer does not find the case');
  return filing;
}

/** And waits until the kiosk has noticed. */
async function network(state: 'up' | 'down'): Promise<void> {
  await line(state);
  const isOnline = async () => (await askShell<ShellState>(tab.kiosk, 'GET', '/shell/state')).network.online;
  await expect.poll(isOnline, { timeout: 20_000 }).toBe(state === 'up');
}

async function line(state: 'up' | 'down'): Promise<void> {
  await fetch(`${tab.portal.address}/test/network`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ state }),
  });
}
