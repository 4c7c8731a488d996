import type { Locator, Page } from '@playwright/test';
import { write } from './hardware-keys.ts';

/** How somebody at the screen touches and writes. */
export interface Hands {
  /** Waits until it is there. */
  touch(target: Locator): Promise<void>;
  /** Into the field being written. */
  write(page: Page, text: string, method: 'telex' | 'direct'): Promise<void>;
  /** Empties the field being written. */
  clear(page: Page): Promise<void>;
}

const waitMs = 25_000;

/** What ends the visit takes the page with it, sometimes before it is answered. */
export async function mayTakeThePage(page: Page, act: Promise<unknown>): Promise<void> {
  await act.catch((error: unknown) => {
    if (!page.isClosed()) throw error;
  });
}

/** What had to be brought into view may still move while the page finds where its blocks begin: whoever aims waits for that. */
async function clickAtRest(target: Locator): Promise<void> {
  await target.scrollIntoViewIfNeeded({ timeout: waitMs });
  await target.click({ timeout: waitMs });
}

/** A mouse and a keyboard that are plugged in: quick, and enough where the journey is not about the screen's own keys. */
export const mouseAndKeyboard: Hands = {
  touch: (target) => mayTakeThePage(target.page(), clickAtRest(target)),
  write,
  clear: async (page) => {
    // Behind the last letter the key takes everything; before one it takes that one.
    await page.keyboard.press('End');
    await page.keyboard.press('Delete');
  },
};
