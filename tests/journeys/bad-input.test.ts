import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { resumeAt } from '../support/fast-forward.ts';
import { scan, write } from '../support/hardware-keys.ts';
import { storyOf } from '../support/known-services.ts';
import { type Lobby, openLobby } from '../support/lobby.ts';
import { aBrokenPhoto, aFilm, aHugePhoto, aPdf, aPhoto, notReallyAPdf } from '../support/paper-files.ts';

/** What nobody should give a kiosk, given to it: a clear sentence each time, nothing lost, nothing crashed. */

test.describe.configure({ mode: 'serial' });

const copies = storyOf('civil-extract', 'own-birth-copy');
const withPapers = storyOf('civil-extract', 'agent-old-commune');
let lobby: Lobby;

test.beforeAll(async () => {
  lobby = await openLobby();
  const files: Readonly<Record<string, Buffer>> = {
    'a-huge.png': aHugePhoto(40),
    'b-letter.pdf': notReallyAPdf(),
    'c-broken.png': aBrokenPhoto(),
    'd-good.pdf': aPdf(),
    'e-good.png': aPhoto(),
    'f-empty.jpg': Buffer.alloc(0),
    'g-program.png': Buffer.from('#!/bin/sh\necho hello\n'),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(lobby.stick, name), bytes);
});
test.afterAll(async () => {
  expect(lobby?.kiosk().log() ?? '').not.toMatch(/crashed|unresponsive|door-failed/);
  await lobby?.close();
});

const isLogged = (code: string) => expect.poll(() => lobby.logCodes()).toContain(code);

test('eleven digits, an old number of nine and a letter are no citizen number, and what was typed stays', async () => {
  const resident = lobby.resident();
  await resumeAt(lobby.page(), copies, { at: 'identity' }, { without: ['reqId'] });
  await resident.press('Gõ 12 số căn cước');
  await resident.seesHeading('Gõ 12 số căn cước');
  for (const digit of '00109000001') await resident.tapKey(digit);
  await resident.pressPrimary();
  await resident.isTold('bạn đã gõ 11 số');
  expect(await resident.screen()).toBe('identity');
  for (let digits = 0; digits < 2; digits += 1) await lobby.page().getByRole('button', { name: 'Xóa một chữ' }).click();
  await resident.pressPrimary();
  await resident.isTold('Đây là số cũ (9 số).');
  await expect(lobby.page().locator('.frame:visible')).toContainText('9 trên 12 số');
});

test('a code of something else held to the scanner is told apart from a card', async () => {
  const resident = lobby.resident();
  await resumeAt(lobby.page(), copies, { at: 'identity' }, { without: ['reqId'] });
  await resident.seesScreen('identity');
  await scan(lobby.page(), 'https://example.org/a-menu-of-the-day');
  await resident.isTold('Mã này không phải mã trên thẻ căn cước.');
  await scan(lobby.page(), '00020101021138570010A00000072701270006970436');
  await resident.isTold('Mã này không phải mã trên thẻ căn cước.');
  await scan(lobby.page(), '001090000017||NGUYEN VAN AN');
  await resident.isTold(/Chưa đọc được mã|không phải mã/);
  await isLogged('card-unreadable');
});

test('a day no calendar has is said so at its box', async () => {
  const resident = lobby.resident();
  const place = { at: 'question', step: 'record-number', backToReview: false } as const;
  await resumeAt(lobby.page(), copies, place, { without: ['recDate'] });
  await resident.seesScreen('question');
  await lobby.page().getByRole('textbox', { name: 'Ngày', exact: true }).click();
  await write(lobby.page(), '31021990', 'direct');
  const heading = await resident.heading();
  await resident.pressPrimary();
  await resident.isTold(/ngày|Ngày/);
  expect(await resident.heading()).toBe(heading);
  await expect(lobby.page().getByRole('textbox', { name: 'Ngày', exact: true })).toHaveText('31');
});

