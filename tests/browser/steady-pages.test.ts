import { afterAll, beforeAll, expect, test } from 'vitest';
import { goOnInPractice } from '../../build/screens/practice-steps.ts';
import { storyOf } from '../support/known-services.ts';
import { aResident } from '../support/resident.ts';
import { sayingsIn } from '../support/sayings.ts';
import { openTabAtPortal, type TabAtPortal } from './tab-at-portal.ts';

/** In landscape the paging button takes width, and pictures that get narrower get lower: the page must not go to and fro between the two. */

const say = sayingsIn('vi');
const licence = storyOf('driver-licence', 'car-ends-soon');
let tab: TabAtPortal;
beforeAll(async () => {
  tab = await openTabAtPortal({ size: { width: 1366, height: 768 } });
}, 90_000);
afterAll(() => tab?.close(), 30_000);

test('a page with pictures that fit only beside the paging button stands still, and the button turns it', async () => {
  const page = await tab.newPage();
  await page.goto(tab.kiosk.address);
  const resident = aResident({ page: () => page, language: 'vi' });
  await resident.begin();
  await resident.findByLifeEvent(licence);
  await resident.press(say('guidance', 'practice.open'));
  await resident.press(say('guidance', 'practice.begin'));
  await page.locator('.practice-pill').waitFor();
  await goOnInPractice(page, licence.service, 'papers');
  await page.locator('.service-card').first().click();
  await page.locator('.photo-examples').waitFor();
  await page.locator('.pages-turn button').click();
  const seen = await page.evaluate(async () => {
    const buttons: number[] = [];
    for (let frame = 0; frame < 30; frame += 1) {
      await new Promise(requestAnimationFrame);
      buttons.push(document.querySelectorAll('.pages-turn').length);
    }
    return buttons;
  });
  expect(new Set(seen.slice(5)).size).toBe(1);
}, 120_000);
