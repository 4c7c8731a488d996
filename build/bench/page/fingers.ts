import type { CDPSession, Locator, Page } from '@playwright/test';
import type { Hands } from '../../../tests/support/hands.ts';
import { telexKeys } from '../../../tests/support/hardware-keys.ts';
import { type Touched, watchTouches } from './watch-touches.ts';

/** Hands that touch the screen only: what is written is written on the keys it shows. Every touch is told to `onTouched`. */
export interface Fingers extends Hands {
  /** Whoever gets a fresh page looks at it anew, at the same slowness. */
  take(page: Page): Promise<void>;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const pressMs = 50;
const placeLimitMs = 10_000;

export function fingers(options: { slowness: number; onTouched: (touched: Touched) => void }): Fingers {
  const sessions = new WeakMap<Page, CDPSession>();

  async function touchAt(page: Page, { x, y }: Point): Promise<void> {
    const session = sessions.get(page);
    if (!session) throw new Error('nobody has taken this page');
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
    await page.waitForTimeout(pressMs);
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    // A touch that ends the visit takes the page with it.
    const touched = await page.evaluate<Touched | null>('globalThis.touchWatch.settled()').catch(() => null);
    if (touched) options.onTouched(touched);
  }

  async function touchKey(page: Page, key: string): Promise<void> {
    // A layer, or shift, and then the key.
    for (let layers = 0; layers < 3; layers += 1) {
      const found = await page.evaluate<{ point?: Point; first?: Point } | null>(
        `(${findKey})(${JSON.stringify(key)})`,
      );
      if (found?.point) return touchAt(page, found.point);
      if (!found?.first) break;
      await touchAt(page, found.first);
    }
    throw new Error(`there is no key for ${JSON.stringify(key)} on the screen`);
  }

  return {
    async take(page) {
      const session = sessions.get(page) ?? (await page.context().newCDPSession(page));
      sessions.set(page, session);
      await page.evaluate(`(${watchTouches})()`);
      await session.send('Emulation.setCPUThrottlingRate', { rate: options.slowness });
    },
    async touch(target: Locator) {
      await target.waitFor({ timeout: placeLimitMs });
      const page = target.page();
      await touchAt(page, await target.evaluate(standingPlace, placeLimitMs));
    },
    async write(page, text, method) {
      for (const key of method === 'telex' ? telexKeys(text) : [...text]) await touchKey(page, key);
    },
    clear: (page) => touchKey(page, '<CLEAR>'),
  };
}

/** In the page: the middle of what is to be touched, when it stands still and nothing lies over it. */
async function standingPlace(element: Element, limitMs: number): Promise<Point> {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const giveUpAt = performance.now() + limitMs;
  for (;;) {
    const before = element.getBoundingClientRect();
    await frame();
    await frame();
    const { x, y, width, height } = element.getBoundingClientRect();
    const point = { x: x + width / 2, y: y + height / 2 };
    const hit = document.elementFromPoint(point.x, point.y);
    if (hit && element.contains(hit) && before.x === x && before.y === y) return point;
    if (performance.now() > giveUpAt)
      throw new Error('what is to be touched does not stand still or lies under something');
    if (!hit || before.y === y) element.scrollIntoView({ block: 'center' });
  }
}

/** In the page: the key, or what must be touched before it shows. */
const findKey = `(key) => {
  const middle = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  };
  const pad = [...document.querySelectorAll('.number-pad button')];
  if (pad.length > 0) {
    const found = key === '<CLEAR>' ? pad[9] : pad.find((button) => button.textContent === key);
    return found ? { point: middle(found) } : null;
  }
  const keys = new Map([...document.querySelectorAll('[data-skbtn]')].map((button) => [button.dataset.skbtn, button]));
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
