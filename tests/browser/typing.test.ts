import type { Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import knownNames from '../../assets/units/names.json' with { type: 'json' };
import { askShell } from '../../build/screens/stage.ts';
import type { TabKiosk } from '../../build/tab-kiosk.ts';
import { typeKeys } from '../../shared/vietnamese/typing.ts';
import { resumeAt } from '../support/fast-forward.ts';
import { scan, write } from '../support/hardware-keys.ts';
import { storyOf } from '../support/known-services.ts';
import { openTabAtPortal, type TabAtPortal } from './tab-at-portal.ts';

/** The keys of the real page in a real engine: of the screen, of a hardware keyboard, of the system, of a hand scanner. */

// On a busy machine a question takes seconds to open.
vi.setConfig({ testTimeout: 60_000 });

const birth = storyOf('birth-registration', 'agent-unmarried-other-province');
const organisation = storyOf('civil-extract', 'organisation');
const agent = storyOf('civil-extract', 'agent-old-commune');
const bank = storyOf('marital-status', 'widow-bank-loan');
const portrait = { width: 1080, height: 1920 };
const landscape = { width: 1366, height: 768 };

let tab: TabAtPortal;
let kiosk: TabKiosk;
let page: Page;
const faults: string[] = [];

beforeAll(async () => {
  tab = await openTabAtPortal({ size: portrait });
  kiosk = tab.kiosk;
  const context = await tab.browser.newContext({
    viewport: portrait,
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
    hasTouch: true,
  });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => faults.push(error.message));
}, 60_000);
afterEach(() => expect(faults.splice(0)).toEqual([]));
afterAll(() => tab?.close(), 30_000);

const at = (step: string) => ({ at: 'question', step, backToReview: false }) as const;
const shown = () => page.locator('.frame:visible');
const field = () => shown().locator('[role="textbox"]:visible').first();
const text = () =>
  field()
    .locator('.typed-text')
    .evaluate((element) => element.textContent);
const key = (face: string) => shown().locator(`.keyboard:visible [data-skbtn="${face}"]`);

async function anew(): Promise<void> {
  await page.goto('about:blank');
  await askShell(kiosk, 'POST', '/shell/session/end');
  await page.goto(kiosk.address);
  // A page still beginning its visit would not take the draft laid before it.
  await shown().first().waitFor();
}

/** A question that is open already is only emptied: opening one takes seconds on a busy machine. */
let opened = '';

async function open(step: string, story = birth, without: readonly string[] = []): Promise<void> {
  if (opened === step) {
    await field().click();
    await page.keyboard.press('End');
    await page.keyboard.press('Delete');
    return;
  }
  opened = step;
  await page.setViewportSize(portrait);
  await anew();
  await resumeAt(page, story, at(step), { without });
  await field().waitFor();
  await field().click();
  await shown().locator(':is(.keyboard, .number-pad):visible').first().waitFor();
}

async function tap(...faces: readonly string[]): Promise<void> {
  for (const face of faces) await key(face).first().tap();
}

async function chooseMethod(name: string): Promise<void> {
  await tap('{method}');
  await shown().getByRole('button', { name, exact: true }).tap();
}

const suggested = () => shown().locator('.suggestion').allInnerTexts();

