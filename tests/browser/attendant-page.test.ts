import { chromium } from '@playwright/test';
import { expect, test } from 'vitest';
import { hashPassword } from '../../portal/access/passwords.ts';
import { anEmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { aKiosk } from '../shell/a-kiosk.ts';

/** The attendants' page in a real browser: it rings by itself, says who calls, and one press is seen at the kiosk. */
test('a call rings on the open page without a touch, stands in its title, and is answered by one press', {
  timeout: 90_000,
}, async () => {
  const portal = await anEmbeddedPortal();
  const pin = '482915';
  const { register, dice } = portal.ports;
  await register.addStaff({
    id: 'staff-7',
    name: 'Phạm Thu Hà',
    role: 'attendant',
    pin: await hashPassword(pin, dice),
  });
  const kiosk = await aKiosk({ portal, limits: { helpCallEveryMs: 100 } });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    await expect
      .poll(async () => (await kiosk.get<{ kiosk: unknown }>('GET', '/shell/state')).kiosk, { timeout: 10_000 })
      .not.toBeNull();
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
    await page.goto(`${portal.url}/attendant`);
    await page.getByLabel('Tên').fill('Phạm Thu Hà');
    await page.getByLabel('Mã PIN').fill(pin);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.getByText('Chưa có ai gọi').waitFor();
    await page.getByText('Đang trực').click();
    await kiosk.get('POST', '/shell/help');
    await page.getByRole('heading', { name: /^Máy A/ }).waitFor();
    await page.waitForFunction(`Number(document.documentElement.dataset.rung) >= 1`);
    expect(await page.title()).toMatch(/^\(1\) /);
    expect(await page.locator('#sound').isHidden()).toBe(true);
    await page.getByRole('button', { name: 'Tôi đang tới' }).click();
    await expect
      .poll(async () => (await kiosk.get<{ help: { state: string } }>('GET', '/shell/state')).help?.state, {
        timeout: 10_000,
      })
      .toBe('coming');
    await page.getByText('Đã báo «đang tới»').waitFor();
    expect(faults).toEqual([]);
  } finally {
    await browser.close();
    await kiosk.close();
    await portal.close();
  }
});
