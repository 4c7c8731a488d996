import { chmod } from 'node:fs/promises';
import type { Disk } from '../safe/disk.ts';

const pieceBytes = 1024 * 1024;

/** Ends the name of what is not finished: no reader takes it for a carried file. */
export const unfinished = '.unfinished';

/**
 * Writes a file so that its name appears only when all of it is on the disk, synced: whoever finds the name finds the whole file. Rejects
 * with the disk's or the source's error, and takes away what it had written where the disk still lets it.
 */
export async function writeWhole(
  disk: Disk,
  { folder, name, pieces }: { folder: string; name: string; pieces: AsyncIterable<Uint8Array> },
): Promise<void> {
  const fresh = `${folder}/${name}${unfinished}`;
  try {
    await disk.remove(fresh);
    const file = await disk.openForAppend(fresh);
    try {
      for await (const piece of inLargePieces(pieces)) await file.append(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await disk.rename(fresh, `${folder}/${name}`);
    // Where the stick knows owners, whoever has it at the ward must be able to read it: it is ciphertext.
    await chmod(`${folder}/${name}`, 0o644).catch(() => undefined);
    await disk.syncFolder(folder);
  } catch (error) {
    await disk.remove(fresh).catch(() => undefined);
    throw error;
  }
}

/** Takes away what an earlier attempt left behind when it was cut off. */
export async function removeUnfinished(disk: Disk, folder: string, isOurs: (name: string) => boolean): Promise<void> {
  for (const name of await disk.list(folder).catch(() => [])) {
    if (name.endsWith(unfinished) && isOurs(name)) await disk.remove(`${folder}/${name}`).catch(() => undefined);
  }
}

/** A stick takes one large write sooner than a thousand small ones. */
async function* inLargePieces(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    waiting.push(piece);
    bytes += piece.length;
    if (bytes < pieceBytes) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}
