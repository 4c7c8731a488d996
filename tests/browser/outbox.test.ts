import { join } from 'node:path';
import { expect, it } from 'vitest';
import { outboxClaims } from '../outbox/outbox-suite.ts';
import { runInBrowser } from './run-in-browser.ts';

it('the outbox keeps every claim in a real browser engine', { timeout: 180_000 }, async () => {
  const { engine, results, numbers } = await runInBrowser({
    suite: join(import.meta.dirname, 'outbox-in-browser.ts'),
  });
  const failed = results.filter(({ problem }) => problem !== undefined);
  console.log(`${engine}: ${results.length - failed.length} of ${results.length} claims hold`, numbers);
  expect(failed).toEqual([]);
  expect(results.map(({ name }) => name)).toEqual(outboxClaims.map(({ claim }) => claim));
});
