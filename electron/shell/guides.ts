import { inflate } from 'node:zlib';
import { z } from 'zod';
import { GuideEntry } from '../../shared/catalogue/guide-entry.ts';
import { decodeGuideIndex } from '../../shared/catalogue/guide-index.ts';
import { toHex } from '../../shared/dossier/bytes.ts';
import type { Hashing, Verifying } from '../../shared/dossier/cryptography.ts';
import { parseJson } from '../../shared/dossier/seal.ts';
import {
  blockOfEntry,
  type GuideBundleFault,
  type GuideBundleHead,
  guideBundleBounds,
  guideBundleName,
  readGuideHead,
} from '../../shared/portal-contract/guide-bundle.ts';
import type { JournalLog } from './journal-log.ts';
import { Refusal } from './problem.ts';
import type { Disk } from './safe/disk.ts';
import type { Trust } from './trust.ts';

/**
 * Guide entries of the national database, from the newest bundle that was right:
 *
 * ```
 * incoming/huong-dan.dcg ──whole and right──▶ guides/<version>.dcg ──asked for by a page──▶ in use until another page asks
 *                       └──else: put aside as refused.dcg, its code told; what was in use stays
 * ```
 * Nothing of it is read at start. A page asks for the index once in its life, and a visit has one page: what comes meanwhile is for
 * the next one.
 */
export interface Guides {
  /** For a page that begins to search: index and version of the newest bundle; undefined when there is none. */
  open(): Promise<{ version: number; index: Uint8Array<ArrayBuffer> } | undefined>;
  /** One entry of the bundle a page has in hand; `not-found` when another page has asked meanwhile, or there is no such row. */
  entry(asked: { version: number; row: number }): Promise<GuideEntry>;
  /** Looks whether a bundle has come, and takes it when it is right. One look at a time; never rejects. */
  look(): Promise<GuideArrival>;
  facts(): GuideFacts;
}

export type GuideArrival = 'nothing' | 'taken' | GuideBundleFault;

export interface GuideFacts {
  /** Of the newest that is here. */
  readonly version: number | null;
  readonly entries: number | null;
  /** Why the newest that came was not taken. */
  readonly refused: GuideBundleFault | null;
}

const ending = '.dcg';
const refusedName = 'refused.dcg';
const copiedAtOnce = 1024 * 1024;
const Entries = z.array(GuideEntry);

interface Held {
  readonly path: string;
  readonly head: GuideBundleHead;
}

