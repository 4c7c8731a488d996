import type { DumpedDatabase, DumpedStore } from './generation.ts';

/** The browser's store as the browser has it: no Dexie and nothing of the product between. Runs in a browser. */

/** Makes the database, which must not be there, exactly as it was dumped. */
export async function loadRaw(dumped: DumpedDatabase): Promise<void> {
  const database = await open(dumped.name, dumped.version, (fresh) => {
    for (const { name, keyPath, autoIncrement, indexes } of dumped.stores) {
      const store = fresh.createObjectStore(name, { keyPath: keyPath as string | string[] | null, autoIncrement });
      for (const { name: index, keyPath: path, unique, multiEntry } of indexes) {
        store.createIndex(index, path as string | string[], { unique, multiEntry });
      }
    }
  });
  const names = dumped.stores.map(({ name }) => name);
  const transaction = database.transaction(names, 'readwrite');
  for (const { name, rows } of dumped.stores) {
    for (const row of rows) transaction.objectStore(name).put(row);
  }
  await new Promise<void>((done, fail) => {
    transaction.oncomplete = () => done();
    transaction.onabort = () => fail(transaction.error);
  });
  database.close();
}

export async function dumpRaw(name: string): Promise<DumpedDatabase> {
  const database = await open(name, undefined, () => {});
  const names = [...database.objectStoreNames];
  const transaction = database.transaction(names);
  const stores = await Promise.all(names.map((store) => dumpStore(transaction.objectStore(store))));
  const { version } = database;
  database.close();
  return { name, version, stores };
}

const closeLimitMs = 3000;

/** Whoever still closes is waited for, whoever was left open is not. */
export async function removeRaw(name: string): Promise<void> {
  await new Promise<void>((done, fail) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => done();
    request.onerror = () => fail(request.error);
    request.onblocked = () => setTimeout(() => fail(new Error('a store was left open')), closeLimitMs);
  });
}

async function dumpStore(store: IDBObjectStore): Promise<DumpedStore> {
  const indexes = [...store.indexNames].map((index) => {
    const { name, keyPath, unique, multiEntry } = store.index(index);
    return { name, keyPath, unique, multiEntry };
  });
  const rows = await new Promise<unknown[]>((done, fail) => {
    const request = store.getAll();
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  return { name: store.name, keyPath: store.keyPath, autoIncrement: store.autoIncrement, indexes, rows };
}

function open(name: string, version: number | undefined, make: (fresh: IDBDatabase) => void): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => make(request.result);
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
    request.onblocked = () => fail(new Error('blocked'));
  });
}
