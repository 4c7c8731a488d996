import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeDisk } from '../shell/safe/node-disk.ts';

export type Say = (line: string) => void;

/** The safe of a profile folder; or the folder itself, where somebody saved nothing but the safe. */
export async function safeFolderOf(folder: string): Promise<string> {
  const inside = join(folder, 'safe');
  if ((await nodeDisk.list(join(inside, 'log')).catch(() => [])).length > 0) return inside;
  const bare = (await nodeDisk.list(join(folder, 'log')).catch(() => [])).some((name) => name.endsWith('.segment'));
  return bare ? folder : inside;
}

export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
