import { expect, test } from '@playwright/test';
import { storyOf } from '../support/known-services.ts';
import { type Lobby, openLobby } from '../support/lobby.ts';

/** Filed without a network, whatever is cut when: exactly one dossier arrives, with exactly what was said. */

const story = storyOf('civil-extract', 'own-birth-copy');
let lobby: Lobby;

test.beforeEach(async () => {
  lobby = await openLobby();
});
test.afterEach(() => lobby?.close());

test('a dossier filed offline outlives the wall plug and arrives exactly once, with exactly what was said', async () => {
  const resident = lobby.resident();
  await resident.begin();
  await lobby.portal.stop();
  await resident.findByLifeEvent(story);
  await resident.startService(story);
  await resident.identify(story, 'typed');
  await resident.answerQuestions(story);
  const slip = await resident.file(story);
  await expect(lobby.page().getByRole('heading', { level: 1 })).toHaveText(/^Hồ sơ đang được giữ ở đây, chưa tới/);

  await lobby.pullPlug();
  await lobby.startKiosk();
  await lobby.portal.start();

  const [filing] = await lobby.portal.hasFilings(1);
  expect(filing?.slip).toBe(slip.number);
  const { dossier } = await lobby.portal.opened(filing?.filing ?? '');
  expect(dossier.answers).toEqual(story.answers);
  expect(await lobby.portal.filings()).toHaveLength(1);
});
