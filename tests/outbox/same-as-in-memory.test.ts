import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDexieOutbox } from '../../renderer/store/dexie-outbox.ts';
import { openOutboxDatabase } from '../../renderer/store/outbox-database.ts';
import { createMemoryOutbox } from '../../shared/outbox/memory-outbox.ts';
import type { Outbox, Outcome } from '../../shared/outbox/outbox.ts';
import { aFiling, idOf } from './some-filings.ts';

/** Whatever is done to it, the outbox in IndexedDB reads as the one in memory, which has nothing beside its rows. */

const numbers = [1, 2, 3, 4, 5, 6, 7];
const told = { code: 'H26.01-261121-0000001', receivedAt: '2026-11-21T13:00:00Z', receiver: 'UBND' };
const outcomes: readonly Outcome[] = [
  { kind: 'received', ...told },
  { kind: 'received', ...told, code: 'H26.01-261121-0000002' },
  { kind: 'later' },
  { kind: 'needs-attention', problem: 'too-large' },
];

type Step = (outbox: Outbox) => Promise<unknown>;

const aNumber = fc.constantFrom(...numbers);
const aStep: fc.Arbitrary<[string, Step]> = fc.oneof(
  aNumber.map((n): [string, Step] => [`put ${n}`, (outbox) => outbox.put(aFiling(n))]),
  fc
    .integer({ min: 1, max: 4 })
    .map((filings): [string, Step] => [`lease ${filings}`, (outbox) => outbox.lease({ filings, bytes: 1e6 })]),
  aNumber.map((n): [string, Step] => [
    `lease only ${n}`,
    (outbox) => outbox.lease({ filings: 1, bytes: 1, only: idOf(n) }),
  ]),
  fc
    .dictionary(fc.constantFrom(...numbers.map(String)), fc.constantFrom(...outcomes), { minKeys: 1 })
    .map((what): [string, Step] => [
      `record ${JSON.stringify(what)}`,
      (outbox) => outbox.record(new Map(Object.entries(what).map(([n, outcome]) => [idOf(Number(n)), outcome]))),
    ]),
  fc.constant<[string, Step]>(['recover', (outbox) => outbox.recover()]),
  aNumber.map((n): [string, Step] => [`try again ${n}`, (outbox) => outbox.tryAgain(idOf(n))]),
  aNumber.map((n): [string, Step] => [
    `status of ${n}`,
    (outbox) => outbox.setStatus(idOf(n), { status: 3, since: '2026-11-21T14:00:00Z' }),
  ]),
  aNumber.map((n): [string, Step] => [
    `withdraw ${n}`,
    (outbox) => outbox.setWithdrawal(idOf(n), { token: `w${n}`, reached: false }),
  ]),
  aNumber.map((n): [string, Step] => [`forget ${n}`, (outbox) => outbox.forget([idOf(n)])]),
  aNumber.map((n): [string, Step] => [
    `the safe has a receipt of ${n}`,
    (outbox) => outbox.agree([aFiling(n, { body: null, delivery: { state: 'received', attempts: 0, ...told } })]),
  ]),
  aNumber.map((n): [string, Step] => [`the safe has ${n} waiting`, (outbox) => outbox.agree([aFiling(n)])]),
);

const everything = async (outbox: Outbox) => ({
  count: await outbox.count(),
  list: await outbox.list({ states: ['waiting', 'sending', 'received', 'needs-attention'], limit: 100 }),
  received: await outbox.list({ states: ['received'], after: 2, limit: 2 }),
  waiting: await outbox.list({ states: ['waiting'], limit: 2 }),
  following: await outbox.following(3),
  withdrawals: await outbox.openWithdrawals(10),
  each: await Promise.all(numbers.map((n) => outbox.get(idOf(n)))),
});

test('every history of steps, tidied at any moment, reads the same in both', async () => {
  const history = fc.array(fc.tuple(aStep, fc.boolean()), { minLength: 1, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const inMemory = createMemoryOutbox();
      const stored = createDexieOutbox(await openOutboxDatabase({ indexedDB: new IDBFactory(), IDBKeyRange }));
      try {
        for (const [[name, step], isTidied] of steps) {
          const expected = await step(inMemory);
          expect([name, await step(stored)]).toEqual([name, expected]);
          if (isTidied) await stored.tidy();
          expect([name, await everything(stored)]).toEqual([name, await everything(inMemory)]);
        }
      } finally {
        stored.close();
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);
