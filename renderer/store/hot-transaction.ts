/**
 * Plain IndexedDB under Dexie, for the two things done to every page of a drain: Dexie knows one durability for a whole
 * database, and a page costs as much in wrapping as in storing.
 */
export interface HotTransaction {
  getAll(store: string, range?: IDBKeyRange, limit?: number): Promise<unknown[]>;
  getAllByIndex(store: string, index: string, range: IDBKeyRange, limit?: number): Promise<unknown[]>;
  getAllKeys(store: string): Promise<IDBValidKey[]>;
  get(store: string, key: IDBValidKey): Promise<unknown>;
  count(store: string, range: IDBKeyRange): Promise<number>;
  put(store: string, value: unknown): void;
  add(store: string, value: unknown): void;
  remove(store: string, key: IDBValidKey | IDBKeyRange): void;
  /** Resolves once everything is written: on the disk (`strict`), or handed to the system (`relaxed`). Rejects when nothing is. */
  readonly committed: Promise<void>;
}

/** Between its calls nothing else may be waited for: the browser commits a transaction that has nothing to do. */
export function beginHot(
  database: IDBDatabase,
  stores: readonly string[],
  durability: 'strict' | 'relaxed',
): HotTransaction {
  const transaction = database.transaction([...stores], 'readwrite', { durability });
  const committed = new Promise<void>((done, fail) => {
    transaction.oncomplete = () => done();
    transaction.onabort = () => fail(transaction.error ?? new Error('the store gave the transaction up'));
  });
  // Whoever failed before waiting for the end has its own error to tell.
  committed.catch(() => undefined);
  const at = (store: string) => transaction.objectStore(store);
  return {
    getAll: (store, range, limit) => answerOf(at(store).getAll(range, limit)),
    getAllByIndex: (store, index, range, limit) => answerOf(at(store).index(index).getAll(range, limit)),
    getAllKeys: (store) => answerOf(at(store).getAllKeys()),
    get: (store, key) => answerOf(at(store).get(key)),
    count: (store, range) => answerOf(at(store).count(range)),
    put: (store, value) => void at(store).put(value),
    add: (store, value) => void at(store).add(value),
    remove: (store, key) => void at(store).delete(key),
    committed,
  };
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}
