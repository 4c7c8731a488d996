import type { Page } from '@playwright/test';

const screens = `[
  [...document.querySelectorAll('[data-screen]:not([hidden])')].map((element) => element.dataset.screen),
  document.querySelectorAll('[role="dialog"], [role="alertdialog"]').length,
]`;
/** What would change if a control acted: words, screens, choices. A control may look pressed, and the page knows it is a finger. */
const signature = `JSON.stringify([
  ${screens},
  document.body.innerText.replace(/\\d\\d:\\d\\d/g, ''),
  [...document.querySelectorAll('input, [aria-pressed], [role="radio"]')].map((element) => [element.checked, element.ariaPressed, element.ariaChecked]),
  Object.entries(document.documentElement.dataset).filter(([name]) => name !== 'by'),
])`;

const mostControls = 40;
const heldMs = 16;
const restMs = 300;
/** A control that acts on touch-down does so each time; a page that is on its way to something by itself does not. */
const tries = 3;
const stillWithinMs = 10_000;

/**
 * Puts a finger on every control that can be seen, slides it off to a place where nothing is, lifts it, and names the
 * controls that did something. Where a control on another page stands, nobody can put a finger.
 */
export async function controlsThatActTooEarly(page: Page, only?: string): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: { x: number; y: number }) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] });
  const comesToRest = async () => {
    let last = await page.evaluate(signature);
    for (let waited = 0; waited < stillWithinMs; waited += restMs) {
      await page.waitForTimeout(restMs);
      const now = await page.evaluate(signature);
      if (now === last) return;
      last = now;
    }
    throw new Error('the page does not come to rest');
  };
  await comesToRest();
  const controls = (await page.evaluate(`(() => {
    const scope = document.querySelector('[role="dialog"], [role="alertdialog"]') ?? document.body;
    return [...scope.querySelectorAll('button, label, [role="textbox"], [role="searchbox"], .hg-button')]
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ element, box }) => {
        const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
        const top = document.elementFromPoint(x, y);
        return box.width > 4 && top && (element.contains(top) || top.contains(element));
      })
      .map(({ element, box }) => ({
        name: (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40),
        x: box.left + box.width / 2,
        y: box.top + box.height / 2,
      }));
  })()`)) as { name: string; x: number; y: number }[];
  const tried = controls.filter(({ name }) => only === undefined || name === only).slice(0, mostControls);
  if (tried.length === 0) throw new Error('there is nothing to put a finger on');
  const changes = async ({ x, y }: { x: number; y: number }) => {
    const before = await page.evaluate(signature);
    await touch('touchStart', { x, y });
    await page.waitForTimeout(heldMs);
    const under = await page.evaluate(signature);
    // Sideways, to the edge where nothing is: upwards the finger would drag the page, as it may.
    await touch('touchMove', { x: 2, y });
    await touch('touchEnd');
    await page.waitForTimeout(heldMs);
    return under !== before || (await page.evaluate(signature)) !== before;
  };
  const acts = async (control: { x: number; y: number }) => {
    const where = await page.evaluate(`JSON.stringify(${screens})`);
    for (let time = 0; time < tries; time += 1) {
      if (time > 0) await comesToRest();
      if (!(await changes(control))) return false;
      if ((await page.evaluate(`JSON.stringify(${screens})`)) !== where) return true;
    }
    return true;
  };
  const acted: string[] = [];
  for (const control of tried) if (await acts(control)) acted.push(control.name);
  await session.detach();
  return acted;
}
