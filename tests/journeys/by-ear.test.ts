import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { giveToWindowUser } from '../../build/unprivileged.ts';
import { spokenText } from '../../renderer/speech/spoken-text.ts';
import { accessibilityProblems } from '../support/accessibility.ts';
import { mayTakeThePage } from '../support/hands.ts';
import { cardOf, storyOf } from '../support/known-services.ts';
import { aListener, type Listener } from '../support/listener.ts';
import { type Lobby, openLobby } from '../support/lobby.ts';
import { recorderProgram, silence, silenceFile } from '../support/voice-recorder.ts';

/**
 * A resident who sees nothing and plugs in nothing: four keys and what is said. Nothing on the page is looked for or touched; the
 * recorder stands where espeak-ng would and writes down every sentence (tests/support/voice-recorder.ts).
 */

test.describe.configure({ mode: 'serial', timeout: 180_000 });

const story = storyOf('civil-extract', 'own-birth-copy');
const house = 'Ngõ Ân';
const office = 'Xã Lù';
const phone = '0900000012';
const personal = [story.answers.reqName, story.answers.reqId, '15/03/1990', phone, house, office].map(String);

let lobby: Lobby;
let folder = '';
let ear: Listener;
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'diem-cham-voice-'));
  giveToWindowUser(folder);
  lobby = await openLobby({ args: [`--voice=${await recorderProgram(folder, { soundMs: 4 })}`] });
  ear = aListener({ page: lobby.page, folder });
  await lobby.resident().seesScreen('attract');
});
test.afterAll(async () => {
  await lobby?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a whole visit with four keys and no sight, from the first press to the slip', async () => {
  const { say } = ear;
  // A key that people who see press as well only tells how; «trợ giúp» begins.
  expect(await ear.press('next')).toContain(say('frame', 'ear.invitation'));
  const greeting = await ear.press('help');
  expect(greeting).toContain('bốn phím');
  expect(greeting).toContain('For English');
  expect(await ear.press('choose')).toContain(say('visit', 'home.title'));

  await ear.choose(say('visit', `lifeEvents.${story.service.lifeEvents[0]}.title`));
  await ear.choose(story.service.name.vi);
  await expectEverythingSaid();
  await ear.choose(say('visit', 'service.start'));
  // Somebody comes near: covered, and back where the ear was.
  const covered = await ear.choose(say('frame', 'tools.cover'), { by: 'back' });
  expect(covered).toContain(say('follow', 'idle.covered'));
  expect(covered).toContain(say('follow', 'idle.stay'));
  expect(await ear.press('choose')).toContain(say('frame', 'tools.cover'));
  for (const question of story.service.eligibility) {
    await choice(say('visit', question.goesOnWith === 'yes' ? 'eligibility.yes' : 'eligibility.no'));
    await goOn();
  }
  await startListeningForNotes();
  // Pressed too early it says what is missing, and the next key leads there.
  expect(await ear.choose(say('visit', 'consent.agree'))).toContain(
    spokenText(say('visit', 'consent.missingNote'), 'vi'),
  );
  expect(await notesHeard()).toContain('174.61');
  for (const { text } of story.service.consents) {
    expect(await ear.choose(text.vi.slice(0, 40))).toContain(say('frame', 'ear.ticked'));
  }
  await ear.choose(say('visit', 'consent.agree'));

  // The card in the hand; its letters and its Enter are no keys of the keypad.
  await lobby.resident().scan(cardOf(story));
  await ear.hears(say('visit', 'identity.confirmTitle'));
  // What the card said is not asked again.
  await ear.choose(say('visit', 'identity.yes'));
  await choice('Thường trú');
  await goOn();
  await choice(say('visit', 'question.inHanoi'));
  await ear.goTo(new RegExp(`^${say('visit', 'question.searchPlace')}`));
  await ear.writeOn(await ear.search('yen h', 'Phường Yên Hòa'), house);
  await goOn();
  await ear.goTo(/^Số điện thoại/);
  await ear.write(phone);
  await goOn();
  for (const answer of ['Cho chính tôi', 'Khai sinh', 'Bản sao Giấy khai sinh']) {
    await choice(answer);
    await goOn();
  }
  await ear.goTo(/^Cơ quan đã đăng ký/);
  await ear.write(office);
  await goOn();
  for (const label of ['Số', 'Quyển số', 'Ngày đăng ký']) {
    await ear.choose(new RegExp(`${say('visit', 'question.forgotten')}: ${label}`));
  }
  await goOn();
  await goOn();
  await goOn();
  await choice('Bưu điện gửi tới nhà');
  await goOn();
  await goOn();

  // What was typed is said to be there, and no more; what the screen masks says its end.
  const review = await ear.goTo(say('frame', 'ear.fromStart'), { passed: true });
  expect(review).toContain(`${say('frame', 'touch.masked', { last: '' }).slice(0, 2)}`);
  expect(review).toContain(`Họ và tên: ${say('frame', 'ear.given')}`);
  await ear.goTo(new RegExp(`^${story.service.pledge.vi.slice(0, 20)}`));
  expect(await ear.press('choose')).toContain(say('frame', 'ear.ticked'));
  await ear.choose(say('visit', 'review.file'));
  await lobby.resident().seesScreen('filed');
  await ear.hears(await lobby.resident().heading());
  expect(await notesHeard()).toContain('523.25');
  const slip = await lobby.resident().readSlip();
  const told = await ear.goTo(say('follow', 'filed.done'), { passed: true });
  expect(told).toContain(spokenText(slip.number, 'vi'));
  expect(told).not.toContain(spokenText(slip.checkCode, 'vi'));
  expectNothingPersonalSaid();

  // With headphones on, and asked for, it is said: the check code is needed to follow the dossier.
  await ear.press('help');
  expect(await accessibilityProblems(lobby.page(), 'help by ear')).toEqual([]);
  await ear.choose(say('frame', 'ear.headphones'));
  await ear.choose(say('frame', 'ear.goOn'));
  const check = await ear.goTo(say('follow', 'filed.checkCode'));
  expect(check).not.toContain(spokenText(slip.checkCode, 'vi'));
  expect(await ear.press('choose')).toContain(spokenText(slip.checkCode, 'vi'));

  // Interrupted by the next key; silent when the visit has ended; the next person finds everything as it was.
  await ear.goTo(say('follow', 'filed.done'));
  writeFileSync(join(folder, silenceFile), silence(20_000));
  await lobby.page().keyboard.press('Shift+Tab');
  await expect.poll(() => isSpeaking()).toBe(true);
  const before = ear.heard().length;
  await lobby.page().keyboard.press('Tab');
  await expect.poll(() => ear.heard().length).toBeGreaterThan(before);
  const fresh = lobby.kiosk().nextPage();
  await mayTakeThePage(lobby.page(), lobby.page().keyboard.press('Enter'));
  const page = await fresh;
  await lobby.resident().seesScreen('attract');
  const said = ear.heard().length;
  expect(
    await page.evaluate(() => [
      document.documentElement.hasAttribute('data-speaking'),
      document.documentElement.hasAttribute('data-by-ear'),
    ]),
  ).toEqual([false, false]);
  await page.waitForTimeout(300);
  expect(ear.heard().length).toBe(said);
  writeFileSync(join(folder, silenceFile), silence(4));
  await ear.press('help');
  await ear.press('help');
  const settings = await ear.goTo(say('frame', 'ear.resets'), { passed: true });
  expect(settings).toContain(`${say('frame', 'ear.headphones')}. ${say('frame', 'ear.notTicked')}`);
});

