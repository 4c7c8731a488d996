import type { Outbox, Outcome } from '../../shared/outbox/outbox.ts';
import { aFiling, idOf } from './some-filings.ts';

/** One claim about every outbox. Throws when it does not hold; runs in vitest and in a real browser alike. */
export interface OutboxClaim {
  readonly claim: string;
  readonly check: (world: OutboxWorld) => Promise<void>;
}

export interface OutboxWorld {
  readonly outbox: Outbox;
  /** The same store opened anew, as after a start of the kiosk. */
  reopen(): Promise<Outbox>;
}

const received: Outcome = {
  kind: 'received',
  code: 'H26.01-261121-0000001',
  receivedAt: '2026-11-21T13:00:00Z',
  receiver: 'UBND',
};
const wide = { filings: 100, bytes: 10_000_000 };

export const outboxClaims: readonly OutboxClaim[] = [
  {
    claim: 'a filing that was put is there after a restart, whole',
    async check({ outbox, reopen }) {
      await outbox.put(aFiling(1));
      same(await (await reopen()).get(idOf(1)), aFiling(1));
    },
  },
  {
    claim: 'putting the same filing again changes nothing, whatever state it is in',
    async check({ outbox }) {
      await outbox.put(aFiling(1));
      await outbox.lease(wide);
      await outbox.put(aFiling(1));
      same((await outbox.get(idOf(1)))?.delivery, { state: 'sending', attempts: 1 });
      same((await outbox.count()).waiting, 0);
    },
  },
  {
    claim: 'a lease takes the oldest by sequence, whatever order they came in',
    async check({ outbox }) {
      for (const number of [3, 1, 2]) await outbox.put(aFiling(number));
      same(sequences(await outbox.lease({ filings: 2, bytes: 10_000_000 })), [1, 2]);
      same(sequences(await outbox.lease({ filings: 2, bytes: 10_000_000 })), [3]);
      same(await outbox.lease(wide), []);
    },
  },
  {
    claim: 'a lease stays under its bytes, but always takes one',
    async check({ outbox }) {
      for (const number of [1, 2, 3, 4]) await outbox.put(aFiling(number));
      same(sequences(await outbox.lease({ filings: 10, bytes: 5000 })), [1, 2]);
      same(sequences(await outbox.lease({ filings: 10, bytes: 1 })), [3]);
    },
  },
  {
    claim: 'a lease is on the disk as sending, with one attempt more, before it resolves',
    async check({ outbox, reopen }) {
      await outbox.put(aFiling(1));
      const [leased] = await outbox.lease(wide);
      same(leased?.delivery, { state: 'sending', attempts: 1 });
      same(leased?.body, aFiling(1).body);
      same((await (await reopen()).get(idOf(1)))?.delivery, { state: 'sending', attempts: 1 });
    },
  },
  {
    claim: 'filings whose wait has not passed are left out, and those behind them are found',
    async check({ outbox }) {
      for (let number = 1; number <= 30; number++) await outbox.put(aFiling(number));
      const except = new Set(Array.from({ length: 28 }, (_, index) => idOf(index + 1)));
      same(sequences(await outbox.lease({ ...wide, except })), [29, 30]);
      same(sequences(await outbox.lease({ ...wide, filings: 3, except })), []);
    },
  },
  {
    claim: 'one filing can be leased alone, if it is waiting',
    async check({ outbox }) {
      for (const number of [1, 2, 3]) await outbox.put(aFiling(number));
      same(sequences(await outbox.lease({ ...wide, only: idOf(2) })), [2]);
      same(sequences(await outbox.lease({ ...wide, only: idOf(2) })), []);
      same(sequences(await outbox.lease({ ...wide, only: idOf(9) })), []);
    },
  },
  {
    claim: 'a receipt frees the body and keeps the line',
    async check({ outbox, reopen }) {
      await outbox.put(aFiling(1));
      await outbox.lease(wide);
      await outbox.record(new Map([[idOf(1), received]]));
      const filing = await (await reopen()).get(idOf(1));
      same(filing?.body, null);
      same(filing?.delivery.state, 'received');
    },
  },
  {
    claim: 'outcomes of one page are recorded each for itself',
    async check({ outbox }) {
      for (const number of [1, 2, 3]) await outbox.put(aFiling(number));
      await outbox.lease(wide);
      await outbox.record(
        new Map<string, Outcome>([
          [idOf(1), received],
          [idOf(2), { kind: 'later' }],
          [idOf(3), { kind: 'needs-attention', problem: 'filing-signature' }],
        ]),
      );
      same(await outbox.count(), { waiting: 1, sending: 0, received: 1, 'needs-attention': 1 });
      same((await outbox.get(idOf(2)))?.body, aFiling(2).body);
      same((await outbox.get(idOf(3)))?.body, aFiling(3).body);
    },
  },
  {
    claim: 'what is received stays received, whatever comes late',
    async check({ outbox }) {
      await outbox.put(aFiling(1));
      await outbox.lease(wide);
      await outbox.record(new Map([[idOf(1), received]]));
      const before = await outbox.get(idOf(1));
      await outbox.record(new Map<string, Outcome>([[idOf(1), { kind: 'later' }]]));
      await outbox.record(new Map<string, Outcome>([[idOf(1), { kind: 'needs-attention', problem: 'internal' }]]));
      await outbox.record(new Map<string, Outcome>([[idOf(1), { ...received, code: 'another' } as Outcome]]));
      await outbox.tryAgain(idOf(1));
      await outbox.recover();
      same(await outbox.get(idOf(1)), before);
    },
  },
  {
    claim: 'what was sending when the power went waits again, attempts kept, body whole',
    async check({ outbox, reopen }) {
      for (const number of [1, 2, 3]) await outbox.put(aFiling(number));
      await outbox.lease({ filings: 2, bytes: 10_000_000 });
      const again = await reopen();
      same(await again.recover(), 2);
      same(await again.recover(), 0);
      same(await again.get(idOf(1)), { ...aFiling(1), delivery: { state: 'waiting', attempts: 1 } });
      same(await again.get(idOf(3)), aFiling(3));
    },
  },
  {
    claim: 'an attendant may let a refused filing try again',
    async check({ outbox }) {
      await outbox.put(aFiling(1));
      await outbox.lease(wide);
      await outbox.record(new Map<string, Outcome>([[idOf(1), { kind: 'needs-attention', problem: 'too-large' }]]));
      same(await outbox.lease(wide), []);
      await outbox.tryAgain(idOf(1));
      same(sequences(await outbox.lease(wide)), [1]);
    },
  },
  {
    claim: 'lists come by sequence, in pages, without bodies',
    async check({ outbox }) {
      for (const number of [5, 1, 4, 2, 3]) await outbox.put(aFiling(number));
      await outbox.lease({ filings: 1, bytes: 1 });
      await outbox.record(new Map([[idOf(1), received]]));
      const first = await outbox.list({ states: ['waiting', 'received'], limit: 3 });
      same(sequences(first), [1, 2, 3]);
      same(
        first.every(({ body }) => body === null),
        true,
      );
      same(sequences(await outbox.list({ states: ['waiting', 'received'], after: 3, limit: 3 })), [4, 5]);
      same(sequences(await outbox.list({ states: ['sending'], limit: 3 })), []);
    },
  },
  {
    claim: 'a slip finds its filing, with its body',
    async check({ outbox }) {
      await outbox.put(aFiling(7));
      same(await outbox.findBySlip('A6-0007'), aFiling(7));
      same(await outbox.findBySlip('A6-0008'), undefined);
    },
  },
  {
    claim: 'a withdrawal is open until it reached the portal, and survives a restart',
    async check({ outbox, reopen }) {
      for (const number of [1, 2]) await outbox.put(aFiling(number));
      await outbox.setWithdrawal(idOf(2), { token: 'w2', reached: false });
      const again = await reopen();
      same(await again.openWithdrawals(10), [{ id: idOf(2), token: 'w2' }]);
      await again.setWithdrawal(idOf(2), { token: 'w2', reached: true });
      same(await again.openWithdrawals(10), []);
      same((await again.get(idOf(2)))?.body, aFiling(2).body);
    },
  },
  {
    claim: 'received filings are followed in turns until their status is final, and a status never goes back in time',
    async check({ outbox }) {
      for (const number of [1, 2, 3]) await outbox.put(aFiling(number));
      await outbox.lease(wide);
      await outbox.record(new Map([1, 2, 3].map((number) => [idOf(number), received])));
      same(await outbox.following(2), [idOf(1), idOf(2)]);
      same(await outbox.following(2, idOf(2)), [idOf(3)]);
      await outbox.setStatus(idOf(1), { status: 4, since: '2026-11-22T08:00:00Z' });
      await outbox.setStatus(idOf(1), { status: 2, since: '2026-11-21T15:00:00Z', due: '2026-11-25' });
      await outbox.setStatus(idOf(2), { status: 10, since: '2026-11-22T08:00:00Z' });
      same(await outbox.following(5), [idOf(1), idOf(3)]);
      const first = await outbox.get(idOf(1));
      same(first?.delivery.state === 'received' && first.delivery.status?.status, 4);
    },
  },
  {
    claim: 'only received filings can be forgotten',
    async check({ outbox }) {
      for (const number of [1, 2]) await outbox.put(aFiling(number));
      await outbox.lease({ filings: 1, bytes: 1 });
      await outbox.record(new Map([[idOf(1), received]]));
      await outbox.forget([idOf(1), idOf(2)]);
      same(await outbox.get(idOf(1)), undefined);
      same(await outbox.get(idOf(2)), aFiling(2));
    },
  },
  {
    claim: 'agreeing with the safe adds what is missing and marks what was received',
    async check({ outbox }) {
      await outbox.put(aFiling(1));
      await outbox.lease(wide);
      const { kind: _kind, ...told } = received as Extract<Outcome, { kind: 'received' }>;
      const inSafe = aFiling(1, { body: null, delivery: { state: 'received', attempts: 0, ...told } });
      same(await outbox.agree([inSafe, aFiling(2)]), { added: 1, corrected: 1 });
      same((await outbox.get(idOf(1)))?.delivery, { state: 'received', attempts: 1, ...told });
      same((await outbox.get(idOf(1)))?.body, null);
      same(await outbox.get(idOf(2)), aFiling(2));
      same(await outbox.agree([inSafe, aFiling(2)]), { added: 0, corrected: 0 });
    },
  },
  {
    claim: 'a filing the portal lost waits again with its body, and what the resident was told is kept',
    async check({ outbox }) {
      await outbox.put(aFiling(1));
      await outbox.lease(wide);
      await outbox.record(new Map([[idOf(1), received]]));
      same(await outbox.agree([aFiling(1)]), { added: 0, corrected: 1 });
      const [again] = await outbox.lease(wide);
      same(again?.body, aFiling(1).body);
      same(again?.delivery.state === 'sending' && again.delivery.earlier?.code, 'H26.01-261121-0000001');
    },
  },
  {
    claim:
      'a filing whose body is gone everywhere is set aside with a reason, and goes on when the safe can read it again',
    async check({ outbox, reopen }) {
      await outbox.put(aFiling(1));
      const unreadable = [1, 2].map((number) => aFiling(number, { body: null }));
      same(await outbox.agree(unreadable), { added: 1, corrected: 0 });
      same(await outbox.get(idOf(1)), aFiling(1));
      const gone = { state: 'needs-attention', attempts: 0, problem: 'filing-changed' };
      same((await outbox.get(idOf(2)))?.delivery, gone);
      same(sequences(await outbox.list({ states: ['needs-attention'], limit: 5 })), [2]);
      await outbox.tryAgain(idOf(2));
      same((await outbox.get(idOf(2)))?.delivery, gone);
      same(sequences(await outbox.lease(wide)), [1]);
      const again = await reopen();
      same(await again.agree(unreadable), { added: 0, corrected: 0 });
      same((await again.get(idOf(2)))?.delivery, gone);
      same(await again.agree([aFiling(2)]), { added: 0, corrected: 1 });
      same(await again.get(idOf(2)), aFiling(2));
      await again.recover();
      same(sequences(await again.lease(wide)), [1, 2]);
    },
  },
  {
    claim: 'what was received stays so when the safe can read neither its receipt nor its body any more',
    async check({ outbox }) {
      await outbox.put(aFiling(1));
      await outbox.lease(wide);
      await outbox.record(new Map([[idOf(1), received]]));
      same(await outbox.agree([aFiling(1, { body: null })]), { added: 0, corrected: 0 });
      same((await outbox.get(idOf(1)))?.delivery.state, 'received');
    },
  },
  {
    claim: 'what a portal refused is not sent again by agreeing with the safe',
    async check({ outbox }) {
      await outbox.put(aFiling(1));
      await outbox.lease(wide);
      await outbox.record(
        new Map<string, Outcome>([[idOf(1), { kind: 'needs-attention', problem: 'filing-changed' }]]),
      );
      same(await outbox.agree([aFiling(1)]), { added: 0, corrected: 0 });
      same((await outbox.get(idOf(1)))?.delivery.state, 'needs-attention');
    },
  },
  {
    claim: 'a page may be leased without its bodies, which stay and are freed by the receipt',
    async check({ outbox }) {
      for (const number of [1, 2, 3]) await outbox.put(aFiling(number));
      const leased = await outbox.lease({ ...wide, bodies: false });
      same(
        leased.map(({ body, bytes }) => [body, bytes]),
        [1, 2, 3].map(() => [null, 64 + 400 + 1600]),
      );
      same((await outbox.get(idOf(2)))?.body, aFiling(2).body);
      await outbox.record(
        new Map<string, Outcome>([
          [idOf(1), received],
          [idOf(2), { kind: 'later' }],
          [idOf(3), received],
        ]),
      );
      same((await outbox.get(idOf(1)))?.body, null);
      same(await outbox.get(idOf(2)), { ...aFiling(2), delivery: { state: 'waiting', attempts: 1 } });
      same((await outbox.get(idOf(3)))?.body, null);
    },
  },
  {
    claim: 'a page leased beside others on their way takes what lies between and behind them',
    async check({ outbox }) {
      for (let number = 1; number <= 9; number++) await outbox.put(aFiling(number));
      await outbox.lease({ ...wide, only: idOf(2) });
      await outbox.lease({ ...wide, only: idOf(3) });
      await outbox.lease({ ...wide, only: idOf(6) });
      same(sequences(await outbox.lease({ ...wide, filings: 4 })), [1, 4, 5, 7]);
      same(await outbox.count(), { waiting: 2, sending: 7, received: 0, 'needs-attention': 0 });
      same(sequences(await outbox.list({ states: ['waiting'], limit: 1 })), [8]);
      same(sequences(await outbox.list({ states: ['sending', 'waiting'], after: 5, limit: 3 })), [6, 7, 8]);
    },
  },
  {
    claim: 'what changes about a filing on its way leaves it on its way, with its attempts',
    async check({ outbox, reopen }) {
      await outbox.put(aFiling(1));
      await outbox.lease(wide);
      await outbox.setWithdrawal(idOf(1), { token: 'w1', reached: false });
      await outbox.agree([aFiling(1, { body: null })]);
      same((await outbox.get(idOf(1)))?.delivery, { state: 'sending', attempts: 1 });
      same((await outbox.get(idOf(1)))?.body, aFiling(1).body);
      const again = await reopen();
      same(await again.recover(), 1);
      same((await again.get(idOf(1)))?.delivery, { state: 'waiting', attempts: 1 });
      same(await again.openWithdrawals(5), [{ id: idOf(1), token: 'w1' }]);
    },
  },
  {
    claim:
      'a receipt the safe holds ends what is on its way, and a filing lost later is not on its way again by itself',
    async check({ outbox }) {
      await outbox.put(aFiling(1));
      await outbox.lease(wide);
      const { kind: _kind, ...told } = received as Extract<Outcome, { kind: 'received' }>;
      await outbox.agree([aFiling(1, { body: null, delivery: { state: 'received', attempts: 0, ...told } })]);
      same((await outbox.count()).sending, 0);
      await outbox.agree([aFiling(1)]);
      same((await outbox.get(idOf(1)))?.delivery.state, 'waiting');
      same((await outbox.count()).waiting, 1);
    },
  },
  {
    claim:
      'what recording left for later is read as if it were done, before, while and after it is, and after a restart',
    async check({ outbox, reopen }) {
      for (let number = 1; number <= 6; number++) await outbox.put(aFiling(number));
      for (const ids of [[1, 2], [3], [4]]) {
        await outbox.lease({ filings: ids.length, bytes: 10_000_000 });
        await outbox.record(new Map(ids.map((number) => [idOf(number), received])));
      }
      await outbox.setWithdrawal(idOf(2), { token: 'w2', reached: false });
      const reads = async (from: Outbox) => ({
        count: await from.count(),
        all: await from.list({ states: ['received', 'waiting', 'sending', 'needs-attention'], limit: 10 }),
        behind: sequences(await from.list({ states: ['received'], after: 1, limit: 2 })),
        following: [await from.following(2), await from.following(5, idOf(2))],
        one: await from.get(idOf(3)),
        bySlip: await from.findBySlip('A6-0004'),
        withdrawals: await from.openWithdrawals(5),
      });
      const before = await reads(outbox);
      same(before.count, { waiting: 2, sending: 0, received: 4, 'needs-attention': 0 });
      same([before.one?.body, before.one?.delivery.state], [null, 'received']);
      same(before.following, [
        [idOf(1), idOf(2)],
        [idOf(3), idOf(4)],
      ]);
      await outbox.tidy();
      same(await reads(outbox), before);
      const again = await reopen();
      for (let turns = 0; (await again.tidy()) && turns < 9; turns++);
      same(await reads(again), before);
      same(sequences(await again.lease(wide)), [5, 6]);
    },
  },
  {
    claim: 'a late word about a filing that was taken changes nothing, whoever says it',
    async check({ outbox }) {
      for (const number of [1, 2]) await outbox.put(aFiling(number));
      await outbox.lease(wide);
      await outbox.recover();
      await outbox.lease({ filings: 1, bytes: 10_000_000 });
      await outbox.record(new Map([[idOf(1), received]]));
      await outbox.record(new Map<string, Outcome>([[idOf(1), { kind: 'needs-attention', problem: 'too-large' }]]));
      await outbox.record(new Map([[idOf(1), received]]));
      same(await outbox.count(), { waiting: 1, sending: 0, received: 1, 'needs-attention': 0 });
      same(await outbox.lease({ filings: 1, bytes: 1, only: idOf(1) }), []);
      await outbox.tryAgain(idOf(1));
      same((await outbox.get(idOf(1)))?.delivery.state, 'received');
      await outbox.forget([idOf(1)]);
      same(await outbox.count(), { waiting: 1, sending: 0, received: 0, 'needs-attention': 0 });
    },
  },
  {
    claim: 'two leases at once never take the same filing',
    async check({ outbox }) {
      for (let number = 1; number <= 20; number++) await outbox.put(aFiling(number));
      const pages = await Promise.all([1, 2, 3, 4].map(() => outbox.lease({ filings: 6, bytes: 10_000_000 })));
      same(
        sequences(pages.flat()).sort((one, other) => one - other),
        Array.from({ length: 20 }, (_, index) => index + 1),
      );
    },
  },
  {
    claim: 'changes are announced, and what is newly owed is announced as owed',
    async check({ outbox }) {
      const heard: [number, boolean][] = [];
      const stop = outbox.observe(({ ids, owed }) => heard.push([ids.length, owed]));
      await outbox.put(aFiling(1));
      await outbox.lease(wide);
      await outbox.record(new Map([[idOf(1), { kind: 'needs-attention', problem: 'too-large' } as Outcome]]));
      await outbox.tryAgain(idOf(1));
      stop();
      await outbox.put(aFiling(2));
      same(heard, [
        [1, true],
        [1, false],
        [1, false],
        [1, true],
      ]);
    },
  },
];

function sequences(filings: readonly { sequence: number }[]): number[] {
  return filings.map(({ sequence }) => sequence);
}

/** Compared as canonical text, so that the suite needs no test framework in the browser. */
function same(actual: unknown, expected: unknown): void {
  const [one, other] = [text(actual), text(expected)];
  if (one !== other) throw new Error(`expected ${other}, got ${one}`);
}

function text(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      inner && typeof inner === 'object' && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
        : inner,
    ) ?? 'undefined'
  );
}
