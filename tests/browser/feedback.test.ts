import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askShell } from '../../build/screens/stage.ts';
import { hanoiDay } from '../../shared/identity/calendar-date.ts';
import { storyOf } from '../support/known-services.ts';
import { anOfficerAt } from '../support/officer-at-portal.ts';
import { aResident, type Resident } from '../support/resident.ts';
import { sayingsIn } from '../support/sayings.ts';
import type { SlipSeen } from '../support/slip-on-screen.ts';
import { openTabAtPortal, type TabAtPortal } from './tab-at-portal.ts';

/** A question sent without a name, answered at the console, and the answer read with the slip. */

const size = { width: 1080, height: 1920 };
const say = sayingsIn('vi');
const story = storyOf('feedback', 'question-without-name');
const answer = 'Có. Phường làm việc sáng thứ Bảy, từ 8 giờ đến 12 giờ.\n\nMời bạn mang theo căn cước.';
const visitMs = 180_000;

let tab: TabAtPortal;
let page: Page;
let resident: Resident;
let slip: SlipSeen;

beforeAll(async () => {
  tab = await openTabAtPortal({ size });
  await begin();
}, 90_000);
afterAll(() => tab?.close());

test(
  'it has a door on the home screen, asks neither card nor name, and gives a slip like any dossier',
  async () => {
    await resident.findByLifeEvent(story);
    await resident.startService(story);
    await resident.press(say('visit', 'identity.withoutName'));
    // What was said at the card is not asked again.
    await page.getByRole('heading', { level: 1, name: 'Bạn muốn gửi điều gì?' }).waitFor();
    await resident.answerQuestions(story);
    await resident.givePapers(story);
    await page.getByText(say('visit', 'review.identityHow.not-given'), { exact: true }).first().waitFor();
    slip = await resident.file(story);
    expect(slip.number).not.toBe('');
  },
  visitMs,
);

test(
  'the officer cannot end it without an answer, and the resident reads that answer with the slip',
  async () => {
    const ward = tab.portal.officers.find(({ unit }) => unit === '00190');
    if (!ward) throw new Error('the demo ward has no officer');
    const officer = await anOfficerAt(tab.portal.address, ward);
    const filing = await arrived(officer);
    expect(await officer.open(`/officer/cases/${filing}`)).toContain('Không nêu tên');
    const due = hanoiDay(Date.now() + 86_400_000);
    await officer.setStatus(filing, { from: 1, to: 2, due });
    await officer.setStatus(filing, { from: 2, to: 4 });
    await expect(officer.setStatus(filing, { from: 4, to: 9 })).rejects.toThrow('câu trả lời');
    await officer.setStatus(filing, { from: 4, to: 9, note: answer });

    // The slip was taken; five lines more are said without a name, and the visit ends.
    await rateFiveFactors();
    await page.context().close();
    await askShell(tab.kiosk, 'POST', '/shell/session/end');
    await begin();
    await resident.press(say('visit', 'home.follow'));
    await resident.seesScreen('follow');
    await resident.scan(slip.token);
    await resident.seesScreen('case');
    expect(await resident.heading()).toMatch(/đã trả lời bạn\.$/);
    const told = await page.locator('.frame').innerText();
    for (const part of answer.split('\n\n')) expect(told.split(part)).toHaveLength(2);
  },
  visitMs,
);

async function rateFiveFactors(): Promise<void> {
  await page
    .getByRole('radiogroup', { name: say('follow', 'filed.ratingTitle') })
    .getByText('Hài lòng', { exact: true })
    .click();
  await resident.press(say('follow', 'survey.open'));
  const staff = page.getByRole('dialog').getByRole('radiogroup', { name: say('follow', 'survey.factors.staff.title') });
  await staff.getByText('Rất hài lòng', { exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say('follow', 'survey.send') })
    .click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  // Each by itself, and whose it was stands nowhere.
  await expect
    .poll(() => ratingsAtPortal(), { timeout: 20_000 })
    .toEqual([
      { service: 'feedback', factor: null, score: 4 },
      { service: 'feedback', factor: 'staff', score: 5 },
    ]);
}

function ratingsAtPortal(): unknown {
  const register = new DatabaseSync(join(tab.folder, 'portal', 'register.db'), { readOnly: true });
  try {
    return register
      .prepare('select service, factor, score from ratings order by score')
      .all()
      .map((row) => ({ ...row }));
  } finally {
    register.close();
  }
}

async function begin(): Promise<void> {
  page = await tab.newPage();
  await page.goto(tab.kiosk.address);
  resident = aResident({ page: () => page, language: 'vi' });
  await resident.begin();
}

async function arrived(officer: { open(path: string): Promise<string> }): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const list = await officer.open('/officer?service=feedback');
    const id = /\/officer\/cases\/([0-9a-f]{64})/.exec(list)?.[1];
    if (id) return id;
    await new Promise((done) => setTimeout(done, 300));
  }
  throw new Error('the question has not arrived');
}
