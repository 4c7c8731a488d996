/** What watch-disk.c wrote down, in the order in which it happened. `at` is the record's place in the log. */
export type WatchRecord = { readonly at: number } & (
  | { readonly kind: 'created'; readonly inode: number; readonly path: string }
  | { readonly kind: 'written'; readonly inode: number; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly kind: 'truncated'; readonly inode: number; readonly length: number }
  | { readonly kind: 'renamed' | 'linked'; readonly from: string; readonly to: string }
  | { readonly kind: 'removed' | 'folder-made'; readonly path: string }
  /** Covers what stood in the log before `covered`. */
  | { readonly kind: 'synced'; readonly inode: number; readonly covered: number }
  | { readonly kind: 'folder-synced'; readonly path: string; readonly covered: number }
);

const magic = 0x31574344;
const headerLength = 32;
const longestPiece = 512 * 1024 * 1024;

/**
 * Reads the log. A kill can tear its last record, and another process may still have added one behind it: what cannot be
 * read is passed over to the next record.
 */
export function* readWatchLog(log: Buffer): Generator<WatchRecord> {
  let at = 0;
  while (at + headerLength <= log.length) {
    const kind = log.readUInt32LE(at + 4);
    const first = log.readUInt32LE(at + 24);
    const second = log.readUInt32LE(at + 28);
    const end = at + headerLength + first + second;
    const isWhole =
      log.readUInt32LE(at) === magic && kind >= 1 && kind <= 9 && first < longestPiece && end <= log.length;
    // A torn record's length reaches into the one behind it: then that does not end where a record begins.
    const isFollowed = end === log.length || (end + 4 <= log.length && log.readUInt32LE(end) === magic);
    if (!isWhole || !isFollowed) {
      const next = log.indexOf(magicBytes, at + 1);
      if (next < 0) return;
      at = next;
      continue;
    }
    const inode = Number(log.readBigUInt64LE(at + 8));
    const number = Number(log.readBigUInt64LE(at + 16));
    const bytes = log.subarray(at + headerLength, at + headerLength + first);
    yield recordOf({ at, kind, inode, number, bytes, more: log.subarray(end - second, end) });
    at = end;
  }
}

const magicBytes = Buffer.from(Uint32Array.of(magic).buffer);

function recordOf(raw: {
  at: number;
  kind: number;
  inode: number;
  number: number;
  bytes: Buffer;
  more: Buffer;
}): WatchRecord {
  const { at, kind, inode, number, bytes, more } = raw;
  switch (kind) {
    case 1:
      return { at, kind: 'created', inode, path: bytes.toString() };
    case 2:
      return { at, kind: 'written', inode, offset: number, bytes };
    case 3:
      return { at, kind: 'truncated', inode, length: number };
    case 4:
      return { at, kind: 'renamed', from: bytes.toString(), to: more.toString() };
    case 5:
      return { at, kind: 'removed', path: bytes.toString() };
    case 6:
      return { at, kind: 'folder-made', path: bytes.toString() };
    case 7:
      return { at, kind: 'synced', inode, covered: number };
    case 8:
      return { at, kind: 'folder-synced', path: bytes.toString(), covered: number };
    default:
      return { at, kind: 'linked', from: bytes.toString(), to: more.toString() };
  }
}
