import { createHash } from 'node:crypto';
import type { Disk } from './disk.ts';

/** Ciphertext of papers, one file each, named by its SHA-256. Whoever holds the disk holds no key to any of them. */
export interface PartFiles {
  /** When this resolves the part survives a power cut. `wrong-hash`: nothing was kept. Rejects when the disk refuses. */
  keep(sha256: string, bytes: Uint8Array): Promise<'kept' | 'wrong-hash'>;
  /** Size in bytes, or `undefined` when it is not here. */
  size(sha256: string): Promise<number | undefined>;
  read(sha256: string): Promise<Uint8Array | undefined>;
  drop(sha256s: Iterable<string>): Promise<void>;
  list(): Promise<readonly string[]>;
}

export async function openPartFiles({ disk, folder }: { disk: Disk; folder: string }): Promise<PartFiles> {
  await disk.makeFolder(folder);
  let fresh = 0;
  for (const name of await disk.list(folder)) {
    // A leftover that cannot be removed now is in nobody's way; the next start tries again.
    if (name.endsWith('.new')) await disk.remove(`${folder}/${name}`).catch(() => undefined);
  }

  return {
    async keep(sha256, bytes) {
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) return 'wrong-hash';
      const path = `${folder}/${sha256}`;
      if ((await disk.size(path)) === bytes.length) return 'kept';
      fresh += 1;
      const unnamed = `${path}.${fresh}.new`;
      try {
        const file = await disk.openForAppend(unnamed);
        try {
          await file.append(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await disk.rename(unnamed, path);
        await disk.syncFolder(folder);
      } catch (error) {
        // What the caller was refused must not be found later as kept.
        await disk.remove(unnamed).catch(() => undefined);
        await disk.remove(path).catch(() => undefined);
        throw error;
      }
      return 'kept';
    },
    size: (sha256) => disk.size(`${folder}/${sha256}`),
    read: (sha256) => disk.read(`${folder}/${sha256}`),
    async drop(sha256s) {
      let dropped = false;
      for (const sha256 of sha256s) {
        await disk.remove(`${folder}/${sha256}`);
        dropped = true;
      }
      if (dropped) await disk.syncFolder(folder);
    },
    async list() {
      return (await disk.list(folder)).filter((name) => /^[0-9a-f]{64}$/.test(name));
    },
  };
}
