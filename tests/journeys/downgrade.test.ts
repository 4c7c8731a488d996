import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { projectFolder } from '../../build/folders.ts';
import { giveToWindowUser } from '../../build/unprivileged.ts';
import { encodeFrame, frameFlags, noHash } from '../../electron/shell/safe/frame.ts';
import { safeFormat } from '../../electron/shell/safe/newer.ts';
import { canonicalBytes } from '../../shared/dossier/bytes.ts';
import { storyOf } from '../support/known-services.ts';
import { type Lobby, openLobby } from '../support/lobby.ts';

/** An older build over what a newer one wrote: it says so, keeps all of it, and does what can be done without touching it. */

test.describe.configure({ mode: 'serial' });

const story = storyOf('civil-extract', 'own-birth-copy');
let lobby: Lobby;

test.beforeAll(async () => {
  lobby = await openLobby();
});
test.afterAll(() => lobby?.close());

const frame = () => lobby.page().locator('.frame:visible');
const log = () => readFileSync(join(lobby.profileFolder, 'log', 'kiosk.log'), 'utf8');
const storeVersion = () =>
  lobby
    .page()
    .evaluate(async () => (await indexedDB.databases()).find(({ name }) => name === 'diem-cham-outbox')?.version);
const picture = async (name: string) => {
  const folder = join(projectFolder, '.cache', 'downgrade');
  mkdirSync(folder, { recursive: true });
  await lobby.page().screenshot({ path: join(folder, `${name}.png`) });
};

test('over the store of a newer build everything filed is sent from the safe, and the store stays as it is', async () => {
  await lobby.portal.test('network', { state: 'down' });
  await lobby.fileQuickly(story);
  await lobby.endVisit();
  // What a build of the next version does when it starts.
  await lobby.page().evaluate(
    () =>
      new Promise<void>((done, fail) => {
        const opening = indexedDB.open('diem-cham-outbox', 9990);
        opening.onsuccess = () => {
          opening.result.close();
          done();
        };
        opening.onerror = () => fail(opening.error);
      }),
  );
  await lobby.restart();
  await lobby.resident().seesScreen('attract');
  await expect.poll(log).toContain(' outbox-newer');
  await lobby.fileQuickly(story);
  await lobby.resident().seesHeading(/được giữ ở đây/);
  await lobby.portal.test('network', { state: 'up' });
  await lobby.portal.hasFilings(2);
  await lobby.resident().seesHeading(/^Hồ sơ đã tới/, 45_000);
  await lobby.endVisit();

  await lobby.resident().signIn('technician', lobby.portal.staff);
  await lobby.resident().seesScreen('technician');
  await expect(frame()).toContainText('Của bản mới hơn: làm việc từ két');
  await picture('newer-store');
  await lobby.endVisit('Đăng xuất');
  expect(await storeVersion()).toBe(9990);
  expect(await lobby.portal.filings()).toHaveLength(2);
});

test('over the safe of a newer build no dossier is begun, and the screen says where to go', async () => {
  await lobby.kiosk().close();
  const segment = join(lobby.profileFolder, 'safe', 'log', '00000099.segment');
  const meta = canonicalBytes({
    type: 'segment',
    format: safeFormat + 1,
    segment: 99,
    after: { records: 1, hash: noHash },
    sequence: 1,
  });
  writeFileSync(
    segment,
    encodeFrame({ flags: frameFlags.segmentHeader, before: noHash, meta, body: new Uint8Array(0) }),
  );
  giveToWindowUser(segment);
  await lobby.startKiosk();
  const resident = lobby.resident();
  await resident.seesScreen('attract');
  await expect(frame()).toContainText('Máy đang chờ kỹ thuật.');
  await picture('attract-shut');
  await resident.begin();
  await resident.findByLifeEvent(story);
  await resident.seesScreen('service');
  await resident.press(resident.say('visit', 'service.start'));
  await expect(frame()).toContainText(resident.say('visit', 'service.shut'));
  await picture('service-shut');
  expect(await resident.screen()).toBe('service');
  await expect.poll(log).toContain(' safe-newer');

  // The right build is back.
  await lobby.kiosk().close();
  rmSync(segment);
  await lobby.startKiosk();
  await lobby.resident().seesScreen('attract');
  await expect(frame()).not.toContainText('Máy đang chờ kỹ thuật.');
  await lobby.fileQuickly(story);
  await lobby.resident().seesHeading(/^Hồ sơ đã tới/, 45_000);
  expect(await lobby.portal.filings()).toHaveLength(3);
});
