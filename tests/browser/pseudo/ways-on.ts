import type { Page } from '@playwright/test';
import { vietnamese } from '../../../renderer/words/vietnamese.ts';
import { deskAnswers, kioskState, type Moment } from './moments.ts';
import { pseudoText } from './pseudo-text.ts';

/** What can be done on a screen of the pseudo-locale. */
export interface WaysOn {
  /** Names of what can be pressed besides the tools. */
  readonly ways: readonly string[];
  /** Where the tool stands that calls a person: left, top, width, height; null where a finger would not reach it. */
  readonly help: readonly number[] | null;
  readonly isOver: boolean;
  readonly told: string;
}

/** Brings the page to a moment, with these answers of the desk besides the usual ones. */
export async function goTo(
  page: Page,
  moment: Moment,
  { panel, answers = {} }: { panel: Parameters<typeof kioskState>[0]; answers?: Readonly<Record<string, unknown>> },
): Promise<void> {
  if ((await page.getByRole('dialog').count()) > 0) await page.keyboard.press('Escape');
  if ((await page.locator('.page[hidden]').count()) > 0) await page.getByRole('button').first().click();
  // Each begins at home: what was open before is closed with its screen.
  await page.evaluate(`(async () => {
    tell({ type: 'went-home' });
    Object.assign(given.answers, ${JSON.stringify({ ...deskAnswers, ...answers })});
    setState(${JSON.stringify({ ...kioskState(panel), ...moment.state })});
    await new Promise((done) => setTimeout(done));
    tell(${JSON.stringify(moment.event)});
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  })()`);
  for (const key of moment.press ?? [])
    await page
      .getByRole('button', { name: pseudoWords(key) })
      .first()
      .click();
  // The cover is code of its own, read when it is first needed.
  if (moment.press?.includes('frame.tools.cover')) await page.locator('.idle-overlay button').first().waitFor();
}

export async function waysOn(page: Page): Promise<WaysOn> {
  return (await page.evaluate(look(pseudoWords('frame.tools.help')))) as WaysOn;
}

/** What a screen lacks; `place` is where help stands on every other. */
export function troubleOf({ ways, help, isOver }: WaysOn, place: readonly number[] | null): string[] {
  return [
    ...(ways.length === 0 ? ['nothing leads on'] : []),
    ...(!isOver && JSON.stringify(help) !== JSON.stringify(place) ? [`help stands at ${help}, not at ${place}`] : []),
  ];
}

/** The words with this key, as the pseudo-locale says them. */
export function pseudoWords(key: string): string {
  const found = key
    .split('.')
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], vietnamese);
  if (typeof found !== 'string') throw new Error(`no words ${key}`);
  return pseudoText(found);
}

/** Runs in the page. A sheet lies over the screen: it is left by itself, and help is behind it. The cover has its own. */
const look = (help: string) => `(() => {
  const reached = (control) => {
    const { left, top, width, height } = control.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    return width > 0 && height > 0 && hit !== null && control.contains(hit);
  };
  const frames = [...document.querySelectorAll('.frame')].filter((one) => one.checkVisibility());
  const over = document.querySelector('.idle-overlay') ??
    [...document.querySelectorAll('[role="dialog"]')].find((one) => one.checkVisibility());
  const root = over ?? frames[0];
  const controls = [...(root?.querySelectorAll('button, label, [role="button"], [role="textbox"]') ?? [])];
  const tool = [...document.querySelectorAll('.tool')].find((one) => one.textContent === ${JSON.stringify(help)} && reached(one));
  const { left, top, width, height } = tool?.getBoundingClientRect() ?? {};
  return {
    ways: controls.filter((one) => !one.closest('.tools-bar') && reached(one)).map((one) => one.textContent),
    help: tool ? [left, top, width, height].map(Math.round) : null,
    isOver: over !== undefined,
    told: root?.textContent ?? '',
  };
})()`;