describe('the keys of the screen', () => {
  test('Telex by itself, a capital for each part of a name, and a tone from anywhere in the word', async () => {
    await open('child-name', birth, ['childName']);
    await tap(...'nguyeenx', '{space}', ...'thij', '{space}', ...'huowngf');
    expect(await text()).toBe('Nguyễn Thị Hường');
  });

  test('the mode key changes to VNI and to direct keys; tone and letter keys of the screen work in every mode', async () => {
    await open('child-name', birth, ['childName']);
    await tap(...'huê', '{sac}', '{space}');
    expect(await text()).toBe('Huế ');
    await chooseMethod('VNI');
    // Every keyboard that lies ready has another key now, and is still one stop of Tab.
    await expect
      .poll(() =>
        page.evaluate(() =>
          [...document.querySelectorAll('.keyboard')].map((keys) => keys.querySelectorAll('[tabindex="0"]').length),
        ),
      )
      .toEqual([1, 1]);
    await tap(...'hu', 'ơ', ...'ng', '{huyen}', '{space}', 'đ', 'u', 'c');
    expect(await text()).toBe('Huế Hường Đuc');
    await tap('{none}', '{sac}', '{clear}');
    await chooseMethod('Thường');
    await tap(...'aas', '{sac}', '{none}');
    expect(await text()).toBe('Aas');
    await chooseMethod('Telex');
    // Nobody who chose how to type has to find the field again.
    await write(page, ' Lê', 'telex');
    expect(await text()).toBe('Aas Lê');
  });

  test('⌫ takes one letter on release, and repeats while it is held', async () => {
    await open('child-name', birth, ['childName']);
    await write(page, 'an binh cuong dung', 'direct');
    const whole = (await text()) ?? '';
    await tap('{bksp}');
    expect(await text()).toBe(whole.slice(0, -1));
    const box = await key('{bksp}').first().boundingBox();
    if (!box) throw new Error('no ⌫ on the screen');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.waitForTimeout(100);
    expect(await text()).toBe(whole.slice(0, -1));
    await page.waitForTimeout(900);
    await page.mouse.up();
    const left = (await text()) ?? '';
    expect(whole.length - 1 - left.length).toBeGreaterThanOrEqual(3);
    expect(whole.length - 1 - left.length).toBeLessThanOrEqual(8);
    await page.waitForTimeout(300);
    expect(await text()).toBe(left);
  });

  test('a finger still on ⌫ when the question is left takes nothing more of its answer', async () => {
    opened = '';
    await open('child-name', birth, ['childName']);
    await field().focus();
    await tap(...'hoof', '{space}', ...'lan');
    const box = await key('{bksp}').first().boundingBox();
    if (!box) throw new Error('no ⌫ on the screen');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.keyboard.press('Enter');
    await leftWith('child-name', { childName: 'Hồ Lan' });
    await page.waitForTimeout(1200);
    await page.mouse.up();
    expect(await keptAnswer('childName')).toBe('Hồ Lan');
    opened = '';
  });

  test('with less motion no key repeats: a finger that stays lying on ⌫ takes one letter', async () => {
    await open('child-name', birth, ['childName']);
    await write(page, 'an binh', 'direct');
    const whole = (await text()) ?? '';
    await page.evaluate("document.documentElement.dataset.motion = 'less'");
    const box = await key('{bksp}').first().boundingBox();
    if (!box) throw new Error('no ⌫ on the screen');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.waitForTimeout(1_500);
    expect(await text()).toBe(whole);
    await page.mouse.up();
    expect(await text()).toBe(whole.slice(0, -1));
    await page.evaluate("document.documentElement.dataset.motion = 'full'");
  });

  test('a key is lit while it is held and dark again behind its letter, and what draws the keys keeps no copy of what is typed', async () => {
    await open('child-name', birth, ['childName']);
    const lit = () =>
      page.evaluate("[...document.querySelectorAll('[data-lit]')].map((key) => key.dataset.skbtn ?? key.dataset.key)");
    const box = await key('a').first().boundingBox();
    if (!box) throw new Error('no key a on the screen');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    expect(await lit()).toEqual(['a']);
    await page.mouse.up();
    expect(await text()).toBe('A');
    await expect.poll(lit).toEqual([]);
    await tap(...'nh', '{shift}', 'b');
    const listening = await page.evaluate(`[document, ...document.querySelectorAll('.touch-keyboard, [data-skbtn]')]
      .filter((one) => one.onpointerdown || one.onpointerup || one.onpointercancel).length`);
    expect([listening, await page.locator('.hg-activeButton').count()]).toEqual([0, 0]);
  });

  test('⌫ of the number pad takes one digit on release, and repeats while it is held', async () => {
    await open('subject-id', agent, ['subId']);
    const padKey = (face: string) => shown().locator(`.number-pad:visible [data-key="${face}"]`);
    for (const digit of '0123456789') await padKey(digit).tap();
    const digits = async () => (await text())?.replace(/\D/g, '').length ?? 0;
    expect(await digits()).toBe(10);
    const box = await padKey('<BS>').boundingBox();
    if (!box) throw new Error('no ⌫ on the screen');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.waitForTimeout(100);
    expect(await digits()).toBe(10);
    await page.mouse.up();
    await expect.poll(digits).toBe(9);
    await page.mouse.down();
    await page.waitForTimeout(1_000);
    await page.mouse.up();
    const left = await digits();
    expect(left).toBeLessThanOrEqual(6);
    await page.waitForTimeout(300);
    expect(await digits()).toBe(left);
    opened = '';
  });

  test.each([
    ['a letter', 'child-name', birth, 'childName', '.keyboard:visible [data-skbtn="n"]'],
    ['a digit', 'subject-id', agent, 'subId', '.number-pad:visible [data-key="5"]'],
  ] as const)(
    'who stays on Enter or the space bar has pressed the key that has the focus once: %s',
    async (_, step, story, question, selector) => {
      opened = '';
      await open(step, story, [question]);
      const own = shown().locator(selector).first();
      for (const [index, by] of ['Enter', 'Space'].entries()) {
        await own.focus();
        for (let stays = 0; stays < 4; stays += 1) await page.keyboard.down(by);
        await page.keyboard.up(by);
        await expect.poll(async () => (await text())?.length).toBe(index + 1);
      }
      opened = '';
    },
  );

  test.each(['light', 'dark', 'contrast'])(
    'keys that are hidden take no room, no focus and no name: %s',
    async (palette) => {
      opened = '';
      await anew();
      await page.getByRole('button', { name: /^Tiếng\s+Việt/u }).click();
      await page.locator('.frame[data-screen="home"]').waitFor();
      // The package draws its keys a moment after its place stands.
      await expect
        .poll(() => page.locator('.bed-keys [data-skbtn="a"]').count(), { timeout: 20_000 })
        .toBeGreaterThan(1);
      await page.evaluate((palette) => {
        document.documentElement.dataset.palette = palette;
      }, palette);
      const keys = await page.locator('.frame-keyboard').evaluate((element) => {
        const button = element.querySelector<HTMLElement>('[data-skbtn="a"]');
        button?.focus();
        return {
          heightPx: element.getBoundingClientRect().height,
          isLaidOut: (button?.getBoundingClientRect().width ?? 0) > 0,
          isSeen: button?.checkVisibility(),
          hasFocus: document.activeElement === button,
        };
      });
      expect(keys).toEqual({ heightPx: 0, isLaidOut: true, isSeen: false, hasFocus: false });
      expect(await page.locator('body').ariaSnapshot()).not.toContain('Bàn phím');
    },
  );

  test('a finger that slides off a key has not pressed it', async () => {
    await open('child-name', birth, ['childName']);
    const box = await key('a').first().boundingBox();
    if (!box) throw new Error('no key a on the screen');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 2.5, box.y + box.height / 2);
    await page.mouse.up();
    expect(await text()).toBe('');
  });

  test('the caret goes where it is tapped, and the word there is typed on', async () => {
    await open('child-name', birth, ['childName']);
    await write(page, 'Nguyên Thi Lan', 'direct');
    const place = await field().evaluate((element) => {
      const range = document.createRange();
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (
        let behind = 0, node = walker.nextNode();
        node;
        behind += node.textContent?.length ?? 0, node = walker.nextNode()
      )
        if (behind + (node.textContent?.length ?? 0) >= 6) {
          range.setStart(node, 6 - behind);
          range.setEnd(node, 6 - behind);
          break;
        }
      const { left, top, height } = range.getBoundingClientRect();
      return { x: left, y: top + height / 2 };
    });
    await page.touchscreen.tap(place.x, place.y);
    await tap('{nga}');
    expect(await text()).toBe('Nguyễn Thi Lan');
    await tap('{bksp}');
    expect(await text()).toBe('Nguyễ Thi Lan');
  });

  test('a word changes in one step: nothing half done is ever on the screen', async () => {
    await open('child-name', birth, ['childName']);
    await page.evaluate(() => {
      const seen: string[] = [];
      const box = document.querySelector('.frame [role="textbox"] .typed-text')?.closest('[role="textbox"]');
      if (!box) throw new Error('no field');
      new MutationObserver(() => seen.push(box.querySelector('.typed-text')?.textContent ?? '')).observe(box, {
        subtree: true,
        childList: true,
        characterData: true,
      });
      Object.assign(globalThis, { seen });
    });
    await tap(...'duongwfd');
    const seen = (await page.evaluate('globalThis.seen')) as string[];
    const steps = seen.filter((each, index) => each !== seen[index - 1]);
    expect(steps).toEqual(['D', 'Du', 'Duo', 'Duon', 'Duong', 'Dương', 'Dường', 'Đường']);
  });
});

