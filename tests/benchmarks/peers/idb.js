import { drainOneByOne } from './sending.js';

/** Plain IndexedDB: the least any queue over it can cost. */
export function plainQueue(durability) {
  let database;
  const transact = (work) =>
    new Promise((done, fail) => {
      const transaction = database.transaction('items', 'readwrite', { durability });
      transaction.oncomplete = () => done();
      transaction.onabort = () => fail(transaction.error);
      work(transaction.objectStore('items'));
    });
  const ask = (work) =>
    new Promise((done, fail) => {
      const request = work(database.transaction('items').objectStore('items'));
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
  return {
    name: `IndexedDB ${durability}`,
    init: () =>
      new Promise((done, fail) => {
        const opening = indexedDB.open(`plain-${durability}`, 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('items', { autoIncrement: true });
        opening.onsuccess = () => {
          database = opening.result;
          done();
        };
        opening.onerror = () => fail(opening.error);
      }),
    enqueue: (item) => transact((items) => items.add(item)),
    drain: async (base) =>
      drainOneByOne(base, await ask((items) => items.getAllKeys()), {
        take: (key) => ask((items) => items.get(key)),
        done: (key) => transact((items) => items.delete(key)),
      }),
    count: () => ask((items) => items.count()),
  };
}
