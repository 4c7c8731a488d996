import type { CDPSession, Page } from '@playwright/test';
import { typeKeys as typedWith } from '../../shared/vietnamese/typing.ts';

/**
 * Keys of a keyboard or a hand scanner plugged into the kiosk. Playwright's own keyboard knows only the American layout
 * and would push other letters in as finished text, which no field of the kiosk listens to.
 */

/** Between two keys of a person: far above a scanner's burst. */
const personPauseMs = 45;

const sessions = new WeakMap<Page, Promise<CDPSession>>();

/** A person writes into the field that has the focus. Quick: a whole line goes out at once where no scanner listens. */
export async function write(page: Page, text: string, method: 'telex' | 'direct'): Promise<void> {
  await press(page, method === 'telex' ? telexKeys(text) : [...text]);
}

/** A person writes where a hand scanner is listened for: key after key, with a person's pauses. */
export async function writeSlowly(page: Page, text: string): Promise<void> {
  for (const key of text) {
    await press(page, [key]);
    await page.waitForTimeout(personPauseMs);
  }
}

/**
 * A hand scanner: the whole code in one burst, ended by Enter. Made in the page itself, because over the debugging wire a
 * busy machine stretches a burst until it looks typed.
 */
export async function scan(page: Page, text: string): Promise<void> {
  await page.evaluate(
    (keys) => {
      // Made before the first is sent: their time is the scanner's, whatever the page does between two of them.
      const events = keys.flatMap((key) =>
        ['keydown', 'keyup'].map((type) => new KeyboardEvent(type, { key, bubbles: true, cancelable: true })),
      );
      for (const event of events) (document.activeElement ?? document.body).dispatchEvent(event);
    },
    [...text, 'Enter'],
  );
}

/** The keys somebody with Vietnamese Telex types for a text; a word Telex cannot make is typed letter by letter. */
export function telexKeys(text: string): string[] {
  return text.split(/(\s+)/u).flatMap((word) => {
    const keys = telexKeysOfWord(word);
    return typedWith(keys, { method: 'telex' }) === word.normalize('NFC') ? keys : [...word.normalize('NFC')];
  });
}

function telexKeysOfWord(word: string): string[] {
  const keys: string[] = [];
  let tone: string | undefined;
  for (const sign of word.normalize('NFD')) {
    const before = keys.at(-1) ?? '';
    if (tones.has(sign)) tone = tones.get(sign);
    else if (sign === '\u0302') keys.push(before.toLowerCase());
    else if (sign === '\u0306' || sign === '\u031b') keys.push('w');
    else if (sign === 'đ' || sign === 'Đ') keys.push(sign === 'đ' ? 'd' : 'D', 'd');
    else keys.push(sign);
  }
  return tone === undefined ? keys : [...keys, tone];
}

const tones: ReadonlyMap<string, string> = new Map([
  ['\u0301', 's'],
  ['\u0300', 'f'],
  ['\u0309', 'r'],
  ['\u0303', 'x'],
  ['\u0323', 'j'],
]);

async function press(page: Page, keys: readonly string[]): Promise<void> {
  const session = await sessionOf(page);
  // Sent one behind the other without waiting for each answer: the browser takes them in order, as from a wire.
  const sent = keys.flatMap((key) => {
    const isEnter = key === 'Enter';
    const event = isEnter
      ? { key, code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' }
      : { key, text: key, unmodifiedText: key };
    return [
      session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event }),
      session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, ...(isEnter ? { code: 'Enter' } : {}) }),
    ];
  });
  await Promise.all(sent);
}

function sessionOf(page: Page): Promise<CDPSession> {
  const known = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, known);
  return known;
}
