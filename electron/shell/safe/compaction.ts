import type { Disk } from './disk.ts';
import { encodeFrame, type Frame, frameFlags, hashOf, scanSegment } from './frame.ts';
import { isUnreadable } from './patient-disk.ts';
import { readSegmentHeader } from './records.ts';
import { type Location, segmentName } from './segments.ts';

/** What becomes of a record when its segment is rewritten. */
export type Fate = 'keep' | 'drop-body' | 'forget';

export type Moved = readonly { readonly from: Location; readonly to: Location; readonly fate: Fate }[];

export interface Rewritten {
  readonly bytes: number;
  /** Every record of it is forgotten: an oldest segment may be removed. */
  readonly isEmpty: boolean;
  /** Records of the whole chain up to its end. */
  readonly upTo: number;
}

/**
 * Rewrites a closed segment without the bodies that are freed and the lines that are too old, under the same name in one step:
 * after a power cut there is the old segment or the new one. Hashes stay, so the chain still verifies.
 * Only records that count are copied; `undefined` when there was damage, which is kept as it is.
 */
export async function rewriteSegment(
  disk: Disk,
  { folder, segment, goodLength }: { folder: string; segment: number; goodLength: number },
  fateOf: (frame: Frame) => Fate,
  /** Runs `replace`, which puts the new segment under the name, and lets the rows know where everything lies now. */
  exchange: (replace: () => Promise<void>, moved: Moved) => Promise<void>,
): Promise<Rewritten | undefined> {
  const path = `${folder}/${segmentName(segment)}`;
  const fresh = `${path}.new`;
  const moved: { from: Location; to: Location; fate: Fate }[] = [];
  let bytes = 0;
  let isEmpty = true;
  let upTo = 0;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;

  // An unfinished one, from this run or an earlier, is written anew.
  await disk.remove(fresh);
  const file = await disk.openForAppend(fresh);
  const write = async (): Promise<void> => {
    const bytesToWrite = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    await file.append(bytesToWrite);
  };
  try {
    for await (const found of scanSegment(disk, path)) {
      if (found.offset >= goodLength) break;
      if (found.kind === 'damage') {
        await disk.remove(fresh);
        return undefined;
      }
      const isHeader = (found.frame.flags & frameFlags.segmentHeader) !== 0;
      const from = { segment, offset: found.offset, length: found.length };
      const fate = isHeader ? 'keep' : fateOf(found.frame);
      const encoded = encodeFrame(shorten(found.frame, fate));
      waiting.push(encoded);
      waitingBytes += encoded.length;
      if (waitingBytes >= writeBytes) await write();
      if (!isHeader) moved.push({ from, to: { segment, offset: bytes, length: encoded.length }, fate });
      if (!isHeader && fate !== 'forget') isEmpty = false;
      upTo = isHeader ? (readSegmentHeader(found.frame.meta)?.after.records ?? 0) : upTo + 1;
      bytes += encoded.length;
    }
    await write();
    await file.sync();
  } catch (error) {
    // A full disk must not be filled further by what could not be finished.
    await disk.remove(fresh).catch(() => undefined);
    // As with damage: it stays as it is, and the others are rewritten.
    if (isUnreadable(error)) return undefined;
    throw error;
  } finally {
    await file.close();
  }
  await exchange(() => disk.rename(fresh, path), moved);
  await disk.syncFolder(folder);
  return { bytes, isEmpty, upTo };
}

const writeBytes = 1024 * 1024;

function shorten(frame: Frame, fate: Fate): Frame {
  const empty = new Uint8Array(0);
  switch (fate) {
    case 'keep':
      return frame;
    case 'drop-body':
      return { ...frame, flags: frame.flags | frameFlags.bodyDropped, body: empty };
    case 'forget':
      return {
        flags: frame.flags | frameFlags.forgotten,
        before: frame.before,
        meta: Uint8Array.from(Buffer.from(hashOf(frame), 'hex')),
        body: empty,
      };
  }
}
