import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { giveToWindowUser } from '../../build/unprivileged.ts';
import { anAttendantAt } from '../support/attendant-at-portal.ts';
import { resumeAt } from '../support/fast-forward.ts';
import { demoWard, storyOf } from '../support/known-services.ts';
import { type Lobby, openLobby } from '../support/lobby.ts';
import { overbooking } from '../support/overbooking.ts';

/** A lobby has eyes: what is masked, covered, forgotten; and a person comes when one is called. */

test.describe.configure({ mode: 'serial' });

const story = storyOf('civil-extract', 'own-birth-copy', { ward: demoWard });
const number = String(story.answers.reqId);
const birth = String(story.answers.reqBirth).split('-').reverse().join('/');
const phone = String(story.answers.reqPhone).slice(-6);
const devices = mkdtempSync(join(tmpdir(), 'diem-cham-devices-'));
const deviceList = join(devices, 'devices');
const panel = 'N: Name="ILITEK ILITEK-TP"\nB: PROP=2\nB: EV=1b\nB: KEY=400 0 0 0 0 0\nB: ABS=3273800000000003\n';
const mouse = 'N: Name="USB Optical Mouse"\nB: PROP=0\nB: EV=17\nB: KEY=ff0000 0 0 0 0\nB: REL=903\n';
let lobby: Lobby;
let slip: string;

const frame = () => lobby.page().locator('.frame:visible');
const say = (...words: Parameters<ReturnType<Lobby['resident']>['say']>) => lobby.resident().say(...words);
const seen = () => lobby.page().locator('body').innerText();

test.beforeAll(async () => {
  giveToWindowUser(devices);
  plug(panel);
  lobby = await openLobby({ args: [`--input-devices=${deviceList}`] });
});
test.afterAll(async () => {
  await lobby?.close();
  rmSync(devices, { recursive: true, force: true });
});

function plug(device: string): void {
  writeFileSync(deviceList, `${mouse}\n${device}`);
  giveToWindowUser(deviceList);
}

test('review masks numbers and days; one part is shown at a tap, and masked again by another part and by the cover', async () => {
  await resumeAt(lobby.page(), story, { at: 'review' });
  const resident = lobby.resident();
  await resident.seesScreen('review');
  const html = () => lobby.page().content();
  for (const told of [number, birth, phone]) expect(await html()).not.toContain(told);
  expect(await html()).toContain(`•••• ${number.slice(-4)}`);
  const show = frame().getByRole('button', { name: new RegExp(`^${say('visit', 'review.show')}:`) });
  await show.first().click();
  expect(await html()).toContain(number);
  expect(await html()).toContain(birth);
  const others = await show.count();
  if (others > 0) {
    await show.last().click();
    expect(await html()).not.toContain(number);
    await show.first().click();
    expect(await html()).toContain(number);
  }
  await resident.openTool('cover');
  for (const told of [number, birth, 'Nguyễn']) expect(await seen()).not.toContain(told);
  await resident.press(say('follow', 'idle.stay'));
  expect(await resident.screen()).toBe('review');
  expect(await html()).not.toContain(number);
  expect(await lobby.page().title()).toBe('Điểm Chạm');
  expect(await lobby.kiosk().app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle())).toBe(
    'Điểm Chạm',
  );
});

test('nobody hears the bell: the duty number; somebody opens the page: it rings; «Tôi đang tới» is read at the kiosk', async () => {
  const resident = lobby.resident();
  await resident.openTool('help');
  const sheet = lobby.page().getByRole('dialog');
  await expect(sheet).toContainText(say('frame', 'help.unheard'));
  await expect(sheet).toContainText(/Số trực: \d/);
  const account = lobby.portal.staff.find(({ role }) => role === 'attendant');
  if (!account) throw new Error('the demo has no attendant');
  const attendant = await anAttendantAt(lobby.portal.address, account);
  await expect(sheet).toContainText(say('frame', 'help.ringing'), { timeout: 15_000 });
  const told = await attendant.page();
  expect(told).toMatch(/Máy A6[\s\S]*Gọi lúc \d\d:\d\d/);
  for (const personal of [number, 'Nguyễn Văn An', story.service.id]) expect(told).not.toContain(personal);
  await attendant.come();
  await expect(sheet).toContainText(say('frame', 'help.coming'), { timeout: 15_000 });
  await sheet.getByText(say('frame', 'help.helpers.attendant'), { exact: true }).click();

  // An open sheet does not stand above the cover, and comes back with the page.
  const cover = lobby.page().locator('.tool', { hasText: say('frame', 'tools.cover') });
  await cover.evaluate((tool: HTMLElement) => tool.click());
  await expect(sheet).toBeHidden();
  await resident.press(say('follow', 'idle.stay'));
  await expect(sheet).toBeVisible();
  await resident.press(say('frame', 'actions.done'));
  await expect(frame().locator('.status-header')).toContainText(say('frame', 'header.helpComing'));
  attendant.leave();
});

test('who helps stands in the dossier, and the officer reads it', async () => {
  const resident = lobby.resident();
  await resident.seesScreen('review');
  slip = (await resident.file(story)).number;
  const [filing] = await lobby.portal.hasFilings(1);
  const { dossier } = await lobby.portal.opened(filing?.filing ?? '');
  expect(dossier.identity).toEqual({ how: 'typed', helped: true, helper: 'attendant' });
  const officer = await lobby.portal.officer();
  expect(await officer.open(`/officer/cases/${filing?.filing}`)).toContain('Có: người hỗ trợ ở máy');
});

test('the attract screen shows nothing of anyone, and no key leads back', async () => {
  await lobby.endVisit();
  const page = lobby.page();
  await page.goBack({ timeout: 2_000 }).catch(() => {});
  await page.keyboard.press('Alt+ArrowLeft');
  await page.waitForTimeout(300);
  expect(await lobby.resident().screen()).toBe('attract');
  const html = await page.content();
  for (const told of [number, birth, phone, 'Nguyễn Văn An', slip]) expect(html).not.toContain(told);
  expect(
    await page.evaluate(() => [history.length, document.title, document.querySelectorAll('input').length]),
  ).toEqual([1, 'Điểm Chạm', 0]);
  expect((await page.evaluate(() => fetch('/shell/state').then((answer) => answer.json()))).help).toBeNull();
});

test('a touch screen that goes is said at once, and one that comes back finds a fresh page at the same question', async () => {
  await resumeAt(lobby.page(), story, { at: 'review' });
  const resident = lobby.resident();
  await resident.seesScreen('review');
  const started = performance.now();
  plug('');
  await expect(frame().locator('.status-header')).toContainText(/không nhận chạm.*Số trực: \d/, { timeout: 10_000 });
  const fresh = lobby.kiosk().nextPage();
  plug(panel);
  await fresh;
  await lobby.resident().seesScreen('review');
  await expect(frame().locator('.status-header')).not.toContainText('không nhận chạm');
  expect(performance.now() - started).toBeLessThan(10_000 * overbooking());
  expect(await lobby.logCodes()).toEqual(expect.arrayContaining(['touch-lost', 'touch-there']));
});
