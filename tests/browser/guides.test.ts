import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { layGuides } from '../../build/guide-bundle.ts';
import { vietnamese } from '../../renderer/words/vietnamese.ts';
import { importGuides } from '../../shared/catalogue/import-guides.ts';
import { recordFiles } from '../catalogue/national-records.ts';
import { openTabAtPortal, type TabAtPortal } from './tab-at-portal.ts';

/** A guide entry as a resident meets it: found by searching, read, printed; nothing is begun. */
const { entries } = importGuides(recordFiles);
const { visit } = vietnamese;
const size = { width: 1080, height: 1920 };
const printed: { document: Uint8Array; kind: string }[] = [];
const waitMs = 20_000;
let tab: TabAtPortal;
let page: Page;

beforeAll(async () => {
  tab = await openTabAtPortal({
    size,
    print: async (document, kind) => {
      printed.push({ document, kind });
      return { printed: true };
    },
  });
  await lay(1);
  page = await (await tab.browser.newContext({ viewport: size, hasTouch: true })).newPage();
  page.setDefaultTimeout(waitMs);
  await page.goto(tab.kiosk.address);
}, 90_000);
afterAll(() => tab?.close());

test('a guide entry is found without marks, says what to bring and where, and begins no dossier', async () => {
  await page.locator('[data-screen="attract"] .languages button').first().click();
  await page.getByRole('searchbox').click();
  await page.locator('[data-screen="search"]').waitFor();
  await page.keyboard.type('chung thuc giao dich', { delay: 15 });
  await page
    .getByRole('button', { name: /Chứng thực việc sửa đổi/ })
    .first()
    .click();
  await page.locator('[data-screen="guide"] h1', { hasText: 'Chứng thực việc sửa đổi' }).waitFor();
  const told = await page.locator('[data-screen="guide"]').textContent();
  for (const each of ['1 ngày làm việc', 'Dự thảo giao dịch sửa đổi', 'Ủy ban nhân dân cấp xã', visit.guide.lead])
    expect(told).toContain(each);
  await page.getByRole('button', { name: visit.guide.details }).click();
  await page.getByRole('dialog').getByText('30.000 đồng').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: visit.service.law }).click();
  await page
    .getByRole('dialog')
    .getByText(/23\/2015\/NĐ-CP/)
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  expect(await draft()).toBeNull();
});

test('it is printed with what to bring, and nothing of a person', async () => {
  await page.getByRole('button', { name: visit.guide.print.press }).click();
  await page.getByText(visit.guide.print.printed).waitFor();
  expect(printed.map(({ kind }) => kind)).toEqual(['guide']);
  expect(Buffer.from(printed[0]?.document.subarray(0, 5) ?? []).toString()).toBe('%PDF-');
});

test('a bundle that comes while somebody reads changes nothing for them; back leads to what they searched for', async () => {
  await lay(2);
  await page.getByRole('button', { name: vietnamese.frame.actions.back }).click();
  await page.locator('[data-screen="search"]').waitFor();
  expect(await page.getByRole('searchbox').textContent()).toContain('chung thuc giao dich');
  await page
    .getByRole('button', { name: /Chứng thực việc sửa đổi/ })
    .first()
    .click();
  await page.locator('[data-screen="guide"] h1', { hasText: 'Chứng thực việc sửa đổi' }).waitFor();
  expect(await draft()).toBeNull();
});

test('an old ward is told by its name of today', async () => {
  await page.getByRole('button', { name: vietnamese.frame.actions.back }).click();
  for (const _letter of 'chung thuc giao dich') await page.keyboard.press('Backspace');
  await page.keyboard.type('khai sinh phuong trung tu', { delay: 15 });
  await page.getByText('Phường Phương Liên-Trung Tự, Quận Đống Đa nay thuộc').waitFor();
  await page
    .getByRole('button', { name: /Đăng ký khai sinh|khai sinh/i })
    .first()
    .waitFor();
});

async function lay(version: number): Promise<void> {
  const [portalData, profileFolder] = [join(tab.folder, 'portal'), join(tab.folder, 'kiosk')];
  await layGuides({ entries: version === 1 ? entries : entries.slice(9), version, portalData, profileFolder });
}

async function draft(): Promise<unknown> {
  const response = await fetch(`${tab.kiosk.address}/shell/draft`);
  return ((await response.json()) as { draft: unknown }).draft;
}
