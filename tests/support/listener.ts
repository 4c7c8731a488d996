import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { letterName } from '../../renderer/speech/letter-names.ts';
import { spokenText } from '../../renderer/speech/spoken-text.ts';
import { type Language, type Sayings, sayingsIn } from './sayings.ts';

/**
 * Somebody who sees nothing of the screen: hears what the kiosk says and has four keys. Everything done here is done by hearing:
 * nothing on the page is looked for, pressed or read but by next, back, choose and help.
 */
export interface Listener {
  readonly say: Sayings;
  press(key: FourKeys): Promise<string>;
  /** Presses «tới» (or «lùi») until this is heard; says all that was heard on the way. */
  goTo(wanted: string | RegExp, options?: GoingOptions): Promise<string>;
  choose(wanted: string | RegExp, options?: { readonly by?: 'next' | 'back' }): Promise<string>;
  /** On a field: opens it, writes sign by sign with the keys of the screen, and leaves it. */
  write(text: string): Promise<void>;
  /** On a search: writes until it is suggested, and takes it; says what is heard then. */
  search(text: string, wanted: string | RegExp): Promise<string>;
  /** Out of the keys again. */
  done(): Promise<void>;
  /** Where taking a suggestion led to the next field. */
  writeOn(opened: string, text: string): Promise<void>;
  /** Everything said so far, a line a sentence. */
  heard(): readonly string[];
  /** Waits until this has been said since the last press: something happened by itself. */
  hears(wanted: string): Promise<void>;
}

export interface GoingOptions {
  readonly by?: 'next' | 'back';
  /** All that was heard on the way, not only where it ended. */
  readonly passed?: boolean;
}

export type FourKeys = 'next' | 'back' | 'choose' | 'help';

const keys: Readonly<Record<FourKeys, string>> = { next: 'Tab', back: 'Shift+Tab', choose: 'Enter', help: 'F1' };
const waitMs = 10_000;
const mostSteps = 60;

