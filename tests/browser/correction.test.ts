import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askShell } from '../../build/screens/stage.ts';
import { resumeAt } from '../support/fast-forward.ts';
import { mouseAndKeyboard } from '../support/hands.ts';
import { cardOf, demoWard, type Story, storyOf } from '../support/known-services.ts';
import { anOfficerAt, type OfficerAt } from '../support/officer-at-portal.ts';
import { aPhoto } from '../support/paper-files.ts';
import { aResident, type Resident } from '../support/resident.ts';
import { sayingsIn } from '../support/sayings.ts';
import type { SlipSeen } from '../support/slip-on-screen.ts';
import { openTabAtPortal, type TabAtPortal } from './tab-at-portal.ts';

/** The whole way of a correction: an officer marks, the resident sees and mends exactly that, and the officer reads old beside new. */

const size = { width: 1080, height: 1920 };
const say = sayingsIn('vi');
const story = storyOf('civil-extract', 'own-birth-copy', { ward: demoWard });
const paper = 'residence-proof';
const notes = { 'mark.question.reqPhone': 'Số này không gọi được.', [`mark.paper.${paper}`]: 'Cần ảnh giấy về nơi ở.' };
const newPhone = '0900000089';
let tab: TabAtPortal;
let page: Page;
let resident: Resident;
let officer: OfficerAt;
let slip: SlipSeen;
let filing: { filing: string; code: string };

beforeAll(async () => {
  tab = await openTabAtPortal({ size, layStick: (folder) => writeFileSync(join(folder, 'page-1.png'), aPhoto()) });
  const account = tab.portal.officers.find(({ unit }) => unit === demoWard);
  if (!account) throw new Error('no officer of the demo’s ward');
  officer = await anOfficerAt(tab.portal.address, account);
  await freshVisit();
}, 60_000);
afterAll(() => tab?.close(), 30_000);

async function freshVisit(): Promise<void> {
  await page?.context().close();
  await askShell(tab.kiosk, 'POST', '/shell/session/end');
  page = await tab.newPage();
  await page.goto(tab.kiosk.address);
  resident = aResident({ page: () => page, language: 'vi' });
}

