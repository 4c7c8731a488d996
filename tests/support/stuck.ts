import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { projectFolder } from '../../build/folders.ts';
import { plain } from './sayings.ts';

/** A resident who cannot go on: says where, with a picture of what stood there. */
export class Stuck extends Error {
  static async at(page: Page, what: string, cause: unknown): Promise<Stuck> {
    const folder = join(projectFolder, '.cache', 'stuck');
    mkdirSync(folder, { recursive: true });
    const picture = join(folder, `${Date.now()}.png`);
    await page.screenshot({ path: picture, timeout: 5_000 }).catch(() => {});
    const read = (selector: string) =>
      page
        .locator(selector)
        .allInnerTexts()
        .then((texts) => texts.map(plain).join(' | '))
        .catch(() => '');
    const headings = await read('h1:visible');
    const banners = await read('.banner:visible');
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new Stuck(`stuck while ${what}: on «${headings}», told «${banners}»; picture ${picture}\n${reason}`);
  }
}
