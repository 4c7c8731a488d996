import { createDexieOutbox } from './dexie-outbox.ts';
import { openOutboxDatabase } from './outbox-database.ts';
import type { OpenStore } from './steady-outbox.ts';

/** The store of this kiosk's browser. Rejects with `StoreIsShut`. */
export async function openStore(): Promise<OpenStore> {
  const database = await openOutboxDatabase();
  const { opened, forgetOpening, proveWritable } = database;
  return { outbox: createDexieOutbox(database), opened, forgetOpening, proveWritable };
}