async function portalSays<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${tab.portal.address}/test/${path}`, {
    ...(body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  return (await response.json().catch(() => undefined)) as T;
}

const inPortal = () =>
  portalSays<{ case: { status: number }; history: { status: number }[] }>(`filings/${filing.filing}`);
const told = (words: string) => page.locator('.frame:visible').getByText(words).first().waitFor();

async function openCase(): Promise<void> {
  await resident.begin();
  await resident.press('Theo dõi hồ sơ');
  await resident.seesScreen('follow');
  await resident.scan(slip.token);
  await resident.seesScreen('case');
}

test('filed, then marked by an officer: the slip shows what, why and how long is left', async () => {
  await resumeAt(page, story, { at: 'review' });
  slip = await resident.file(story);
  await page.locator('.slip-title', { hasText: say('follow', 'filed.receivedSlip') }).waitFor();
  const { filings } = await portalSays<{ filings: { filing: string; code: string }[] }>('filings');
  filing = filings[0] as typeof filing;
  await officer.mark(filing.filing, 1, notes);

  await freshVisit();
  await openCase();
  expect(await resident.heading()).toContain('cần bạn sửa vài mục');
  for (const note of Object.values(notes)) await told(note);
  await told('Còn 5 ngày làm việc');
}, 120_000);

test('only the marked question and paper are asked again, each with what the officer wrote', async () => {
  await resident.press(say('follow', 'correction.begin'));
  await resident.seesScreen('question');
  await told(notes['mark.question.reqPhone'] as string);
  const asked = page.locator('[data-question]');
  expect(await asked.evaluateAll((all) => all.map((one) => one.getAttribute('data-question')))).toEqual(['reqPhone']);
  // What was not marked is nowhere in this page, nor in the draft the shell keeps for it.
  const kept = JSON.stringify(await page.evaluate(() => fetch('/shell/draft').then((answer) => answer.json())));
  expect(kept).toContain(String(story.answers.reqPhone));
  for (const id of ['reqId', 'reqName', 'reqRes', 'recNo'] as const)
    expect(kept).not.toContain(JSON.stringify(story.answers[id]));

  await page.getByRole('textbox').first().click();
  await mouseAndKeyboard.clear(page);
  await mouseAndKeyboard.write(page, newPhone, 'direct');
  await resident.pressPrimary();
  await resident.seesScreen('papers');
  const marked = story.service.papers.filter(({ id }) => id === paper);
  const asIfNeeded: Story = {
    ...story,
    service: {
      ...story.service,
      papers: marked.map((one) => ({ ...one, need: 'required' as const, when: undefined })),
    },
    papers: { [paper]: 1 },
  };
  await resident.givePapers(asIfNeeded, () => 'page-1.png');
  expect(await resident.heading()).toContain(say('follow', 'correction.reviewTitle'));
}, 120_000);

test('sent without a network it is kept here; with one it arrives once, and the case goes on', async () => {
  await portalSays('network', { state: 'down' });
  const revision = await resident.file(story);
  expect(await resident.heading()).toMatch(/^Phần bổ sung đang được giữ ở đây/);
  expect(revision.number).not.toBe(slip.number);
  await portalSays('network', { state: 'up' });
  await resident.seesHeading(/^Phần bổ sung đã tới/, 60_000);
  const seen = await inPortal();
  expect(seen.case.status).toBe(4);
  expect(seen.history.map(({ status }) => status)).toEqual([1, 5, 4]);

  const sight = await officer.open(`/officer/cases/${filing.filing}`);
  expect(sight).toContain('<td>0900 000 012</td><td>0900 000 089</td>');
  expect(sight).toContain('đã ghi vào hồ sơ');
  // One case still.
  const { count } = await portalSays<{ count: number }>('filings');
  expect(count).toBe(1);
}, 150_000);

test('both slips, and the card with the code, lead to the one case, which asks for nothing any more', async () => {
  await freshVisit();
  await openCase();
  expect(await resident.heading()).toContain('đang giải quyết hồ sơ');
  expect(await page.getByRole('button', { name: say('follow', 'correction.begin') }).count()).toBe(0);

  await freshVisit();
  await resident.begin();
  await resident.press('Theo dõi hồ sơ');
  await resident.seesScreen('follow');
  await resident.scan(cardOf(story));
  await resident.seesHeading(say('follow', 'byCard.title'));
  await mouseAndKeyboard.write(page, filing.code, 'direct');
  await resident.pressPrimary();
  await resident.seesScreen('case');
  expect(await resident.heading()).toContain('đang giải quyết hồ sơ');
}, 120_000);

test('what the ward has is taken back with the slip, at any time before it is done; a slip without a network moves nothing', async () => {
  await freshVisit();
  await openCase();
  await portalSays('network', { state: 'down' });
  await page.getByRole('button', { name: 'Trả ngay' }).waitFor();
  await resident.press(say('follow', 'case.withdraw'));
  await resident.press(say('follow', 'case.withdrawYes'));
  await page.getByText('Việc này cần mạng').waitFor();
  expect((await inPortal()).case.status).toBe(4);
  await portalSays('network', { state: 'up' });
  const yes = page.getByRole('dialog').getByRole('button', { name: say('follow', 'case.withdrawYes') });
  await expect
    .poll(
      async () => {
        if (await yes.isVisible()) await yes.click();
        return (await inPortal()).case.status;
      },
      { timeout: 60_000, interval: 1_000 },
    )
    .toBe(7);
  await resident.seesHeading(say('follow', 'case.withdrawnTitle'));
  // Nobody pays for what was taken back.
  expect(await page.getByRole('button', { name: 'Trả ngay' }).count()).toBe(0);
  expect((await inPortal()).history.map(({ status }) => status)).toEqual([1, 5, 4, 7]);
}, 120_000);
