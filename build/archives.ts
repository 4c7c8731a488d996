import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';

/** Just enough of tar and zip to open one npm tarball and the archive in it, where the machine has no `unzip`. */

const tarBlock = 512;

/** The bytes of one file in a gzipped tarball; undefined when it is not there. */
export function readFromTarball(tarball: Uint8Array, path: string): Uint8Array | undefined {
  const tar = gunzipSync(tarball, { maxOutputLength: 2 ** 31 - 1 });
  for (let offset = 0; offset + tarBlock <= tar.length; ) {
    const name = textUntilZero(tar.subarray(offset, offset + 100));
    if (name === '') return undefined;
    const size = Number.parseInt(textUntilZero(tar.subarray(offset + 124, offset + 136)).trim(), 8);
    const start = offset + tarBlock;
    if (name === path) return tar.subarray(start, start + size);
    offset = start + Math.ceil(size / tarBlock) * tarBlock;
  }
  return undefined;
}

export interface ZipEntry {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link';
  /** Permission bits, as in a Unix file mode; 0 when the archive does not say. */
  readonly permissions: number;
  read(): Uint8Array;
}

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const longestComment = 65_535;

/** Lists a zip from its central directory. Not for zip64 or encrypted archives: those throw. */
export function listZip(bytes: Uint8Array): readonly ZipEntry[] {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEndOfDirectory(zip);
  const count = zip.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (zip.readUInt32LE(at) !== directoryEntry) throw new Error('zip: the directory is damaged');
    const nameLength = zip.readUInt16LE(at + 28);
    const path = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const mode = zip.readUInt32LE(at + 38) >>> 16;
    const method = zip.readUInt16LE(at + 10);
    const compressedSize = zip.readUInt32LE(at + 20);
    const header = zip.readUInt32LE(at + 42);
    entries.push({
      path,
      kind: path.endsWith('/') ? 'folder' : (mode & 0o170000) === 0o120000 ? 'link' : 'file',
      permissions: mode & 0o777,
      read: () => readEntry(zip, header, compressedSize, method),
    });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}

/** Writes entries under a folder, by the path `place` gives each; entries it gives no path are left out. */
export function unpack(
  entries: readonly ZipEntry[],
  folder: string,
  place: (path: string) => string | undefined,
): number {
  let written = 0;
  for (const entry of entries) {
    const relative = place(entry.path);
    if (relative === undefined || relative === '' || entry.kind === 'folder') continue;
    const path = normalize(join(folder, relative));
    if (!path.startsWith(`${normalize(folder)}/`)) throw new Error('zip: an entry points outside its folder');
    mkdirSync(dirname(path), { recursive: true });
    if (entry.kind === 'link') symlinkSync(Buffer.from(entry.read()).toString('utf8'), path);
    else {
      writeFileSync(path, entry.read());
      chmodSync(path, entry.permissions || 0o644);
    }
    written++;
  }
  return written;
}

function findEndOfDirectory(zip: Buffer): number {
  const first = Math.max(0, zip.length - 22 - longestComment);
  for (let at = zip.length - 22; at >= first; at--) if (zip.readUInt32LE(at) === endOfDirectory) return at;
  throw new Error('zip: no directory found');
}

function readEntry(zip: Buffer, header: number, compressedSize: number, method: number): Uint8Array {
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const data = zip.subarray(start, start + compressedSize);
  if (method === 0) return data;
  if (method === 8) return inflateRawSync(data);
  throw new Error(`zip: compression method ${method} is not known`);
}

function textUntilZero(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(end === -1 ? bytes : bytes.subarray(0, end)).toString('utf8');
}
