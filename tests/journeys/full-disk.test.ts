import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { projectFolder } from '../../build/folders.ts';
import { resumeAt } from '../support/fast-forward.ts';
import { demoWard, storyOf } from '../support/known-services.ts';
import { type Lobby, openLobby } from '../support/lobby.ts';
import { aPhoto } from '../support/paper-files.ts';
import { openSmallDisk, type SmallDisk } from '../support/small-disk.ts';

/** The real kiosk on a really small file system: photos are refused first, then dossiers; what is kept is sent, full as it is. */

test.describe.configure({ mode: 'serial', timeout: 120_000 });

const megabyte = 1024 * 1024;
/** Under the first no photos, under the second no new dossiers (electron/shell/limits.ts). */
const [noPhotosBytes, noDossiersBytes] = [40 * megabyte, 10 * megabyte];
const quick = storyOf('civil-extract', 'own-birth-copy');
const withPapers = storyOf('birth-registration', 'agent-unmarried-other-province', { ward: demoWard });
let disk: SmallDisk;
let lobby: Lobby;
let filed = 0;

test.beforeAll(async () => {
  const found = openSmallDisk(150 * megabyte);
  if (!found) throw new Error('This system allows no small file system, neither as root nor in a user namespace.');
  disk = found;
  console.log(`small disk: ${disk.how}`);
  lobby = await openLobby({
    profileFolder: disk.folder,
    kioskEnv: disk.kioskEnv,
    portalEnv: { PORTAL_CHECKPOINT_SECONDS: '1' },
  });
  writeFileSync(join(lobby.stick, 'page-1.png'), aPhoto());
});
test.afterAll(async () => {
  await lobby?.close();
  disk?.close();
});

const frame = () => lobby.page().locator('.frame:visible');
const roomIs = (wanted: { parts: boolean; filings: boolean }) =>
  expect
    .poll(async () => {
      const { room } = (await stateOf()) as { room: { parts: boolean; filings: boolean } };
      return { parts: room.parts, filings: room.filings };
    })
    .toEqual(wanted);
const stateOf = () => lobby.page().evaluate(() => fetch('/shell/state').then((answer) => answer.json() as unknown));
/** Kept for whoever looks at pictures; a screen is told on it, not only in the page. */
const picture = async (name: string) => {
  const folder = join(projectFolder, '.cache', 'full-disk');
  mkdirSync(folder, { recursive: true });
  await lobby.page().screenshot({ path: join(folder, `${name}.png`) });
};

test('several dossiers are kept while the portal is away and there is room', async () => {
  await lobby.portal.test('network', { state: 'down' });
  // With those of below more receipts than lie in what is left of the page of memory the safe's last file ends in.
  for (; filed < 3; filed += 1) {
    await lobby.fileQuickly(quick);
    await lobby.endVisit();
  }
});

for (const language of ['vi', 'en'] as const) {
  test(`photos are refused first, with a sentence, and the dossier is filed without them (${language})`, async () => {
    const resident = lobby.resident({ language });
    await resumeAt(lobby.page(), withPapers, { at: 'papers', paper: null, backToReview: true }, { language });
    await resident.seesScreen('papers');
    const [paper] = withPapers.service.papers;
    await resident.press(paper?.name[language] ?? '');
    if (language === 'vi') {
      // A first page is taken while there is room.
      await resident.press(resident.say('visit', 'papers.stick'));
      await resident.press('page-1.png');
      await resident.press(resident.say('visit', 'capture.use'));
      await resident.press(resident.say('visit', 'papers.stick'));
      await resident.press('page-1.png');
      disk.fill(noPhotosBytes);
      // The picture was begun while there was room and is kept or refused by what it would take.
      await resident.press(resident.say('visit', 'capture.use'));
    } else {
      await roomIs({ parts: false, filings: true });
      await resident.press(resident.say('visit', 'papers.stick'));
    }
    await expect(frame()).toContainText(resident.say('visit', 'papers.noRoom'));
    await picture(`no-photos-${language}`);
    await roomIs({ parts: false, filings: true });
    await resumeAt(lobby.page(), quick, { at: 'review' }, { language });
    await resident.file(quick);
    filed += 1;
    const fresh = lobby.kiosk().nextPage();
    await resident.endVisit();
    await fresh;
    await resident.seesScreen('attract');
  });
}

test('a dossier that was begun while there was room is filed, however full the disk becomes', async () => {
  await resumeAt(lobby.page(), quick, { at: 'review' });
  await lobby.resident().seesScreen('review');
  disk.fill(0);
  expect(disk.freeBytes()).toBe(0);
  const slip = await lobby.resident().file(quick);
  filed += 1;
  expect(slip.number).not.toBe('');
  await lobby.resident().seesHeading(/được giữ ở đây/);
  await lobby.endVisit();
});

