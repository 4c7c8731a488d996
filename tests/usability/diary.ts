import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { projectFolder } from '../../build/folders.ts';
import type { Effort } from '../support/one-finger.ts';
import type { Entry, Sums } from './entry.ts';

export interface Diary {
  /** What is on the screen now, with what it took to get here. */
  write(name: string, page: Page): Promise<void>;
  /** Writes the whole into .cache/usability/<person>/diary.json and says its sums. */
  end(): Sums;
}

export function openDiary(person: string, effort: Effort): Diary {
  const folder = join(projectFolder, '.cache', 'usability', person);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const entries: Entry[] = [];
  let before = { ...effort };
  let leftAt = performance.now();
  return {
    async write(screen, page) {
      const { heading, ...seen } = await page.evaluate(lookAtScreen);
      const number = String(entries.length + 1).padStart(2, '0');
      const picture = `${number}-${screen}.png`;
      const ms = Math.round(performance.now() - leftAt);
      await page.screenshot({ path: join(folder, picture), animations: 'disabled' });
      const { taps, keys, turns } = effort;
      entries.push({
        screen,
        heading,
        ms,
        taps: taps - before.taps,
        keys: keys - before.keys,
        turns: turns - before.turns,
        ...seen,
        picture,
      });
      before = { ...effort };
      leftAt = performance.now();
    },
    end() {
      const of = (read: (entry: Entry) => number) => entries.reduce((all, entry) => all + read(entry), 0);
      const sums: Sums = {
        person,
        screens: entries.length,
        ...effort,
        words: of(({ words }) => words),
        seconds: Math.round(of(({ ms }) => ms) / 1000),
      };
      writeFileSync(join(folder, 'diary.json'), `${JSON.stringify({ sums, entries, endedAt: Date.now() }, null, 1)}\n`);
      return sums;
    },
  };
}

/** In the page: how much there is to read, how small, and what is cut off or lies under something. */
function lookAtScreen(): Pick<Entry, 'heading' | 'words' | 'smallestLetterPx' | 'seen'> {
  const sheet = [...document.querySelectorAll<HTMLElement>('[role=dialog], [role=alertdialog]')].at(-1);
  const frames = [...document.querySelectorAll<HTMLElement>('.frame')].filter((each) => each.checkVisibility());
  const top = sheet ?? frames.at(-1) ?? document.body;
  const main = top.querySelector('main') ?? top;
  const seen: string[] = [];
  let words = 0;
  let smallest = 1_000;
  const isShown = ({ top: above, bottom, left, right, width, height }: DOMRect) =>
    width > 1 && height > 1 && bottom > 0 && right > 0 && above < innerHeight && left < innerWidth;
  const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent?.trim() ?? '';
    const element = walker.currentNode.parentElement;
    if (text === '' || !element) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    if (!isShown(range.getBoundingClientRect()) || getComputedStyle(element).visibility !== 'visible') continue;
    smallest = Math.min(smallest, Number.parseFloat(getComputedStyle(element).fontSize));
    if (main.contains(element)) words += text.split(/\s+/u).length;
    const { overflowX, textOverflow } = getComputedStyle(element);
    if (element.scrollWidth > element.clientWidth + 1 && overflowX !== 'visible')
      seen.push(`${textOverflow === 'ellipsis' ? 'shortened' : 'clipped'}: ${text.slice(0, 60)}`);
  }
  const active = document.activeElement;
  const isField = active instanceof HTMLElement && /^(textbox|searchbox)$/.test(active.getAttribute('role') ?? '');
  if (isField) {
    const { left, top: above, width, height } = active.getBoundingClientRect();
    const over = document.elementFromPoint(left + width / 2, above + height / 2);
    if (!over || !(active.contains(over) || over.contains(active))) seen.push('the field being written is covered');
  }
  return {
    heading: (top.querySelector('h1, h2')?.textContent ?? '').trim(),
    words,
    smallestLetterPx: Math.round(smallest * 10) / 10,
    seen: [...new Set(seen)],
  };
}
