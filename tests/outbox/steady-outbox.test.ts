import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, describe, expect, it } from 'vitest';
import { createDexieOutbox } from '../../renderer/store/dexie-outbox.ts';
import { openOutboxDatabase, type ShutReason, StoreIsShut } from '../../renderer/store/outbox-database.ts';
import { openSteadyOutbox, type SteadyOutbox, type StoreState } from '../../renderer/store/steady-outbox.ts';
import type { OutboxFiling, Outcome } from '../../shared/outbox/outbox.ts';
import type { SafeFiling, SafeFilings } from '../../shared/shell-contract/messages.ts';
import { outboxClaims } from './outbox-suite.ts';
import { aFiling, idOf } from './some-filings.ts';

/** The outbox goes on when its store does not, and comes back to it. */

const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

const received = { kind: 'received', code: 'H26', receivedAt: '2026-11-21T13:00:00Z', receiver: 'UBND' } as const;
const everything = { filings: 100, bytes: 10_000_000 };

/** A store whose disk can fill up and be emptied, a safe, and time that passes when it is told to. */
async function aWorld(given: { purpose?: 'showing' | 'sending'; shut?: ShutReason; waiting?: number } = {}) {
  const indexedDB = new IDBFactory();
  const safe: SafeFiling[] = [];
  const states: StoreState[] = [];
  const waits: (() => void)[] = [];
  const world = {
    isFull: false,
    shut: given.shut,
    states,
    safe,
    file(number: number) {
      const { delivery: _delivery, ...facts } = aFiling(number);
      safe.push({ ...facts, body: facts.body, receipt: null, withdrawal: null });
      return aFiling(number);
    },
    async pass() {
      for (const wake of waits.splice(0)) wake();
      for (let turn = 0; turn < 40; turn += 1) await new Promise((done) => setTimeout(done, 0));
    },
    outbox: undefined as unknown as SteadyOutbox,
    read: async () => {
      const database = await openOutboxDatabase({ indexedDB, IDBKeyRange });
      const outbox = createDexieOutbox(database);
      open.push(outbox);
      return outbox;
    },
  };
  for (let number = 1; number <= (given.waiting ?? 0); number += 1) world.file(number);
  world.outbox = await openSteadyOutbox({
    async open() {
      if (world.shut) throw new StoreIsShut(world.shut);
      const database = await openOutboxDatabase({ indexedDB, IDBKeyRange });
      const outbox = createDexieOutbox(database);
      const { opened, forgetOpening, proveWritable } = database;
      return {
        outbox: whileThereIsRoom(outbox, () => !world.isFull),
        opened,
        forgetOpening,
        proveWritable: () => (world.isFull ? Promise.reject(new Error('full')) : proveWritable()),
      };
    },
    readPage: async ({ after, limit }): Promise<SafeFilings> => {
      const rest = safe.filter(({ sequence }) => sequence > after);
      return { filings: rest.slice(0, limit), more: rest.length > limit };
    },
    purpose: given.purpose ?? 'sending',
    wait: () => new Promise((done) => waits.push(done)),
    onStore: (state) => states.push(state),
  });
  open.push(world.outbox);
  return world;
}

/** What Chromium does when the disk is full: the call fails, and so does every call behind it. */
function whileThereIsRoom<T extends object>(outbox: T, hasRoom: () => boolean): T {
  let isBroken = false;
  return new Proxy(outbox, {
    get(target, name) {
      const found = target[name as keyof T];
      if (typeof found !== 'function' || name === 'observe' || name === 'close') return found;
      return (...given: unknown[]) => {
        isBroken ||= !hasRoom();
        return isBroken ? Promise.reject(new Error('the database connection is closing')) : found(...given);
      };
    },
  });
}

describe('an outbox without a store', () => {
  for (const { claim, check } of outboxClaims) {
    it(claim, async () => {
      const { outbox } = await aWorld({ shut: 'unavailable' });
      await check({ outbox, reopen: async () => outbox });
    });
  }
});

