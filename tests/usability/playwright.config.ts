import { defineConfig } from '@playwright/test';

/** `npm run usability`: ten people, two at a time, each at a kiosk of their own. */
export default defineConfig({
  testDir: '.',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 300_000,
  expect: { timeout: 10_000 },
  outputDir: '../../.cache/playwright-usability',
});
