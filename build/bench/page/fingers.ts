import type { CDPSession, Locator, Page } from '@playwright/test';
import { type Point, standingPlace, touchGlass, touchKey } from '../../../tests/support/finger.ts';
import type { Hands } from '../../../tests/support/hands.ts';
import { telexKeys } from '../../../tests/support/hardware-keys.ts';
import { type Touched, watchTouches } from './watch-touches.ts';

/** Hands that touch the screen only: what is written is written on the keys it shows. Every touch is told to `onTouched`. */
export interface Fingers extends Hands {
  /** Whoever gets a fresh page looks at it anew, at the same slowness. */
  take(page: Page): Promise<void>;
}

/** In the page: of the field that has the focus, or of any part of its date. */
const isSomethingWritten = `(() => {
  const field = document.activeElement;
  const written = (field?.closest('.date-entry') ?? field)?.querySelectorAll('.typed-text') ?? [];
  return [...written].some((text) => text.textContent !== '');
})()`;

const heldMs = 50;
const placeLimitMs = 10_000;

export function fingers(options: { slowness: number; onTouched: (touched: Touched) => void }): Fingers {
  const sessions = new WeakMap<Page, CDPSession>();

  async function touchAt(page: Page, point: Point): Promise<void> {
    const session = sessions.get(page);
    if (!session) throw new Error('nobody has taken this page');
    await touchGlass({ session, page, heldMs }, point);
    // A touch that ends the visit takes the page with it.
    const touched = await page.evaluate<Touched | null>('globalThis.touchWatch.settled()').catch(() => null);
    if (touched) options.onTouched(touched);
  }

  const key = (page: Page, face: string) => touchKey(page, face, (point) => touchAt(page, point));

  return {
    async take(page) {
      const session = sessions.get(page) ?? (await page.context().newCDPSession(page));
      sessions.set(page, session);
      await page.evaluate(`(${watchTouches})()`);
      await session.send('Emulation.setCPUThrottlingRate', { rate: options.slowness });
    },
    async touch(target: Locator) {
      await target.waitFor({ timeout: placeLimitMs });
      const point = await standingPlace(target, { limitMs: placeLimitMs, isScrolledTo: true });
      if (!point) throw new Error('what is to be touched does not stand still or lies under something');
      await touchAt(target.page(), point);
    },
    async write(page, text, method) {
      for (const face of method === 'telex' ? telexKeys(text) : [...text]) await key(page, face);
    },
    // Whoever sees that a field is empty does not empty it.
    clear: async (page) => {
      if (await page.evaluate<boolean>(isSomethingWritten)) await key(page, '<CLEAR>');
    },
  };
}