/** Keys of the screen and then what else may happen, all before the page is drawn even once. */
async function atOnce(
  faces: readonly string[],
  then: { readonly press?: string; readonly key?: string; readonly paste?: string },
): Promise<void> {
  await page.evaluate(
    ({ faces, press, key, paste }) => {
      const keys = [...document.querySelectorAll<HTMLElement>('.frame .keyboard [data-skbtn], .frame .pad-key')].filter(
        (each) => each.checkVisibility(),
      );
      for (const face of faces) {
        const pressed = keys.find((each) => (each.dataset.skbtn ?? each.textContent)?.toLowerCase() === face);
        if (!pressed) throw new Error(`no key ${face} on the screen`);
        pressed.click();
      }
      if (press) document.querySelector<HTMLElement>(press)?.click();
      if (key)
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      if (paste === undefined) return;
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', paste);
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    },
    { faces: [...faces], ...then },
  );
}

const keptDraft = async () =>
  (await askShell<{ draft: { answers: Record<string, unknown>; place: unknown } }>(kiosk, 'GET', '/shell/draft')).draft;
const keptAnswer = async (id: string) => (await keptDraft()).answers[id];

/** The visit has gone on from the step with these answers: nothing was asked for that had been written. */
const leftWith = (step: string, answers: Record<string, unknown>) =>
  vi.waitFor(async () => {
    const kept = await keptDraft();
    expect(kept.answers).toMatchObject(answers);
    expect(kept.place).not.toMatchObject({ step });
  }, 5000);

