import { expect, test } from 'vitest';
import { forgetOld } from '../../renderer/store/forget-old.ts';
import type { SafePage } from '../../renderer/store/reconcile.ts';
import { createMemoryOutbox } from '../../shared/outbox/memory-outbox.ts';
import type { OutboxFiling } from '../../shared/outbox/outbox.ts';
import { receiptLineMs } from '../../shared/outbox/retention.ts';
import { aFiling } from './some-filings.ts';

/** Lines go when the safe has let them go, the rule has ended and the clock is sure; never otherwise. */

const startMs = Date.parse('2026-11-21T13:00:00Z');
const dayMs = 24 * 60 * 60 * 1000;

function received(number: number, daysAfterStart = 0): OutboxFiling {
  const receivedAt = new Date(startMs + daysAfterStart * dayMs).toISOString();
  return aFiling(number, {
    body: null,
    delivery: { state: 'received', attempts: 1, code: 'H26', receivedAt, receiver: 'UBND' },
  });
}

async function aWorld(filings: readonly OutboxFiling[], inSafe: readonly number[]) {
  const rows = new Map(filings.map((filing) => [filing.id, filing]));
  const outbox = createMemoryOutbox(rows);
  const readPage: SafePage = async ({ after, limit }) => {
    const kept = inSafe.filter((sequence) => sequence > after).map((sequence) => aFiling(sequence));
    const page = kept.slice(0, limit);
    return {
      filings: page.map(({ delivery: _delivery, ...facts }) => ({ ...facts, receipt: 'x' })),
      more: kept.length > limit,
    };
  };
  const left = () => [...rows.values()].map(({ sequence }) => sequence).sort((one, other) => one - other);
  return { outbox, readPage, left };
}

const afterTheRule = { nowMs: startMs + receiptLineMs + dayMs, isConfirmed: true };

test('what the safe has let go and the rule has ended goes; what waits, is younger or is still in the safe stays', async () => {
  const { outbox, readPage, left } = await aWorld(
    [received(1), received(2), aFiling(3), received(4), received(5, 30)],
    [2, 3],
  );
  expect(await forgetOld(outbox, readPage, afterTheRule)).toBe(2);
  expect(left()).toEqual([2, 3, 5]);
});

test('while the clock is doubtful nothing goes', async () => {
  const { outbox, readPage, left } = await aWorld([received(1)], []);
  expect(await forgetOld(outbox, readPage, { ...afterTheRule, isConfirmed: false })).toBe(0);
  expect(await forgetOld(outbox, readPage, { nowMs: startMs + receiptLineMs - dayMs, isConfirmed: true })).toBe(0);
  expect(left()).toEqual([1]);
});

test('a shell that does not answer takes nothing away', async () => {
  const { outbox, left } = await aWorld([received(1)], []);
  expect(await forgetOld(outbox, async () => undefined, afterTheRule)).toBe(0);
  expect(left()).toEqual([1]);
});

test('many go in pages, beside many that the safe still has', async () => {
  const numbers = Array.from({ length: 1500 }, (_, index) => index + 1);
  const odd = numbers.filter((number) => number % 2 === 1);
  const { outbox, readPage, left } = await aWorld(
    numbers.map((number) => received(number)),
    odd,
  );
  expect(await forgetOld(outbox, readPage, afterTheRule)).toBe(750);
  expect(left()).toEqual(odd);
});
