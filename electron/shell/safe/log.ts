import { canonicalBytes } from '../../../shared/dossier/bytes.ts';
import type { AppendFile, Disk } from './disk.ts';
import { decodeFrame, encodeFrame, type Frame, frameFlags, hashOf } from './frame.ts';
import { safeFormat } from './newer.ts';
import type { SafeRecord, SegmentHeader } from './records.ts';
import { type Head, type Location, type Reading, readSegments, segmentName } from './segments.ts';

export interface Entry {
  readonly record: SafeRecord;
  readonly body?: Uint8Array;
}

/** `kept: false` means it does not count and never will, also after a restart (see README for the one limit). */
export type Kept = { readonly kept: true } | { readonly kept: false };

export interface LogOptions {
  readonly disk: Disk;
  readonly folder: string;
  /** A segment that is this long is followed by a new one. */
  readonly segmentBytes: number;
  /** Called once per record that counts, in the order of the log: at opening, and after each group's sync. */
  readonly onFrame: (frame: Frame, location: Location) => void;
  readonly onTrouble: (code: 'safe-append-failed' | 'safe-void-owed') => void;
  /** A head of this log that was told to others. */
  readonly told?: Head | undefined;
}

export interface Log {
  readonly reading: Reading;
  /** All entries or none, in one write and one sync, shared with whatever else arrives meanwhile. */
  append(entries: readonly Entry[]): Promise<Kept>;
  /** The frame a location names; `undefined` when it moved (the segment was rewritten) or cannot be read. */
  read(location: Location): Promise<Frame | undefined>;
  head(): Head;
  /** The next sequence number, higher than `above`; never given twice, whatever becomes of the filing. */
  nextSequence(above: number): number;
  segments(): { readonly segment: number; readonly bytes: number }[];
  /** Frames that lie close together, read in as few goes as may be. What is missing in the answer is read one by one. */
  readRun(locations: readonly Location[]): Promise<ReadonlyMap<Location, Frame>>;
  /** Segments that nothing is added to any more, with the bytes that count. Starts a new segment first when asked; rejects when it cannot. */
  closedSegments(options: {
    closeCurrent: boolean;
  }): Promise<readonly { readonly segment: number; readonly bytes: number }[]>;
  /** While `replace` runs, `settled` waits for this segment. */
  whileMoving(segment: number, replace: () => Promise<void>): Promise<void>;
  settled(segment: number | undefined): Promise<void>;
  /** A closed segment was rewritten or removed. */
  resized(segment: number, bytes: number | undefined): void;
  close(): Promise<void>;
}

interface Current {
  readonly segment: number;
  readonly file: AppendFile;
  goodLength: number;
}

type Waiting =
  | {
      readonly kind: 'entries';
      readonly entries: readonly Entry[];
      readonly bytes: number;
      readonly done: (kept: Kept) => void;
    }
  | { readonly kind: 'alone'; readonly work: () => Promise<void> };

const groupBytes = 4 * 1024 * 1024;