describe('a letter is drawn before anything else hears of it, and yet', () => {
  test('«Tiếp tục», «Quay lại» and Enter in the same moment take every letter along', async () => {
    for (const way of ['.action-bar-primary button', '.action-bar-back button', 'Enter']) {
      opened = '';
      await open('child-name', birth, ['childName']);
      await field().focus();
      const keys = [...'hoof', '{space}', ...'lan', '{space}', ...'anh'];
      await atOnce(keys, way === 'Enter' ? { key: way } : { press: way });
      await leftWith('child-name', { childName: 'Hồ Lan Anh' });
      await shown().locator('.action-bar').waitFor();
    }
    opened = '';
  });

  test('the last digit of a date goes along too', async () => {
    opened = '';
    await open('child-birth', birth, ['childBirth']);
    await shown().locator('[data-part="day"] [role="textbox"]').focus();
    const { childBirth } = birth.answers;
    const [year, month, day] = String(childBirth).split('-');
    for (const part of [day, month]) await page.keyboard.type(String(part));
    await shown().locator('[data-part="year"] [role="textbox"]:focus').waitFor();
    await atOnce([...String(year)], { press: '.action-bar-primary button' });
    await leftWith('child-birth', { childBirth });
    opened = '';
  });

  test('what is pasted, and a name that is offered, find the letter before them', async () => {
    await open('child-name', birth, ['childName']);
    await atOnce(['t'], { paste: 'hu' });
    await tap('{space}', 'l');
    await expect.poll(text).toBe('Thu L');
    await expect.poll(async () => (await suggested())[0]?.startsWith('L')).toBe(true);
    const [offered = ''] = await suggested();
    await atOnce(['q'], { press: '.suggestion' });
    await vi.waitFor(async () => expect(await keptAnswer('childName')).toBe(`Thu ${offered} `), 5000);
    expect(await text()).toBe(`Thu ${offered} `);
  });

  test('the next key counts though its legend changes under the finger, and so does that of the other thumb', async () => {
    const session = await page.context().newCDPSession(page);
    const touch = (type: string, ...touchPoints: readonly { readonly x: number; readonly y: number; id: number }[]) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints } as never);
    const place = async (face: string, id: number) => {
      const box = await key(face).first().boundingBox();
      if (!box) throw new Error(`no key ${face} on the screen`);
      return { x: box.x + box.width / 2, y: box.y + box.height / 2, id };
    };
    await open('child-name', birth, ['childName']);
    const [first, second] = [await place('t', 1), await place('h', 2)];
    await touch('touchStart', first);
    await touch('touchEnd');
    await touch('touchStart', second);
    await page.waitForTimeout(300);
    await touch('touchEnd');
    await expect.poll(text).toBe('Th');
    await tap('{clear}');
    await expect.poll(() => key('t').innerText()).toBe('T');
    await page.waitForTimeout(200);
    await touch('touchStart', first);
    await touch('touchStart', first, second);
    await touch('touchEnd', first);
    await page.waitForTimeout(300);
    await touch('touchEnd');
    await expect.poll(text).toBe('Th');
  });
});

