import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { giveToWindowUser } from '../../build/unprivileged.ts';
import { cardOf } from '../support/known-services.ts';
import { aListener } from '../support/listener.ts';
import { type Lobby, type LobbyOptions, openLobby } from '../support/lobby.ts';
import { aPhoto } from '../support/paper-files.ts';
import { recorderProgram } from '../support/voice-recorder.ts';
import { answersByEar, choice, goOn } from './by-ear.ts';
import { makesEveryMistakeOnce } from './every-mistake.ts';
import { inKorean } from './in-korean.ts';
import * as people from './people.ts';
import { expectArrived, expectDone, fromHomeToSlip, fromQuestionsToSlip, tellSums, visitOf } from './visit.ts';

/**
 * The visit of a birth registration as ten people make it, each to the end. Pictures and numbers lie in
 * .cache/usability/<person>/; what was in their way, and what was changed because of it, is told in docs/usability.md.
 */

let lobby: Lobby;
const stands = async (options: LobbyOptions = {}) => {
  lobby = await openLobby(options);
  writeFileSync(join(lobby.stick, 'page-1.png'), aPhoto());
  return lobby;
};
test.afterEach(() => lobby?.close());

test('the father with the card in his hand', async () => {
  const visit = visitOf(await stands(), people.fatherWithCard);
  await visit.resident.begin();
  const slip = await fromHomeToSlip(visit, { identified: 'scanned' });
  const dossier = await expectDone(visit, slip);
  expect(dossier.identity.how).toBe('card-read');
});

test('the student who rents a room, in English', async () => {
  const visit = visitOf(await stands(), people.studentTenant, 'en');
  await visit.resident.begin();
  const slip = await fromHomeToSlip(visit, { identified: 'tapped' });
  const dossier = await expectDone(visit, slip);
  expect([dossier.language, dossier.identity.how]).toEqual(['en', 'typed']);
});

test('the mother with her child on the arm, left-handed and low', async () => {
  const visit = visitOf(await stands(), people.motherWithBaby);
  const { resident, look, choose } = visit;
  await resident.begin();
  await resident.press(resident.say('frame', 'tools.reach'));
  await resident.openTool('look');
  await look('tools');
  await choose(resident.say('frame', 'look.hands.left'));
  await resident.press(resident.say('frame', 'actions.done'));
  await look();
  const slip = await fromHomeToSlip(visit, { identified: 'scanned' });
  await expectDone(visit, slip);
});

test('the man in a hurry, on a low screen', async () => {
  const visit = visitOf(await stands({ size: { width: 1366, height: 768 } }), people.manInHurry);
  await visit.resident.begin();
  const slip = await fromHomeToSlip(visit, { identified: 'scanned', searched: 'khai sinh' });
  await expectDone(visit, slip);
});

test('the mother with the long name and the old ward', async () => {
  const visit = visitOf(await stands(), people.longName);
  await visit.resident.begin();
  const slip = await fromHomeToSlip(visit, { identified: 'scanned', papers: () => 'page-1.png' });
  await expectDone(visit, slip);
});

test('the father who is called away and comes back with the slip', async () => {
  const person = people.interrupted;
  const visit = visitOf(await stands(), person);
  const { resident, look } = visit;
  await resident.begin();
  await resident.findByLifeEvent(person.story);
  await resident.startService(person.story);
  await resident.identify(person.story, 'scanned');
  await resident.answerQuestions(person.story, { step: 'mother-who' });
  const asked = await resident.heading();
  await resident.openTool('leave');
  await look('leave');
  await resident.press(resident.say('frame', 'leave.save'));
  await resident.seesScreen('saved');
  await look();
  const slip = await resident.readSlip();
  await lobby.endVisit();

  await resident.begin();
  await resident.press(resident.say('visit', 'home.continue'));
  await resident.seesScreen('continue');
  await look();
  // Written off by hand, with the number that fell asleep first.
  await resident.typeSlip({
    number: slip.number,
    code: slip.checkCode,
    go: resident.say('follow', 'continue.open'),
    instead: resident.say('follow', 'continue.type'),
  });
  await resident.seesScreen('question');
  expect(await resident.heading()).toBe(asked);
  const filed = await fromQuestionsToSlip(visit);
  await expectDone(visit, filed);
});

