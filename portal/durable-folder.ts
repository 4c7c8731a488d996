import { mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder whose name survives a power cut, and those above it: level by level, each name synced before anything is
 * made below it. Of what stands there already only the lowest level can have missed its sync, in a kill: that is made up for.
 */
export async function makeDurableFolder(path: string): Promise<void> {
  const missing: string[] = [];
  let lowest = path;
  while (!(await isThere(lowest)) && dirname(lowest) !== lowest) {
    missing.unshift(lowest);
    lowest = dirname(lowest);
  }
  await syncName(lowest);
  for (const folder of missing) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await syncName(folder);
  }
}

/** Makes the names in a folder (new, renamed, removed) durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncName(folder: string): Promise<void> {
  try {
    await syncFolder(dirname(folder));
  } catch (error) {
    // A folder above ours that we may not even read was not made by us.
    if (!['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