describe('names offered while a name is typed', () => {
  test('are common names, fit what is typed, and replace the word in one tap', async () => {
    await open('child-name', birth, ['childName']);
    await expect.poll(suggested).toEqual(['Nguyễn', 'Trần', 'Lê', 'Phạm']);
    await tap(...'ng');
    await shown().locator('.suggestion', { hasText: 'Nguyễn' }).tap();
    expect(await text()).toBe('Nguyễn ');
    await tap(...'thu', '{space}', ...'ha');
    await expect.poll(async () => (await suggested())[0]).toBe('Hà');
    await shown().locator('.suggestion', { hasText: 'Hà' }).first().tap();
    expect(await text()).toBe('Nguyễn Thu Hà ');
  });

  test('never come from what others typed', async () => {
    await open('child-name', birth, ['childName']);
    await write(page, 'Kpă Hơ Linh', 'direct');
    opened = '';
    await open('child-name', birth, ['childName']);
    const all = new Set([...knownNames.surnames, ...knownNames.middles, ...knownNames.givens]);
    for (const word of ['k', '{clear}', 'h', '{clear}', 'k', 'p']) {
      await tap(word);
      // What is offered follows the letter.
      await page.waitForTimeout(200);
      expect((await suggested()).filter((name) => !all.has(name))).toEqual([]);
    }
  });
});

/** What a system's input method sends for a text: the letter, or backspaces and the letters that take their place. */
function composedBySystem(keys: string): string[][] {
  return [...keys].map((_, index) => {
    const [before, after] = [index, index + 1].map((count) => [
      ...typeKeys([...keys.slice(0, count)], { method: 'telex' }),
    ]);
    let same = 0;
    while (same < (before?.length ?? 0) && before?.[same] === after?.[same]) same += 1;
    return [...(before ?? []).slice(same).map(() => 'Backspace'), ...(after ?? []).slice(same)];
  });
}