export function openGuides(options: {
  disk: Disk;
  /** Where the kiosk keeps them. */
  folder: string;
  /** Where whoever brings one puts it, under `guideBundleName`. */
  incoming: string;
  trust: Trust;
  verifying: Verifying;
  hashing: Hashing;
  log: JournalLog;
  /** What a copy must leave free: filings come first. */
  reserveBytes: number;
}): Guides {
  const { disk, folder, incoming, trust, verifying, hashing, log } = options;
  const incomingPath = `${incoming}/${guideBundleName}`;
  let newest: Held | undefined;
  let isNewestKnown = false;
  /** What the page that is open reads from. */
  let inUse: Held | undefined;
  let refused: GuideBundleFault | undefined;
  let seenBytes: number | undefined;
  let hasPlace = false;
  let looking: Promise<GuideArrival> | undefined;

  async function headOf(path: string): Promise<GuideBundleHead | GuideBundleFault> {
    const keys = trust.kiosk()?.trust.config;
    if (!keys) return 'guides-signature';
    const beginning = await disk.read(path, { from: 0, length: guideBundleBounds.manifestBytes });
    if (!beginning) return 'guides-truncated';
    const head = await readGuideHead(beginning, { keys, verifying });
    if (typeof head === 'string') return head;
    return (await disk.size(path)) === head.length ? head : 'guides-truncated';
  }

  /** The highest version that is still right by its head; pieces are checked when they are read. */
  async function findNewest(): Promise<Held | undefined> {
    if (isNewestKnown) return newest;
    for (const name of (await versionsHere()).reverse()) {
      const path = `${folder}/${name}`;
      const head = await headOf(path);
      if (typeof head !== 'string') {
        newest = { path, head };
        break;
      }
      log.write('guides-unreadable', head);
    }
    // A kiosk that is not set up yet believes nobody: it looks again when it is.
    isNewestKnown = trust.kiosk() !== undefined;
    return newest;
  }

  /** File names by version, lowest first. */
  async function versionsHere(): Promise<string[]> {
    const names = (await disk.list(folder)).filter((name) => /^[1-9]\d{0,15}\.dcg$/.test(name));
    return names.sort((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10));
  }

  async function readPiece(
    path: string,
    { from, bytes, sha256, most }: { from: number; bytes: number; sha256: string; most: number },
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const packed = await disk.read(path, { from, length: bytes });
    if (packed?.length !== bytes || toHex(await hashing.sha256(packed)) !== sha256) return undefined;
    return unpack(packed, most);
  }

  async function readIndex({ path, head }: Held): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { start, manifest } = head;
    return readPiece(path, { from: start, ...manifest.index, most: guideBundleBounds.indexBytes });
  }

  /** Everything in it, piece by piece, with pauses: somebody may be at the screen. */
  async function checkAll(held: Held): Promise<GuideBundleFault | undefined> {
    const { manifest } = held.head;
    const packedIndex = await readIndex(held);
    if (!packedIndex) return 'guides-truncated';
    const index = decodeGuideIndex(packedIndex);
    if (index?.codes.length !== manifest.entries) return 'guides-schema';
    for (let row = 0; row < manifest.entries; row += manifest.entriesPerBlock) {
      const block = blockOfEntry(held.head, row);
      const bytes = block && (await readPiece(held.path, { ...block, most: guideBundleBounds.blockBytes }));
      if (!bytes) return 'guides-truncated';
      const entries = Entries.safeParse(parseJson(bytes));
      const expected = index.codes.slice(row, row + manifest.entriesPerBlock);
      if (!entries.success || entries.data.length !== expected.length) return 'guides-schema';
      if (entries.data.some(({ code }, place) => code !== expected[place])) return 'guides-schema';
      await new Promise((goOn) => setImmediate(goOn));
    }
    return undefined;
  }

  async function take(): Promise<GuideArrival> {
    if (!hasPlace && trust.kiosk()) {
      // Whoever brings a bundle finds where to put it.
      await disk.makeFolder(incoming);
      hasPlace = true;
    }
    const bytes = await disk.size(incomingPath);
    if (bytes === undefined) seenBytes = undefined;
    if (bytes === undefined || !trust.kiosk()) return 'nothing';
    // Whoever puts it there may still be writing: it is looked at when it has stopped growing.
    const isStill = seenBytes === bytes;
    seenBytes = bytes;
    if (!isStill) return 'nothing';
    const head = await headOf(incomingPath);
    if (typeof head === 'string') return refuse(head);
    const before = await findNewest();
    if (before && head.manifest.version <= before.head.manifest.version) return refuse('guides-downgrade');
    const fault = await checkAll({ path: incomingPath, head });
    if (fault) return refuse(fault);

    const path = `${folder}/${head.manifest.version}${ending}`;
    await copy(incomingPath, path, head.length);
    // Read back: what is told as taken is what will be read.
    const kept = { path, head };
    const isSame = JSON.stringify(await headOf(path)) === JSON.stringify(head);
    if (!isSame || (await checkAll(kept))) {
      // The fault of this disk, not of the bundle: it is tried again.
      await disk.remove(path);
      throw new Error('what was kept is not what came');
    }
    newest = kept;
    isNewestKnown = true;
    refused = undefined;
    await disk.remove(incomingPath);
    await forgetOld();
    log.write('guides-taken', String(head.manifest.version));
    return 'taken';
  }

  /** Put aside, where a technician finds it and the next one is not kept from coming. */
  async function refuse(code: GuideBundleFault): Promise<GuideArrival> {
    refused = code;
    log.write(code);
    await disk.rename(incomingPath, `${incoming}/${refusedName}`);
    return code;
  }

  /** In one step: after a power cut there is all of it or none. */
  async function copy(from: string, to: string, length: number): Promise<void> {
    await disk.makeFolder(folder);
    if ((await disk.freeBytes(folder)) < length + options.reserveBytes) throw new Error('no room for a bundle');
    const fresh = `${to}.new`;
    await disk.remove(fresh);
    const file = await disk.openForAppend(fresh);
    try {
      for (let at = 0; at < length; at += copiedAtOnce) {
        const piece = await disk.read(from, { from: at, length: Math.min(copiedAtOnce, length - at) });
        if (!piece) throw new Error('the bundle went while it was copied');
        await file.append(piece);
      }
      await file.sync();
    } catch (error) {
      await file.close();
      await disk.remove(fresh);
      throw error;
    }
    await file.close();
    await disk.rename(fresh, to);
    await disk.syncFolder(folder);
  }

  async function forgetOld(): Promise<void> {
    const needed = [newest?.path, inUse?.path];
    for (const name of await disk.list(folder)) {
      const path = `${folder}/${name}`;
      if (!needed.includes(path)) await disk.remove(path);
    }
  }

  return {
    async open() {
      const held = await findNewest();
      if (!held) return undefined;
      const index = await readIndex(held);
      if (!index) {
        log.write('guides-unreadable', 'guides-truncated');
        return undefined;
      }
      const isOther = inUse !== undefined && inUse.path !== held.path;
      inUse = held;
      if (isOther) await forgetOld();
      return { version: held.head.manifest.version, index };
    },
    async entry({ version, row }) {
      if (!inUse || inUse.head.manifest.version !== version) throw new Refusal('not-found');
      const block = blockOfEntry(inUse.head, row);
      const bytes = block && (await readPiece(inUse.path, { ...block, most: guideBundleBounds.blockBytes }));
      const entries = bytes && Entries.safeParse(parseJson(bytes));
      const entry = entries?.success ? entries.data[block?.place ?? 0] : undefined;
      if (!entry) throw new Refusal('not-found');
      return entry;
    },
    look() {
      looking ??= take()
        .catch((): GuideArrival => {
          // A full disk, mostly: it is looked at again.
          log.write('guides-not-kept');
          return 'nothing';
        })
        .finally(() => {
          looking = undefined;
        });
      return looking;
    },
    facts: () => ({
      version: newest?.head.manifest.version ?? null,
      entries: newest?.head.manifest.entries ?? null,
      refused: refused ?? null,
    }),
  };
}

/** Undefined when the bytes cannot be inflated, or to more than `most`. */
function unpack(packed: Uint8Array, most: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return new Promise((done) => {
    inflate(packed, { maxOutputLength: most }, (error, plain) => done(error ? undefined : new Uint8Array(plain)));
  });
}
