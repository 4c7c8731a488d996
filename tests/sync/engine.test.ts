import { describe, expect, it } from 'vitest';
import { canonicalBytes } from '../../shared/dossier/bytes.ts';
import { createMemoryOutbox } from '../../shared/outbox/memory-outbox.ts';
import type { OutboxFiling } from '../../shared/outbox/outbox.ts';
import type { SyncAnswer, SyncRequest } from '../../shared/portal-contract/messages.ts';
import { readReceipt } from '../../shared/portal-contract/receipt.ts';
import type { PublicKey } from '../../shared/portal-contract/trust.ts';
import type { PortalNews, PortalNewsAnswer } from '../../shared/shell-contract/messages.ts';
import { startSyncEngine } from '../../shared/sync/engine.ts';
import type { Attempt, PartSending, PortalDoor, ReceiptsKept } from '../../shared/sync/ports.ts';
import type { SyncEvent } from '../../shared/sync/sync-event.ts';
import { aFiling, idOf } from '../outbox/some-filings.ts';
import { createSeededCryptography } from '../simulation/seeded-cryptography.ts';
import { createDice } from '../simulation/seeded-dice.ts';
import { createVirtualTime } from '../simulation/virtual-time.ts';

/** Told apart by its id alone. */
const aKey = (kid: string): PublicKey => ({ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid });
const key = aKey('receipt');
const cryptography = createSeededCryptography(createDice(1));

/** A kiosk's engine over a portal that answers as the test says; time is virtual. */
function aKiosk(
  portal: (request: SyncRequest, say: Portal) => Promise<Attempt>,
  shell: Partial<Shell> = {},
  door: Pick<PortalDoor, 'syncFromSafe'> = {},
) {
  const time = createVirtualTime();
  const rows = new Map<string, OutboxFiling>();
  const outbox = createMemoryOutbox(rows);
  const requests: SyncRequest[] = [];
  const kept: string[] = [];
  const log: string[] = [];
  const news: PortalNews[] = [];
  const events: SyncEvent[] = [];
  const portalDoor: PortalDoor = {
    async sync(request: SyncRequest) {
      requests.push(request);
      log.push(`sent ${request.filings.length}`);
      await time.timer.wait(50);
      return portal(request, says);
    },
    ...door,
  };
  const engine = startSyncEngine({
    outbox: {
      ...outbox,
      async record(outcomes) {
        for (const [id, { kind }] of outcomes) log.push(`${kind} ${Number.parseInt(id, 16)}`);
        await outbox.record(outcomes);
      },
    },
    portal: portalDoor,
    safe: {
      kiosk: async () => ({ id: 'k', trustVersion: 1, configVersion: 1 }),
      owed: async () => ({ head: { records: 0, hash: idOf(0) }, ratings: [] }),
      async recordReceipts(receipts) {
        const genuine: string[] = [];
        for (const { id, receipt } of receipts) {
          const expected = { filing: id, body: idOf(Number.parseInt(id, 16) + 1_000_000) };
          if (await readReceipt(receipt, expected, { ...cryptography, receiptKeys: [key] })) genuine.push(id);
        }
        log.push(`safe keeps ${genuine.length}`);
        kept.push(...genuine);
        return { kept: genuine, refused: receipts.flatMap(({ id }) => (genuine.includes(id) ? [] : [id])) };
      },
      async takeNews(told) {
        news.push(told);
        return { freed: [], lacking: [] };
      },
      async sendPart(sha256) {
        log.push(`part ${sha256.slice(-2)}`);
        return 'sent';
      },
      ...shell,
    },
    clock: { nowMs: time.nowMs },
    dice: createDice(7),
    timer: time.timer,
  });
  engine.observe((event) => events.push(event));
  return {
    engine,
    wait: (delayMs: number) => time.timer.wait(delayMs),
    outbox,
    requests,
    log,
    events,
    news,
    kept,
    async file(...numbers: number[]) {
      for (const number of numbers) await outbox.put(aFiling(number));
    },
    async minutes(count: number) {
      const untilMs = time.nowMs() + count * 60_000;
      // What was just asked for comes to plan its waits first.
      await new Promise((resolve) => setImmediate(resolve));
      while (await time.step(untilMs));
    },
    states: () => [...rows.values()].map(({ sequence, delivery }) => `${sequence} ${delivery.state}`),
  };
}

