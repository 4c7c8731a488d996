import type { Locator, Page } from '@playwright/test';
import { type Hands, mayTakeThePage, mouseAndKeyboard } from '../support/hands.ts';

/** One place the focus came to. */
export interface Stop {
  readonly screen: string;
  readonly name: string;
  /**
   * Heading and content, further acts, back, primary, keyboard, tools: in this order Tab goes. Undefined where something was
   * pressed, for then the page may lead the focus elsewhere.
   */
  readonly part?: number;
  /** Why somebody who sees the screen would lose the focus here. */
  readonly trouble?: string | undefined;
}

const mostTabs = 160;

/**
 * Hands that have a keyboard and nothing else: whatever is touched is reached by Tab and pressed with Enter, the space bar or
 * the arrows. Each stop on the way is looked at and kept.
 */
export function keysAlone(page: Page, stops: Stop[]): Hands {
  return { ...mouseAndKeyboard, touch: (target) => pressByKeys(page, target, stops) };
}

async function pressByKeys(page: Page, locator: Locator, stops: Stop[]): Promise<void> {
  const element = await locator.elementHandle();
  if (!element) throw new Error(`there is no ${locator}`);
  const kind = (await element.evaluate((seen) => {
    const control = seen.closest('label, button, a[href], [role="textbox"], [role="searchbox"]') ?? seen;
    const target = control.matches('label') ? control.querySelector('input') : control;
    (globalThis as { wanted?: Element | null }).wanted = target;
    return target instanceof HTMLInputElement ? target.type : (target?.getAttribute('role') ?? 'button');
  })) as string;
  await element.dispose();
  for (let tabs = 0; (await page.evaluate(whereIsFocus)) !== 'there'; tabs += 1) {
    if (tabs >= mostTabs) throw new Error(`${mostTabs} times Tab did not lead to ${locator}`);
    // Within a group of answers the arrows go on, Tab leaves it.
    await page.keyboard.press((await page.evaluate(whereIsFocus)) === 'in its group' ? 'ArrowDown' : 'Tab');
    stops.push((await page.evaluate(lookAtStop)) as Stop);
  }
  stops.push({ screen: '', name: 'pressed' });
  if (kind === 'checkbox') await page.keyboard.press('Space');
  else if (kind === 'radio') {
    if (!(await page.evaluate('wanted.checked'))) await page.keyboard.press('Space');
  } else if (kind !== 'textbox' && kind !== 'searchbox') await mayTakeThePage(page, page.keyboard.press('Enter'));
  // The search field of the home screen is a door: it opens with Enter.
  else if (kind === 'searchbox' && (await page.locator('[data-screen="home"]').count()) > 0)
    await page.keyboard.press('Enter');
}

const whereIsFocus = `(() => {
  const at = document.activeElement;
  if (at === wanted) return 'there';
  return at?.type === 'radio' && wanted.type === 'radio' && at.name === wanted.name ? 'in its group' : 'elsewhere';
})()`;

/** Is the focus on something that is seen, does a ring stand around it, and does the ring stand out 3:1? */
const lookAtStop = `(() => {
  const at = document.activeElement;
  const screen = document.querySelector('.frame[data-screen]:not([hidden] *)')?.dataset.screen ?? '';
  if (!at || at === document.body) return { screen, name: 'the page itself' };
  const drawn = at.closest('label, .field-box, .date-box, .search-field') ?? at;
  const name = (at.getAttribute('aria-label') ?? drawn.textContent ?? '').trim().slice(0, 50);
  const part = ['.action-bar-extra', '.action-bar-back', '.action-bar-primary', '.frame-keyboard', '.tools-bar'].findIndex((place) => at.closest(place)) + 1;
  if (at.matches('h1, h2, .pages')) return { screen, name, part };
  const box = drawn.getBoundingClientRect();
  const trouble = [];
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 40)];
  const top = document.elementFromPoint(x, y);
  if (!top || !(drawn.contains(top) || top.contains(drawn))) trouble.push('hidden at ' + Math.round(x) + ',' + Math.round(y));
  const parts = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (text) => {
    const [r, g, b] = parts(text).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [a, b] = [light(one), light(other)].sort((m, n) => n - m);
    return (a + 0.05) / (b + 0.05);
  };
  let ground = drawn.parentElement;
  while (ground && (parts(getComputedStyle(ground).backgroundColor)[3] ?? 1) === 0) ground = ground.parentElement;
  const around = ground ? getComputedStyle(ground).backgroundColor : 'rgb(255, 255, 255)';
  const ring = [at, drawn].map((element) => getComputedStyle(element)).find((style) => style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 3);
  if (!ring) trouble.push('no ring');
  else if (contrast(ring.outlineColor, around) < 3) trouble.push('faint ring ' + ring.outlineColor + ' on ' + around);
  return { screen, name, part, trouble: trouble.length > 0 ? trouble.join(', ') : undefined };
})()`;

/** Stops at which the focus went back to an earlier part of the same screen without having been through the tools. */
export function backwardStops(stops: readonly Stop[]): string[] {
  return stops.flatMap((stop, index) => {
    const before = stops[index - 1];
    if (before?.part === undefined || stop.part === undefined || before.screen !== stop.screen) return [];
    const comesAround = before.part === lastPart;
    return stop.part < before.part && !comesAround ? [`${stop.screen}: ${before.name} → ${stop.name}`] : [];
  });
}
const lastPart = 5;
