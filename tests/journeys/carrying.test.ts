import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { projectFolder } from '../../build/folders.ts';
import { resumeAt } from '../support/fast-forward.ts';
import { storyOf } from '../support/known-services.ts';
import { type Lobby, openLobby } from '../support/lobby.ts';
import type { OfficerAt } from '../support/officer-at-portal.ts';
import { aPhoto } from '../support/paper-files.ts';
import type { SlipSeen } from '../support/slip-on-screen.ts';

/** The network stays away: an attendant carries what residents filed to the ward, and when the network is back nothing comes twice. */

test.describe.configure({ mode: 'serial' });

const withPhoto = storyOf('civil-extract', 'agent-old-commune');
const plain = storyOf('civil-extract', 'own-birth-copy');
let lobby: Lobby;
let officer: OfficerAt;
let slips: SlipSeen[];
const frame = () => lobby.page().locator('.frame:visible');
const carried = () => readdirSync(lobby.stick).filter((name) => name.includes('carried'));

test.beforeAll(async () => {
  lobby = await openLobby();
  officer = await lobby.portal.officer();
  writeFileSync(join(lobby.stick, 'page-1.png'), aPhoto());
});
test.afterAll(() => lobby?.close());

test('without a network residents file, one of them with a photo', async () => {
  await lobby.portal.test('network', { state: 'down' });
  const resident = lobby.resident();
  await resumeAt(lobby.page(), withPhoto, { at: 'papers', paper: null, backToReview: false });
  await resident.seesScreen('papers');
  await resident.givePapers(withPhoto, () => 'page-1.png');
  const first = await resident.file(withPhoto);
  await lobby.endVisit();
  slips = [first, await lobby.fileQuickly(plain)];
  await lobby.endVisit();
  expect(await lobby.portal.filings()).toEqual([]);
});

test('the attendant copies them to a stick, sealed, and is told what to do with it', async () => {
  const attendant = lobby.resident();
  await attendant.signIn('attendant', lobby.portal.staff);
  await attendant.seesScreen('attendant');
  await attendant.press('Mang bằng USB');
  await expect(lobby.page().getByRole('dialog')).toContainText('2 hồ sơ chưa có biên nhận');
  await attendant.press('Chép ra USB');
  await expect(lobby.page().getByRole('dialog')).toContainText('Đã chép 2 hồ sơ. Rút USB được rồi.');
  const [name = '', ...others] = carried();
  expect([name, others]).toEqual([expect.stringMatching(/^diem-cham-A6-\d{6}-1\.carried$/), []]);
  const bytes = readFileSync(join(lobby.stick, name)).toString('latin1');
  for (const told of ['Nguyễn Văn An', '001090000017', slips[1]?.checkCode ?? '?']) {
    expect(bytes).not.toContain(Buffer.from(told, 'utf8').toString('latin1'));
  }
  await attendant.press('Đóng');
});

test('the officer takes the file in: both dossiers are there, the photo too, each once', async () => {
  expect(await importStick()).toContain('2 hồ sơ mới, 0 đã có từ trước, 0 bị từ chối.');
  const filings = await lobby.portal.filings();
  expect(filings.map(({ slip }) => slip).sort()).toEqual(slips.map(({ number }) => number).sort());
  const withPaper = filings.find(({ slip }) => slip === slips[0]?.number);
  const { parts } = await lobby.portal.opened(withPaper?.filing ?? '');
  expect(parts.length).toBeGreaterThan(0);
  expect(parts.every(({ plainSha256 }) => plainSha256 !== undefined)).toBe(true);
  expect(await importStick()).toContain('0 hồ sơ mới, 2 đã có từ trước, 0 bị từ chối.');
});

test('when the network is back the kiosk sends all the same, hears that both arrived, and the portal still has two', async () => {
  const before = await lobby.portal.filings();
  await expect(frame().getByRole('button', { name: /^2\s*đang giữ/ })).toBeVisible();
  await lobby.portal.test('network', { state: 'up' });
  const attendant = lobby.resident();
  await attendant.press('Gửi ngay');
  await expect(frame().getByRole('button', { name: /^2\s*đã tới nơi/ })).toBeVisible({ timeout: 30_000 });
  expect(await lobby.portal.filings()).toEqual(before);
  await attendant.press('Mang bằng USB');
  await expect(lobby.page().getByRole('dialog')).toContainText('Không cần mang gì');
  await attendant.press('Đóng');
});

test('from the disk of the dead machine the same filings can be rescued; the portal knows them, and the journal agrees with it', async () => {
  const kiosk = (await officer.open('/officer/kiosks')).match(/\/officer\/kiosks\/(kiosk-[\w-]+)/)?.[1] ?? '';
  await lobby.pullPlug();
  const report = join(lobby.stick, 'journal.json');
  writeFileSync(report, await officer.open(`/officer/kiosks/${kiosk}/journal.json`));
  const agreed = kioskctl('reconcile', lobby.profileFolder, '--portal', report);
  expect(agreed).toContain('filed 2, with a receipt here 2, received at the portal 2');
  expect(agreed).toContain('agrees');
  expect(kioskctl('rescue', lobby.profileFolder, join(lobby.stick, 'rescued.carried'))).toContain(
    'rescued 2 of 2 filings',
  );
  const told = await officer.sendFile('/officer/import', {
    name: 'rescued.carried',
    bytes: readFileSync(join(lobby.stick, 'rescued.carried')),
  });
  expect(told).toContain('0 hồ sơ mới, 2 đã có từ trước, 0 bị từ chối.');
});

async function importStick(): Promise<string> {
  const [name = ''] = carried();
  return officer.sendFile('/officer/import', { name, bytes: readFileSync(join(lobby.stick, name)) });
}

/** The technician's tool as it is built beside the application. */
function kioskctl(...parameters: string[]): string {
  const tool = join(process.env.DIEM_CHAM_APP ?? projectFolder, 'dist', 'tools', 'kioskctl.mjs');
  const run = spawnSync(process.execPath, [tool, ...parameters], { encoding: 'utf8', timeout: 30_000 });
  return run.stdout + run.stderr;
}
