import type { Page } from '@playwright/test';
import type { Service } from '../../shared/catalogue/service.ts';

const mostPresses = 120;
const quietMs = 80;

/**
 * Goes on in practice until a screen of this kind is there: ticks what must be ticked, answers what the example leaves to the resident
 * (who may apply), takes a sample page for each paper that is missing, and presses on. `onScreen` sees each screen once.
 */
export async function goOnInPractice(
  page: Page,
  service: Service,
  until: string,
  onScreen: (screen: string) => Promise<void> = async () => {},
): Promise<void> {
  const frame = page.locator('.frame:visible').first();
  let seen = '';
  for (let presses = 0; presses < mostPresses; presses += 1) {
    const screen = (await frame.getAttribute('data-screen')) ?? '';
    const here = `${screen} ${await frame.locator('h1').first().innerText()}`;
    if (here !== seen) await onScreen(screen);
    seen = here;
    if (screen === until) return;
    if (screen === 'eligibility') await mayApply(page, service);
    else if (screen === 'consent' || screen === 'review') await tickAll(page);
    else if (screen === 'papers' && (await addSamplePage(page))) continue;
    await frame.locator('.action-bar-primary button').click();
    await page.waitForTimeout(quietMs);
  }
  throw new Error(`practice does not come to ${until}; it stands at ${seen}`);
}

/** The answer that lets one go on. */
async function mayApply(page: Page, { eligibility }: Service): Promise<void> {
  const frame = page.locator('.frame:visible').first();
  const heading = plain(await frame.locator('h1').first().innerText());
  const question = eligibility.find(({ text }) => [text.vi, text.en].map(plain).includes(heading));
  await frame
    .locator('[role="radiogroup"] label')
    .nth(question?.goesOnWith === 'no' ? 1 : 0)
    .click();
}

function plain(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

async function tickAll(page: Page): Promise<void> {
  const boxes = page.locator('.frame:visible label:has(input[type="checkbox"])');
  for (let index = 0; index < (await boxes.count()); index += 1)
    if (!(await boxes.nth(index).locator('input').isChecked())) await boxes.nth(index).click();
}

/** Whether there was something to do about a paper here. */
async function addSamplePage(page: Page): Promise<boolean> {
  const frame = page.locator('.frame:visible').first();
  const missing = frame.locator('.service-card:has(.badge[data-tone="advice"])').first();
  if ((await missing.count()) === 0) return false;
  await missing.click();
  const primary = frame.locator('.action-bar-primary button');
  await frame.locator('.photo-examples').waitFor();
  await primary.click();
  await frame.locator('canvas').waitFor();
  await primary.click();
  await frame.locator('.picture-checks').waitFor();
  await primary.click();
  await frame.locator('.page-thumbnails').waitFor();
  await primary.click();
  await frame.locator('.service-card').first().waitFor();
  return true;
}
