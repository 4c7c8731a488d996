import type { Dice } from '../../shared/runtime.ts';
import type { Disk } from './safe/disk.ts';

/**
 * Bytes that really lie on the disk, so that nobody else can take them: the room for what has to be written when everything
 * else is full. A number compared with the free bytes is no reserve; a log or a browser's cache may be quicker.
 */
export interface Reserve {
  readonly bytes: number;
  /** All of it lies on the disk. */
  isWhole(): boolean;
  /** Takes what is lacking; answers whether it is whole now. Never rejects. */
  take(): Promise<boolean>;
  /** Gives the bytes back to the disk, for what must be written at once. */
  release(): Promise<void>;
}

/** A disk that stores runs of one byte in nothing would keep no room: the bytes are dice. */
const blockBytes = 1024 * 1024;

export async function openReserve(options: {
  disk: Disk;
  folder: string;
  name: string;
  bytes: number;
  dice: Dice;
}): Promise<Reserve> {
  const { disk, folder, bytes, dice } = options;
  const path = `${folder}/${options.name}.reserve`;
  let whole = bytes === 0 || (await disk.size(path).catch(() => undefined)) === bytes;
  let working: Promise<unknown> = Promise.resolve();

  async function fill(): Promise<boolean> {
    if (whole) return true;
    try {
      await disk.makeFolder(folder);
      await disk.remove(path);
      const file = await disk.openForAppend(path);
      try {
        for (let written = 0; written < bytes; written += blockBytes) {
          await file.append(dice.bytes(Math.min(blockBytes, bytes - written)));
        }
        await file.sync();
      } finally {
        await file.close();
      }
      whole = true;
    } catch {
      // Half a reserve only takes room from those who could use it.
      await disk.remove(path).catch(() => undefined);
    }
    return whole;
  }

  async function empty(): Promise<void> {
    if (bytes === 0) return;
    whole = false;
    await disk.remove(path).catch(() => undefined);
  }

  /** One after the other: what is being taken is not released in the middle. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = working.then(work);
    working = turn;
    return turn;
  }

  return {
    bytes,
    isWhole: () => whole,
    take: () => inTurn(fill),
    release: () => inTurn(empty),
  };
}
