import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { reachableAnswers } from '../../shared/form/route.ts';
import { demoWard, storyOf } from '../support/known-services.ts';
import { type Lobby, openLobby } from '../support/lobby.ts';
import { aPdf, aPhoto } from '../support/paper-files.ts';
import type { SlipSeen } from '../support/slip-on-screen.ts';

/** A birth registered in English with papers from a stick, and what becomes of it: the screen says only what is so. */

test.describe.configure({ mode: 'serial' });

const story = storyOf('birth-registration', 'agent-unmarried-other-province', { ward: demoWard });
let lobby: Lobby;
let slip: SlipSeen;

test.beforeAll(async () => {
  lobby = await openLobby();
  writeFileSync(join(lobby.stick, 'page-1.png'), aPhoto());
  writeFileSync(join(lobby.stick, 'page-2.pdf'), aPdf());
});
test.afterAll(() => lobby?.close());

test('the screen says "kept" until the portal has signed for it, and only then "arrived"', async () => {
  const resident = lobby.resident({ language: 'en' });
  await resident.begin();
  await resident.findBySearch('birth');
  await resident.startService(story);
  await resident.identify(story, 'scanned');
  await resident.answerQuestions(story);
  await resident.givePapers(story, (_paper, page) => (page === 1 ? 'page-1.png' : 'page-2.pdf'));
  await lobby.portal.test('network', { state: 'down' });
  slip = await resident.file(story);
  expect(slip.title).toBe('Slip of a kept dossier');
  await lobby.page().waitForTimeout(1_500);
  expect(await resident.heading()).toMatch(/is kept here|has not arrived yet/);
  expect(await lobby.portal.filings()).toEqual([]);

  await lobby.portal.test('network', { state: 'up' });
  await lobby.portal.hasFilings(1);
  await resident.seesHeading(/^Your dossier has reached/, 40_000);
  const [filing] = await lobby.portal.filings();
  expect((await resident.readSlip()).largestLine).toBe(filing?.code);
});

test('the portal has exactly one dossier with exactly what was said, its papers and how the person was identified', async () => {
  const [filing, ...others] = await lobby.portal.filings();
  expect(others).toEqual([]);
  const { dossier, parts } = await lobby.portal.opened(filing?.filing ?? '');
  expect(dossier.answers).toEqual(reachableAnswers(story.service, story.answers, story.facts));
  expect(dossier.identity).toEqual({ how: 'card-read', helped: false });
  expect(dossier.fromCard).toEqual(['reqId', 'reqName', 'reqBirth', 'reqIdKind', 'reqIdDate', 'reqIdPlace']);
  expect(dossier.consents.map(({ id, text }) => ({ id, text }))).toEqual(
    story.service.consents.map(({ id, text }) => ({ id, text: text.en })),
  );
  expect(parts.map(({ type, plainSha256 }) => [type, typeof plainSha256])).toEqual([
    ['image/jpeg', 'string'],
    ['image/jpeg', 'string'],
    ['application/pdf', 'string'],
  ]);
  expect(filing?.slip).toBe(slip.number);
});

test('a rating is one tap, and the next person sees the attract screen', async () => {
  const resident = lobby.resident({ language: 'en' });
  await lobby.page().getByRole('radiogroup').getByText('Satisfied', { exact: true }).click();
  const fresh = lobby.kiosk().nextPage();
  await resident.endVisit();
  await fresh;
  await resident.seesScreen('attract');
});

test('once an officer has accepted it, whoever has the slip reads so with the day it is due', async () => {
  const [filing] = await lobby.portal.filings();
  const officer = await lobby.portal.officer(filing?.unit);
  await officer.setStatus(filing?.filing ?? '', { from: 1, to: 2, due: '2099-12-30' });
  const resident = lobby.resident();
  await resident.begin();
  await resident.press('Theo dõi hồ sơ');
  await resident.seesScreen('follow');
  await resident.scan(slip.token);
  await resident.seesScreen('case');
  expect(await resident.heading()).toMatch(/đã tiếp nhận hồ sơ\.$/);
  await expect(lobby.page().locator('.frame')).toContainText('30/12/2099');
  await expect(lobby.page().locator('.frame')).toContainText(filing?.code ?? '');
});
