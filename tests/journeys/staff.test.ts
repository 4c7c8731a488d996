import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { storyOf } from '../support/known-services.ts';
import { type Lobby, openLobby } from '../support/lobby.ts';

/** Attendant and technician, from a blank kiosk on: numbers and reasons, never a resident's data. */

test.describe.configure({ mode: 'serial' });

const story = storyOf('civil-extract', 'own-birth-copy');
let lobby: Lobby;
const frame = () => lobby.page().locator('.frame:visible');

test.beforeAll(async () => {
  lobby = await openLobby({ isBlank: true });
});
test.afterAll(() => lobby?.close());

test('a blank kiosk serves nobody and takes no code but one of its portal', async () => {
  const technician = lobby.resident();
  await technician.seesScreen('attract');
  await expect(frame().getByRole('button', { name: 'Tiếng Việt' })).toHaveCount(0);
  await technician.press('Kỹ thuật: cài đặt máy');
  await technician.seesScreen('provisioning');
  await technician.scan('https://example.org/menu-of-the-day');
  await technician.pressPrimary();
  await technician.isTold('Đây không phải mã cài đặt.');
});

test('a technician provisions it with the code of an enrolment and compares eight digits with the portal', async () => {
  const technician = lobby.resident();
  await technician.scan(JSON.stringify(JSON.parse(readFileSync(lobby.portal.enrolmentFile, 'utf8'))));
  await technician.seesHeading(/inch/);
  for (const digit of '215') await technician.tapKey(digit);
  await technician.pressPrimary();
  await technician.seesHeading('So tám số này với cổng');
  await expect(frame()).toContainText(/\d{4} \d{4}/);
  await expect(frame()).toContainText(lobby.portal.address);
  await technician.press('Giống hệt, cài đặt');
  await technician.seesHeading(/^Đã cài đặt: máy A6/);
  await lobby.endVisit();
  await expect(frame().getByRole('button', { name: 'Tiếng Việt' })).toBeVisible();
});

test('an enrolment works once', async () => {
  const { secret } = JSON.parse(readFileSync(lobby.portal.enrolmentFile, 'utf8')) as { secret: string };
  const again = await fetch(`${lobby.portal.address}/v1/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret }),
  });
  expect(again.ok).toBe(false);
});

test('an attendant with a wrong PIN is told so and stays outside', async () => {
  const attendant = lobby.resident();
  const right = lobby.portal.staff.find(({ role }) => role === 'attendant')?.pin ?? '';
  await attendant.signIn('attendant', lobby.portal.staff, right === '111111' ? '222222' : '111111');
  await attendant.isTold('Mã PIN chưa đúng');
  expect(await attendant.screen()).toBe('sign-in');
  await lobby.endVisit('Quay lại');
});

test('an attendant sees what waits and what arrived, without a word about anybody, and can send now', async () => {
  await lobby.portal.test('network', { state: 'down' });
  const slip = await lobby.fileQuickly(story);
  await lobby.endVisit();
  const attendant = lobby.resident();
  await attendant.signIn('attendant', lobby.portal.staff);
  await attendant.seesScreen('attendant');
  await expect(frame().getByRole('button', { name: /^1\s*đang giữ/ })).toBeVisible();
  await attendant.press(/^1\s*đang giữ/);
  await expect(frame()).toContainText(slip.number);
  for (const told of ['Nguyễn Văn An', '001090000017', '0900000012', slip.checkCode]) {
    expect(await lobby.page().content()).not.toContain(told);
  }
  await lobby.portal.test('network', { state: 'up' });
  await attendant.press('Gửi ngay');
  await expect(frame().getByRole('button', { name: /^1\s*đã tới nơi/ })).toBeVisible({ timeout: 30_000 });
  expect((await lobby.portal.filings()).map((filing) => filing.slip)).toEqual([slip.number]);
});

test('who is helped at the screen is identified as seen by the attendant signed in', async () => {
  const attendant = lobby.resident();
  await attendant.press('Giúp một người làm hồ sơ');
  await attendant.seesScreen('home');
  await attendant.findByLifeEvent(story);
  await attendant.startService(story);
  await attendant.press('Gõ 12 số căn cước');
  await attendant.seesHeading('Gõ 12 số căn cước');
  for (const digit of String(story.answers.reqId)) await attendant.tapKey(digit);
  await lobby
    .page()
    .getByRole('checkbox', { name: /^Cán bộ đã xem thẻ/ })
    .locator('xpath=ancestor::label[1]')
    .click();
  await attendant.pressPrimary();
  await attendant.seesScreen('question');
  const { draft } = (await lobby.page().evaluate(() => fetch('/shell/draft').then((answer) => answer.json()))) as {
    draft: { identity: unknown };
  };
  expect(draft.identity).toEqual({ how: 'seen-by-attendant', attendant: 'staff-1', helped: expect.any(Boolean) });
  await attendant.openTool('leave');
  const fresh = lobby.kiosk().nextPage();
  await attendant.press('Xóa hết và kết thúc');
  await fresh;
});

test('a technician reads the health of the machine in plain facts', async () => {
  const technician = lobby.resident();
  await technician.signIn('technician', lobby.portal.staff);
  await technician.seesScreen('technician');
  await expect(frame()).toContainText(lobby.portal.address);
  await expect(frame()).toContainText('Hồ sơ trong két');
  await expect(frame()).toContainText('civil-extract');
  await expect(frame()).toContainText('Electron');
  expect(await lobby.page().content()).not.toContain('001090000017');
});
