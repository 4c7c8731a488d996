import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { resumeAt } from '../support/fast-forward.ts';
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
  expect(await resident.heading()).toMatch(/^Hồ sơ đang được giữ ở đây, chưa tới/);
  expect(slip.title).toBe('Phiếu giữ hồ sơ');

  await lobby.pullPlug();
  await lobby.startKiosk();
  await resident.seesScreen('attract');
  // It was shown as kept, so nobody needs to be told.
  await expect(lobby.page().getByText('vẫn được giữ')).toHaveCount(0);
  await lobby.portal.start();

  const [filing] = await lobby.portal.hasFilings(1);
  expect(filing?.slip).toBe(slip.number);
  const { dossier } = await lobby.portal.opened(filing?.filing ?? '');
  expect(dossier.answers).toEqual(story.answers);
  expect(dossier.checkCode).toBe(slip.checkCode);

  await resident.begin();
  await resident.press('Theo dõi hồ sơ');
  await resident.seesScreen('follow');
  await resident.scan(slip.token);
  await resident.seesScreen('case');
  expect(await resident.heading()).toMatch(/^Hồ sơ đã tới/);
  expect(await lobby.portal.filings()).toHaveLength(1);
});

test('the plug pulled while somebody is typing leaves nothing to read and nothing half-done', async () => {
  const resident = lobby.resident();
  await resumeAt(
    lobby.page(),
    story,
    { at: 'question', step: 'record-body', backToReview: false },
    { without: ['recBody'] },
  );
  await resident.seesScreen('question');
  await resident.answerStep(story);
  await lobby.pullPlug();
  await lobby.startKiosk();
  await resident.seesScreen('attract');
  const draft = await lobby.page().evaluate(() => fetch('/shell/draft').then((answer) => answer.text()));
  expect(JSON.parse(draft)).toEqual({ draft: null });
  expect(
    readable(lobby.profileFolder, ['Nguyễn Văn An', 'Yên Hòa, quận Cầu Giấy', '001090000017', '0900000012']),
  ).toEqual([]);
  expect(await lobby.portal.filings()).toEqual([]);
});

test('cut between the tap and the slip, a filing that is in the safe is announced and arrives once', async () => {
  const resident = lobby.resident();
  await lobby.portal.stop();
  await resumeAt(lobby.page(), story, { at: 'review' });
  await resident.seesScreen('review');
  await resident.tickPledge(story);
  // The power goes before the answer reaches the page: it never says "kept".
  await lobby.page().evaluate(() => {
    const real = window.fetch;
    window.fetch = async (input, init) => {
      const answer = await real(input, init);
      if (String(input).endsWith('/shell/filings') && init?.method === 'POST') {
        document.title = 'in the safe';
        await new Promise(() => {});
      }
      return answer;
    };
  });
  await resident.pressPrimary();
  await expect(lobby.page()).toHaveTitle('in the safe');
  await lobby.pullPlug();

  await lobby.startKiosk();
  await resident.seesScreen('attract');
  await expect(lobby.page().getByRole('status').filter({ hasText: 'A6-0001' })).toContainText('Không cần nộp lại.');
  await lobby.portal.start();
  const [filing] = await lobby.portal.hasFilings(1);
  expect(filing?.slip).toBe('A6-0001');
  expect((await lobby.portal.opened(filing?.filing ?? '')).dossier.answers).toEqual(story.answers);
});

test('the plug pulled right after the tap, at several moments: never two, never half, never unannounced', async () => {
  // Four starts of the kiosk.
  test.setTimeout(180_000);
  const resident = lobby.resident();
  await lobby.portal.stop();
  let inSafe = 0;
  for (const afterMs of [0, 15, 60]) {
    await resumeAt(lobby.page(), story, { at: 'review' });
    await resident.seesScreen('review');
    await resident.tickPledge(story);
    await resident.pressPrimary();
    await lobby.page().waitForTimeout(afterMs);
    await lobby.pullPlug();
    await lobby.startKiosk();
    await resident.seesScreen('attract');
    const kept = await lobby.page().evaluate(async () => {
      const answer = await fetch('/shell/filings?after=0&limit=50');
      return ((await answer.json()) as { filings: { slip: string }[] }).filings.map(({ slip }) => slip);
    });
    expect(kept.length - inSafe).toBeLessThanOrEqual(1);
    inSafe = kept.length;
  }
  await lobby.portal.start();
  const there = await lobby.portal.hasFilings(inSafe);
  await expect
    .poll(() => lobby.page().evaluate(() => fetch('/shell/filings?after=0&limit=50').then((a) => a.json())))
    .toMatchObject({ filings: there.map(() => ({ receipt: expect.any(String) })) });
  expect(await lobby.portal.filings()).toHaveLength(inSafe);
  for (const { filing } of there) expect((await lobby.portal.opened(filing)).dossier.answers).toEqual(story.answers);
});

/** The kiosk is running: a file of its cache may go between two looks. */
function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/** Which of these texts can be found anywhere in the folder, as a text editor would find them. */
function readable(folder: string, texts: readonly string[]): string[] {
  const wanted = texts.flatMap((text) =>
    [Buffer.from(text), Buffer.from(text, 'utf16le')].map((bytes) => ({ text, bytes })),
  );
  const found: string[] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const content = contentOf(file);
    for (const { text, bytes } of wanted) if (content.includes(bytes)) found.push(`${text} in ${file}`);
  }
  return found;
}
