import { Refusal } from './problem.ts';
import type { Disk } from './safe/disk.ts';

export interface Room {
  state(): Promise<{ freeBytes: number; parts: boolean; filings: boolean }>;
  /** Refuses with `no-room-for-parts` when the part would eat into what the open dossier needs to be filed. */
  requireForPart(bytes: number): Promise<void>;
  requireForFiling(): Promise<void>;
}

/** New photos stop first, then new filings; what is kept is still sent, and nothing filed is dropped to make room. */
export function createRoom(options: {
  disk: Disk;
  folder: string;
  reserveForPartsBytes: number;
  reserveForFilingsBytes: number;
}): Room {
  async function free(): Promise<number> {
    // A disk that cannot even say how much is free takes nothing more.
    return options.disk.freeBytes(options.folder).catch(() => 0);
  }
  return {
    async state() {
      const freeBytes = await free();
      return {
        freeBytes,
        parts: freeBytes >= options.reserveForPartsBytes,
        filings: freeBytes >= options.reserveForFilingsBytes,
      };
    },
    async requireForPart(bytes) {
      if ((await free()) - bytes < options.reserveForPartsBytes) throw new Refusal('no-room-for-parts');
    },
    async requireForFiling() {
      if ((await free()) < options.reserveForFilingsBytes) throw new Refusal('no-room-for-filings');
    },
  };
}
