import { expect, test } from '@playwright/test';
import { storyOf } from '../support/known-services.ts';
import { type Lobby, openLobby } from '../support/lobby.ts';

/** Who comes next sees nothing of who was there; who was interrupted goes on where they were. */

test.describe.configure({ mode: 'serial' });

const idleSeconds = 4;
const warningSeconds = 30;
const story = storyOf('marital-status', 'agent-divorced');
const secrets = ['Nguyễn Văn An', '001090000017', '0900000012', 'Xanh'];
const writtenHere = String((story.answers.reqRes as { detail: string }).detail);
let lobby: Lobby;

test.beforeAll(async () => {
  // Journeys type faster than this; only the test of the idle screen lets it pass.
  lobby = await openLobby({ settings: { kiosk: { idleSeconds } } });
});
test.afterAll(() => lobby?.close());

const rendererIds = () =>
  lobby
    .kiosk()
    .app.evaluate(({ app }) => app.getAppMetrics().flatMap(({ type, pid }) => (type === 'Tab' ? [pid] : [])));

/** Everything a page could find of the one before. */
const whatThePageCanFind = () =>
  lobby.page().evaluate(async () => {
    const rows = await Promise.all(
      (await indexedDB.databases()).map(
        ({ name = '' }) =>
          new Promise<string>((done, fail) => {
            const opening = indexedDB.open(name);
            opening.onerror = () => fail(opening.error);
            opening.onsuccess = () => {
              const database = opening.result;
              const names = [...database.objectStoreNames];
              if (names.length === 0) return done('');
              const reading = database.transaction(names).objectStore(names[0] ?? '');
              const all = names.map(
                (store) =>
                  new Promise<unknown>((got) => {
                    const request = reading.transaction.objectStore(store).getAll();
                    request.onsuccess = () => got(request.result);
                  }),
              );
              void Promise.all(all).then((found) => {
                database.close();
                done(JSON.stringify(found));
              });
            };
          }),
      ),
    );
    const ask = (path: string) => fetch(path).then((answer) => answer.text());
    return {
      page: document.documentElement.outerHTML,
      storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, rows, document.cookie, history.length]),
      draft: await ask('/shell/draft'),
      state: await ask('/shell/state'),
    };
  });

test('the second resident sees nothing of the first, in a process of its own', async () => {
  const first = lobby.resident();
  await first.begin();
  await first.findByLifeEvent(story);
  await first.startService(story);
  await first.identify(story, 'scanned');
  await first.answerQuestions(story, { step: 'requester-contact' });
  await first.answerStep(story);
  const before = await rendererIds();
  expect((await whatThePageCanFind()).draft).toContain('001090000017');

  const fresh = lobby.kiosk().nextPage();
  await first.openTool('leave');
  await first.press('Xóa hết và kết thúc');
  await fresh;
  await first.seesScreen('attract');
  await expect.poll(async () => (await rendererIds()).filter((pid) => before.includes(pid))).toEqual([]);
  const found = await whatThePageCanFind();
  expect(JSON.parse(found.draft)).toEqual({ draft: null });
  for (const secret of secrets) for (const place of Object.values(found)) expect(place).not.toContain(secret);

  const second = lobby.resident({ language: 'en' });
  await second.begin();
  expect(await second.heading()).toBe('What do you need today?');
  await lobby
    .page()
    .goBack({ timeout: 1_000 })
    .catch(() => null);
  for (const secret of secrets) expect(await lobby.page().content()).not.toContain(secret);
  await second.openTool('leave');
  const third = lobby.kiosk().nextPage();
  await second.press('Finish');
  await third;
});

test('a page whose process dies in the middle of a question comes back there with everything typed', async () => {
  const resident = lobby.resident();
  await resident.begin();
  await resident.findBySearch('doc than');
  await resident.startService(story);
  await resident.identify(story, 'tapped');
  await resident.answerQuestions(story, { step: 'requester-residence' });
  await resident.answerStep(story);
  const asked = await resident.heading();
  // The test's hands type the whole line in one burst, and the page sends what it has when it finds the time: a person's last key is
  // with the shell before the next, here it may still be on its way.
  await expect.poll(async () => (await whatThePageCanFind()).draft).toContain(writtenHere);
  const fresh = lobby.kiosk().nextPage();
  await lobby
    .kiosk()
    .app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  await fresh;
  await resident.seesScreen('question');
  expect(await resident.heading()).toBe(asked);
  await expect(lobby.page().getByRole('textbox')).toHaveText(writtenHere);
});

test('a screen left alone asks, can be kept with one tap, and ends by itself with nothing left', async () => {
  test.setTimeout(120_000);
  const resident = lobby.resident();
  // The draft of the test before stands open.
  await resident.seesScreen('question');
  await resident.seesScreen('idle');
  await expect(lobby.page().getByRole('alertdialog')).toContainText('Bạn còn ở đó không?');
  await resident.press('Tôi còn ở đây');
  await resident.seesScreen('question');
  await expect(lobby.page().getByRole('textbox')).toHaveText(writtenHere);

  const fresh = lobby.kiosk().app.waitForEvent('window', { timeout: (idleSeconds + warningSeconds + 15) * 1000 });
  await fresh;
  await resident.seesScreen('attract');
  const found = await whatThePageCanFind();
  expect(JSON.parse(found.draft)).toEqual({ draft: null });
  for (const secret of secrets) for (const place of Object.values(found)) expect(place).not.toContain(secret);
});
