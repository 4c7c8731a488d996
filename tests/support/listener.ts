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
  goTo(wanted: string | RegExp, options?: { readonly by?: 'next' | 'back'; readonly most?: number }): Promise<string>;
  choose(wanted: string | RegExp, options?: { readonly by?: 'next' | 'back' }): Promise<string>;
  /** On a field: opens it, writes sign by sign with the keys of the screen, and leaves it. */
  write(text: string): Promise<void>;
  /** Everything said so far, a line a sentence. */
  heard(): readonly string[];
  /** What is said from now on, until it is quiet. */
  listens(): Promise<string>;
}

export type FourKeys = 'next' | 'back' | 'choose' | 'help';

const keys: Readonly<Record<FourKeys, string>> = { next: 'Tab', back: 'Shift+Tab', choose: 'Enter', help: 'F1' };
const waitMs = 10_000;
const quietMs = 30;
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
    let silentAt: number | undefined;
    for (;;) {
      const now = lines().slice(read).join(' ');
      if (wanted?.test(now)) return now;
      const isSilent = now !== '' && !(await isSpeaking());
      if (!isSilent) silentAt = undefined;
      else if (silentAt === undefined) silentAt = performance.now();
      else if (performance.now() - silentAt >= quietMs) return now;
      if (performance.now() > giveUpAt) throw new Error(`nothing was said within ${waitMs} ms; last: ${lastHeard()}`);
      await new Promise((done) => setTimeout(done, 4));
    }
  }
  const lastHeard = () => lines().slice(-6).join(' | ');

  async function press(key: FourKeys, wanted?: RegExp): Promise<string> {
    read = lines().length;
    await page().keyboard.press(keys[key]);
    return hearing(wanted);
  }

  async function goTo(
    wanted: string | RegExp,
    { by = 'next', most = mostSteps }: { readonly by?: 'next' | 'back'; readonly most?: number } = {},
  ): Promise<string> {
    const pattern = typeof wanted === 'string' ? new RegExp(escaped(spokenText(wanted, language)), 'u') : wanted;
    const passed: string[] = [];
    for (let steps = 0; steps < most; steps += 1) {
      const heard = await press(by, pattern);
      passed.push(heard);
      if (pattern.test(heard)) return heard;
    }
    throw new Error(`«${pattern.source}» was not heard in ${most} steps, but: ${passed.join(' ‖ ')}`);
  }

  const signs = (text: string) => [...text].flatMap((sign) => signsOf(sign, say, language));

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
      let isPad = !opened.includes(rowBeginning(say));
      for (const name of signs(text)) {
        const key = new RegExp(`(?:^|[ ,:])${escaped(name)}(?:$|[ ,.])`, 'u');
        if (!isPad) {
          // The row is still the one of the letter before; each row names its keys.
          if (!key.test(await hereNow())) await goTo(new RegExp(`${escaped(rowBeginning(say))}.*${key.source}`, 'u'));
          await press('choose');
        }
        const exactly = new RegExp(`^${escaped(name)}$`, 'u');
        if (!exactly.test(await hereNow())) await goTo(exactly);
        await press('choose');
        isPad = isPad && true;
      }
      await goTo(say('frame', 'ear.doneWriting'), { by: 'back' });
      await press('choose');

      /** What the ear is at: one step on and one back says it again. */
      async function hereNow(): Promise<string> {
        await press('next');
        return press('back');
      }
    },
    heard: lines,
    listens: () => hearing(),
  };
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
