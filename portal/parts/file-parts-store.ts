import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PartsStore, PutResult } from './parts-store.ts';

/**
 * One file a part. A part gets its name only after its bytes are synced, and counts as held only after the folder is
 * synced too: a receipt signed after that survives the plug being pulled.
 */
export async function openFilePartsStore(folder: string): Promise<PartsStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // A name seen now may have been given just before a power cut.
  await syncFolder(folder);

  const beingNamed = new Map<string, Promise<void>>();
  let nextPartial = 0;

  async function size(sha256: string): Promise<number | undefined> {
    await beingNamed.get(sha256);
    try {
      return (await stat(join(folder, sha256))).size;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async function giveName(from: string, sha256: string): Promise<void> {
    await rename(from, join(folder, sha256));
    try {
      await syncFolder(folder);
    } catch (error) {
      // A name that may not survive the power must not be found by the next who asks whether the part is held.
      await rm(join(folder, sha256), { force: true });
      throw error;
    }
  }

  return {
    size,
    async put(sha256, bytes, longest): Promise<PutResult> {
      if ((await size(sha256)) !== undefined) {
        for await (const _piece of bytes);
        return 'was-there';
      }
      nextPartial += 1;
      const path = join(folder, `${sha256}.${process.pid}.${nextPartial}${partial}`);
      try {
        const outcome = await writeSynced(path, bytes, longest);
        if (outcome === 'too-large') return 'too-large';
        if (outcome !== sha256) return 'hash-wrong';
        const naming = giveName(path, sha256);
        beingNamed.set(
          sha256,
          naming.catch(() => {}),
        );
        try {
          await naming;
        } finally {
          beingNamed.delete(sha256);
        }
        return 'stored';
      } finally {
        await rm(path, { force: true });
      }
    },
    async read(sha256) {
      try {
        return await readFile(join(folder, sha256));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
  };
}

const partial = '.partial';

/** What a cut left half written. Only for the server's start: beside a running server these are its uploads. */
export async function removeUnfinishedParts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (name.endsWith(partial)) await rm(join(folder, name), { force: true });
}

/** Writes and syncs; answers the hash of what was written. */
async function writeSynced(path: string, bytes: AsyncIterable<Uint8Array>, longest: number): Promise<string> {
  const file = await open(path, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let length = 0;
    for await (const piece of bytes) {
      length += piece.length;
      if (length > longest) return 'too-large';
      hash.update(piece);
      await file.writeFile(piece);
    }
    await file.sync();
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
