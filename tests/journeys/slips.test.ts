import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { Enrolment } from '../../shared/portal-contract/trust.ts';
import { enrolKiosk } from '../contracts/portal-kiosk.ts';
import { storyOf } from '../support/known-services.ts';
import { type Lobby, openLobby } from '../support/lobby.ts';
import type { SlipSeen } from '../support/slip-on-screen.ts';

/** What can be done with a slip in hand: go on later, follow, withdraw. */

test.describe.configure({ mode: 'serial' });

const story = storyOf('civil-extract', 'own-birth-copy');
let lobby: Lobby;
let saved: SlipSeen;

test.beforeAll(async () => {
  lobby = await openLobby();
});
test.afterAll(() => lobby?.close());

test('work not finished is kept under a slip, and its code typed opens it at the same question', async () => {
  const resident = lobby.resident();
  await resident.begin();
  await resident.findByLifeEvent(story);
  await resident.startService(story);
  await resident.identify(story, 'scanned');
  await resident.answerQuestions(story, { step: 'requester-contact' });
  const asked = await resident.heading();
  await resident.openTool('leave');
  await resident.press('Giữ lại để làm tiếp');
  await resident.seesScreen('saved');
  saved = await resident.readSlip();
  expect(saved.title).toBe('Phiếu làm tiếp');
  await lobby.endVisit();
  expect(await lobby.page().evaluate(() => fetch('/shell/draft').then((answer) => answer.json()))).toEqual({
    draft: null,
  });

  await resident.begin();
  await resident.press('Viết tiếp hồ sơ dở');
  await resident.seesScreen('continue');
  await resident.typeSlip({ number: saved.number, code: '00000000', go: 'Làm tiếp', instead: 'Gõ thay vì quét' });
  await resident.isTold('Mã chưa đúng');
  await resident.typeSlip({ number: saved.number, code: saved.checkCode, go: 'Làm tiếp' });
  await resident.seesScreen('question');
  expect(await resident.heading()).toBe(asked);
});

test('saved again, the square code opens it too, and it can be filed to the end', async () => {
  const resident = lobby.resident();
  await resident.openTool('leave');
  await resident.press('Giữ lại để làm tiếp');
  await resident.seesScreen('saved');
  const again = await resident.readSlip();
  await lobby.endVisit();
  // The plug does not touch what is saved.
  await lobby.pullPlug();
  await lobby.startKiosk();
  await resident.begin();
  await resident.press('Viết tiếp hồ sơ dở');
  await resident.seesScreen('continue');
  await resident.scan(again.token);
  await resident.seesScreen('question');
  await resident.answerQuestions(story);
  await resident.file(story);
  const [filing] = await lobby.portal.hasFilings(1);
  const { dossier } = await lobby.portal.opened(filing?.filing ?? '');
  expect(dossier.answers).toEqual(story.answers);
  expect(dossier.identity.how).toBe('card-read');
  await lobby.endVisit();
});

test('a kept filing can be withdrawn by its number and check code, and its withdrawal travels with it', async () => {
  await lobby.portal.test('network', { state: 'down' });
  const slip = await lobby.fileQuickly(story);
  await lobby.endVisit();
  const resident = lobby.resident();
  await resident.begin();
  await resident.press('Theo dõi hồ sơ');
  await resident.seesScreen('follow');
  await resident.typeSlip({ number: slip.number, code: slip.checkCode, go: 'Xem hồ sơ', instead: 'Gõ số phiếu' });
  await resident.seesScreen('case');
  expect(await resident.heading()).toMatch(/^Hồ sơ đang được giữ ở đây/);
  await resident.press('Rút hồ sơ');
  await lobby.page().getByRole('dialog').waitFor();
  await resident.press('Rút hồ sơ');
  await resident.seesHeading('Hồ sơ này đã được rút.');
  await lobby.endVisit();

  await lobby.portal.test('network', { state: 'up' });
  await lobby.portal.hasFilings(2);
  await expect
    .poll(async () => (await lobby.portal.filings()).find((filing) => filing.slip === slip.number)?.status, {
      timeout: 20_000,
    })
    .toBe(7);
});

test('a genuine slip of another kiosk whose dossier has not arrived reads so; one that is forged is not known', async () => {
  // A start of the portal leaves an enrolment for one more kiosk.
  await lobby.portal.stop();
  await lobby.portal.start();
  const other = await enrolKiosk(Enrolment.parse(JSON.parse(readFileSync(lobby.portal.enrolmentFile, 'utf8'))));
  const sealed = await other.seal();
  const slip = await other.slip(sealed);
  const resident = lobby.resident();
  await resident.begin();
  await resident.press('Theo dõi hồ sơ');
  await resident.seesScreen('follow');
  await resident.scan(`${slip.slice(0, -8)}AAAAAAAA`);
  await resident.seesHeading('Chưa thấy phiếu này');
  await resident.press('Xem phiếu khác');
  await resident.seesScreen('follow');
  await resident.scan(slip);
  await resident.seesScreen('case');
  expect(await resident.heading()).toMatch(/^Phiếu thật, giữ lúc/);
  await expect(lobby.page().locator('.frame')).toContainText('chưa nhận được');
});
