import { z } from 'zod';
import { Sha256Hex } from '../../../shared/dossier/dossier.ts';
import { parseJson } from '../../../shared/dossier/seal.ts';
import { type Disk, replaceFile } from './disk.ts';
import type { Head } from './segments.ts';

/**
 * A head of this chain that the portal was told, kept beside the log. Whatever the log holds later must still contain it: a log that
 * ends before it, or goes another way, was cut or exchanged. A torn tail never reaches that far: the head was synced long before.
 */
const name = 'told-head.json';
const ToldHead = z.object({ records: z.number().int().nonnegative(), hash: Sha256Hex });

/** `undefined` when nothing was told yet, or what lies there cannot be read: then nothing can be said. */
export async function readToldHead(disk: Disk, folder: string): Promise<Head | undefined> {
  const bytes = await disk.read(`${folder}/${name}`).catch(() => undefined);
  const parsed = bytes && ToldHead.safeParse(parseJson(bytes));
  return parsed?.success ? parsed.data : undefined;
}

export function keepToldHead(disk: Disk, folder: string, { records, hash }: Head): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify({ records, hash }));
  return replaceFile(disk, { folder, name, bytes, durable: true });
}
