import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, describe, expect, it } from 'vitest';
import { createDexieOutbox } from '../../renderer/store/dexie-outbox.ts';
import { openOutboxDatabase } from '../../renderer/store/outbox-database.ts';
import { createMemoryOutbox } from '../../shared/outbox/memory-outbox.ts';
import type { OutboxFiling } from '../../shared/outbox/outbox.ts';
import { outboxClaims } from './outbox-suite.ts';
import { aFiling, idOf } from './some-filings.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

async function dexieOutbox(indexedDB: IDBFactory) {
  const database = await openOutboxDatabase({ indexedDB, IDBKeyRange });
  const outbox = createDexieOutbox(database);
  open.push(outbox);
  return { outbox, database };
}

describe('outbox in memory', () => {
  for (const { claim, check } of outboxClaims) {
    it(claim, async () => {
      const rows = new Map<string, OutboxFiling>();
      await check({ outbox: createMemoryOutbox(rows), reopen: async () => createMemoryOutbox(rows) });
    });
  }
});

describe('outbox in IndexedDB (fake)', () => {
  for (const { claim, check } of outboxClaims) {
    it(claim, async () => {
      const indexedDB = new IDBFactory();
      const { outbox } = await dexieOutbox(indexedDB);
      const reopen = async () => {
        outbox.close();
        return (await dexieOutbox(indexedDB)).outbox;
      };
      await check({ outbox, reopen });
    });
  }

  it('a row that cannot be read is kept aside, counted, and never blocks the others', async () => {
    const { outbox, database } = await dexieOutbox(new IDBFactory());
    await outbox.put(aFiling(1));
    await outbox.put(aFiling(2));
    await database.lines.update(idOf(1), { slip: 7 as never });
    expect((await outbox.lease({ filings: 5, bytes: 1e6 })).map(({ sequence }) => sequence)).toEqual([2]);
    expect(await outbox.setAside()).toBe(1);
    expect((await database.aside.toArray())[0]).toMatchObject({ id: idOf(1), row: { slip: 7 }, body: aFiling(1).body });
  });

  it('a row set aside comes back from the safe', async () => {
    const { outbox, database } = await dexieOutbox(new IDBFactory());
    await outbox.put(aFiling(1));
    await database.lines.update(idOf(1), { filedAt: 'once upon a time' });
    expect(await outbox.agree([aFiling(1)])).toEqual({ added: 1, corrected: 0 });
    expect(await outbox.get(idOf(1))).toEqual(aFiling(1));
    expect(await outbox.setAside()).toBe(1);
  });

  it('tells a first start from a vanished canary, and a whole store from both', async () => {
    const indexedDB = new IDBFactory();
    const first = await dexieOutbox(indexedDB);
    expect(first.database.opened).toEqual({ created: true, dataLoss: false, canaryMissing: false });
    // The page may open the store before the worker: whoever opens next hears it, until somebody has told of it.
    const beside = await dexieOutbox(indexedDB);
    expect(beside.database.opened.created).toBe(true);
    await beside.database.forgetOpening();
    first.outbox.close();
    beside.outbox.close();
    const second = await dexieOutbox(indexedDB);
    expect(second.database.opened).toEqual({ created: false, dataLoss: false, canaryMissing: false });
    await second.database.dexie.table('facts').clear();
    second.outbox.close();
    const third = await dexieOutbox(indexedDB);
    expect(third.database.opened).toEqual({ created: false, dataLoss: false, canaryMissing: true });
  });

  it('hears the browser say that it threw the store away', async () => {
    const real = new IDBFactory();
    const lossy = Object.assign(Object.create(real) as IDBFactory, {
      open(name: string, version?: number) {
        const request = real.open(name, version);
        request.addEventListener('upgradeneeded', (event) => Object.assign(event, { dataLoss: 'total' }), {
          capture: true,
        });
        return request;
      },
    });
    const { database } = await dexieOutbox(lossy);
    expect(database.opened).toEqual({ created: true, dataLoss: true, canaryMissing: false });
  });
});
