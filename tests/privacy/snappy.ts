/**
 * Decompresses raw Snappy (google/snappy, format_description.txt), as LevelDB's blocks and Chromium's IndexedDB values use it.
 * Undefined for anything that is not a whole stream, or longer than `mostBytes` when decompressed.
 */
export function unsnappy(bytes: Uint8Array, mostBytes = 64 * 1024 * 1024): Uint8Array | undefined {
  const head = readVarint(bytes, 0);
  if (head === undefined || head.value > mostBytes) return undefined;
  const out = new Uint8Array(head.value);
  let at = head.end;
  let to = 0;
  while (at < bytes.length) {
    const tag = bytes[at] as number;
    at += 1;
    if ((tag & 3) === 0) {
      const short = tag >> 2;
      const extra = short < 60 ? 0 : short - 59;
      const length = 1 + (extra === 0 ? short : littleEndian(bytes, at, extra));
      at += extra;
      if (at + length > bytes.length || to + length > out.length) return undefined;
      out.set(bytes.subarray(at, at + length), to);
      at += length;
      to += length;
      continue;
    }
    const copy = readCopy(bytes, at, tag);
    at += copy.taken;
    if (copy.offset === 0 || copy.offset > to || to + copy.length > out.length) return undefined;
    // One by one: a copy may overlap what it writes.
    for (let index = 0; index < copy.length; index += 1, to += 1) out[to] = out[to - copy.offset] as number;
  }
  return to === out.length ? out : undefined;
}

function readCopy(bytes: Uint8Array, at: number, tag: number): { length: number; offset: number; taken: number } {
  if ((tag & 3) === 1) return { length: 4 + ((tag >> 2) & 7), offset: ((tag >> 5) << 8) | (bytes[at] ?? 0), taken: 1 };
  const width = (tag & 3) === 2 ? 2 : 4;
  return { length: 1 + (tag >> 2), offset: littleEndian(bytes, at, width), taken: width };
}

function littleEndian(bytes: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let index = 0; index < width; index += 1) value += (bytes[at + index] ?? 0) * 256 ** index;
  return value;
}

/** Seven bits a byte, the lowest first; at most 32 bits here. */
export function readVarint(bytes: Uint8Array, at: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: at + index + 1 };
  }
  return undefined;
}
