/** Asks the browser never to evict this kiosk's store, and checks that it agreed. Only a page may ask; a worker may not. */
export async function askForPersistentStorage(storage: StorageManager = navigator.storage): Promise<boolean> {
  try {
    return (await storage.persisted()) || (await storage.persist());
  } catch {
    return false;
  }
}