test('who sees the screen and touches «Đọc to» hears it, sees what is heard, and silences it with any touch', async () => {
  const { say } = ear;
  await ear.choose(say('frame', 'ear.switchOff'));
  const page = lobby.page();
  const lit = () => page.locator('[data-heard]').count();
  writeFileSync(join(folder, silenceFile), silence(20_000));
  await lobby.resident().press(say('frame', 'tools.readAloud'));
  await expect.poll(isSpeaking).toBe(true);
  await expect.poll(lit).toBe(1);
  await page.getByRole('heading', { level: 1 }).click();
  expect([await isSpeaking(), await lit()]).toEqual([false, 0]);
  // Keys are the browser's own again; at the start the first of them tells how to hear, once.
  const said = ear.heard().length;
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect.poll(() => ear.heard().slice(said)).toEqual([say('frame', 'ear.invitation')]);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON');
});

test('no program of this machine was given anything personal but on its standard input', () => {
  const told = readFileSync(join(folder, 'arguments.txt'), 'utf8');
  expect(told.split('\n').length).toBeGreaterThan(50);
  for (const text of new Set(told.split('\n'))) expect(text).toMatch(/^$|^-v [a-z]{2} -s \d+ -b 1 --stdin --stdout$/);
});

function isSpeaking(): Promise<boolean> {
  return lobby.page().evaluate(() => document.documentElement.hasAttribute('data-speaking'));
}

