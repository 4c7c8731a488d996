import { defineConfig } from '@playwright/test';
import { findChromium } from './build/system-packages.ts';

/**
 * Tests with a real window. `journeys` drive the real application (tests/support/electron-app.ts); `browser-engine` runs
 * page code in the system's Chromium. `npm test` opens the display they draw on.
 */
export default defineConfig({
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  outputDir: '.cache/playwright',
  projects: [
    {
      name: 'browser-engine',
      testDir: 'tests/browser-engine',
      use: { launchOptions: { executablePath: findChromium() }, actionTimeout: 10_000 },
    },
    { name: 'journeys', testDir: 'tests/journeys' },
  ],
});
