import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

/**
 * A kiosk and its portal as a build left them, frozen: the files of both and the rows of the browser's store, as data. Nothing of
 * the product takes part in reading or laying out a fixture, so it stays what that build wrote.
 */
export interface Generation {
  readonly name: string;
  readonly frozenAtMs: number;
  /** Which version of each format it holds. */
  readonly versions: Readonly<Record<string, number>>;
  readonly indexedDb: DumpedDatabase;
  /** Under the profile folder, by path; latin1, a character for each byte. */
  readonly profile: Readonly<Record<string, string>>;
  /** Under the portal's data folder. */
  readonly portal: Readonly<Record<string, string>>;
  readonly inside: Inside;
}

/** Plain facts to hold against what is found after an upgrade. */
export interface Inside {
  readonly kiosk: string;
  readonly filings: number;
  /** In the browser's store, by state. */
  readonly states: Readonly<Record<string, number>>;
  readonly setAside: number;
  /** By id; the state each one had. */
  readonly earlierTold: readonly string[];
  readonly openWithdrawals: readonly string[];
  readonly reachedWithdrawals: readonly string[];
  /** With a status the portal told, by id. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly savedDrafts: readonly SavedDraftInside[];
  readonly owedRatings: number;
  /** Cases at the portal. */
  readonly cases: number;
  readonly lastSequence: number;
}

export interface SavedDraftInside {
  readonly number: string;
  readonly code: string;
  readonly token: string;
  /** What was in it; the first ones held no more than a text. */
  readonly text?: string;
  readonly draft?: unknown;
}

export interface DumpedDatabase {
  readonly name: string;
  /** The browser's number, ten times Dexie's. */
  readonly version: number;
  readonly stores: readonly DumpedStore[];
}

export interface DumpedStore {
  readonly name: string;
  readonly keyPath: string | readonly string[] | null;
  readonly autoIncrement: boolean;
  readonly indexes: readonly {
    readonly name: string;
    readonly keyPath: string | readonly string[];
    readonly unique: boolean;
    readonly multiEntry: boolean;
  }[];
  readonly rows: readonly unknown[];
}

const fixtures = join(import.meta.dirname, 'fixtures');
const suffix = '.json.br';

/** Oldest first: their names begin with a date. */
export function generationNames(): readonly string[] {
  if (!existsSync(fixtures)) return [];
  return readdirSync(fixtures)
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .sort();
}

export function readGeneration(name: string): Generation {
  return JSON.parse(brotliDecompressSync(readFileSync(join(fixtures, `${name}${suffix}`))).toString('utf8'));
}

/** Returns the bytes written. The window is wide enough for a body to be found again in the other places it stands in. */
export function writeGeneration(generation: Generation): number {
  const bytes = brotliCompressSync(JSON.stringify(generation), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
  mkdirSync(fixtures, { recursive: true });
  writeFileSync(join(fixtures, `${generation.name}${suffix}`), bytes);
  return bytes.length;
}

export function packFiles(folder: string, wanted: (path: string) => boolean): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(folder.length + 1);
    if (entry.isFile() && wanted(path)) files[path] = readFileSync(join(folder, path)).toString('latin1');
  }
  return files;
}

export function layOut(files: Readonly<Record<string, string>>, folder: string): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, path), Buffer.from(content, 'latin1'), { mode: 0o600 });
  }
}
