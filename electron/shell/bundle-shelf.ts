import { inflate } from 'node:zlib';
import { toHex } from '../../shared/dossier/bytes.ts';
import type { Hashing, Jwk } from '../../shared/dossier/cryptography.ts';
import type { BundleFault, BundleKind } from '../../shared/portal-contract/bundle-kinds.ts';
import type { JournalLog } from './journal-log.ts';
import type { Disk } from './safe/disk.ts';
import type { Trust } from './trust.ts';

/**
 * Where a kiosk keeps the bundles of one kind, and how one gets there, whoever brings it:
 *
 * ```
 * incoming/<name> ──whole and right──▶ <folder>/<version>.<ending> ──▶ the newest, for whoever opens it next
 *                 └──else: put aside as refused.<ending>, its code told; what was here stays
 * ```
 * Nothing is read at start but what somebody asks for. A power cut leaves a bundle whole on the shelf or not there at all. What was found
 * right holds while the same config keys count: under others it is found anew.
 */
export interface BundleShelf<Head> {
  /** The highest version here that is right by its head; its pieces are checked when they are read. */
  newest(): Promise<Held<Head> | undefined>;
  /** The same, when somebody has asked before and no other keys count since. */
  known(): Held<Head> | undefined;
  /** What is here is not what was signed, or cannot be read: it counts no more, even if it cannot be removed, and comes anew. */
  disown(held: Held<Head>, code?: `${BundleKind}-${BundleFault}`): Promise<void>;
  /**
   * Looks whether a bundle has come, and takes it when it is right. One look at a time; never rejects.
   * @param isWhole it was put there in one step; otherwise whoever puts it there may still be writing
   */
  look(isWhole?: boolean): Promise<BundleArrival>;
  /**
   * Puts a whole file into `incoming`, which nobody looks through at that moment, and looks at it. Never rejects.
   * @param mayWait what cannot be kept now stays there for the next look; else it is removed
   */
  bring(path: string, how: { mayWait: boolean }): Promise<BundleArrival>;
  /** One that is offered and not worth fetching: told like one that came and was refused. */
  turnAway(fault: BundleFault): void;
  /** Does it while nobody looks: nothing is taken meanwhile. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** Inflated; undefined when it is not what the head says. */
  readPiece(held: Held<Head>, piece: PieceOfBundle, most: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** All but the newest and the one somebody reads from. */
  forgetOld(): Promise<void>;
  facts(): ShelfFacts;
}

export interface Held<Head> {
  readonly path: string;
  readonly head: Head;
}

export interface PieceOfBundle {
  readonly from: number;
  readonly bytes: number;
  readonly sha256: string;
}

export type BundleArrival = 'nothing' | 'taken' | `${BundleKind}-${BundleFault}`;

export interface ShelfFacts {
  /** Of the newest that is here, once somebody has asked for it. */
  readonly version: number | null;
  /** Why the newest that came was not taken, or what was here could not be read any more, and when. */
  readonly refused: { readonly code: `${BundleKind}-${BundleFault}`; readonly atMs: number } | null;
}

interface HeadOfBundle {
  readonly manifest: { readonly version: number };
  readonly length: number;
}

const copiedAtOnce = 1024 * 1024;

/** What every shelf stands in. */
export interface ShelfRoom {
  disk: Disk;
  /** Where the kiosk keeps bundles. */
  folder: string;
  /** Where whoever brings one puts it. */
  incoming: string;
  trust: Trust;
  hashing: Hashing;
  log: JournalLog;
  nowMs: () => number;
  /** What a copy must leave free: filings come first. */
  reserveBytes: number;
  /** It took one, or refused one. */
  onArrival?: (arrival: BundleArrival) => void;
}

interface ShelfOptions<Head> extends ShelfRoom {
  kind: BundleKind;
  /** Under which whoever brings one puts it. */
  fileName: string;
  manifestBytes: number;
  readHead(beginning: Uint8Array, keys: readonly Jwk[]): Promise<Head | `${BundleKind}-${BundleFault}`>;
  /** Everything in it, with pauses: somebody may be at the screen. */
  checkAll(held: Held<Head>): Promise<`${BundleKind}-${BundleFault}` | undefined>;
  /** Bundles up to this version are older than what this build brought along. */
  oldest?: number;
  /** What somebody reads from now. */
  inUse(): Held<Head> | undefined;
}

export function openBundleShelf<Head extends HeadOfBundle>(options: ShelfOptions<Head>): BundleShelf<Head> {
  const { kind, disk, folder, incoming, trust, log, oldest = 0 } = options;
  const incomingPath = `${incoming}/${options.fileName}`;
  const ending = options.fileName.slice(options.fileName.lastIndexOf('.'));
  let newest: Held<Head> | undefined;
  /** The keys it was found right by; undefined while nobody has looked. */
  let foundUnder: string | undefined;
  let refused: ShelfFacts['refused'] = null;
  let seenBytes: number | undefined;
  let hasPlace = false;
  let looking: Promise<BundleArrival> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  /** Of bundles that were disowned: a bad disk may not even let them be removed. */
  const bad = new Set<string>();

  async function headOf(path: string): Promise<Head | `${BundleKind}-${BundleFault}`> {
    const keys = trust.kiosk()?.trust.config;
    if (!keys) return `${kind}-signature`;
    // A bad sector must cost a bundle, never the kiosk's start.
    const beginning = await disk.read(path, { from: 0, length: options.manifestBytes }).catch(() => undefined);
    if (!beginning) return `${kind}-truncated`;
    const head = await options.readHead(beginning, keys);
    if (typeof head === 'string') return head;
    return (await disk.size(path).catch(() => undefined)) === head.length ? head : `${kind}-truncated`;
  }

  async function findNewest(): Promise<Held<Head> | undefined> {
    if (isNewestKnown()) return newest;
    newest = undefined;
    const keys = configKeysOf(trust);
    // A kiosk that is not set up yet believes nobody: it looks when it is.
    if (keys === undefined) return undefined;
    for (const name of (await versionsHere()).reverse()) {
      const path = `${folder}/${name}`;
      if (bad.has(path)) continue;
      const head = await headOf(path);
      if (typeof head === 'string') {
        tellUnreadable(head);
        continue;
      }
      if (head.manifest.version > oldest) newest = { path, head };
      break;
    }
    foundUnder = keys;
    return newest;
  }

  function known(): Held<Head> | undefined {
    return isNewestKnown() ? newest : undefined;
  }

  function isNewestKnown(): boolean {
    return foundUnder !== undefined && foundUnder === configKeysOf(trust);
  }

  /** It was right when it was taken: this disk's fault, or a key that counts no more. */
  function tellUnreadable(code: `${BundleKind}-${BundleFault}`): void {
    refused = { code, atMs: options.nowMs() };
    log.write(`${kind}-unreadable`, code);
  }

  /** File names by version, lowest first. */
  async function versionsHere(): Promise<string[]> {
    const names = (await disk.list(folder)).filter(
      (name) => name.endsWith(ending) && /^[1-9]\d{0,15}$/.test(name.slice(0, -ending.length)),
    );
    return names.sort((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10));
  }

  async function take(isWhole: boolean): Promise<BundleArrival> {
    if (!hasPlace && trust.kiosk()) {
      // Whoever brings a bundle finds where to put it.
      await disk.makeFolder(incoming);
      hasPlace = true;
    }
    const keys = configKeysOf(trust);
    const bytes = await disk.size(incomingPath);
    if (bytes === undefined) seenBytes = undefined;
    if (bytes === undefined || keys === undefined) return 'nothing';
    // It is looked at when it has stopped growing.
    const isStill = isWhole || seenBytes === bytes;
    seenBytes = bytes;
    if (!isStill) return 'nothing';
    const head = await headOf(incomingPath);
    if (typeof head === 'string') return refuse(head);
    const before = await findWhole(head);
    if (before && isSameHead(before.head, head)) {
      // The very one that is here: the power went before it could be taken away, or it was brought twice.
      await disk.remove(incomingPath);
      return 'taken';
    }
    if (head.manifest.version <= (before?.head.manifest.version ?? oldest)) return refuse(`${kind}-downgrade`);
    const fault = await options.checkAll({ path: incomingPath, head });
    if (fault) return refuse(fault);

    const path = `${folder}/${head.manifest.version}${ending}`;
    await copy(incomingPath, path, head.length);
    // Read back: what is told as taken is what will be read.
    const kept = { path, head };
    if (!isSameHead(await headOf(path), head) || (await options.checkAll(kept))) {
      // The fault of this disk, not of the bundle: it is tried again.
      await disk.remove(path);
      throw new Error('what was kept is not what came');
    }
    newest = kept;
    foundUnder = keys;
    bad.delete(path);
    refused = null;
    await disk.remove(incomingPath);
    await forgetOld();
    log.write(`${kind}-taken`, String(head.manifest.version));
    return 'taken';
  }

  /** The newest; when it is the one that has come, its bytes are right too, or the one that has come would be thrown away for nothing. */
  async function findWhole(come: Head): Promise<Held<Head> | undefined> {
    const here = await findNewest();
    if (!here || !isSameHead(here.head, come)) return here;
    const isHeadRight = isSameHead(await headOf(here.path), here.head);
    const fault = isHeadRight ? await options.checkAll(here) : (`${kind}-truncated` as const);
    if (fault === undefined) return here;
    await disown(here, fault);
    return findNewest();
  }

  async function disown(held: Held<Head>, code: `${BundleKind}-${BundleFault}` = `${kind}-truncated`): Promise<void> {
    if (bad.has(held.path)) return;
    // Another of the same version has come to its place: packed anew after a key was revoked, while a page still reads from this one.
    if (newest?.path === held.path && !isSameHead(newest.head, held.head)) return;
    tellUnreadable(code);
    bad.add(held.path);
    if (newest?.path === held.path) {
      newest = undefined;
      foundUnder = undefined;
    }
    await disk.remove(held.path).catch(() => log.write(`${kind}-not-removed`));
  }

  /** Put aside, where a technician finds it and the next one is not kept from coming. */
  async function refuse(code: `${BundleKind}-${BundleFault}`): Promise<BundleArrival> {
    tellRefused(code);
    await disk.rename(incomingPath, `${incoming}/refused${ending}`);
    return code;
  }

  function tellRefused(code: `${BundleKind}-${BundleFault}`): void {
    refused = { code, atMs: options.nowMs() };
    log.write(code);
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
    const needed = [(await findNewest())?.path, options.inUse()?.path];
    for (const name of await disk.list(folder)) {
      const path = `${folder}/${name}`;
      if (!needed.includes(path)) await disk.remove(path);
    }
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  }

  async function lookNow(isWhole: boolean): Promise<BundleArrival> {
    try {
      const arrival = await take(isWhole);
      if (arrival !== 'nothing') options.onArrival?.(arrival);
      return arrival;
    } catch {
      // A full disk, mostly: it is looked at again.
      log.write(`${kind}-not-kept`);
      return 'nothing';
    }
  }

  async function bringNow(path: string, mayWait: boolean): Promise<BundleArrival> {
    try {
      await disk.rename(path, incomingPath);
      await disk.syncFolder(incoming);
    } catch {
      log.write(`${kind}-not-kept`);
      await disk.remove(path).catch(() => undefined);
      return 'nothing';
    }
    const arrival = await lookNow(true);
    if (arrival === 'nothing' && !mayWait) await disk.remove(incomingPath).catch(() => undefined);
    return arrival;
  }

  return {
    newest: findNewest,
    known,
    disown,
    look(isWhole = false) {
      looking ??= inTurn(() => lookNow(isWhole)).finally(() => {
        looking = undefined;
      });
      return looking;
    },
    bring: (path, { mayWait }) => inTurn(() => bringNow(path, mayWait)),
    turnAway(fault) {
      tellRefused(`${kind}-${fault}`);
      options.onArrival?.(`${kind}-${fault}`);
    },
    inTurn,
    async readPiece({ path }, { from, bytes, sha256 }, most) {
      const packed = await disk.read(path, { from, length: bytes }).catch(() => undefined);
      // Node takes a bound of nothing for a mistake, and no piece inflates to nothing.
      if (most <= 0 || packed?.length !== bytes || toHex(await options.hashing.sha256(packed)) !== sha256)
        return undefined;
      return unpack(packed, most);
    },
    forgetOld,
    facts: () => ({ version: known()?.head.manifest.version ?? null, refused }),
  };
}

/** By what a bundle is believed now; undefined while nobody is. */
export function configKeysOf(trust: Trust): string | undefined {
  const keys = trust.kiosk()?.trust.config;
  return keys && JSON.stringify(keys);
}

export function isSameHead(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Undefined when the bytes cannot be inflated, or to more than `most`. */
function unpack(packed: Uint8Array, most: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return new Promise((done) => {
    inflate(packed, { maxOutputLength: most }, (error, plain) => done(error ? undefined : new Uint8Array(plain)));
  });
}
