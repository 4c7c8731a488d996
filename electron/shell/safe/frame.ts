import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Disk } from './disk.ts';

/*
 * One frame on disk, little-endian:
 *
 *   0   4  magic «DCS1»
 *   4   1  flags: 1 body dropped (freed), 2 forgotten (meta is the record's hash alone), 4 segment header
 *   5   3  zero
 *   8   4  length of meta
 *  12   4  length of body
 *  16  32  hash of the record before
 *  48      meta: canonical JSON `{ type, … }`
 *          body: the sealed filing, only after a `filed` record
 *          4   CRC-32 of everything after the magic
 *
 * A record's hash is SHA-256(hash before ‖ meta). The body stands outside it (meta names its digest), so that a body can be
 * dropped when it is freed without breaking the chain.
 */
const magic = Buffer.from('DCS1');
const headLength = 48;
const crcLength = 4;
const windowBytes = 1024 * 1024;

export const frameFlags = { bodyDropped: 1, forgotten: 2, segmentHeader: 4 } as const;
/** Larger lengths are read as damage: nothing we write is that long. */
export const longestFrame = 16 * 1024 * 1024;
export const noHash = '0'.repeat(64);

export interface Frame {
  readonly flags: number;
  /** Hex. */
  readonly before: string;
  readonly meta: Uint8Array;
  readonly body: Uint8Array;
}

export function encodeFrame(frame: Frame): Uint8Array {
  const length = frameLength(frame.meta.length, frame.body.length);
  if (length > longestFrame) throw new Error('a record longer than any reader takes');
  const bytes = Buffer.alloc(length);
  magic.copy(bytes, 0);
  bytes[4] = frame.flags;
  bytes.writeUInt32LE(frame.meta.length, 8);
  bytes.writeUInt32LE(frame.body.length, 12);
  bytes.write(frame.before, 16, 'hex');
  bytes.set(frame.meta, headLength);
  bytes.set(frame.body, headLength + frame.meta.length);
  bytes.writeUInt32LE(crc32(bytes.subarray(4, length - crcLength)), length - crcLength);
  return bytes;
}

export function frameLength(metaLength: number, bodyLength: number): number {
  return headLength + metaLength + bodyLength + crcLength;
}

/** The record's place in the chain. A forgotten record keeps its hash in place of what it said. */
export function hashOf(frame: Frame): string {
  if (frame.flags & frameFlags.forgotten) return Buffer.from(frame.meta).toString('hex');
  return createHash('sha256').update(Buffer.from(frame.before, 'hex')).update(frame.meta).digest('hex');
}

/** The frame at the start of these bytes; `short` when more bytes could complete it. */
export function decodeFrame(bytes: Uint8Array): { frame: Frame; length: number } | { short: number } | 'damaged' {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (buffer.length < headLength) {
    const seen = Math.min(buffer.length, magic.length);
    return buffer.subarray(0, seen).equals(magic.subarray(0, seen)) ? { short: headLength } : 'damaged';
  }
  if (!buffer.subarray(0, 4).equals(magic)) return 'damaged';
  const metaLength = buffer.readUInt32LE(8);
  const bodyLength = buffer.readUInt32LE(12);
  const length = frameLength(metaLength, bodyLength);
  if (length > longestFrame) return 'damaged';
  if (buffer.length < length) return { short: length };
  if (crc32(buffer.subarray(4, length - crcLength)) !== buffer.readUInt32LE(length - crcLength)) return 'damaged';
  const frame: Frame = {
    flags: buffer[4] ?? 0,
    before: buffer.toString('hex', 16, headLength),
    meta: Uint8Array.from(buffer.subarray(headLength, headLength + metaLength)),
    body: Uint8Array.from(buffer.subarray(headLength + metaLength, headLength + metaLength + bodyLength)),
  };
  return { frame, length };
}

export type Scanned =
  | { readonly kind: 'frame'; readonly frame: Frame; readonly offset: number; readonly length: number }
  /** Bytes between whole frames, or behind the last one, that are no frame. */
  | { readonly kind: 'damage'; readonly offset: number; readonly length: number; readonly atEnd: boolean };

/** Reads a segment frame by frame, a window at a time. After damage it looks for the next whole frame: nothing readable is passed over. */
export async function* scanSegment(disk: Disk, path: string): AsyncGenerator<Scanned> {
  let window: Uint8Array = new Uint8Array(0);
  let offset = 0;
  let damageFrom = -1;
  const end = (await disk.size(path)) ?? 0;

  while (offset < end) {
    if (window.length === 0) window = await readWindow(windowBytes);
    let read = decodeFrame(window);
    if (typeof read === 'object' && 'short' in read && offset + window.length < end) {
      window = await readWindow(Math.max(windowBytes, read.short));
      read = decodeFrame(window);
    }
    if (typeof read === 'object' && 'frame' in read) {
      if (damageFrom >= 0) yield { kind: 'damage', offset: damageFrom, length: offset - damageFrom, atEnd: false };
      damageFrom = -1;
      yield { kind: 'frame', frame: read.frame, offset, length: read.length };
      skip(read.length);
      continue;
    }
    if (damageFrom < 0) damageFrom = offset;
    const next = Buffer.from(window.buffer, window.byteOffset, window.length).indexOf(magic, 1);
    // Without a magic in sight, its first bytes may still lie at the very end of the window.
    skip(next > 0 ? next : Math.max(1, window.length - (magic.length - 1)));
  }
  if (damageFrom >= 0) yield { kind: 'damage', offset: damageFrom, length: end - damageFrom, atEnd: true };

  async function readWindow(length: number): Promise<Uint8Array> {
    const bytes = await disk.read(path, { from: offset, length });
    if (!bytes?.length) throw new Error('a segment grew shorter while it was read');
    return bytes;
  }

  function skip(length: number): void {
    offset += length;
    window = window.subarray(Math.min(length, window.length));
  }
}