async function sendAsSystem(strokes: readonly (readonly string[])[]): Promise<void> {
  for (const stroke of strokes) {
    await page.evaluate((keys) => {
      for (const pressed of keys)
        for (const type of ['keydown', 'keyup'])
          document.activeElement?.dispatchEvent(
            new KeyboardEvent(type, { key: pressed, bubbles: true, cancelable: true }),
          );
    }, stroke as string[]);
    await page.waitForTimeout(50);
  }
}

describe('a hardware keyboard', () => {
  test('is composed by the kiosk, and its arrows, Home, End and Delete move and mend', async () => {
    await open('child-name', birth, ['childName']);
    await write(page, 'Nguyễn Thị Hường', 'telex');
    expect(await text()).toBe('Nguyễn Thị Hường');
    await page.keyboard.press('Home');
    for (let step = 0; step < 7; step += 1) await page.keyboard.press('ArrowRight');
    for (let letter = 0; letter < 4; letter += 1) await page.keyboard.press('Delete');
    expect(await text()).toBe('Nguyễn Hường');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Backspace');
    expect(await text()).toBe('Nguyễ Hường');
    await page.keyboard.press('End');
    await page.keyboard.press('Delete');
    expect(await text()).toBe('');
  });

  test('keys an input method is still composing are no keys, and what it puts in by itself stays out', async () => {
    await open('child-name', birth, ['childName']);
    await page.evaluate(() => {
      for (const init of [
        { key: 'a', isComposing: true },
        { key: 'Process' },
        { key: 'Dead' },
        { key: 'Unidentified' },
      ])
        document.activeElement?.dispatchEvent(
          new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }),
        );
    });
    const session = await page.context().newCDPSession(page);
    await session.send('Input.imeSetComposition', { text: 'viê', selectionStart: 3, selectionEnd: 3 });
    await session.send('Input.insertText', { text: 'việt' });
    expect(await text()).toBe('');
    await write(page, 'Lan', 'direct');
    expect(await text()).toBe('Lan');
  });
});

describe('a line of free text', () => {
  test('shift is for one letter, and says so while it waits for it', async () => {
    await open('organisation', organisation, ['orgName']);
    const shift = key('{shift}').first();
    expect(await shift.getAttribute('aria-pressed')).toBe('false');
    await tap('{shift}');
    expect(await shift.getAttribute('aria-pressed')).toBe('true');
    expect([await key('h').innerText(), await key('đ').innerText(), await key('{space}').innerText()]).toEqual([
      'H',
      'Đ',
      'dấu cách',
    ]);
    await tap(...'ho', 'o', 'i');
    expect(await text()).toBe('Hôi');
    await expect
      .poll(async () => [await key('h').innerText(), await shift.getAttribute('aria-pressed')])
      .toEqual(['h', 'false']);
    await tap('{space}', '{shift}', '{shift}', 'a');
    expect(await text()).toBe('Hôi a');
  });

  test('the code of a hand scanner goes into a text as it is, and its Enter does not leave the question', async () => {
    await open('organisation', organisation, ['orgName']);
    await write(page, 'Số ', 'telex');
    await page.waitForTimeout(80);
    await scan(page, 'HOAF-ASSET-20261122');
    expect(await text()).toBe('Số HOAF-ASSET-20261122');
    expect(await field().isVisible()).toBe(true);
    expect(await text()).toContain('HOAF');
  });

  test('a hardware keyboard whose system composes Vietnamese already is not composed twice, undone letters included', async () => {
    await open('organisation', organisation, ['orgName']);
    await sendAsSystem(composedBySystem('vieejt nam tesst gass Huees '));
    expect(await text()).toBe('việt nam test gas Huế ');
  });
});

describe('a citizen card held to a hand scanner', () => {
  test('gives a number field its number and a name field its name, and nothing more', async () => {
    const card = '001090000017||Nguyễn Văn An|01011990|Nam|Phường Ô Chợ Dừa, Hà Nội|01012022';
    await open('subject-id', agent, ['subId']);
    await scan(page, card);
    expect(((await field().textContent()) ?? '').replace(/\D/g, '')).toBe('001090000017');
    await open('child-name', birth, ['childName']);
    await scan(page, card);
    expect(await text()).toBe('Nguyễn Văn An');
    await open('organisation', organisation, ['orgName']);
    await scan(page, card);
    expect(await text()).toBe('');
  });
});