type Portal = typeof says;
interface Shell {
  recordReceipts(receipts: readonly { id: string; receipt: string }[]): Promise<ReceiptsKept | undefined>;
  sendPart(sha256: string): Promise<PartSending>;
  takeNews(news: PortalNews): Promise<PortalNewsAnswer | undefined>;
}

const says = {
  async answer(filings: SyncAnswer['filings'] | Promise<SyncAnswer['filings']>): Promise<Attempt> {
    const answer = { filings: await filings, withdrawals: [], ratings: [], statuses: [], time: 't' };
    return { kind: 'answered', answer };
  },
  received: ({ filings }: SyncRequest, by = key) =>
    Promise.all(
      filings.map(async ({ id }) => {
        const body = idOf(Number.parseInt(id, 16) + 1_000_000);
        const code = `H26-${Number.parseInt(id, 16)}`;
        const receipt = {
          filing: id,
          body,
          code,
          receivedAt: '2026-11-21T10:00:00Z',
          receiver: { unit: '1', name: 'U' },
        };
        const token = await cryptography.signing(by).sign('receipt', canonicalBytes(receipt));
        return { id, state: 'received' as const, receipt: token };
      }),
    ),
};

const takesAll = (request: SyncRequest, say: Portal) => say.answer(say.received(request));
const holds = (request: SyncRequest, number: number) => request.filings.some(({ id }) => id === idOf(number));

