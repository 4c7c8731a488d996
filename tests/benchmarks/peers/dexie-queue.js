import { Dexie } from 'dexie';
import { drainOneByOne } from './sending.js';

export function dexieQueue(durability) {
  const dexie = new Dexie(`dexie-${durability}`, { chromeTransactionDurability: durability });
  dexie.version(1).stores({ items: '++number' });
  const items = dexie.table('items');
  return {
    name: durability === 'strict' ? 'Dexie strict' : 'Dexie',
    init: async () => void (await dexie.open()),
    enqueue: async (item) => void (await items.add(item)),
    drain: async (base) =>
      drainOneByOne(base, await items.orderBy(':id').primaryKeys(), {
        take: (key) => items.get(key),
        done: (key) => items.delete(key),
      }),
    count: () => items.count(),
  };
}
