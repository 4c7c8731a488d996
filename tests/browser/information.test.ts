import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { vietnamese } from '../../renderer/words/vietnamese.ts';
import { openTabAtPortal, type TabAtPortal } from './tab-at-portal.ts';

/** City and ward information as a resident reads it: from the demo portal, then with the portal gone. */
const { follow, visit } = vietnamese;
const size = { width: 1080, height: 1920 };
let tab: TabAtPortal;

beforeAll(async () => {
  tab = await openTabAtPortal({ size });
}, 90_000);
afterAll(() => tab?.close());

test('an example is called one, an old reading is never told as now, and all of it is there without the portal', async () => {
  await expect
    .poll(async () => (await (await fetch(`${tab.kiosk.address}/shell/information`)).json()).known !== null, {
      timeout: 40_000,
    })
    .toBe(true);
  for (const isThere of [true, false]) {
    if (!isThere) await tab.portal.stop();
    const page = await open();
    await page.getByText(follow.information.example).waitFor();
    // The pages are laid out once the words stand.
    await expect.poll(() => everyPage(page), { timeout: 20_000 }).toContain('87 AQI · Trung bình');
    const told = await everyPage(page);
    for (const each of ['12,5 mm', 'Ví dụ: quầy mở sáng thứ Bảy', 'Công an phường (ví dụ)'])
      expect(told).toContain(each);
    // The water level was measured yesterday.
    expect(told).toContain(follow.information.stale);
    expect(told).toMatch(/Lần đo trước: 2,4 m/);
    expect(told).toMatch(/Đo lúc \d\d:\d\d/);
    await page.context().close();
  }
}, 120_000);

async function open(): Promise<Page> {
  const page = await tab.newPage();
  await page.goto(tab.kiosk.address);
  await page.locator('[data-screen="attract"] .languages button').first().click();
  await page.getByRole('button', { name: visit.home.ward }).click();
  await page.locator('[data-screen="information"]').waitFor();
  return page;
}

/** A long screen is turned page by page; all of it is in the document. */
async function everyPage(page: Page): Promise<string> {
  return (await page.locator('[data-screen="information"]').textContent()) ?? '';
}