test('the woman helped by the attendant, without a network, in high contrast', async () => {
  const person = people.helpedInEvening;
  const visit = visitOf(await stands({ size: { width: 1920, height: 1080 } }), person);
  const { resident, diary, look, choose } = visit;
  await lobby.portal.test('network', { state: 'down' });
  await resident.seesScreen('attract');
  await resident.openTool('look');
  await choose(resident.say('frame', 'look.palettes.contrast'));
  await choose(resident.say('frame', 'look.sizes.125'));
  await look('tools');
  await resident.press(resident.say('frame', 'actions.done'));
  await resident.begin();
  await resident.openTool('help');
  await look('help');
  await choose(resident.say('frame', 'help.helpers.attendant'));
  await look('help');
  await resident.press(resident.say('frame', 'actions.done'));
  const slip = await fromHomeToSlip(visit, { identified: 'tapped' });
  expect(slip.title).toBe('Phiếu giữ hồ sơ');
  expect(await lobby.portal.filings()).toEqual([]);
  tellSums(diary.end());
  await lobby.endVisit();
  await lobby.portal.test('network', { state: 'up' });
  const dossier = await expectArrived(lobby, person, slip);
  expect(dossier.identity).toMatchObject({ how: 'typed', helped: true, helper: 'attendant' });
});

test('the father from Korea, with a passport and in his language', async () => {
  const korean = people.koreanFather;
  const person = { ...korean, story: inKorean(korean.story) };
  const visit = visitOf(await stands(), person, 'en', { in: 'ko', name: '한국어' });
  const { resident, diary, look } = visit;
  await resident.begin();
  await resident.findByLifeEvent(person.story);
  await resident.startService(person.story);
  await look();
  await resident.press(resident.say('visit', 'identity.noCard'));
  await look('no-card');
  await resident.press(resident.say('visit', 'identity.otherPaper'));
  const slip = await fromQuestionsToSlip(visit);
  tellSums(diary.end());
  const dossier = await expectArrived(lobby, korean, slip);
  expect(dossier.language).toBe('ko');
});

test('the father who makes every mistake once', async () => {
  const visit = visitOf(await stands(), people.everyMistake);
  const slip = await makesEveryMistakeOnce(visit);
  await expectDone(visit, slip);
});

test('the grandmother with large print, four keys and headphones', async () => {
  const person = people.grandmother;
  const folder = mkdtempSync(join(tmpdir(), 'diem-cham-voice-'));
  giveToWindowUser(folder);
  await stands({ args: [`--voice=${await recorderProgram(folder, { soundMs: 4 })}`] });
  const visit = visitOf(lobby, person);
  const { resident, look, choose } = visit;
  const ear = aListener({ page: lobby.page, folder });
  const { say } = ear;
  await resident.seesScreen('attract');
  await resident.openTool('look');
  await choose(say('frame', 'look.sizes.200'));
  await look('tools');
  await resident.press(say('frame', 'actions.done'));
  await look();
  // From here on nothing is touched.
  await ear.press('help');
  await ear.press('choose');
  await look();
  await ear.choose(say('visit', `lifeEvents.${person.story.service.lifeEvents[0]}.title`));
  await ear.choose(person.story.service.name.vi);
  await look();
  await ear.choose(say('visit', 'service.start'));
  for (const question of person.story.service.eligibility) {
    await choice(ear, say('visit', question.goesOnWith === 'yes' ? 'eligibility.yes' : 'eligibility.no'));
    await look();
    await goOn(ear, resident, question.text.vi);
  }
  for (const { text } of person.story.service.consents) await ear.choose(text.vi.slice(0, 40));
  await look();
  await ear.choose(say('visit', 'consent.agree'));
  await resident.scan(cardOf(person.story));
  await ear.hears(say('visit', 'identity.confirmTitle'));
  await ear.choose(say('visit', 'identity.yes'));
  await answersByEar({ ear, resident, look }, person);
  await resident.seesScreen('papers');
  await look();
  // Her grandson has the witness's paper on a stick, and touches for her.
  await resident.givePapers(person.story, () => 'page-1.png');
  // Forward lie some hundred facts; the pledge is a few presses back.
  await ear.goTo(new RegExp(`^${person.story.service.pledge.vi.slice(0, 20)}`), { by: 'back' });
  await ear.press('choose');
  await look();
  await ear.choose(say('visit', 'review.file'));
  await resident.seesScreen('filed');
  await look();
  // At twice the size the slip stands on the second page.
  await ear.goTo(say('follow', 'filed.checkCode'));
  const slip = await resident.readSlip();
  await expectDone(visit, slip);
  rmSync(folder, { recursive: true, force: true });
});
