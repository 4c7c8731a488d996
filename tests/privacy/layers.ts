import { basename } from 'node:path';
import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';
import { isTable, logRecords, tableBlocks } from './level-db.ts';
import { slipText } from './slip-text.ts';
import { unsnappy } from './snappy.ts';

/** Bytes that were packed inside other bytes. */
export interface Layer {
  /** Such as `gzip`, `leveldb block`, `base64`. */
  readonly how: string;
  /** Where it begins in what holds it; whole containers begin at 0. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

const mostUnpacked = 64 * 1024 * 1024;
const largestBrotli = 8 * 1024 * 1024;
const shortestBase64 = 48;

/** Everything packed in these bytes, one level deep. `name` is the file's; inner layers have none. */
export function* layersOf(bytes: Uint8Array, name = ''): Generator<Layer> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isTable(buffer)) for (const block of tableBlocks(buffer)) yield layer('leveldb block', 0, block);
  if (/^(\d{6}\.log|MANIFEST-\d{6})$/.test(basename(name)))
    for (const record of logRecords(buffer)) yield layer('leveldb record', 0, record);
  yield* compressed(buffer, name !== '');
  yield* base64Runs(buffer);
  const text = slipText(buffer);
  if (text) yield layer('pdf text', 0, Buffer.from(text));
}

function* compressed(buffer: Buffer, isFile: boolean): Generator<Layer> {
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: mostUnpacked };
  for (const at of places(buffer, [0x1f, 0x8b, 0x08]))
    yield* attempt('gzip', at, () => gunzipSync(buffer.subarray(at), options));
  for (const at of places(buffer, [0x78]))
    if ([0x01, 0x5e, 0x9c, 0xda].includes(buffer[at + 1] ?? 0))
      yield* attempt('deflate', at, () => inflateSync(buffer.subarray(at), options));
  for (const at of places(buffer, [0x50, 0x4b, 0x03, 0x04])) {
    if (at + 30 > buffer.length || buffer.readUInt16LE(at + 8) !== 8) continue;
    const data = at + 30 + buffer.readUInt16LE(at + 26) + buffer.readUInt16LE(at + 28);
    yield* attempt('zip', at, () => inflateRawSync(buffer.subarray(data), options));
  }
  for (const at of places(buffer, [0x28, 0xb5, 0x2f, 0xfd]))
    yield* attempt('zstd', at, () => zstdDecompressSync(buffer.subarray(at), { maxOutputLength: mostUnpacked }));
  // An IndexedDB value or blob that Chromium compressed (third_party/blink, idb_value_wrapping.cc).
  for (const at of places(buffer, [0xff, 0x11, 0x02]))
    yield* attempt('snappy value', at, () => unsnappy(buffer.subarray(at + 3)));
  // Brotli has no mark: tried where a file, or a body in Chromium's cache, begins.
  if (isFile && buffer.length > 0 && buffer.length < largestBrotli)
    for (const at of [0, bodyInSimpleCache(buffer)])
      if (at !== undefined)
        yield* attempt('brotli', at, () =>
          brotliDecompressSync(buffer.subarray(at), {
            finishFlush: constants.BROTLI_OPERATION_FLUSH,
            maxOutputLength: mostUnpacked,
          }),
        );
}

/** Behind the header and the key of an entry of Chromium's simple cache. */
function bodyInSimpleCache(buffer: Buffer): number | undefined {
  if (buffer.length < 24 || buffer.readBigUInt64LE(0) !== 0xfcfb6d1ba7725c30n) return undefined;
  return 24 + buffer.readUInt32LE(12);
}

/** Longer stretches of base64, so that what is in them is seen as what it is. */
function* base64Runs(buffer: Buffer): Generator<Layer> {
  for (let at = 0; at < buffer.length; at += 1) {
    if (inBase64[buffer[at] as number] === 0) continue;
    const start = at;
    while (at < buffer.length && inBase64[buffer[at] as number] === 1) at += 1;
    if (at - start < shortestBase64) continue;
    // A run may begin with letters that are not of it, such as the last of a word: four beginnings, one is right.
    const run = buffer.toString('latin1', start, at);
    for (let skip = 0; skip < 4; skip += 1) {
      const bytes = Buffer.from(run.slice(skip), 'base64');
      if (skip === 0 || isPacked(bytes)) yield layer('base64', start + skip, bytes);
    }
  }
}

const inBase64 = Uint8Array.from({ length: 256 }, (_, code) =>
  /[A-Za-z0-9+/_-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** Texts are found at any alignment as they stand; only what hides its own beginning must be decoded from the right letter. */
function isPacked(bytes: Buffer): boolean {
  const mark = bytes.toString('latin1', 0, 4);
  return ['\x1f\x8b\x08', '\xff\xd8\xff', '\x89PNG', 'PK\x03\x04', '%PDF'].some((known) => mark.startsWith(known));
}

function* attempt(how: string, offset: number, unpack: () => Uint8Array | undefined): Generator<Layer> {
  try {
    const bytes = unpack();
    if (bytes && bytes.length > 0) yield layer(how, offset, bytes);
  } catch {
    // The mark stood there by chance.
  }
}

function* places(buffer: Buffer, mark: readonly number[]): Generator<number> {
  const wanted = Buffer.from(mark);
  for (let at = buffer.indexOf(wanted); at !== -1; at = buffer.indexOf(wanted, at + 1)) yield at;
}

function layer(how: string, offset: number, bytes: Uint8Array): Layer {
  return { how, offset, bytes };
}