describe('each kind of answer has its keys, in portrait and in landscape', () => {
  const faces = () =>
    shown()
      .locator('.keyboard:visible [data-skbtn]')
      .evaluateAll((buttons) => buttons.map((button) => (button as HTMLElement).dataset.skbtn ?? ''));
  const pad = () => shown().locator('.number-pad:visible button').count();
  const onBothPanels = async (look: () => Promise<void>) => {
    for (const size of [portrait, landscape]) {
      await page.setViewportSize(size);
      await shown().locator(':is(.keyboard, .number-pad):visible').first().waitFor();
      await look();
    }
    await page.setViewportSize(portrait);
  };
  const hasOnlyThePad = () => onBothPanels(async () => expect([await pad(), (await faces()).length]).toEqual([12, 0]));

  test('free text: marked letters and tones, comma and full stop, digits one key away', async () => {
    await open('organisation', organisation, ['orgName']);
    await onBothPanels(async () => {
      expect(await faces()).toEqual(expect.arrayContaining(['{sac}', 'ơ', ',', '.', '{method}', '{shift}', '{bksp}']));
      await tap('{numbers}');
      expect(await faces()).toEqual(expect.arrayContaining([...'1234567890', '/', '@']));
      await tap('{letters}');
    });
  });

  test('a name: the same without digits in the way', async () => {
    await open('child-name', birth, ['childName']);
    await onBothPanels(async () => {
      const keys = (await faces()).map((face) => face.toLowerCase());
      expect(keys).toEqual(expect.arrayContaining(['{sac}', 'ơ', 'đ', 'q', '{method}', '{shift}', '{bksp}', '-']));
      expect([keys.includes('1'), await pad()]).toEqual([false, 0]);
    });
  });

  test('a phone number: the number pad only; a mail address: letters, digits, @ and no tones', async () => {
    await open('requester-contact', birth, ['reqPhone', 'reqEmail']);
    await hasOnlyThePad();
    await shown().locator('[data-question="reqEmail"] [role="textbox"]').focus();
    await onBothPanels(async () => {
      await key('@').first().waitFor();
      const keys = await faces();
      expect(keys).toEqual(expect.arrayContaining(['@', '.', '_', '-', 'gmail.com', '0', 'z']));
      expect(keys.filter((face) => ['{sac}', 'ơ', '{method}'].includes(face))).toEqual([]);
    });
    await tap('s', 's', '@', 'gmail.com');
    expect(await shown().getByText('ss@gmail.com').count()).toBeGreaterThan(0);
  });

  test('an identity number, a date and a count: the number pad only', async () => {
    await open('subject-id', agent, ['subId']);
    await hasOnlyThePad();
    await open('child-birth', birth, ['childBirth']);
    await hasOnlyThePad();
    opened = '';
    await anew();
    await resumeAt(page, bank, at('purpose-other'), { without: ['qty'] });
    await shown().locator('[data-question="qty"] [role="textbox"]').first().focus();
    await hasOnlyThePad();
  });

  test('an amount stands below its field in groups, with what it counts', async () => {
    await open('capital', storyOf('household-business', 'noodle-shop'), ['capital']);
    await page.keyboard.type('50000000');
    await shown().getByText('50.000.000 đồng').waitFor();
  });

  test('a number on a paper: capitals, digits, no tones', async () => {
    await open('record-number', agent, ['recNo']);
    await onBothPanels(async () => {
      const keys = await faces();
      expect(keys).toEqual(expect.arrayContaining(['A', 'Z', '1', '0', '/', '-', '{space}']));
      expect(keys.filter((face) => /^[a-zơ]$|\{sac\}/.test(face))).toEqual([]);
    });
  });
});