test('ten thousand characters, control characters and decomposed letters are taken, cleaned and told when too much', async () => {
  const resident = lobby.resident();
  const place = { at: 'question', step: 'record-body', backToReview: false } as const;
  await resumeAt(lobby.page(), copies, place, { without: ['recBody'] });
  await resident.seesScreen('question');
  const field = lobby.page().getByRole('textbox');
  const typed = async () => (await field.innerText()).length;
  await field.click();
  await lobby.paste('Ủy ban nhân dân '.repeat(625));
  await expect.poll(typed).toBeGreaterThan(9_900);
  const heading = await resident.heading();
  await resident.pressPrimary();
  await resident.isTold(/dài|nhiều nhất|ký tự/);
  expect(await resident.heading()).toBe(heading);
  expect(await typed()).toBeGreaterThan(9_900);

  // What must change has the focus already.
  await lobby.page().keyboard.press('Delete');
  await expect.poll(typed).toBe(0);
  await lobby.paste(`\u0000\u0001${'Ủy ban nhân dân'.normalize('NFD')}\u001b[31m\u202e phường \u200bYên Hòa\u0007`);
  await expect.poll(typed).toBeGreaterThan(20);
  await resident.pressPrimary();
  // What was cleaned stays; the rest of the questions is answered as told.
  await resident.answerQuestions(copies);
  await resident.file(copies);
  await lobby.endVisit();
  const [filing] = await lobby.portal.hasFilings(1);
  const { dossier } = await lobby.portal.opened(filing?.filing ?? '');
  const arrived = String(dossier.answers.recBody);
  expect(arrived).toBe(arrived.normalize('NFC'));
  expect(arrived).toContain('Ủy ban nhân dân'.normalize('NFC'));
  expect(arrived).not.toMatch(/[\p{Cc}\u200b\u202e]/u);
});

test('files that are not what they say, are broken or far too large are refused in words, and good ones still taken', async () => {
  const resident = lobby.resident();
  await resumeAt(lobby.page(), withPapers, { at: 'papers', paper: 'authorisation-certified', backToReview: false });
  await resident.seesScreen('papers');
  await resident.press('Lấy từ thẻ nhớ USB');
  await resident.seesHeading('Chọn tệp trên thẻ nhớ USB');
  // Empty files and programs are not even offered.
  await expect(lobby.page().getByRole('button', { name: /f-empty|g-program/ })).toHaveCount(0);
  await resident.press('b-letter.pdf');
  await resident.isTold('Tệp bị hỏng, máy không mở được.');
  await resident.press('c-broken.png');
  await resident.isTold('Tệp bị hỏng, máy không mở được.');
  await isLogged('paper-refused');
  await resident.press('d-good.pdf');
  await lobby
    .page()
    .getByRole('button', { name: /Bỏ trang này/ })
    .waitFor();

  // Forty megabytes are no trouble: what is kept is a page made small.
  await resident.press('Lấy từ thẻ nhớ USB');
  await resident.press('a-huge.png');
  const use = lobby.page().getByRole('button', { name: 'Dùng ảnh này' });
  await use.waitFor({ timeout: 40_000 });
  await use.click();
  await expect(lobby.page().getByRole('button', { name: /Bỏ trang này/ })).toHaveCount(2, { timeout: 30_000 });
});

test('without a camera a sentence names the other ways, and the dossier can still be filed', async () => {
  const resident = lobby.resident();
  await resident.press('Thêm trang');
  await resident.isTold('Máy ảnh không dùng được.');
  await isLogged('camera-missing');
  await resident.press('Xong giấy này');
  await resident.givePapers(withPapers);
  await resident.file(withPapers);
  const there = await lobby.portal.hasFilings(2);
  const filing = there.find(({ service, slip }) => service === withPapers.service.id && slip === 'A6-0002');
  const { parts } = await lobby.portal.opened(filing?.filing ?? '');
  expect(parts.map(({ type }) => type)).toEqual(['application/pdf', 'image/jpeg']);
  for (const { bytes } of parts) expect(bytes).toBeLessThan(3_000_000);
});

test('without a printer the slip stays on the screen and says so', async () => {
  await expect(lobby.page().getByRole('button', { name: 'In phiếu' })).toHaveCount(0);
  await expect(lobby.page().locator('.frame:visible')).toContainText('Máy không có máy in.');
});

test('a paper photographed by the camera arrives at the portal', async () => {
  const film = join(lobby.stick, '.film.y4m');
  writeFileSync(film, aFilm());
  await lobby.restart(['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`]);
  const resident = lobby.resident();
  await resumeAt(lobby.page(), withPapers, { at: 'papers', paper: 'authorisation-certified', backToReview: false });
  await resident.seesScreen('papers');
  await resident.press('Chụp giấy này');
  await expect(lobby.page().locator('.frame:visible')).toContainText('Đặt nằm phẳng');
  await resident.press(/^Chụp$/);
  await resident.press('Dùng ảnh này');
  await lobby
    .page()
    .getByRole('button', { name: /Bỏ trang này/ })
    .waitFor();
  await resident.press('Xong giấy này');
  await resident.givePapers(withPapers);
  await resident.file(withPapers);
  const filing = (await lobby.portal.hasFilings(3)).find(({ slip }) => slip === 'A6-0003');
  expect((await lobby.portal.opened(filing?.filing ?? '')).parts.map(({ type }) => type)).toEqual(['image/jpeg']);
});
