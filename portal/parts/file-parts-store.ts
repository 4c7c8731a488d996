import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDurableFolder, syncFolder } from '../durable-folder.ts';
import type { PartsStore, PutResult } from './parts-store.ts';

/**
 * One file a part. A part gets its name only after its bytes are synced, and counts as held only after the folder is
 * synced too: a receipt signed after that survives the plug being pulled.
 */
export async function openFilePartsStore(folder: string): Promise<PartsStore> {
  await makeDurableFolder(folder);
  // Apart: to look through what one kiosk has begun must not mean to look through a million parts.
  const begunFolder = join(folder, begunName);
  // A name seen now may have been given just before a power cut.
  await syncFolder(folder);

  const beingNamed = new Map<string, Promise<void>>();
  let nextPartial = 0;
  const alone = createTurns();

  async function size(sha256: string): Promise<number | undefined> {
    await beingNamed.get(sha256);
    return (await factsOf(join(folder, sha256)))?.size;
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

  /** Whoever asks meanwhile whether the part is held waits until its name is safe or gone. */
  async function nameWhole(from: string, sha256: string): Promise<void> {
    const naming = giveName(from, sha256);
    beingNamed.set(
      sha256,
      naming.catch(() => {}),
    );
    try {
      await naming;
    } finally {
      beingNamed.delete(sha256);
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
        await nameWhole(path, sha256);
        return 'stored';
      } finally {
        await rm(path, { force: true });
      }
    },
    offset: (sha256, owner) => sizeOf(join(begunFolder, piecesName(sha256, owner))),
    append: ({ sha256, owner, offset, isLast, longest }, bytes) =>
      alone(`${sha256}/${owner}`, async () => {
        if ((await size(sha256)) !== undefined) {
          for await (const _piece of bytes);
          return { outcome: 'was-there' };
        }
        const path = join(begunFolder, piecesName(sha256, owner));
        const held = await sizeOf(path);
        if (held !== offset) {
          for await (const _piece of bytes);
          return { outcome: 'offset-wrong', offset: held };
        }
        if (held === 0) {
          await makeDurableFolder(begunFolder);
          await makeRoomFor(begunFolder, owner);
        }
        const length = await addSynced(path, bytes, { held, longest });
        if (length === 'too-large') {
          await rm(path, { force: true });
          return { outcome: 'too-large' };
        }
        if (!isLast) return { outcome: 'added', offset: length };
        if ((await hashOfFile(path)) !== sha256) {
          await rm(path, { force: true });
          return { outcome: 'hash-wrong' };
        }
        await nameWhole(path, sha256);
        return { outcome: 'stored' };
      }),
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
const begunName = 'begun';
const pieces = '.pieces';
/** Parts one kiosk may have begun at once; the one left alone longest makes room. */
const mostBegun = 16;
/** A kiosk that has not gone on with a part for so long begins it anew. */
const begunKeptMs = 7 * 24 * 60 * 60 * 1000;

/** What a cut left half written, and pieces nobody went on with. Only for the server's start: beside a running server these are its uploads. */
export async function removeUnfinishedParts(folder: string, nowMs: number): Promise<void> {
  for (const name of await readdir(folder)) {
    // Pieces lay here once.
    if (name.endsWith(partial) || name.endsWith(pieces)) await rm(join(folder, name), { force: true });
  }
  const begunFolder = join(folder, begunName);
  for (const name of await namesIn(begunFolder)) {
    const begunMs = await changedMs(join(begunFolder, name));
    if (begunMs !== undefined && nowMs - begunMs > begunKeptMs) await rm(join(begunFolder, name), { force: true });
  }
}

function piecesName(sha256: string, owner: string): string {
  return `${sha256}.${ownerName(owner)}${pieces}`;
}

function ownerName(owner: string): string {
  return createHash('sha256').update(owner).digest('hex').slice(0, 16);
}

async function makeRoomFor(folder: string, owner: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(`.${ownerName(owner)}${pieces}`));
  if (names.length < mostBegun) return;
  // One that has become whole meanwhile is gone from here.
  const begun = await Promise.all(
    names.map(async (name) => ({ name, mtimeMs: (await changedMs(join(folder, name))) ?? 0 })),
  );
  begun.sort((one, other) => one.mtimeMs - other.mtimeMs);
  for (const { name } of begun.slice(0, names.length - mostBegun + 1)) await rm(join(folder, name), { force: true });
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await factsOf(path))?.size ?? 0;
}

async function changedMs(path: string): Promise<number | undefined> {
  return (await factsOf(path))?.mtimeMs;
}

async function factsOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Writes behind what is held and syncs; answers the length then. What came before a broken connection stays. */
async function addSynced(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  { held, longest }: { held: number; longest: number },
): Promise<number | 'too-large'> {
  const file = await open(path, 'a', 0o600);
  try {
    let length = held;
    for await (const piece of bytes) {
      length += piece.length;
      if (length > longest) return 'too-large';
      await file.writeFile(piece);
    }
    await file.sync();
    return length;
  } finally {
    await file.close();
  }
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}

/** One after the other under the same key. */
function createTurns(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const lastOf = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const turn = (lastOf.get(key) ?? Promise.resolve()).then(work, work);
    const done = turn.catch(() => {}).finally(() => lastOf.get(key) === done && lastOf.delete(key));
    lastOf.set(key, done);
    return turn;
  };
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

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
