import { existsSync, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { listZip, readFromTarball, unpack } from '../../build/archives.ts';

const folder = mkdtempSync(join(tmpdir(), 'archives-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Member {
  readonly path: string;
  readonly content: string;
  readonly mode?: number;
  readonly stored?: boolean;
}

/** A zip as the usual tools write it: local headers, data, central directory, end record. */
function aZip(members: readonly Member[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { path, content, mode = 0o100644, stored = false } of members) {
    const name = Buffer.from(path);
    const data = stored ? Buffer.from(content) : deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(stored ? 0 : 8, 10);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE((mode << 16) >>> 0, 38);
    central.writeUInt32LE(at, 42);
    directory.push(central, name);
    parts.push(local, name, data);
    at += local.length + name.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

test('files come out with their content, permissions and links', () => {
  const zip = aZip([
    { path: 'App/', content: '', stored: true },
    { path: 'App/run', content: '#!/bin/sh\n', mode: 0o100755 },
    { path: 'App/lib/data.bin', content: 'x'.repeat(10_000) },
    { path: 'App/latest', content: 'run', mode: 0o120777, stored: true },
    { path: 'App/left-out', content: 'no' },
  ]);
  const place = (path: string) => (path.endsWith('left-out') ? undefined : path.replace(/^App\//, ''));
  expect(unpack(listZip(zip), folder, place)).toBe(3);
  expect(readFileSync(join(folder, 'lib/data.bin'), 'utf8')).toBe('x'.repeat(10_000));
  expect(statSync(join(folder, 'run')).mode & 0o777).toBe(0o755);
  expect(readlinkSync(join(folder, 'latest'))).toBe('run');
  expect(existsSync(join(folder, 'left-out'))).toBe(false);
});

test('an entry that points out of its folder is refused', () => {
  const zip = aZip([{ path: '../escaped', content: 'x' }]);
  expect(() => unpack(listZip(zip), folder, (path) => path)).toThrow('outside');
});

test('what is no zip is refused', () => {
  expect(() => listZip(new Uint8Array(100))).toThrow('no directory');
});

test('one file is found in a tarball, another is not', () => {
  const header = Buffer.alloc(512);
  header.write('package/a.txt', 0);
  header.write('00000000005', 124);
  const tar = Buffer.concat([header, Buffer.from('hello'), Buffer.alloc(507), Buffer.alloc(1024)]);
  const tarball = gzipSync(tar);
  expect(Buffer.from(readFromTarball(tarball, 'package/a.txt') ?? []).toString()).toBe('hello');
  expect(readFromTarball(tarball, 'package/b.txt')).toBeUndefined();
});
