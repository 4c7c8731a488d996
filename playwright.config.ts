import { defineConfig } from '@playwright/test';

/**
 * Journeys through the real application in a real window (tests/support/electron-app.ts). `npm test` opens the display
 * they draw on; `npm test -- journeys` runs them alone.
 */
export default defineConfig({
  testDir: 'tests/journeys',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  // A machine two kiosks and two portals share may be slow for a while; what is there at once costs nothing.
  expect: { timeout: 20_000 },
  outputDir: '.cache/playwright',
});