for (const language of ['vi', 'en'] as const) {
  test(`then new dossiers are refused, with a sentence and the way to the counter (${language})`, async () => {
    if (language === 'vi') {
      disk.empty();
      disk.fill(noDossiersBytes);
    }
    await roomIs({ parts: false, filings: false });
    const resident = lobby.resident({ language });
    await resident.begin();
    await resident.findByLifeEvent(quick);
    await resident.seesScreen('service');
    await resident.press(resident.say('visit', 'service.start'));
    await expect(frame()).toContainText(resident.say('visit', 'service.noRoom'));
    expect(await resident.screen()).toBe('service');
    await picture(`no-dossiers-${language}`);
    const fresh = lobby.kiosk().nextPage();
    await lobby
      .page()
      .evaluate(() => fetch('/shell/session/end', { method: 'POST' }))
      .catch(() => undefined);
    await fresh;
    await lobby.resident().seesScreen('attract');
  });
}

test('on a disk without one free byte everything kept is sent, receipts are kept and bodies freed', async () => {
  disk.fill(0);
  expect(await lobby.page().evaluate(writeUntilRefused)).toBe('refused');
  await lobby.portal.test('network', { state: 'up' });
  await lobby.portal.hasFilings(filed);
  await expect.poll(withoutReceipt, { timeout: 30_000 }).toBe(0);
});

test('when there is room again the kiosk goes on by itself, and nothing was lost or came twice', async () => {
  disk.empty();
  await roomIs({ parts: true, filings: true });
  await lobby.fileQuickly(quick);
  filed += 1;
  await lobby.resident().seesHeading(/^Hồ sơ đã tới/, 45_000);
  expect(await lobby.portal.filings()).toHaveLength(filed);
  await lobby.endVisit();

  // What happened meanwhile stands on the technician's page: the store failed and works again, the room taken was used.
  await lobby.resident().signIn('technician', lobby.portal.staff);
  await lobby.resident().seesScreen('technician');
  const { lastLog, store } = (await lobby
    .page()
    .evaluate(() => fetch('/shell/health').then((answer) => answer.json() as unknown))) as {
    lastLog: { code: string }[];
    store: { state: string };
  };
  const codes = lastLog.map(({ code }) => code);
  for (const code of ['outbox-open', 'reserve-used']) expect(codes).toContain(code);
  // A page that was open saw its store fail; one that came later did not get it open.
  expect(codes).toEqual(expect.arrayContaining([expect.stringMatching(/^outbox-(write-failed|unavailable)$/)]));
  expect(codes).not.toContain('filing-not-kept');
  expect(store.state).toBe('open');
  await picture('technician');
  await lobby.endVisit('Đăng xuất');
});

test('a store whose folder somebody deleted is made again from the safe, and technician and officers are told', async () => {
  await lobby.kiosk().close();
  disk.remove(join(disk.folder, 'browser', 'IndexedDB'));
  await lobby.startKiosk();
  // Whatever this disk did to the store before stands in the same log.
  await expect.poll(logged, { timeout: 20_000 }).toMatch(/ outbox-vanished store-gone\n.* outbox-rebuilt\n/s);
  await lobby.resident().signIn('technician', lobby.portal.staff);
  await lobby.resident().seesScreen('technician');
  await expect(frame()).toContainText('Kho đã mất và được dựng lại');
  await picture('store-vanished');
  await lobby.endVisit('Đăng xuất');

  const officer = await lobby.portal.officer();
  await expect
    .poll(() => officer.open('/officer/kiosks'), { timeout: 40_000 })
    .toContain('kho của trình duyệt đã biến mất');
  expect(await lobby.portal.filings()).toHaveLength(filed);
});

/**
 * What is left of the page of memory or block a file ends in takes a few small writes even on a full disk. A database beside
 * ours uses it up; then Chromium closes every store of the page, as it would on ours.
 */
async function writeUntilRefused(): Promise<'refused' | 'never'> {
  const opening = indexedDB.open('beside', 1);
  return new Promise((done) => {
    opening.onerror = () => done('refused');
    opening.onupgradeneeded = () => opening.result.createObjectStore('rows');
    opening.onsuccess = () => {
      const write = (left: number) => {
        if (left === 0) return done('never');
        try {
          const writing = opening.result.transaction('rows', 'readwrite', { durability: 'strict' });
          writing.objectStore('rows').put(crypto.getRandomValues(new Uint8Array(4096)), left);
          writing.oncomplete = () => write(left - 1);
          writing.onabort = () => done('refused');
        } catch {
          done('refused');
        }
      };
      write(200);
    };
  });
}

/** What the shell has written down since the disk took writing. */
function logged(): string {
  return readFileSync(disk.seen(join(disk.folder, 'log', 'kiosk.log')), 'utf8');
}

/** As an attendant's page counts it; asked of the safe's own list. */
async function withoutReceipt(): Promise<number> {
  return lobby.page().evaluate(async () => {
    const answer = await fetch('/shell/filings?after=0&limit=200');
    const { filings } = (await answer.json()) as { filings: { receipt: string | null }[] };
    return filings.filter(({ receipt }) => receipt === null).length;
  });
}