export function aListener(given: {
  readonly page: () => Page;
  /** Where the recorder of the voice writes. */
  readonly folder: string;
  readonly language?: Language;
}): Listener {
  const { page, folder, language = 'vi' } = given;
  const say = sayingsIn(language);
  const lines = () =>
    readFileSync(join(folder, 'spoken.txt'), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  let read = 0;

  const isSpeaking = () => page().evaluate(() => document.documentElement.hasAttribute('data-speaking'));

  /** New lines until one fits or it has been quiet; `wanted` undefined: until it is quiet. */
  async function hearing(wanted?: RegExp): Promise<string> {
    const giveUpAt = performance.now() + waitMs;
    for (;;) {
      const now = lines().slice(read).join(' ');
      if (wanted?.test(now)) return now;
      // A line is written before it is heard: when it has been heard, no other follows.
      if (now !== '' && !(await isSpeaking())) return lines().slice(read).join(' ');
      if (performance.now() > giveUpAt) throw new Error(`nothing was said within ${waitMs} ms; last: ${lastHeard()}`);
      await new Promise((done) => setTimeout(done, 3));
    }
  }
  const lastHeard = () => lines().slice(-6).join(' | ');

  async function press(key: FourKeys, wanted?: RegExp): Promise<string> {
    read = lines().length;
    await page().keyboard.press(keys[key]);
    return hearing(wanted);
  }

  async function goTo(wanted: string | RegExp, { by = 'next', passed: isAllTold }: GoingOptions = {}): Promise<string> {
    const pattern = typeof wanted === 'string' ? new RegExp(escaped(spokenText(wanted, language)), 'u') : wanted;
    const passed: string[] = [];
    for (let steps = 0; steps < mostSteps; steps += 1) {
      const heard = await press(by, isAllTold ? undefined : pattern);
      passed.push(heard);
      if (pattern.test(heard)) return isAllTold ? passed.join(' ') : heard;
    }
    throw new Error(`«${pattern.source}» was not heard in ${mostSteps} steps, but: ${passed.join(' ‖ ')}`);
  }

  /** Moves without listening to what is passed, then hears where it has come. */
  async function stepBlindly(by: 'next' | 'back', steps: number): Promise<void> {
    for (let step = 1; step < steps; step += 1) await page().keyboard.press(keys[by]);
    if (steps > 0) await press(by);
  }

  /** Knows the pad by heart: one to nine, all gone, nought, the last one gone; then hearing again, and done. */
  async function writeDigits(text: string): Promise<void> {
    const ring = [...'123456789', 'clear', '0', 'delete', 'read-back', 'done'];
    let at = 0;
    for (const sign of [...text, 'done']) {
      const ahead = (ring.indexOf(sign) - at + ring.length) % ring.length;
      const isAhead = ahead <= ring.length / 2;
      await stepBlindly(isAhead ? 'next' : 'back', isAhead ? ahead : ring.length - ahead);
      await press('choose');
      at = ring.indexOf(sign);
    }
  }

  /** Listens to every row once, then knows where its keys are; what was written is heard, and it is the right one. */
  async function writeLetters(text: string, opened: string): Promise<void> {
    const begins = rowBeginning(say);
    const rows: (readonly string[])[] = [];
    let told = opened.slice(Math.max(0, opened.lastIndexOf(begins)));
    for (let steps = 0; steps < mostSteps && rows.length < 20; steps += 1) {
      if (told.startsWith(begins)) rows.push(namesIn(told));
      else if (rows.length > 0) break;
      told = await press('next');
    }
    // Behind the last row stands «nghe lại».
    let row = rows.length;
    for (const name of [...text].flatMap((sign) => signsOf(sign, say, language))) {
      const wanted = rows.findIndex((names) => names.includes(name));
      if (wanted < 0) throw new Error(`no row has the key ${name}, but: ${rows.join(' | ')}`);
      const by = wanted > row ? 'next' : 'back';
      for (let step = 0; step < Math.abs(wanted - row); step += 1) await page().keyboard.press(keys[by]);
      await page().keyboard.press(keys.choose);
      for (const _key of (rows[wanted] ?? []).slice(0, rows[wanted]?.indexOf(name)))
        await page().keyboard.press(keys.next);
      await heardAll();
      const heard = await press('choose', new RegExp(`(?:^|[ .])${escaped(name)}(?:$|[ .])`, 'u'));
      if (!heard.includes(name)) throw new Error(`the key ${name} was pressed, but ${heard} was heard`);
      row = wanted;
    }
  }

  /** What was begun to be said before is no answer to the next press. */
  async function heardAll(): Promise<void> {
    while (await isSpeaking()) await new Promise((next) => setTimeout(next, 3));
  }

  async function done(): Promise<void> {
    await goTo(say('frame', 'ear.doneWriting'), { by: 'back' });
    await press('choose');
  }

  return {
    say,
    press: (key) => press(key),
    goTo,
    async choose(wanted, options) {
      await goTo(wanted, options);
      return press('choose');
    },
    async write(text) {
      const opened = await press('choose');
      // Before the rows of letters there may be suggestions.
      if (/^\d+$/.test(text) && !opened.includes(rowBeginning(say))) return writeDigits(text);
      await writeLetters(text, opened);
      await done();
    },
    async search(text, wanted) {
      await writeLetters(text, await press('choose'));
      await goTo(wanted, { by: 'back' });
      return press('choose');
    },
    done,
    async writeOn(opened, text) {
      await writeLetters(text, opened);
      await done();
    },
    heard: lines,
    async hears(wanted) {
      const pattern = new RegExp(escaped(spokenText(wanted, language)), 'u');
      const giveUpAt = performance.now() + waitMs;
      while (!pattern.test(lines().slice(read).join(' '))) {
        if (performance.now() > giveUpAt) throw new Error(`«${wanted}» was not said; last: ${lastHeard()}`);
        await new Promise((done) => setTimeout(done, 5));
      }
    },
  };
}

/** «Hàng ba: quy, vê kép, e»: the names of the keys, in their order. */
function namesIn(row: string): readonly string[] {
  return row
    .slice(row.indexOf(':') + 1)
    .split(',')
    .map((name) => name.trim());
}

function rowBeginning(say: Sayings): string {
  return say('frame', 'ear.row', { number: '', names: '' }).replace(/[\s:]+$/u, '');
}

const toneNames: Readonly<Record<string, string>> = {
  '\u0301': 'sac',
  '\u0300': 'huyen',
  '\u0309': 'hoi',
  '\u0303': 'nga',
  '\u0323': 'nang',
};

/** The keys of the screen that write a sign: its letter, then its tone. */
function signsOf(sign: string, say: Sayings, language: Language): readonly string[] {
  const parts = [...sign.normalize('NFD')];
  const tone = parts.find((part) => part in toneNames);
  const letter = parts
    .filter((part) => part !== tone)
    .join('')
    .normalize('NFC');
  const name = letter === ' ' ? say('frame', 'touch.keyboard.space') : spokenKey(letter, language);
  return tone === undefined ? [name] : [name, say('frame', `touch.keyboard.tones.${toneNames[tone]}`)];
}

function spokenKey(letter: string, language: Language): string {
  return spokenText(letterName(letter.toLocaleLowerCase('vi'), language), language);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
