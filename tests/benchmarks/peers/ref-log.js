import { postBatch, postItem } from './sending.js';

/**
 * No peer but a limit: the shortest queue we know over IndexedDB (queue-facts §6). One strict record for each item, a hundred in a
 * request over three lanes, one delete by range for each page. It seals nothing, signs nothing and keeps one copy.
 */
let database;

export const name = 'sketch of a log (limit)';
export const init = () =>
  new Promise((done, fail) => {
    const opening = indexedDB.open('ref-log', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('log', { autoIncrement: true });
    opening.onsuccess = () => {
      database = opening.result;
      done();
    };
    opening.onerror = () => fail(opening.error);
  });

function transact(durability, work) {
  return new Promise((done, fail) => {
    const transaction = database.transaction('log', 'readwrite', { durability });
    transaction.oncomplete = () => done();
    transaction.onabort = () => fail(transaction.error);
    work(transaction.objectStore('log'));
  });
}

function ask(work) {
  return new Promise((done, fail) => {
    const request = work(database.transaction('log').objectStore('log'));
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

export const enqueue = (item) => transact('strict', (log) => log.add(item));

export async function drain(base) {
  const keys = await ask((log) => log.getAllKeys());
  const pages = [];
  for (let at = 0; at < keys.length; at += 100)
    pages.push(IDBKeyRange.bound(keys[at], keys[Math.min(at + 99, keys.length - 1)]));
  const lane = async () => {
    for (let page = pages.shift(); page; page = pages.shift()) {
      const range = page;
      const items = await ask((log) => log.getAll(range));
      const [small, large] = [
        items.filter(({ blobs }) => blobs.length === 0),
        items.filter(({ blobs }) => blobs.length > 0),
      ];
      const taken =
        small.length === 0 ||
        (await postBatch(
          base,
          small.map(({ id, uid, body }) => ({ id, uid, body })),
        ));
      for (const item of large) await postItem(base, item);
      if (taken) await transact('relaxed', (log) => log.delete(range));
    }
  };
  await Promise.all([lane(), lane(), lane()]);
}

export const count = () => ask((log) => log.count());
