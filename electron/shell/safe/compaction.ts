import type { Disk } from './disk.ts';
import { encodeFrame, type Frame, frameFlags, hashOf, scanSegment } from './frame.ts';
import { type Location, segmentName } from './segments.ts';

/** What becomes of a record when its segment is rewritten. */
export type Fate = 'keep' | 'drop-body' | 'forget';

export interface Rewritten {
  readonly bytes: number;
  readonly moved: readonly { readonly from: Location; readonly to: Location; readonly fate: Fate }[];
  /** Every record of it is forgotten: an oldest segment may be removed. */
  readonly isEmpty: boolean;
}

/**
 * Rewrites a closed segment without the bodies that are freed and the lines that are too old, under the same name in one step:
 * after a power cut there is the old segment or the new one. Hashes stay, so the chain still verifies.
 * Only records that count are copied; `undefined` when there was damage, which is kept as it is.
 */
export async function rewriteSegment(
  disk: Disk,
  { folder, segment, goodLength }: { folder: string; segment: number; goodLength: number },
  fateOf: (frame: Frame, location: Location) => Fate,
): Promise<Rewritten | undefined> {
  const path = `${folder}/${segmentName(segment)}`;
  const fresh = `${path}.new`;
  const moved: { from: Location; to: Location; fate: Fate }[] = [];
  let bytes = 0;
  let isEmpty = true;

  // An unfinished one, from this run or an earlier, is written anew.
  await disk.remove(fresh);
  const file = await disk.openForAppend(fresh);
  try {
    for await (const found of scanSegment(disk, path)) {
      if (found.offset >= goodLength) break;
      if (found.kind === 'damage') return undefined;
      const isHeader = (found.frame.flags & frameFlags.segmentHeader) !== 0;
      const from = { segment, offset: found.offset, length: found.length };
      const fate = isHeader ? 'keep' : fateOf(found.frame, from);
      const encoded = encodeFrame(shorten(found.frame, fate));
      await file.append(encoded);
      if (!isHeader) moved.push({ from, to: { segment, offset: bytes, length: encoded.length }, fate });
      if (!isHeader && fate !== 'forget') isEmpty = false;
      bytes += encoded.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await disk.rename(fresh, path);
  await disk.syncFolder(folder);
  return { bytes, moved, isEmpty };
}

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
