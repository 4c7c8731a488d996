import { readVarint, unsnappy } from './snappy.ts';

/**
 * What LevelDB (google/leveldb, doc/table_format.md and doc/log_format.md) holds, readable: blocks of a table decompressed
 * and their keys written out in full, fragments of a log's records joined. Nothing throws on damage: what can be read is given.
 */

const tableMagic = Buffer.from('57fb808b247547db', 'hex');
const footerLength = 48;
const logBlock = 32_768;
const mostBlocks = 100_000;

export function isTable(bytes: Uint8Array): boolean {
  return bytes.length >= footerLength && tableMagic.equals(bytes.subarray(bytes.length - tableMagic.length));
}

/** The contents of each block a table's index names, and its keys in full. */
export function* tableBlocks(bytes: Uint8Array): Generator<Uint8Array> {
  const footer = bytes.subarray(bytes.length - footerLength);
  const metaIndex = readHandle(footer, 0);
  const index = metaIndex && readHandle(footer, metaIndex.end);
  for (const handle of [metaIndex, index]) {
    const block = handle && readBlock(bytes, handle);
    if (!block) continue;
    yield block;
    let left = mostBlocks;
    for (const { value } of entries(block)) {
      if (left === 0) return;
      left -= 1;
      const inner = readHandle(value, 0);
      const data = inner && readBlock(bytes, inner);
      if (!data) continue;
      yield data;
      yield Buffer.concat(entries(data).map(({ key }) => key));
    }
  }
}

/** Records of a log, whole, whatever blocks they lie across. */
export function* logRecords(bytes: Uint8Array): Generator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += logBlock) {
    const block = bytes.subarray(start, start + logBlock);
    for (let at = 0; at + 7 <= block.length; ) {
      const length = (block[at + 4] ?? 0) | ((block[at + 5] ?? 0) << 8);
      const kind = block[at + 6] ?? 0;
      if (kind < 1 || kind > 4) break;
      const piece = block.subarray(at + 7, at + 7 + length);
      at += 7 + length;
      if (kind === 1 || kind === 2) pieces = [];
      pieces.push(piece);
      if (kind === 1 || kind === 4) {
        yield Buffer.concat(pieces);
        pieces = [];
      }
    }
  }
  // A record whose end was never written.
  if (pieces.length > 0) yield Buffer.concat(pieces);
}

interface Handle {
  readonly offset: number;
  readonly size: number;
  readonly end: number;
}

function readHandle(bytes: Uint8Array, at: number): Handle | undefined {
  const offset = readVarint(bytes, at);
  const size = offset && readVarint(bytes, offset.end);
  return size && { offset: offset.value, size: size.value, end: size.end };
}

function readBlock(file: Uint8Array, { offset, size }: Handle): Uint8Array | undefined {
  const stored = file.subarray(offset, offset + size);
  const kind = file[offset + size];
  if (stored.length < size || kind === undefined) return undefined;
  if (kind === 1) return unsnappy(stored);
  return kind === 0 ? stored : undefined;
}

/** Keys share their beginnings with the key before; the numbers at the end of the block are restart points. */
function entries(block: Uint8Array): { key: Buffer; value: Uint8Array }[] {
  const found: { key: Buffer; value: Uint8Array }[] = [];
  if (block.length < 4) return found;
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const end = block.length - 4 - 4 * view.getUint32(block.length - 4, true);
  let key: Buffer = Buffer.alloc(0);
  for (let at = 0; at < end; ) {
    const shared = readVarint(block, at);
    const rest = shared && readVarint(block, shared.end);
    const length = rest && readVarint(block, rest.end);
    if (!length) return found;
    key = Buffer.concat([key.subarray(0, shared.value), block.subarray(length.end, length.end + rest.value)]);
    const value = block.subarray(length.end + rest.value, length.end + rest.value + length.value);
    found.push({ key, value });
    at = length.end + rest.value + length.value;
  }
  return found;
}
