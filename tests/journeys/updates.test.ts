import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { packContent, signingOf } from '../../build/content-bundle.ts';
import { giveToWindowUser } from '../../build/unprivileged.ts';
import { contentBundleName } from '../../shared/portal-contract/content-bundle.ts';
import { addedService, builtInFiles, withAddedService } from '../catalogue/content-files.ts';
import { resumeAt } from '../support/fast-forward.ts';
import { demoWard, type Story, storyOf } from '../support/known-services.ts';
import { type Lobby, openLobby } from '../support/lobby.ts';

/** A city adds a service: its kiosks offer it without anybody touching them, and nobody's visit changes under the finger. */

test.describe.configure({ mode: 'serial' });

const known = storyOf('civil-extract', 'own-birth-copy', { ward: demoWard });
const added = JSON.parse(withAddedService()[`catalogue/${addedService}.json`] ?? '{}');
const story: Story = { ...known, service: { ...known.service, id: addedService, name: added.name } };
/** Later than any build. */
const later = 4_000_000_000;
let lobby: Lobby;

test.beforeAll(async () => {
  lobby = await openLobby();
});
test.afterAll(() => lobby?.close());

const offers = async () => {
  const answer = await lobby.page().evaluate(() => fetch('/shell/catalogue').then((given) => given.json()));
  return (answer as { services: { id: string }[] }).services.map(({ id }) => id);
};

async function pack(version: number, files = withAddedService()): Promise<Uint8Array> {
  const signing = signingOf(dirname(lobby.portal.enrolmentFile));
  if (!signing) throw new Error('the portal has no keys');
  return packContent(files, { version, signing });
}

test('the portal gets a bundle with one more service while somebody fills in a form: it stays as it is, to its end', async () => {
  const folder = join(dirname(lobby.portal.enrolmentFile), 'bundles');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'coming'), await pack(later));
  renameSync(join(folder, 'coming'), join(folder, 'noi-dung.dcc'));
  // A kiosk that has asked lately asks again in five minutes; one that starts, soon.
  await lobby.restart();
  await resumeAt(lobby.page(), known, { at: 'review' });
  await lobby.resident().seesScreen('review');
  await expect.poll(() => lobby.logCodes(), { timeout: 40_000 }).toContain('content-taken');
  expect(await offers()).not.toContain(addedService);
  await lobby.resident().seesScreen('review');
  await lobby.resident().file(known);
  expect(await offers()).not.toContain(addedService);
  await lobby.endVisit();
});

test('the next resident finds it, files it, and it arrives under its version', async () => {
  const resident = lobby.resident();
  await resident.begin();
  await resident.findByLifeEvent(story);
  expect(await offers()).toContain(addedService);
  await resident.startService(story);
  await resumeAt(lobby.page(), story, { at: 'review' });
  await resident.file(story);
  await lobby.endVisit();
  const arrived = await lobby.portal.hasFilings(2);
  expect(arrived.map(({ service }) => service).sort()).toEqual([addedService, 'civil-extract']);
  const officer = await lobby.portal.officer();
  const filing = arrived.find(({ service }) => service === addedService)?.filing ?? '';
  expect(await officer.open(`/officer/cases/${filing}`)).toContain('Bản sao có chứng thực');
});

test('a technician brings the next one on a stick; nobody being there, the screen takes it up by itself', async () => {
  const { 'catalogue/feedback.json': _gone, ...files } = builtInFiles;
  writeFileSync(join(lobby.stick, contentBundleName), await pack(later + 1, files));
  giveToWindowUser(join(lobby.stick, contentBundleName));
  const technician = lobby.resident();
  await technician.signIn('technician', lobby.portal.staff);
  await technician.seesScreen('technician');
  await technician.press('Lấy từ USB');
  await expect(lobby.page().getByText('Danh mục và danh sách: đã nhận. Máy dùng từ lượt sau.')).toBeVisible();
  // The machine's own account of itself is asked for once more, and has it too.
  await expect(lobby.page().getByText(`bản ${later + 1}`)).toHaveCount(1);
  await lobby.endVisit('Đăng xuất');
  await expect.poll(offers).not.toContain('feedback');
  expect(await offers()).not.toContain(addedService);
});
