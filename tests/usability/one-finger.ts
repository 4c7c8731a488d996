import type { CDPSession, Locator, Page } from '@playwright/test';
import type { Hands } from '../support/hands.ts';
import { telexKeys } from '../support/hardware-keys.ts';

/** What a finger has done so far. */
export interface Effort {
  /** Touches of anything that is no key. */
  taps: number;
  /** Touches of keys on the screen. */
  keys: number;
  /** Touches of «Xem tiếp», to reach what stands on a later page of the screen. */
  turns: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const waitMs = 25_000;
const pressMs = 40;
const mostTurns = 6;

/**
 * One finger on the glass and nothing plugged in: letters are written on the keys the screen shows, what is suggested whole is
 * taken, what stands on a later page is turned to. Every touch is counted.
 */
export function oneFinger({ turnsTo }: { readonly turnsTo: RegExp }): { hands: Hands; effort: Effort } {
  const effort: Effort = { taps: 0, keys: 0, turns: 0 };
  const sessions = new WeakMap<Page, CDPSession>();

  async function touchAt(page: Page, { x, y }: Point): Promise<void> {
    const session = sessions.get(page) ?? (await page.context().newCDPSession(page));
    sessions.set(page, session);
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
    await page.waitForTimeout(pressMs);
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] }).catch((error: unknown) => {
      // A touch that ends the visit takes the page with it.
      if (!page.isClosed()) throw error;
    });
  }

  async function touchKey(page: Page, key: string): Promise<void> {
    // A layer, or shift, and then the key.
    for (let layers = 0; layers < 3; layers += 1) {
      const found = await page.evaluate<{ point?: Point; first?: Point } | null>(
        `(${findKey})(${JSON.stringify(key)})`,
      );
      const point = found?.point ?? found?.first;
      if (!point) break;
      if (!(await page.evaluate(isOnScreen, point))) throw new Error(`the key ${key} lies off the screen`);
      effort.keys += 1;
      await touchAt(page, point);
      if (found?.point) return;
    }
    throw new Error(`there is no key for ${JSON.stringify(key)} on the screen`);
  }

  async function touch(target: Locator): Promise<void> {
    await target.waitFor({ state: 'attached', timeout: waitMs });
    const page = target.page();
    for (let turns = 0; turns < mostTurns; turns += 1) {
      const point = await target.evaluate(standingPlace, turns === 0 ? 1_500 : 4_000);
      if (point) {
        effort.taps += 1;
        return touchAt(page, point);
      }
      // On the sheet, where one is open.
      const more = page.getByRole('button', { name: turnsTo }).filter({ visible: true }).last();
      const next = (await more.isVisible()) ? await more.evaluate(standingPlace, 4_000) : undefined;
      if (!next) break;
      effort.turns += 1;
      await touchAt(page, next);
    }
    throw new Error('what is to be touched lies under something or nowhere');
  }

  /** What is suggested whole needs no more letters. */
  async function takesSuggestion(page: Page, text: string): Promise<boolean> {
    const offered = page.locator('.suggestions button').filter({ visible: true });
    for (const each of await offered.all()) {
      if ((await each.innerText()).normalize('NFC').trim() !== text.normalize('NFC')) continue;
      await touch(each);
      return true;
    }
    return false;
  }

  return {
    effort,
    hands: {
      touch,
      async write(page, text, method) {
        const isSearch = await page.evaluate(() => document.activeElement?.getAttribute('role') === 'searchbox');
        if (isSearch) {
          for (const key of searchedAs(text)) await touchKey(page, key);
          return;
        }
        if (await takesSuggestion(page, text)) return;
        const [, registry] = /^Ủy ban nhân dân (?:phường|xã) (.+)$/u.exec(text) ?? [];
        if (registry) {
          for (const key of searchedAs(registry)) await touchKey(page, key);
          if (await takesSuggestion(page, text)) return;
          throw new Error('the registry written is not suggested');
        }
        for (const key of method === 'telex' ? telexKeys(text) : letterAndToneKeys(text)) await touchKey(page, key);
      },
      async clear(page) {
        const isEmpty = await page.evaluate(() => (document.activeElement?.textContent ?? '').trim() === '');
        if (!isEmpty) await touchKey(page, '<CLEAR>');
      },
    },
  };
}

/** Nobody writes «Phường» or marks into a search that finds without them. */
function searchedAs(text: string): string {
  return text
    .replace(/^(Phường|Xã|Tỉnh|Thành phố|Thị trấn) /u, '')
    .replace(/,.*$/u, '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .replaceAll('-', ' ')
    .toLowerCase();
}

const toneKeys: ReadonlyMap<string, string> = new Map([
  ['\u0301', '{sac}'],
  ['\u0300', '{huyen}'],
  ['\u0309', '{hoi}'],
  ['\u0303', '{nga}'],
  ['\u0323', '{nang}'],
]);

/** Who knows no Telex touches the letter as it is drawn and then its tone. */
function letterAndToneKeys(text: string): string[] {
  return [...text.normalize('NFC')].flatMap((sign) => {
    const parts = [...sign.normalize('NFD')];
    const tones = parts.flatMap((part) => toneKeys.get(part) ?? []);
    return [
      parts
        .filter((part) => !toneKeys.has(part))
        .join('')
        .normalize('NFC'),
      ...tones,
    ];
  });
}

/** In the page: the middle of what is to be touched, when it stands still and nothing lies over it; nothing when it does not. */
async function standingPlace(element: Element, limitMs: number): Promise<{ x: number; y: number } | undefined> {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const giveUpAt = performance.now() + limitMs;
  while (performance.now() < giveUpAt) {
    const before = element.getBoundingClientRect();
    await frame();
    await frame();
    const { x, y, width, height } = element.getBoundingClientRect();
    const point = { x: x + width / 2, y: y + height / 2 };
    const hit = document.elementFromPoint(point.x, point.y);
    if (hit && element.contains(hit) && before.x === x && before.y === y) return point;
  }
  return undefined;
}

function isOnScreen({ x, y }: Point): boolean {
  return document.elementFromPoint(x, y) !== null;
}

/** In the page: the key, or what must be touched before it shows. */
const findKey = `(key) => {
  const middle = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  };
  const seen = (elements) => [...elements].filter((element) => element.getClientRects().length > 0);
  const pad = seen(document.querySelectorAll('.number-pad button'));
  if (pad.length > 0) {
    const found = key === '<CLEAR>' ? pad[9] : pad.find((button) => button.textContent === key);
    return found ? { point: middle(found) } : null;
  }
  const keys = new Map(seen(document.querySelectorAll('[data-skbtn]')).map((button) => [button.dataset.skbtn, button]));
  const faces = { ' ': '{space}', '<CLEAR>': '{clear}' };
  const face = faces[key] ?? key;
  const plain = keys.get(face) ?? (keys.has('{shift}') ? undefined : keys.get(face.toUpperCase()));
  if (plain) return { point: middle(plain) };
  const isUpper = face !== face.toLowerCase();
  if (isUpper && keys.has(face.toLowerCase())) return { first: middle(keys.get('{shift}')) };
  // The machine writes capitals by itself: its keys show so.
  if (keys.has(face.toUpperCase())) return { point: middle(keys.get(face.toUpperCase())) };
  const layer = keys.get('{letters}') ?? keys.get('{numbers}');
  return layer ? { first: middle(layer) } : null;
}`;
