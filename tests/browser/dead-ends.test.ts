import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { everyService } from '../../build/every-service.ts';
import { finishedDraft } from '../../build/screens/draft-scenes.ts';
import { type Panel, panels } from '../../build/screens/stage.ts';
import type { DeskProblem } from '../../renderer/session/desk.ts';
import { problems } from '../../shared/portal-contract/problems.ts';
import { openPseudoKiosks, type PseudoKiosks } from './pseudo/kiosk-page.ts';
import { deskAnswers, type Moment } from './pseudo/moments.ts';
import { goTo, pseudoWords, troubleOf, type WaysOn, waysOn } from './pseudo/ways-on.ts';

/**
 * Never a dead end: after every refusal of the shell and of the portal something leads on that a finger reaches. That it does on
 * every screen is looked at in every-moment.test.ts.
 */
/** A screen tells these ways of refusing apart; every code's own words are looked at in tests/words/next-steps.test.ts. */
const refusals = ['cannot-keep', 'safe-newer', 'bad-request', 'shell-unreachable'] satisfies DeskProblem[];
const carrying = ['not-signed-in', 'stick-gone', 'internal'] satisfies DeskProblem[];
const [service] = everyService();
// What is told and what can be done does not depend on the panel.
const [panel] = panels as [Panel];
let kiosks: PseudoKiosks;
let page: Page;

beforeAll(async () => {
  kiosks = await openPseudoKiosks();
  page = await kiosks.open({ panel, words: 'pseudo' });
  await page.evaluate(`tell({ type: 'language-chosen', language: 'qps', begin: true })`);
}, 90_000);
afterAll(() => kiosks?.close());

async function go(moment: Moment, answers: Readonly<Record<string, unknown>>): Promise<WaysOn> {
  await goTo(page, moment, { panel, answers });
  return waysOn(page);
}

test('whatever refuses a dossier, it stays open, a reason is told and something leads on', {
  timeout: 240_000,
}, async () => {
  if (!service) throw new Error('the catalogue is empty');
  const review: Moment = {
    name: 'review',
    event: {
      type: 'draft-resumed',
      draft: { ...finishedDraft(service), language: 'qps', place: { at: 'review' } },
    },
  };
  const quiet = await go(review, {});
  const found: string[] = [];
  for (const code of refusals) {
    await go(review, { file: { ok: false, code }, openVisit: { draft: undefined, filed: null } });
    await page.locator('.check-row').first().click();
    await page.getByRole('button', { name: pseudoWords('visit.review.file') }).click();
    await page.locator('.actions .banner, .action-bar .banner, .banner').first().waitFor();
    const after = await waysOn(page);
    found.push(...troubleOf(after, quiet.help).map((what) => `${code}: ${what}`));
    if (after.told === quiet.told) found.push(`${code}: nothing is told`);
  }
  expect(found).toEqual([]);
});

test('whatever the portal refuses, the attendant has an act for it', { timeout: 240_000 }, async () => {
  const staff = { staff: { id: 'x', name: 'Nguyễn Thị Hường', role: 'attendant' as const } };
  const screen = { name: 'staff', role: 'attendant' } as const;
  const attendant: Moment = { name: 'attendant', event: { type: 'screen-opened', screen }, state: staff };
  const [filing] = deskAnswers.filings as [Record<string, unknown>];
  const found: string[] = [];
  for (const problem of Object.keys(problems)) {
    const delivery = { state: 'needs-attention', problem, attempts: 5, since: '2026-11-22T03:00:00.000Z' };
    await go(attendant, { filings: [{ ...filing, delivery }] });
    const acts = await page.locator('.work button, .works button, [class*="work"] button').allTextContents();
    if (!acts.includes(pseudoWords('staff.attendant.tryAgain'))) found.push(`${problem}: no act, only ${acts.join()}`);
  }
  for (const code of carrying) {
    const { ways } = await go({ ...attendant, press: ['staff.carry.open'] }, { carryState: { ok: false, code } });
    if (ways.length === 0) found.push(`carry ${code}: nothing leads on`);
  }
  expect(found).toEqual([]);
});
