import type { CDPSession, Locator, Page } from '@playwright/test';
import { type Point, standingPlace, touchGlass, touchKey } from './finger.ts';
import type { Hands } from './hands.ts';
import { telexKeys } from './hardware-keys.ts';

/** What a finger has done so far. */
export interface Effort {
  /** Touches of anything that is no key. */
  taps: number;
  /** Touches of keys on the screen. */
  keys: number;
  /** Of these, those of the letter keys: text that nobody could offer. */
  letters: number;
  /** Touches of «Xem tiếp», to reach what stands on a later page of the screen. */
  turns: number;
}

const waitMs = 25_000;
const heldMs = 40;
const mostTurns = 6;

/**
 * One finger on the glass and nothing plugged in: letters are written on the keys the screen shows, what is suggested whole is
 * taken, what stands on a later page is turned to. Every touch is counted.
 */
export function oneFinger({ turnsTo }: { readonly turnsTo: RegExp }): { hands: Hands; effort: Effort } {
  const effort: Effort = { taps: 0, keys: 0, letters: 0, turns: 0 };
  const sessions = new WeakMap<Page, CDPSession>();

  async function touchAt(page: Page, point: Point): Promise<void> {
    const session = sessions.get(page) ?? (await page.context().newCDPSession(page));
    sessions.set(page, session);
    await touchGlass({ session, page, heldMs }, point);
  }

  const key = (page: Page, face: string, kind: 'letter' | 'other' = 'letter') =>
    touchKey(page, face, (point) => {
      effort.keys += 1;
      if (kind === 'letter') effort.letters += 1;
      return touchAt(page, point);
    });

  async function touch(target: Locator): Promise<void> {
    await target.waitFor({ state: 'attached', timeout: waitMs });
    const page = target.page();
    for (let turns = 0; turns < mostTurns; turns += 1) {
      const point = await standingPlace(target, { limitMs: turns === 0 ? 1_500 : 4_000 });
      if (point) {
        effort.taps += 1;
        return touchAt(page, point);
      }
      // On the sheet, where one is open.
      const more = page.getByRole('button', { name: turnsTo }).filter({ visible: true }).last();
      const next = (await more.isVisible()) ? await standingPlace(more, { limitMs: 4_000 }) : undefined;
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
          for (const face of searchedAs(text)) await key(page, face);
          return;
        }
        if (await takesSuggestion(page, text)) return;
        const [, registry] = /^Ủy ban nhân dân (?:phường|xã) (.+)$/u.exec(text) ?? [];
        if (registry) {
          for (const face of searchedAs(registry)) await key(page, face);
          if (await takesSuggestion(page, text)) return;
          throw new Error('the registry written is not suggested');
        }
        const kind = (await page.locator('.number-pad:visible').count()) > 0 ? 'other' : 'letter';
        // A word Telex cannot make is written with the letters as they are drawn.
        const faces = (method === 'telex' ? telexKeys(text) : [...text]).flatMap(letterAndToneKeys);
        for (const face of faces) await key(page, face, kind);
      },
      async clear(page) {
        const isEmpty = await page.evaluate(() => (document.activeElement?.textContent ?? '').trim() === '');
        if (!isEmpty) await key(page, '<CLEAR>', 'other');
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
