import type { Dice } from '../../shared/runtime.ts';
import { lock, unlock } from './box-cipher.ts';
import { type Disk, replaceFile } from './safe/disk.ts';

/** The open visit: one file under a key that only this object's memory holds. Forgetting the key wipes it, whatever the disk keeps. */
export interface DraftBox {
  /** Written in one step, not synced: after a power cut nobody could read it anyway. Of what arrives meanwhile only the newest is written. */
  keep(draft: Uint8Array): Promise<void>;
  read(): Promise<Uint8Array | undefined>;
  /** Forgets the key, then removes the file. */
  forget(): Promise<void>;
}

const name = 'open';

/** What an earlier process left is unreadable and removed. */
export async function openDraftBox({
  disk,
  folder,
  dice,
}: {
  disk: Disk;
  folder: string;
  dice: Dice;
}): Promise<DraftBox> {
  await disk.makeFolder(folder).catch(() => undefined);
  await removeFiles();
  let key: Uint8Array | undefined;
  let newest: Uint8Array | undefined;
  let writing: Promise<void> = Promise.resolve();
  let isWriting = false;

  async function removeFiles(): Promise<void> {
    for (const file of [name, `${name}.new`]) await disk.remove(`${folder}/${file}`).catch(() => undefined);
  }

  async function writeNewest(): Promise<void> {
    try {
      while (newest && key) {
        const bytes = lock(key, newest, dice);
        newest = undefined;
        await replaceFile(disk, { folder, name, bytes, durable: false });
      }
    } finally {
      isWriting = false;
    }
  }

  return {
    async keep(draft) {
      key ??= dice.bytes(32);
      newest = draft;
      if (!isWriting) {
        isWriting = true;
        writing = writeNewest();
      }
      await writing;
    },
    async read() {
      await writing.catch(() => undefined);
      const locked = key && (await disk.read(`${folder}/${name}`));
      return key && locked && unlock(key, locked);
    },
    async forget() {
      key?.fill(0);
      key = undefined;
      newest = undefined;
      await writing.catch(() => undefined);
      await removeFiles();
    },
  };
}
