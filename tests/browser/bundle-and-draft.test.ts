import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askShell } from '../../build/screens/stage.ts';
import { findChromium } from '../../build/system-packages.ts';
import { openTabKiosk, type TabKiosk } from '../../build/tab-kiosk.ts';
import { hanoiDay } from '../../shared/identity/calendar-date.ts';
import { dateInWords } from '../../shared/vietnamese/dates.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { addOfficer, password } from '../portal/an-officer.ts';
import { resumeAt } from '../support/fast-forward.ts';
import { mouseAndKeyboard } from '../support/hands.ts';
import { demoWard, storyOf } from '../support/known-services.ts';
import { anOfficerAt, type OfficerAt } from '../support/officer-at-portal.ts';
import { aResident, type Resident } from '../support/resident.ts';
import { sayingsIn } from '../support/sayings.ts';
import type { SlipSeen } from '../support/slip-on-screen.ts';

/** A death bundle of three parts: filed once, its results move apart, its draft certificates are mended, confirmed and left to silence. */

const size = { width: 1080, height: 1920 };
const say = sayingsIn('vi');
const story = storyOf('death-bundle', 'three-parts-for-father', { ward: demoWard });
const dayMs = 24 * 3600_000;
const dead = 'Trần Văn Sáu';
const where = 'Ghi đúng là Trần Văn Sáu';

let folder: string;
let portal: EmbeddedPortal;
let aheadMs = 0;
let kiosk: TabKiosk;
let browser: Browser;
let page: Page;
let resident: Resident;
let officer: OfficerAt;
let slip: SlipSeen;
let filing: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'diem-cham-bundle-'));
  portal = await anEmbeddedPortal({ clock: { nowMs: () => Date.now() + aheadMs } });
  const enrolmentFile = join(folder, 'enrolment.json');
  writeFileSync(enrolmentFile, JSON.stringify(await portal.enrolment(demoWard)));
  kiosk = await openTabKiosk({ profileFolder: join(folder, 'kiosk'), demoEnrolmentFile: enrolmentFile, size });
  browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  await addOfficer(portal, 'duc', demoWard);
  officer = await anOfficerAt(portal.url, { user: 'duc', password });
  await freshVisit();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await kiosk?.close();
  await portal?.close();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

async function freshVisit(): Promise<void> {
  await page?.context().close();
  await askShell(kiosk, 'POST', '/shell/session/end');
  const context = await browser.newContext({ viewport: size, hasTouch: true, serviceWorkers: 'block' });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(kiosk.address);
  resident = aResident({ page: () => page, language: 'vi' });
}

async function openCase(): Promise<void> {
  await freshVisit();
  await resident.begin();
  await resident.press('Theo dõi hồ sơ');
  await resident.seesScreen('follow');
  await resident.scan(slip.token);
  await resident.seesScreen('case');
}

const told = (words: string) => page.locator('.frame:visible').getByText(words).first().waitFor();
const extract = say('follow', 'draft.what', { name: 'Trích lục khai tử' });

test('three results of one filing move apart, and the slip tells each: whose it is, how far, how it comes', async () => {
  await resumeAt(page, story, { at: 'review' });
  slip = await resident.file(story);
  await page.locator('.slip-title', { hasText: say('follow', 'filed.receivedSlip') }).waitFor();
  // «No answer means agreement» is on the slip, in hand.
  await told('Không trả lời trong 1 ngày là đồng ý.');
  const [found] = await portal.ports.register.cases({});
  filing = found?.filing ?? '';
  await officer.setStatus(filing, { from: 1, to: 2, due: hanoiDay(Date.now() + 5 * dayMs) });
  await officer.moveResult(filing, { result: 'extract', from: 'waiting', state: 'in-process' });
  await officer.moveResult(filing, { result: 'residence-removal', from: 'waiting', state: 'in-process' });
  await officer.moveResult(filing, {
    result: 'residence-removal',
    from: 'in-process',
    state: 'done',
    way: 'post',
    delivery: 'EB123456789VN',
  });
  await openCase();
  await told('Đã xong 1 trên 3 kết quả.');
  await told('Trích lục khai tử: đang làm');
  await told('Thông báo xóa đăng ký thường trú: đã xong');
  await told('Quyết định hỗ trợ mai táng: chưa làm');
  await told('Công an phường, xã');
  await told(say('follow', 'delivery.with.post', { detail: 'EB123456789VN' }));
}, 120_000);

test('a draft certificate is read in its parts and sent back with where it is wrong', async () => {
  await officer.sendDraft(filing, {
    result: 'extract',
    words: `# Người đã mất\nHọ tên: Trần Văn Xáu\nNơi mất: Hà Nội`,
  });
  await openCase();
  expect(await resident.heading()).toContain('mời bạn xem bản nháp');
  await told(extract);
  const [draft] = await portal.ports.register.drafts(filing);
  const until = dateInWords(hanoiDay(draft?.untilMs ?? 0), 'vi');
  await told(say('follow', 'draft.silence', { date: until }));
  await resident.press(say('follow', 'draft.open'));
  await resident.seesScreen('draft');
  await told('Trần Văn Xáu');
  await resident.press(say('follow', 'draft.toChange'));
  await resident.seesHeading(say('follow', 'draft.whereTitle'));
  await resident.pressPrimary();
  await told(say('follow', 'draft.whereMissing'));
  await page.getByRole('textbox').first().click();
  await mouseAndKeyboard.write(page, where, 'direct');
  await resident.pressPrimary();
  await resident.seesScreen('filed');
  await resident.seesHeading(/^Trả lời của bạn đã tới/, 60_000);
  expect((await portal.ports.register.drafts(filing))[0]?.standing).toBe('to-change');
  expect(await officer.open(`/officer/cases/${filing}`)).toContain(where);
}, 120_000);

test('the mended one is confirmed; the case tells it, and its history keeps it', async () => {
  await officer.sendDraft(filing, { result: 'extract', words: `Họ tên: ${dead}` });
  await openCase();
  await resident.press(say('follow', 'draft.open'));
  await resident.seesScreen('draft');
  await told(dead);
  await resident.press(say('follow', 'draft.right'));
  await page.getByRole('dialog').getByText(say('follow', 'draft.sureLead')).waitFor();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say('follow', 'draft.sureYes') })
    .click();
  await resident.seesScreen('filed');
  const reply = await resident.readSlip();
  expect(reply.number).not.toBe(slip.number);
  await resident.seesHeading(/^Trả lời của bạn đã tới/, 60_000);
  await openCase();
  await told(say('follow', 'draft.standings.confirmed'));
  await told(say('follow', 'case.events.draft-confirmed'));
}, 120_000);

test('one that nobody answers is agreed to when its day is over by the portal’s clock, and the slip says so', async () => {
  await officer.sendDraft(filing, { result: 'extract', words: `Họ tên: ${dead}` });
  aheadMs = 6 * dayMs;
  await openCase();
  await told(extract);
  await page.locator('.frame:visible').getByText('coi như bạn đồng ý').first().waitFor();
  expect(await page.getByRole('button', { name: say('follow', 'draft.open') }).count()).toBe(0);
  await told(say('follow', 'case.events.draft-silence'));
}, 120_000);
