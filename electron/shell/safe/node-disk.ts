import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, stat, statfs, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AppendFile, Disk } from './disk.ts';

export const nodeDisk: Disk = {
  makeFolder: makeDurableFolder,
  async list(folder) {
    return (await orUndefined(readdir(folder)))?.sort() ?? [];
  },
  async size(path) {
    return (await orUndefined(stat(path)))?.size;
  },
  async read(path, range) {
    const file = await orUndefined(open(path, 'r'));
    if (!file) return undefined;
    try {
      const end = (await file.stat()).size;
      const from = range?.from ?? 0;
      const length = Math.max(0, Math.min(range?.length ?? end, end - from));
      return await readFully(file, from, length);
    } finally {
      await file.close();
    }
  },
  async openForAppend(path) {
    return appendFile(await open(path, constants.O_CREAT | constants.O_RDWR | constants.O_APPEND, 0o600));
  },
  rename,
  async remove(path) {
    // Not `rm`, which looks at what it removes first: a filing at the tap waits for this.
    await orUndefined(unlink(path));
  },
  async syncFolder(path) {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
  async freeBytes(folder) {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
};

/**
 * Level by level, each name synced before anything is made below it. Of what stands there already only the lowest level can
 * have missed its sync, in a kill: that is made up for.
 */
async function makeDurableFolder(path: string): Promise<void> {
  const missing: string[] = [];
  let lowest = path;
  while ((await orUndefined(stat(lowest))) === undefined && dirname(lowest) !== lowest) {
    missing.unshift(lowest);
    lowest = dirname(lowest);
  }
  await syncName(lowest);
  for (const folder of missing) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await syncName(folder);
  }
}

async function syncName(folder: string): Promise<void> {
  try {
    await nodeDisk.syncFolder(dirname(folder));
  } catch (error) {
    // A folder above ours that we may not even read was not made by us.
    if (!['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

function appendFile(file: FileHandle): AppendFile {
  return {
    async append(bytes) {
      let written = 0;
      while (written < bytes.length)
        written += (await file.write(bytes, written, bytes.length - written, null)).bytesWritten;
    },
    sync: () => file.datasync(),
    truncate: (length) => file.truncate(length),
    close: () => file.close(),
  };
}

async function readFully(file: FileHandle, from: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let got = 0;
  while (got < length) {
    const { bytesRead } = await file.read(bytes, got, length - got, from + got);
    if (bytesRead === 0) return bytes.subarray(0, got);
    got += bytesRead;
  }
  return bytes;
}

async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
