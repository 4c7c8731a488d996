import { z } from 'zod';
import { parseJson } from '../../shared/dossier/seal.ts';
import { Refusal } from './problem.ts';
import { type Disk, replaceFile } from './safe/disk.ts';

/** Wrong tries of codes and PINs. Written before a try is checked, so that pulling the plug gives nobody a free one. */
export const Count = z.object({
  wrong: z.number().int().nonnegative(),
  sinceMs: z.number(),
  lastMs: z.number(),
  configVersion: z.number().optional(),
});
export type Count = z.infer<typeof Count>;

export interface Counters {
  read(key: string): Count | undefined;
  /** Durable when it resolves. Refuses with `cannot-keep` when the disk does: what cannot be counted cannot be tried. */
  write(key: string, count: Count | undefined): Promise<void>;
  /** One at a time for each key, so that two tries never share a count. */
  alone<T>(key: string, work: () => Promise<T>): Promise<T>;
}

const name = 'counters.json';
const most = 2000;

export async function openCounters({ disk, folder }: { disk: Disk; folder: string }): Promise<Counters> {
  const bytes = await disk.read(`${folder}/${name}`);
  const parsed = z.record(z.string(), Count).safeParse(bytes ? parseJson(bytes) : {});
  const counts = new Map(Object.entries(parsed.success ? parsed.data : {}));
  const queues = new Map<string, Promise<unknown>>();
  let writing: Promise<void> = Promise.resolve();

  function save(): Promise<void> {
    writing = writing
      .catch(() => undefined)
      .then(() => {
        const text = JSON.stringify(Object.fromEntries(counts));
        return replaceFile(disk, { folder, name, bytes: new TextEncoder().encode(text), durable: true });
      });
    return writing;
  }

  return {
    read: (key) => counts.get(key),
    async write(key, count) {
      if (count === undefined && !counts.has(key)) return;
      counts.delete(key);
      if (count) counts.set(key, count);
      // Oldest first: a Map keeps the order of writing. The PINs' stay: nobody types them away with slip numbers.
      for (const oldest of counts.keys()) {
        if (counts.size <= most) break;
        if (!oldest.startsWith('pin/')) counts.delete(oldest);
      }
      try {
        await save();
      } catch {
        throw new Refusal('cannot-keep');
      }
    },
    alone<T>(key: string, work: () => Promise<T>): Promise<T> {
      const turn = (queues.get(key) ?? Promise.resolve()).catch(() => undefined).then(work);
      queues.set(key, turn);
      void turn
        .catch(() => undefined)
        .finally(() => {
          if (queues.get(key) === turn) queues.delete(key);
        });
      return turn;
    },
  };
}