describe('an outbox whose store fails', () => {
  it('what waits is still leased and recorded when the disk is full, and the store agrees once there is room again', async () => {
    const world = await aWorld({ waiting: 3 });
    await world.outbox.agreeWithSafe();
    const [first] = await world.outbox.lease({ ...everything, filings: 1 });
    expect(first?.sequence).toBe(1);
    world.isFull = true;
    // The message went out before the disk filled up: what came of it is taken in all the same.
    await world.outbox.record(new Map([[idOf(1), received]]));
    expect(world.states).toEqual(['write-failed']);
    const next = await world.outbox.lease(everything);
    expect(next.map(({ sequence, body }) => [sequence, body !== null])).toEqual([
      [2, true],
      [3, true],
    ]);
    await world.outbox.record(
      new Map<string, Outcome>([
        [idOf(2), received],
        [idOf(3), { kind: 'needs-attention', problem: 'part-hash-wrong' }],
      ]),
    );
    expect(await world.outbox.count()).toEqual({ waiting: 0, sending: 0, received: 2, 'needs-attention': 1 });

    await world.pass();
    expect(world.outbox.store()).toBe('write-failed');
    world.isFull = false;
    await world.pass();
    expect(world.states).toEqual(['write-failed', 'open']);
    // The refusal is taken over; receipts are the safe's to know, and here it was told of none.
    const inStore = await (await world.read()).list({ states: ['waiting', 'needs-attention'], limit: 10 });
    expect(inStore.map(({ sequence, delivery }) => [sequence, delivery.state])).toEqual([
      [1, 'waiting'],
      [2, 'waiting'],
      [3, 'needs-attention'],
    ]);
    expect((await world.outbox.lease(everything)).map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  it('a store that stays shut is left alone, and its filings are sent from the safe', async () => {
    const world = await aWorld({ shut: 'newer', waiting: 2 });
    expect(world.states).toEqual(['newer']);
    expect((await world.outbox.agreeWithSafe()).opened).toBeUndefined();
    expect((await world.outbox.lease(everything)).map(({ sequence }) => sequence)).toEqual([1, 2]);
    await world.pass();
    expect(world.outbox.store()).toBe('newer');
    world.shut = undefined;
    await world.pass();
    expect(world.states).toEqual(['newer', 'open']);
    expect(await world.outbox.count()).toEqual({ waiting: 2, sending: 0, received: 0, 'needs-attention': 0 });
  });

  it('a filing put while the disk is full is sent, also by whoever only hears of it from the safe', async () => {
    const world = await aWorld();
    world.isFull = true;
    await world.outbox.put(world.file(1));
    world.file(2);
    expect((await world.outbox.agreeWithSafe()).complete).toBe(true);
    expect((await world.outbox.lease(everything)).map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  it('memory holds a stretch of bodies, not a whole queue; every filing has its turn', async () => {
    const world = await aWorld({ shut: 'unavailable', waiting: 1500 });
    const seen: number[] = [];
    for (let page = 0; page < 40; page += 1) {
      const leased = await world.outbox.lease(everything);
      if (leased.length === 0) break;
      seen.push(...leased.map(({ sequence }) => sequence));
      const held = await world.outbox.count();
      expect(held.waiting + held.sending).toBeLessThanOrEqual(800);
      await world.outbox.record(new Map(leased.map(({ id }) => [id, received])));
    }
    expect(seen).toEqual(Array.from({ length: 1500 }, (_, index) => index + 1));
  });

  it('the page shows every filing the safe has, without a body', async () => {
    const world = await aWorld({ shut: 'unavailable', purpose: 'showing', waiting: 450 });
    expect((await world.outbox.count()).waiting).toBe(450);
    const [first]: OutboxFiling[] = await world.outbox.list({ states: ['waiting'], limit: 1 });
    expect(first?.body).toBeNull();
  });
});
