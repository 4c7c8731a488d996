import type { CDPSession, Locator, Page } from '@playwright/test';
import { mayTakeThePage } from './hands.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Puts a finger on the glass, holds it and lifts it. */
export async function touchGlass(
  { session, page, heldMs }: { session: CDPSession; page: Page; heldMs: number },
  { x, y }: Point,
): Promise<void> {
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
  await page.waitForTimeout(heldMs);
  await mayTakeThePage(page, session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] }));
}

/** Where to touch it, as soon as it stands still and nothing lies over it; nothing when it does not within the limit. */
export function standingPlace(
  target: Locator,
  how: { readonly limitMs: number; readonly isScrolledTo?: boolean },
): Promise<Point | undefined> {
  return target.evaluate(findPlace, how);
}

/** Touches a key the screen shows, by way of the layer or the shift it needs. `touchAt` is told every place to touch. */
export async function touchKey(page: Page, key: string, touchAt: (point: Point) => Promise<void>): Promise<void> {
  // A layer, or shift, and then the key.
  for (let layers = 0; layers < 3; layers += 1) {
    const found = await page.evaluate<FoundKey | null>(`(${findKey})(${JSON.stringify(key)})`);
    if (!found) break;
    if (!found.isOnScreen) throw new Error(`the key ${key} lies off the screen`);
    await touchAt(found.point);
    if (found.isItself) return;
  }
  throw new Error(`there is no key for ${JSON.stringify(key)} on the screen`);
}

interface FoundKey {
  readonly point: Point;
  readonly isOnScreen: boolean;
  /** Else it is what must be touched before the key shows. */
  readonly isItself: boolean;
}

/** In the page. */
async function findPlace(
  element: Element,
  { limitMs, isScrolledTo }: { limitMs: number; isScrolledTo?: boolean },
): Promise<Point | undefined> {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const giveUpAt = performance.now() + limitMs;
  while (performance.now() < giveUpAt) {
    const before = element.getBoundingClientRect();
    await frame();
    await frame();
    const { x, y, width, height } = element.getBoundingClientRect();
    const point = { x: x + width / 2, y: y + height / 2 };
    const hit = document.elementFromPoint(point.x, point.y);
    if (hit && element.contains(hit) && before.x === x && before.y === y) return point;
    if (isScrolledTo && (!hit || before.y === y)) element.scrollIntoView({ block: 'center' });
  }
  return undefined;
}

/** In the page. */
const findKey = `(key) => {
  const found = (element, isItself) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const point = { x: x + width / 2, y: y + height / 2 };
    return { point, isOnScreen: document.elementFromPoint(point.x, point.y) !== null, isItself };
  };
  const itself = (element) => found(element, true);
  const before = (element) => found(element, false);
  const seen = (elements) => [...elements].filter((element) => element.checkVisibility());
  const pad = seen(document.querySelectorAll('.number-pad button'));
  if (pad.length > 0) {
    const button = key === '<CLEAR>' ? pad[9] : pad.find((each) => each.textContent === key);
    return button ? itself(button) : null;
  }
  const keys = new Map(seen(document.querySelectorAll('[data-skbtn]')).map((button) => [button.dataset.skbtn, button]));
  const faces = { ' ': '{space}', '<CLEAR>': '{clear}' };
  const face = faces[key] ?? key;
  if (keys.has(face)) return itself(keys.get(face));
  const letter = keys.get(face.toLowerCase());
  if (letter) {
    // As capitals after shift, or where the machine writes the first letter of a name large by itself.
    const isUpper = letter.closest('.keyboard').hasAttribute('data-upper');
    return isUpper ? itself(letter) : before(keys.get('{shift}'));
  }
  if (!keys.has('{shift}') && keys.has(face.toUpperCase())) return itself(keys.get(face.toUpperCase()));
  const layer = keys.get('{letters}') ?? keys.get('{numbers}');
  return layer ? before(layer) : null;
}`;