export async function openLog(options: LogOptions): Promise<Log> {
  const { disk, folder } = options;
  await disk.makeFolder(folder);
  const reading = await readSegments(disk, folder, options.onFrame, options.told);
  // To go on from the head before would say of what was filed last that it was refused.
  if (reading.endsUnreadable) throw Object.assign(new Error('the end of the log cannot be read'), { code: 'EIO' });
  for (const name of await disk.list(folder)) {
    // A leftover that cannot be removed now is in nobody's way; the next start tries again.
    if (name.endsWith('.new')) await disk.remove(`${folder}/${name}`).catch(() => undefined);
  }
  /** Bytes that count, by segment. */
  const sizes = new Map(reading.segments.map(({ segment, goodLength }) => [segment, goodLength]));
  let head = reading.head;
  let sequence = reading.sequence;
  let lastSegment = Math.max(0, ...sizes.keys());
  let current = (await settleLast()) ? await continueLast() : undefined;
  const waiting: Waiting[] = [];
  let working: Promise<void> = Promise.resolve();
  let isWorking = false;
  let closed = false;
  let moving: { readonly segment: number; readonly move: Promise<void> } | undefined;

  /**
   * The program may have been killed between a write and its sync, or before the folder was synced: what was just read, and is
   * told from now on, is made durable first. `false`: the disk would not. After a failed sync nobody knows what of this segment
   * ever becomes durable, so nothing more is added to it; the first sync of the next one covers the folder, too.
   */
  async function settleLast(): Promise<boolean> {
    const last = reading.segments.at(-1);
    if (!last) return true;
    const isFileSynced = await succeeds(async () => {
      const file = await disk.openForAppend(`${folder}/${segmentName(last.segment)}`);
      await file.sync().finally(() => file.close());
    });
    return (await succeeds(() => disk.syncFolder(folder))) && isFileSynced;
  }

  /** A torn tail is cut before the first append: bytes written behind it would be read as part of it. */
  async function continueLast(): Promise<Current | undefined> {
    const last = reading.segments.at(-1);
    if (!last || last.goodLength === 0 || last.bytes >= options.segmentBytes) return undefined;
    // An older build would read its own format in the header and take what this one writes behind it for damage.
    if (last.format !== safeFormat) return undefined;
    if (reading.faults.some((fault) => fault.segment === last.segment && fault.fault !== 'torn-tail')) return undefined;
    let file: AppendFile | undefined;
    try {
      file = await disk.openForAppend(`${folder}/${segmentName(last.segment)}`);
      if (last.bytes > last.goodLength) {
        await file.truncate(last.goodLength);
        await file.sync();
      }
      return { segment: last.segment, file, goodLength: last.goodLength };
    } catch {
      // The header of the next segment says where it continues: what is torn here is passed over.
      await file?.close().catch(() => undefined);
      return undefined;
    }
  }

  function enqueue(item: Waiting): void {
    waiting.push(item);
    if (isWorking) return;
    isWorking = true;
    working = work();
  }

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const first = waiting[0];
      if (first?.kind === 'alone') {
        waiting.shift();
        await first.work();
        continue;
      }
      const group = takeGroup();
      const kept = await commit(group.flatMap((item) => item.entries));
      for (const item of group) item.done(kept);
    }
    // In the same step as the last look at `waiting`: what comes now starts anew.
    isWorking = false;
  }

  function takeGroup(): Extract<Waiting, { kind: 'entries' }>[] {
    const group: Extract<Waiting, { kind: 'entries' }>[] = [];
    let bytes = 0;
    while (true) {
      const next = waiting[0];
      if (next?.kind !== 'entries' || (group.length > 0 && bytes + next.bytes > groupBytes)) return group;
      waiting.shift();
      group.push(next);
      bytes += next.bytes;
    }
  }

  async function commit(entries: readonly Entry[]): Promise<Kept> {
    const frames = await write(entries);
    if (!frames) {
      options.onTrouble('safe-append-failed');
      await voidTail();
      return { kept: false };
    }
    for (const { frame, location } of frames) options.onFrame(frame, location);
    return { kept: true };
  }

  async function write(
    entries: readonly Entry[],
  ): Promise<readonly { frame: Frame; location: Location }[] | undefined> {
    try {
      if (current && current.goodLength >= options.segmentBytes) await leaveCurrent();
      const isNew = current === undefined;
      current ??= await startSegment();
      const { frames, newHead, bytes } = chain(entries, current);
      await current.file.append(bytes);
      await current.file.sync();
      if (isNew) await disk.syncFolder(folder);
      // From here on it counts: the group lies on the disk, synced.
      current.goodLength += bytes.length;
      sizes.set(current.segment, current.goodLength);
      head = newHead;
      return frames;
    } catch {
      return undefined;
    }
  }

  function chain(entries: readonly Entry[], to: Current) {
    const frames: { frame: Frame; location: Location }[] = [];
    const encoded: Uint8Array[] = [];
    let newHead = head;
    let offset = to.goodLength;
    if (offset === 0) add(encodeFrame(headerFrame(to.segment)));
    for (const entry of entries) {
      const meta = canonicalBytes(entry.record);
      const frame: Frame = { flags: 0, before: newHead.hash, meta, body: entry.body ?? new Uint8Array(0) };
      const bytes = encodeFrame(frame);
      frames.push({ frame, location: { segment: to.segment, offset, length: bytes.length } });
      newHead = { records: newHead.records + 1, hash: hashOf(frame) };
      add(bytes);
    }
    return { frames, newHead, bytes: Buffer.concat(encoded) };

    function add(bytes: Uint8Array): void {
      encoded.push(bytes);
      offset += bytes.length;
    }
  }

  function headerFrame(segment: number): Frame {
    const header: SegmentHeader = { type: 'segment', format: safeFormat, segment, after: head, sequence };
    return {
      flags: frameFlags.segmentHeader,
      before: head.hash,
      meta: canonicalBytes(header),
      body: new Uint8Array(0),
    };
  }

  async function startSegment(): Promise<Current> {
    lastSegment += 1;
    const path = `${folder}/${segmentName(lastSegment)}`;
    return { segment: lastSegment, file: await disk.openForAppend(path), goodLength: 0 };
  }

  async function leaveCurrent(): Promise<void> {
    await current?.file.close().catch(() => undefined);
    current = undefined;
  }

  /**
   * What was refused must not be found whole after a power cut. After a failed sync nobody knows what the disk holds, so the
   * segment is closed for good: its tail is cut, or else a new segment says that this one ended before it.
   */
  async function voidTail(): Promise<void> {
    const failed = current;
    if (!failed) return;
    current = undefined;
    const cut = await succeeds(async () => {
      await failed.file.truncate(failed.goodLength);
      await failed.file.sync();
    });
    await failed.file.close().catch(() => undefined);
    if (cut) return;
    // Where even this fails, the next group that is kept starts a segment of its own, whose header says the same.
    if (!(await succeeds(startSegmentNow))) options.onTrouble('safe-void-owed');
  }

  /** A new segment whose header is on the disk, synced, before anything follows it. */
  async function startSegmentNow(): Promise<void> {
    const fresh = await startSegment();
    try {
      const bytes = encodeFrame(headerFrame(fresh.segment));
      await fresh.file.append(bytes);
      await fresh.file.sync();
      await disk.syncFolder(folder);
      sizes.set(fresh.segment, bytes.length);
      current = { ...fresh, goodLength: bytes.length };
    } catch (error) {
      await fresh.file.close().catch(() => undefined);
      throw error;
    }
  }

  return {
    reading,
    append(entries) {
      if (closed) return Promise.resolve({ kept: false });
      const bytes = entries.reduce((sum, entry) => sum + (entry.body?.length ?? 0) + 512, 0);
      return new Promise((done) => enqueue({ kind: 'entries', entries, bytes, done }));
    },
    async read({ segment, offset, length }) {
      const bytes = await readable(segment, { from: offset, length });
      const read = bytes && decodeFrame(bytes);
      return typeof read === 'object' && 'frame' in read && read.length === length ? read.frame : undefined;
    },
    head: () => head,
    nextSequence(above) {
      sequence = Math.max(sequence, above) + 1;
      return sequence;
    },
    segments: () => [...sizes].map(([segment, bytes]) => ({ segment, bytes })),
    async readRun(locations) {
      const frames = new Map<Location, Frame>();
      for (const run of runsOf(locations)) {
        const [first, last] = [run[0], run.at(-1)];
        if (!first || !last) continue;
        const range = { from: first.offset, length: last.offset + last.length - first.offset };
        const bytes = await readable(first.segment, range);
        if (!bytes) continue;
        for (const location of run) {
          const start = location.offset - first.offset;
          const read = decodeFrame(bytes.subarray(start, start + location.length));
          if (typeof read === 'object' && 'frame' in read) frames.set(location, read.frame);
        }
      }
      return frames;
    },
    closedSegments({ closeCurrent }) {
      return new Promise((resolve, reject) =>
        enqueue({
          kind: 'alone',
          work: async () => {
            try {
              if (closeCurrent && sizes.size > 0) {
                await leaveCurrent();
                await startSegmentNow();
              }
              const closedOnes = [...sizes].filter(([segment]) => segment !== current?.segment);
              resolve(closedOnes.map(([segment, bytes]) => ({ segment, bytes })));
            } catch (error) {
              reject(error);
            }
          },
        }),
      );
    },
    async whileMoving(segment, replace) {
      const move = replace();
      moving = { segment, move };
      try {
        await move;
      } finally {
        moving = undefined;
      }
    },
    async settled(segment) {
      if (moving && moving.segment === segment) await moving.move.catch(() => undefined);
    },
    resized(segment, bytes) {
      if (bytes === undefined) sizes.delete(segment);
      else sizes.set(segment, bytes);
    },
    async close() {
      closed = true;
      await working;
      await leaveCurrent();
    },
  };

  /** A place the disk can no longer read is that record's loss; it must not stand in the way of all the others. */
  function readable(segment: number, range: { from: number; length: number }): Promise<Uint8Array | undefined> {
    return disk.read(`${folder}/${segmentName(segment)}`, range).catch(() => undefined);
  }

  async function succeeds(attempt: () => Promise<void>): Promise<boolean> {
    try {
      await attempt();
      return true;
    } catch {
      return false;
    }
  }
}

const runBytes = 2 * 1024 * 1024;

/** Neighbours of one segment, in their order, up to a bound that keeps memory small. */
function runsOf(locations: readonly Location[]): Location[][] {
  const runs: Location[][] = [];
  for (const location of locations) {
    const run = runs.at(-1);
    const first = run?.[0];
    const isNear =
      first !== undefined &&
      location.segment === first.segment &&
      location.offset >= first.offset &&
      location.offset + location.length - first.offset <= runBytes;
    if (isNear) run?.push(location);
    else runs.push([location]);
  }
  return runs;
}
