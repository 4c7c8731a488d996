import { createHash } from 'node:crypto';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, parse } from 'node:path';
import type { z } from 'zod';
import type { StickList } from '../../shared/shell-contract/messages.ts';
import { Refusal } from './problem.ts';

type StickFile = z.infer<typeof StickList>['files'][number];

export interface Sticks {
  /** Pictures and PDF by what they are, not by what they are called. */
  list(): Promise<readonly StickFile[]>;
  read(id: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: StickFile['type'] }>;
  /**
   * Files of this name, or of this name with more before its ending (`noi-dung-1795000000.dcc`), no larger than `mostBytes`: the newest by
   * the version in its name, or else by its time, first.
   */
  bundles(name: string, mostBytes: number): Promise<readonly { path: string; bytes: number }[]>;
  /** A file found by `bundles`, from its beginning to its end. */
  pieces(path: string, bytes: number): AsyncIterable<Uint8Array>;
  /** The text of the first `enrolment.json` found. */
  enrolment(): Promise<string | undefined>;
}

const mostFiles = 200;
const mostLookedAt = 2000;
const deepest = 4;
const mostBundles = 4;
const enrolmentName = 'enrolment.json';
const enrolmentBytes = 4000;

/** Plugged-in sticks lie below `folders`; from here they are only read (carrying/ writes there). Names go to the screen only. */
export function createSticks({ folders, fileBytes }: { folders: readonly string[]; fileBytes: number }): Sticks {
  let paths = new Map<string, string>();

  async function collect(folder: string, depth: number, found: string[]): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((one, other) => one.name.localeCompare(other.name))) {
      if (found.length >= mostLookedAt || entry.name.startsWith('.')) continue;
      const path = join(folder, entry.name);
      // Symbolic links are neither: a stick must not lead into this machine.
      if (entry.isFile()) found.push(path);
      else if (entry.isDirectory() && depth < deepest) await collect(path, depth + 1, found);
    }
  }

  return {
    async list() {
      const found: string[] = [];
      for (const folder of folders) await collect(folder, 0, found);
      const files: StickFile[] = [];
      paths = new Map();
      for (const path of found) {
        if (files.length >= mostFiles) break;
        const type = await typeOf(path).catch(() => undefined);
        const size = type && (await stat(path)).size;
        if (!type || !size) continue;
        const id = createHash('sha256').update(path).digest('hex').slice(0, 32);
        paths.set(id, path);
        files.push({ id, name: basename(path), bytes: size, type });
      }
      return files;
    },
    async read(id) {
      const path = paths.get(id);
      if (!path) throw new Refusal('not-found');
      const size = (await stat(path).catch(() => undefined))?.size;
      if (size === undefined) throw new Refusal('not-found');
      if (size > fileBytes) throw new Refusal('part-too-large');
      const type = await typeOf(path).catch(() => undefined);
      if (!type) throw new Refusal('not-found');
      return { bytes: Uint8Array.from(await readFile(path)), type };
    },
    async bundles(name, mostBytes) {
      const { name: stem, ext } = parse(name);
      const found: string[] = [];
      for (const folder of folders) await collect(folder, 0, found);
      const bundles: { path: string; bytes: number; version: number }[] = [];
      for (const path of found.filter((one) => basename(one).startsWith(stem) && one.endsWith(ext))) {
        const facts = await stat(path).catch(() => undefined);
        if (!facts || facts.size === 0 || facts.size > mostBytes) continue;
        const [, version] = /-(\d{1,15})\.\w+$/.exec(path) ?? [];
        // A version is the second of packing.
        bundles.push({ path, bytes: facts.size, version: version ? Number(version) : facts.mtimeMs / 1000 });
      }
      return bundles.sort((one, other) => other.version - one.version).slice(0, mostBundles);
    },
    async *pieces(path, bytes) {
      const file = await open(path, 'r');
      try {
        for (;;) {
          const piece = new Uint8Array(bytes);
          const { bytesRead } = await file.read(piece, 0, bytes);
          if (bytesRead === 0) return;
          yield piece.subarray(0, bytesRead);
        }
      } finally {
        await file.close();
      }
    },
    async enrolment() {
      const found: string[] = [];
      for (const folder of folders) await collect(folder, 0, found);
      for (const path of found.filter((one) => basename(one) === enrolmentName)) {
        const size = (await stat(path).catch(() => undefined))?.size ?? 0;
        if (size > 0 && size <= enrolmentBytes) return await readFile(path, 'utf8').catch(() => undefined);
      }
      return undefined;
    },
  };
}

async function typeOf(path: string): Promise<StickFile['type'] | undefined> {
  const file = await open(path, 'r');
  try {
    const start = Buffer.alloc(8);
    await file.read(start, 0, 8, 0);
    if (start.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
    if (start.equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'image/png';
    return start.subarray(0, 5).toString('latin1') === '%PDF-' ? 'application/pdf' : undefined;
  } finally {
    await file.close();
  }
}
