import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Problem } from './scene.ts';

const inspection = readFileSync(new URL('inspect-page.mjs', import.meta.url), 'utf8');

/** Waits until the page stands still, then says on how many pages the screen is and what a machine can see is wrong. */
export async function inspectScreen(page: Page): Promise<{ pages: number; problems: Problem[] }> {
  await page.evaluate(
    `Promise.all([400, 500, 600, 700].map((weight) => document.fonts.load(weight + ' 20px "Be Vietnam Pro"', 'Ếa'))).then(() => document.fonts.ready).then(() => Promise.race([
      new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      new Promise((done) => setTimeout(done, 300)),
    ])).then(() => {
      // A page that is still sliding in stands elsewhere than it will.
      for (const animation of document.getAnimations())
        if (Number.isFinite(Number(animation.effect?.getComputedTiming().endTime))) animation.finish();
      return true;
    })`,
  );
  return (await page.evaluate(inspection)) as { pages: number; problems: Problem[] };
}
