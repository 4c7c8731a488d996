import type { Disk } from './disk.ts';
import { decodeFrame, type Frame, frameFlags, hashOf, noHash, scanSegment } from './frame.ts';
import { patientDisk } from './patient-disk.ts';
import { readSegmentHeader, type SegmentHeader } from './records.ts';

/** Where a frame lies. */
export interface Location {
  readonly segment: number;
  readonly offset: number;
  readonly length: number;
}

/** How much the chain holds, and the hash of its last record. */
export interface Head {
  readonly records: number;
  readonly hash: string;
}

/** What was found wrong while reading. None of it stops the kiosk; all of it is logged and shown to the technician. */
export type Fault =
  | { readonly fault: 'torn-tail'; readonly segment: number; readonly offset: number; readonly bytes: number }
  | { readonly fault: 'damaged'; readonly segment: number; readonly offset: number; readonly bytes: number }
  | { readonly fault: 'chain-broken'; readonly segment: number; readonly offset: number }
  /** The portal was told of this head, and the chain does not contain it: the log was cut, exchanged or rewritten. */
  | { readonly fault: 'told-head-missing'; readonly segment: number; readonly offset: number; readonly told: Head };

export interface SegmentFound {
  readonly segment: number;
  readonly bytes: number;
  /** Up to here the segment is whole and counts; what is behind was refused or torn. */
  readonly goodLength: number;
  readonly records: number;
  /** Of the build that began it; absent where its header cannot be read. */
  readonly format?: number | undefined;
}

export interface Reading {
  readonly segments: readonly SegmentFound[];
  readonly head: Head;
  readonly sequence: number;
  readonly faults: readonly Fault[];
  /** The disk cannot read the end: nobody knows what was filed last, so nothing may be written behind it. */
  readonly endsUnreadable: boolean;
}

export function segmentName(segment: number): string {
  return `${String(segment).padStart(8, '0')}.segment`;
}

/**
 * Reads the whole log once, in order, and calls `onFrame` for every record that counts. A record behind the head which the
 * next segment continues from was refused when it was written (its sync failed): it does not count, whole or not.
 */
export async function readSegments(
  anyDisk: Disk,
  folder: string,
  onFrame: (frame: Frame, location: Location, head: Head) => void,
  /** A head this chain must contain (see told-head.ts). */
  told?: Head,
): Promise<Reading> {
  const disk = patientDisk(anyDisk);
  const numbers = (await disk.list(folder)).flatMap((name) => {
    const match = /^(\d{8})\.segment$/.exec(name);
    return match ? [Number(match[1])] : [];
  });
  const headers = new Map<number, SegmentHeader>();
  for (const segment of numbers) {
    const header = await firstHeader(disk, `${folder}/${segmentName(segment)}`);
    if (header) headers.set(segment, header);
  }

  const faults: Fault[] = [];
  const segments: SegmentFound[] = [];
  let head: Head = { records: 0, hash: noHash };
  let sequence = 0;
  let first: Head | undefined;
  let isToldSeen = told === undefined || told.records === 0;
  const lookForTold = (): void => {
    isToldSeen ||= told?.records === head.records && told.hash === head.hash;
  };

  let endsUnreadable = false;
  for (const [position, segment] of numbers.entries()) {
    const lostBefore = disk.lostBytes();
    const path = `${folder}/${segmentName(segment)}`;
    const header = headers.get(segment);
    const next = numbers
      .slice(position + 1)
      .map((later) => headers.get(later))
      .find((later) => later !== undefined);
    const isLast = next === undefined;
    if (header) {
      sequence = Math.max(sequence, header.sequence);
      const follows = header.after.hash === head.hash && header.after.records === head.records;
      // The oldest segments are deleted by the retention rule: the first one left says where it continues from.
      if (!follows && segments.length > 0) faults.push({ fault: 'chain-broken', segment, offset: 0 });
      head = header.after;
      first ??= head;
      lookForTold();
    }
    let goodLength = 0;
    let records = 0;
    const reachedNext = (): boolean =>
      next !== undefined && next.after.hash === head.hash && next.after.records === head.records;

    for await (const found of scanSegment(disk, path)) {
      const isHeader = found.kind === 'frame' && (found.frame.flags & frameFlags.segmentHeader) !== 0;
      if (!isHeader && reachedNext()) break;
      if (found.kind === 'damage') {
        const place = { segment, offset: found.offset, bytes: found.length };
        faults.push({ fault: found.atEnd && isLast ? 'torn-tail' : 'damaged', ...place });
        endsUnreadable = found.atEnd && isLast && disk.lostBytes() > lostBefore;
        continue;
      }
      const { frame, offset, length } = found;
      goodLength = offset + length;
      if (isHeader) continue;
      if (frame.before !== head.hash) faults.push({ fault: 'chain-broken', segment, offset });
      head = { records: head.records + 1, hash: hashOf(frame) };
      records += 1;
      lookForTold();
      onFrame(frame, { segment, offset, length }, head);
    }
    segments.push({ segment, bytes: (await disk.size(path)) ?? 0, goodLength, records, format: header?.format });
  }
  // What lies before the oldest segment went by the retention rule, and the head that was told with it.
  const isBeforeAll = first !== undefined && told !== undefined && told.records < first.records;
  if (told && !isToldSeen && !isBeforeAll) {
    const last = segments.at(-1);
    faults.push({ fault: 'told-head-missing', segment: last?.segment ?? 0, offset: last?.goodLength ?? 0, told });
    if (head.records < told.records) faults.forEach(tornIsDamage);
  }
  if (endsUnreadable) faults.forEach(tornIsDamage);
  return { segments, head, sequence, faults, endsUnreadable };
}

/** A power cut tears only what nobody was told of. */
function tornIsDamage(fault: Fault, place: number, faults: Fault[]): void {
  if (fault.fault === 'torn-tail') faults[place] = { ...fault, fault: 'damaged' };
}

async function firstHeader(disk: Disk, path: string): Promise<SegmentHeader | undefined> {
  const bytes = await disk.read(path, { from: 0, length: 4096 });
  const read = bytes && decodeFrame(bytes);
  if (typeof read !== 'object' || !('frame' in read)) return undefined;
  return read.frame.flags & frameFlags.segmentHeader ? readSegmentHeader(read.frame.meta) : undefined;
}
