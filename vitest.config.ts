import { defineConfig } from 'vitest/config';

/** Tests that need no window: everything under tests/ except what Playwright drives (see playwright.config.ts). */
export default defineConfig({
  define: { __BUILD__: JSON.stringify('test-build') },
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    exclude: ['tests/journeys/**', 'tests/usability/**', '**/node_modules/**'],
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