describe('the sync engine', () => {
  it('takes up what another engine left under way when it died (two windows, the lock lost)', async () => {
    const kiosk = aKiosk(takesAll);
    await kiosk.minutes(1);
    await kiosk.file(1);
    // Leased in the same step by the other one, which sends nothing any more.
    await kiosk.outbox.lease({ filings: 1, bytes: 1e6 });
    expect(kiosk.states()).toEqual(['1 sending']);
    await kiosk.minutes(10);
    expect(kiosk.states()).toEqual(['1 received']);
  });

  it('asks less of a line that has become thin, instead of the same again for ever', async () => {
    let msForEach = 1;
    const kiosk = aKiosk(async (request, say) => {
      const takesMs = request.filings.length * msForEach;
      await kiosk.wait(Math.min(takesMs, 30_000));
      return takesMs > 30_000 ? { kind: 'unreachable' } : takesAll(request, say);
    });
    const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, place) => from + place);
    await kiosk.file(...numbers(1, 600));
    await kiosk.minutes(1);
    expect(kiosk.kept).toHaveLength(599);
    expect(Math.max(...kiosk.requests.map(({ filings }) => filings.length))).toBeGreaterThan(60);
    msForEach = 1200;
    await kiosk.file(...numbers(600, 800));
    await kiosk.minutes(30);
    expect(kiosk.kept).toHaveLength(799);
  });

  it('records a receipt in the safe before the outbox says received', async () => {
    const kiosk = aKiosk(takesAll);
    await kiosk.file(1);
    await kiosk.minutes(1);
    expect(kiosk.log.filter((line) => line !== 'sent 0')).toEqual(['sent 1', 'safe keeps 1', 'received 1']);
    expect(kiosk.events).toContainEqual({ event: 'filing-received', id: idOf(1), code: 'H26-1' });
  });

  it('says received of nothing while the safe cannot keep receipts', async () => {
    const kiosk = aKiosk(takesAll, { recordReceipts: async () => undefined });
    await kiosk.file(1);
    await kiosk.minutes(20);
    expect((await kiosk.outbox.get(idOf(1)))?.delivery.attempts).toBeGreaterThan(2);
    expect(kiosk.states()).toEqual(['1 waiting']);
  });

  it('takes a receipt signed by somebody else for no answer', async () => {
    const kiosk = aKiosk((request, say) => say.answer(say.received(request, aKey('somebody'))));
    await kiosk.file(1);
    await kiosk.minutes(20);
    expect((await kiosk.outbox.get(idOf(1)))?.delivery.attempts).toBeGreaterThan(2);
    expect(kiosk.states()).toEqual(['1 waiting']);
    expect(kiosk.kept).toEqual([]);
  });

  it('hears from an answer about a withdrawal that the portal was restored: what it had signed for goes again, and both arrive', async () => {
    const there = new Set<string>();
    const { delivery: _waiting, ...one } = aFiling(1);
    const kiosk = aKiosk(
      async (request, say) => {
        for (const { id } of request.filings) there.add(id);
        const attempt = await takesAll(request, say);
        if (attempt.kind !== 'answered') return attempt;
        const state = there.has(one.id) ? 'recorded' : 'not-here-yet';
        const withdrawals = request.withdrawals.map(() => ({ filing: one.id, state }) as const);
        return { kind: 'answered', answer: { ...attempt.answer, withdrawals } };
      },
      {
        takeNews: async ({ missing = [] }) => ({
          freed: [],
          lacking: missing.includes(one.id)
            ? [{ ...one, receipt: 'r', withdrawal: { token: 't', reached: false } }]
            : [],
        }),
      },
    );
    await kiosk.file(1);
    await kiosk.minutes(2);
    expect(kiosk.states()).toEqual(['1 received']);
    there.clear();
    await kiosk.outbox.setWithdrawal(one.id, { token: 't', reached: false });
    await kiosk.minutes(10);
    expect(kiosk.events).toContainEqual({ event: 'filing-lost-by-portal', id: one.id });
    expect([...there]).toEqual([one.id]);
    expect(kiosk.states()).toEqual(['1 received']);
    expect((await kiosk.outbox.get(one.id))?.withdrawal?.reached).toBe(true);
  });

  it('asks again for a withdrawal that was recorded before there was a receipt: the portal may have lost both since', async () => {
    let isRestored = false;
    const kiosk = aKiosk(async (request, say) => {
      const withdrawals = request.withdrawals.map(() => ({ filing: idOf(1), state: 'recorded' }) as const);
      // Registered, and the answer lost; only the withdrawal is heard of.
      if (request.filings.length > 0 && !isRestored) return { kind: 'unreachable' };
      const attempt = await takesAll(request, say);
      return attempt.kind === 'answered' ? { kind: 'answered', answer: { ...attempt.answer, withdrawals } } : attempt;
    });
    await kiosk.file(1);
    await kiosk.outbox.setWithdrawal(idOf(1), { token: 't', reached: false });
    await kiosk.minutes(20);
    const asked = () => kiosk.requests.filter(({ withdrawals }) => withdrawals.length > 0).length;
    expect([asked(), kiosk.states()]).toEqual([1, ['1 waiting']]);
    isRestored = true;
    await kiosk.minutes(30);
    expect([asked(), kiosk.states()]).toEqual([2, ['1 received']]);
    expect((await kiosk.outbox.get(idOf(1)))?.withdrawal?.reached).toBe(true);
  });

  it('asks again for a withdrawal that was refused alone, though no other filing comes', async () => {
    let isMended = false;
    const kiosk = aKiosk(async (request, say) => {
      if (request.withdrawals.length > 0 && !isMended) return { kind: 'problem', problem: 'bad-request' };
      const attempt = await takesAll(request, say);
      const withdrawals = request.withdrawals.map(() => ({ filing: idOf(1), state: 'too-late' }) as const);
      return attempt.kind === 'answered' ? { kind: 'answered', answer: { ...attempt.answer, withdrawals } } : attempt;
    });
    await kiosk.file(1);
    await kiosk.minutes(2);
    await kiosk.outbox.setWithdrawal(idOf(1), { token: 't', reached: false });
    await kiosk.minutes(50);
    isMended = true;
    expect((await kiosk.outbox.get(idOf(1)))?.withdrawal?.reached).toBe(false);
    await kiosk.minutes(90);
    expect((await kiosk.outbox.get(idOf(1)))?.withdrawal?.reached).toBe(true);
  });

  it('filings go from the safe by their ids, and what the shell has kept is not handed to it again', async () => {
    const asked: (readonly string[])[] = [];
    const kiosk = aKiosk(
      takesAll,
      {},
      {
        async syncFromSafe(filings) {
          asked.push(filings);
          const answer = await says.received({ filings: filings.map((id) => ({ id })) } as SyncRequest);
          const attempt = (await says.answer(answer)) as Extract<Attempt, { kind: 'answered' }>;
          return { ...attempt, kept: filings.filter((id) => id === idOf(1)) };
        },
      },
    );
    await kiosk.file(1, 2);
    await kiosk.minutes(0.05);
    expect(asked[0]).toEqual([idOf(1), idOf(2)]);
    expect(kiosk.states()).toEqual(['1 received', '2 waiting']);
    expect(kiosk.kept).toEqual([]);
    expect(kiosk.events).toContainEqual({ event: 'trouble', about: 'receipt' });
  });

  it('a filing whose body the safe has lost goes alone with the copy of the outbox; the others wait for nothing', async () => {
    const lost = idOf(2);
    const kiosk = aKiosk(
      takesAll,
      {},
      {
        async syncFromSafe(filings) {
          if (filings.includes(lost)) return { kind: 'not-in-safe', filings: [lost] };
          return says.answer(says.received({ filings: filings.map((id) => ({ id })) } as SyncRequest));
        },
      },
    );
    await kiosk.file(1, 2, 3);
    await kiosk.minutes(1);
    expect(kiosk.states()).toEqual(['1 received', '2 received', '3 received']);
    const carried = kiosk.requests.flatMap(({ filings }) => filings);
    expect(carried).toEqual([aFiling(2).body]);
  });

  it('many filings whose bodies the safe has lost go one after the other, not twenty with each contact', async () => {
    const kiosk = aKiosk(
      takesAll,
      {},
      { syncFromSafe: async (filings) => ({ kind: 'not-in-safe', filings: [...filings] }) },
    );
    await kiosk.file(...Array.from({ length: 90 }, (_, place) => place + 1));
    await kiosk.minutes(0.5);
    expect(kiosk.states().filter((state) => state.endsWith('received'))).toHaveLength(90);
  });

  it('one filing the portal breaks over is set aside after patient tries; the others arrive within minutes', async () => {
    const kiosk = aKiosk((request, say) =>
      holds(request, 3) ? Promise.resolve({ kind: 'problem', problem: 'internal' }) : takesAll(request, say),
    );
    await kiosk.file(1, 2, 3, 4, 5, 6, 7, 8);
    await kiosk.minutes(3);
    expect(kiosk.states().filter((state) => state.endsWith('received'))).toHaveLength(7);
    await kiosk.minutes(60);
    expect(kiosk.states()).toContain('3 needs-attention');
  });

  it('a page refused as a whole is halved until the filing that spoils it stands alone', async () => {
    const kiosk = aKiosk((request, say) =>
      holds(request, 5) ? Promise.resolve({ kind: 'problem', problem: 'bad-request' }) : takesAll(request, say),
    );
    await kiosk.file(1, 2, 3, 4, 5, 6, 7, 8);
    await kiosk.minutes(15);
    expect(kiosk.states().filter((state) => !state.endsWith('received'))).toEqual(['5 needs-attention']);
  });

  it('a portal that refuses every message, even an empty one, makes no filing bad: the kiosk says it is blocked', async () => {
    const kiosk = aKiosk(async () => ({ kind: 'problem', problem: 'bad-request' }));
    await kiosk.file(1, 2, 3);
    await kiosk.minutes(120);
    expect(kiosk.states()).toEqual(['1 waiting', '2 waiting', '3 waiting']);
    expect(kiosk.events).toContainEqual({ event: 'blocked', problem: 'bad-request' });
  });

  it('a kiosk shut out sends no filing until it is let in again, and then goes on by itself', async () => {
    let shutOut = true;
    const kiosk = aKiosk((request, say) =>
      shutOut ? Promise.resolve({ kind: 'problem', problem: 'device-revoked' }) : takesAll(request, say),
    );
    await kiosk.file(1);
    await kiosk.minutes(60);
    expect(kiosk.requests.length).toBeGreaterThan(5);
    expect(kiosk.requests.slice(1).every(({ filings }) => filings.length === 0)).toBe(true);
    shutOut = false;
    await kiosk.minutes(10);
    expect(kiosk.states()).toEqual(['1 received']);
  });

  it('a dead line costs a few small messages an hour, and no attempt is counted on filings while it is dead', async () => {
    const kiosk = aKiosk(async () => ({ kind: 'unreachable' }));
    await kiosk.file(1);
    await kiosk.minutes(24 * 60);
    expect(kiosk.requests.length).toBeGreaterThan(24 * 10);
    expect(kiosk.requests.length).toBeLessThan(24 * 40);
    expect((await kiosk.outbox.get(idOf(1)))?.delivery.attempts).toBeLessThanOrEqual(3);
  });

  it('honours Retry-After even when somebody presses send now', async () => {
    const kiosk = aKiosk(async () => ({ kind: 'problem', problem: 'too-busy', retryAfterMs: 600_000 }));
    await kiosk.file(1);
    await kiosk.minutes(1);
    const before = kiosk.requests.length;
    expect(before).toBe(1);
    kiosk.engine.sendNow();
    await kiosk.minutes(8);
    expect(kiosk.requests.length).toBe(before);
  });

  it('send now cuts a long back-off short', async () => {
    let online = false;
    const kiosk = aKiosk((request, say) =>
      online ? takesAll(request, say) : Promise.resolve({ kind: 'unreachable' }),
    );
    await kiosk.file(1);
    await kiosk.minutes(120);
    online = true;
    kiosk.engine.sendNow();
    await kiosk.minutes(0.2);
    expect(kiosk.states()).toEqual(['1 received']);
  });

  it('sends the parts that are asked for, and only those of the filing, then the filing again at once', async () => {
    const [mine, other] = [idOf(0xaa), idOf(0xbb)];
    let there = false;
    const kiosk = aKiosk((request, say) => {
      if (there || request.filings.length === 0) return takesAll(request, say);
      there = true;
      return say.answer([{ id: idOf(1), state: 'parts-missing', parts: [other, mine] }]);
    });
    await kiosk.outbox.put(aFiling(1, { parts: [{ sha256: mine, bytes: 5 }] }));
    await kiosk.minutes(0.1);
    expect(kiosk.log.filter((line) => line.startsWith('part'))).toEqual(['part aa']);
    expect(kiosk.states()).toEqual(['1 received']);
  });

  it('a part the safe has lost brings the filing before a technician instead of trying for ever', async () => {
    const part = idOf(0xaa);
    const kiosk = aKiosk(
      (request, say) =>
        say.answer(request.filings.map(({ id }) => ({ id, state: 'parts-missing' as const, parts: [part] }))),
      { sendPart: async () => 'gone' },
    );
    await kiosk.outbox.put(aFiling(1, { parts: [{ sha256: part, bytes: 5 }] }));
    await kiosk.minutes(1);
    expect(kiosk.states()).toEqual(['1 needs-attention']);
  });

  it('drains a thousand filings in full pages', async () => {
    const kiosk = aKiosk(takesAll);
    await kiosk.file(...Array.from({ length: 1000 }, (_, index) => index + 1));
    await kiosk.minutes(1);
    expect((await kiosk.outbox.count()).received).toBe(1000);
    expect(kiosk.requests.length).toBeLessThan(40);
  });

  it('sends small pages while somebody is at the screen', async () => {
    const kiosk = aKiosk(takesAll);
    kiosk.engine.setSomebodyAtTheScreen(true);
    await kiosk.file(...Array.from({ length: 60 }, (_, index) => index + 1));
    await kiosk.minutes(1);
    expect(Math.max(...kiosk.requests.map(({ filings }) => filings.length))).toBeLessThanOrEqual(6);
    expect((await kiosk.outbox.count()).received).toBe(60);
  });

  it('stops after the message on its way was recorded', async () => {
    const kiosk = aKiosk(takesAll);
    await kiosk.file(1);
    const stopped = kiosk.engine.stop();
    await kiosk.minutes(1);
    await stopped;
    expect(kiosk.states().some((state) => state.endsWith('sending'))).toBe(false);
  });
});
