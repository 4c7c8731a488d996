import type { Dice } from '../../shared/runtime.ts';
import { lock, unlock } from './box-cipher.ts';
import { type Disk, replaceFile } from './safe/disk.ts';

/** The open visit: one file under a key that only this object's memory holds. Forgetting the key wipes it, whatever the disk keeps. */
export interface DraftBox {
  /** Written in one step, not synced: after a power cut nobody could read it anyway. Of what arrives meanwhile only the newest is written. */
  keep(draft: Uint8Array): Promise<void>;
  read(): Promise<Uint8Array | undefined>;
  isOpen(): boolean;
  /** Forgets the key at once: from then on nobody can read it. Resolves when the file is gone as well, or cannot be removed. */
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
  /** Every write and removal is done in the order it was asked for: what one visit left never goes with the next one's draft. */
  let working: Promise<void> = Promise.resolve();
  let visit: Visit | undefined;

  async function removeFiles(): Promise<void> {
    for (const file of [name, `${name}.new`]) await disk.remove(`${folder}/${file}`).catch(() => undefined);
  }

  function inTurn(work: () => Promise<void>): Promise<void> {
    working = working.catch(() => undefined).then(work);
    return working;
  }

  async function writeNewest(mine: Visit): Promise<void> {
    const { newest } = mine;
    mine.newest = undefined;
    mine.writing = undefined;
    if (!newest) return;
    await replaceFile(disk, { folder, name, bytes: lock(mine.key, newest, dice), durable: false });
  }

  return {
    keep(draft) {
      visit ??= { key: dice.bytes(32), newest: undefined, writing: undefined };
      const mine = visit;
      mine.newest = draft;
      mine.writing ??= inTurn(() => writeNewest(mine));
      return mine.writing;
    },
    async read() {
      const mine = visit;
      await working.catch(() => undefined);
      const locked = mine && (await disk.read(`${folder}/${name}`));
      // Forgotten meanwhile, its key is nothing any more.
      return locked && mine === visit ? unlock(mine.key, locked) : undefined;
    },
    isOpen: () => visit !== undefined,
    forget() {
      // Whoever kept nothing left nothing.
      if (!visit) return working.catch(() => undefined);
      visit.key.fill(0);
      visit.newest = undefined;
      visit = undefined;
      return inTurn(removeFiles);
    },
  };
}

interface Visit {
  readonly key: Uint8Array;
  /** What is still to be written; nothing once it is, or once the visit is forgotten. */
  newest: Uint8Array | undefined;
  /** A write that has not begun yet and takes the newest when it does. */
  writing: Promise<void> | undefined;
}
