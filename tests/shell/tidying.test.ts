import { expect, test } from 'vitest';
import { createTidying } from '../../electron/shell/tidying.ts';

test('what is being tidied when the shell ends comes to its end first, and nothing is tidied behind it', async () => {
  const happened: string[] = [];
  let finish = () => {};
  const freed = { freed: '2026-11-20T08:00:00Z', bodyDropped: false, location: { length: 10 }, facts: { id: 'a' } };
  const tidying = createTidying({
    safe: {
      rows: () => [freed],
      tidy: () =>
        new Promise<void>((done) => {
          happened.push('begun');
          finish = done;
        }),
    } as never,
    savedDrafts: { tidy: async () => {} } as never,
    log: { write: (code: string) => void happened.push(code) } as never,
    now: () => ({ ms: 0, confirmed: true }),
    receiptLineMs: 1000,
    tidyFromBytes: 1,
  });
  void tidying.run('after-freeing');
  const stopped = tidying.stop().then(() => happened.push('stopped'));
  await new Promise((done) => setTimeout(done, 5));
  expect(happened).toEqual(['begun']);
  finish();
  await stopped;
  await tidying.run('daily');
  expect(happened).toEqual(['begun', 'safe-tidied', 'stopped']);
});
