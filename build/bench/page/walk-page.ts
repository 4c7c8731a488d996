import type { Page } from '@playwright/test';
import type { Story } from '../../../tests/support/known-services.ts';
import type { Sayings } from '../../../tests/support/sayings.ts';

/** One click and what it must bring. */
interface Step {
  /** The name it begins with, or a selector. */
  readonly name?: string;
  readonly selector?: string;
  readonly brings: 'screen' | 'nothing';
}

/** From the home page over a service, its conditions, the identity and into the form. */
export function stepsOfVisit({ service, answers }: Story, say: Sayings): readonly Step[] {
  const primary: Step = { selector: '.action-bar-primary button', brings: 'screen' };
  const yesOrNo = (goesOnWith: string) => say('visit', goesOnWith === 'yes' ? 'eligibility.yes' : 'eligibility.no');
  return [
    { name: say('visit', `lifeEvents.${service.lifeEvents[0]}.title`), brings: 'screen' },
    { name: service.name.vi, brings: 'screen' },
    { name: say('visit', 'service.start'), brings: 'screen' },
    ...service.eligibility.flatMap((question): Step[] => [
      { name: yesOrNo(question.goesOnWith), brings: 'nothing' },
      primary,
    ]),
    ...service.consents.map(({ text }): Step => ({ name: text.vi, brings: 'nothing' })),
    primary,
    { name: say('visit', 'identity.type'), brings: 'screen' },
    ...[...String(answers.reqId)].map((digit): Step => ({ name: digit, brings: 'nothing' })),
    primary,
    { selector: '[data-skbtn="n"]', brings: 'nothing' },
    { selector: '[data-skbtn="a"]', brings: 'nothing' },
  ];
}

/** Clicks in the page itself, many times quicker than a finger: here nothing is timed. */
export async function walk(page: Page, steps: readonly Step[]): Promise<void> {
  for (const [at, step] of steps.entries()) {
    const stuck = await page.evaluate<string | null>(`(${clickAndWait})(${JSON.stringify(step)})`);
    if (stuck !== null) throw new Error(`step ${at} (${step.name ?? step.selector}): ${stuck}`);
  }
}

/** Back by «Quay lại» until the home page stands. */
export async function walkHome(page: Page): Promise<void> {
  const mostSteps = 40;
  for (let step = 0; step < mostSteps; step += 1) {
    const isHome = await page.evaluate(
      `document.querySelector('.frame')?.dataset.screen === 'home' && !document.querySelector('.action-bar-back button')`,
    );
    if (isHome) return;
    await walk(page, [{ selector: '.action-bar-back button', brings: 'screen' }]);
  }
  throw new Error('the way back does not end at home');
}

const clickAndWait = `async ({ name, selector, brings }) => {
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const plain = (text) => text.normalize('NFC').replace(/\\s+/gu, ' ').trim();
  const find = () => selector
    ? [...document.querySelectorAll(selector)].find((element) => element.checkVisibility())
    : [...document.querySelectorAll('button, label')].find((element) => element.checkVisibility() && plain(element.textContent).startsWith(plain(name)));
  const giveUpAt = performance.now() + 8000;
  let element = find();
  while (!element) {
    if (performance.now() > giveUpAt) return 'is not there on ' + document.querySelector('.frame')?.dataset.screen;
    await pause(10);
    element = find();
  }
  const main = document.querySelector('main');
  (element.querySelector('input') ?? element).click();
  if (brings === 'nothing') { await pause(0); return null; }
  while (main.isConnected) {
    if (performance.now() > giveUpAt) return 'brings no other screen than ' + document.querySelector('.frame')?.dataset.screen;
    await pause(5);
  }
  return null;
}`;