/** Nothing of what was typed or read off the card, neither as it is written nor as it is said. */
function expectNothingPersonalSaid(): void {
  const lower = (text: string) => text.toLocaleLowerCase('vi');
  const found = ear
    .heard()
    .filter((line) =>
      personal.some((text) => [text, spokenText(text, 'vi')].some((way) => lower(line).includes(lower(way)))),
    );
  expect(found).toEqual([]);
}

/** Every note the page plays, by its pitch. */
async function startListeningForNotes(): Promise<void> {
  await lobby.page().evaluate(() => {
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (this: OscillatorNode, when?: number) {
      const before = document.documentElement.dataset.notes ?? '';
      document.documentElement.dataset.notes = `${before} ${this.frequency.value.toFixed(2)}`;
      return start.call(this, when);
    };
  });
}
function notesHeard(): Promise<string> {
  return lobby.page().evaluate(() => document.documentElement.dataset.notes ?? '');
}

async function choice(answer: string): Promise<void> {
  const heard = await ear.goTo(new RegExp(`trên \\p{L}+: ${answer}`, 'u'));
  if (!heard.includes(ear.say('frame', 'ear.chosen')))
    expect(await ear.press('choose')).toContain(ear.say('frame', 'ear.chosen'));
}

/** «Tiếp tục», until another page begins: it may first lead to a question without an answer, or say what to know before. */
async function goOn(): Promise<void> {
  const { say } = ear;
  const begins = [say('visit', 'question.part', { section: '', sections: '', title: '' }).slice(0, 4)]
    .concat(
      say('visit', 'eligibility.progress'),
      say('visit', 'consent.title'),
      say('visit', 'papers.title'),
      say('visit', 'review.title'),
    )
    .map((words) => spokenText(words, 'vi'));
  for (let press = 0; press < 4; press += 1) {
    const heard = await ear.choose(say('frame', 'actions.next'));
    if (begins.some((words) => heard.startsWith(words))) return;
  }
  throw new Error('the page does not go on');
}

/** One round over the screen: whatever can be read on it has been said. */
async function expectEverythingSaid(): Promise<void> {
  // The walk turns long pages by itself.
  const shown = await lobby.page().evaluate(
    (turns) => {
      const frame = document.querySelector<HTMLElement>('.page .frame');
      return (frame?.innerText ?? '')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => /\p{L}/u.test(line) && line !== turns);
    },
    ear.say('frame', 'touch.seeMore'),
  );
  const title = await lobby.resident().heading();
  const said =
    (await ear.goTo(ear.say('frame', 'ear.fromStart'), { passed: true })) + (await ear.goTo(title, { passed: true }));
  const plain = (text: string) =>
    spokenText(text, 'vi')
      .replaceAll(/[\s.,:;]+/gu, ' ')
      .trim();
  const silentLines = shown.filter((line) => !plain(said).includes(plain(line)));
  expect(silentLines).toEqual([]);
}
