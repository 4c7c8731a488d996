import { spawnSync } from 'node:child_process';
import * as nodeCrypto from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openKeyFiles } from '../../portal/keys/key-files.ts';
import { decodeGuideIndex } from '../../shared/catalogue/guide-index.ts';
import type { ImportLine } from '../../shared/catalogue/import-guides.ts';
import { nativeCryptography } from '../../shared/dossier/native-cryptography.ts';
import { blockOfEntry, type GuideBundleHead, readGuideHead } from '../../shared/portal-contract/guide-bundle.ts';
import { recordFiles, recordsFolder } from './national-records.ts';

/** The command as it is called, over real files. */
const { verifying, signing } = nativeCryptography(nodeCrypto);
const root = mkdtempSync(join(tmpdir(), 'diem-cham-guides-'));
const data = join(root, 'portal');
let configKey = {};

beforeAll(async () => {
  await openKeyFiles(join(data, 'keys'), { nowIso: '2026-11-22T00:00:00Z', signing });
  configKey = JSON.parse(readFileSync(join(data, 'keys', 'config.json'), 'utf8'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('records become one bundle that the portal’s key has signed, and every entry is found in it', async () => {
  const out = join(root, 'first.dcg');
  const { status, stdout } = importing(recordsFolder, '--out', out);
  expect(stdout).toMatch(/12 records read, \d+ of them in part; 0 could not be read/);
  expect(status).toBe(0);
  const bytes = readFileSync(out);
  const head = await headOf(bytes);
  expect(head.length).toBe(bytes.length);
  const { start, manifest } = head;
  const index = decodeGuideIndex(inflateSync(bytes.subarray(start, start + manifest.index.bytes)));
  expect(index?.codes).toEqual(recordFiles.map(({ name }) => /--(.+)\.json$/.exec(name)?.[1]).sort());
  const codes = index?.codes.map((_, row) => {
    const block = blockOfEntry(head, row);
    if (!block) return undefined;
    return JSON.parse(inflateSync(bytes.subarray(block.from, block.from + block.bytes)).toString())[block.place].code;
  });
  expect(codes).toEqual(index?.codes);
});

test('the same folder gives the same bytes behind the signature, and the version of its newest record', async () => {
  const [one, other] = ['one.dcg', 'other.dcg'].map((name) => join(root, name)) as [string, string];
  for (const out of [one, other]) expect(importing(recordsFolder, '--out', out).status).toBe(0);
  const [first, second] = [readFileSync(one), readFileSync(other)];
  const head = await headOf(first);
  expect((await headOf(second)).manifest).toEqual(head.manifest);
  expect(second.subarray(head.start).equals(first.subarray(head.start))).toBe(true);
  const newest = Math.max(...recordFiles.map(({ text }) => JSON.parse(text).detail.updatedAt as number));
  expect(head.manifest.version).toBe(Math.floor(newest / 1000));
});

test('what cannot be read is told file by file, and the rest becomes a bundle all the same', async () => {
  const folder = join(root, 'damaged');
  mkdirSync(folder);
  for (const { name, text } of recordFiles) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, 'half.json'), recordFiles[0]?.text.slice(0, 5000) ?? '');
  writeFileSync(join(folder, 'other.json'), '{"a": 1}');
  writeFileSync(join(folder, 'huge.json'), 'x'.repeat(9 * 1024 * 1024));
  writeFileSync(join(folder, 'bytes.json'), Buffer.from([0xff, 0xfe, 0, 1, 2]));
  mkdirSync(join(folder, 'folder.json'));
  const [out, report] = [join(root, 'damaged.dcg'), join(root, 'report.json')];
  const { status, stdout } = importing(folder, '--out', out, '--report', report, '--version', '7');
  expect(status).toBe(0);
  expect(stdout).toContain('  ! half.json: is no JSON');
  const lines = JSON.parse(readFileSync(report, 'utf8')) as ImportLine[];
  expect(lines.filter(({ isLost }) => isLost).map(({ file, reason }) => [file, reason])).toEqual([
    ['bytes.json', 'not-json'],
    ['half.json', 'not-json'],
    ['huge.json', 'too-large'],
    ['other.json', 'no-code'],
  ]);
  expect((await headOf(readFileSync(out))).manifest).toMatchObject({ version: 7, entries: recordFiles.length });
});

test('without a folder, a record or a key there is a sentence and no bundle', () => {
  const empty = join(root, 'empty');
  mkdirSync(empty);
  const out = join(root, 'none.dcg');
  expect(importing(join(root, 'not-there'), '--out', out)).toMatchObject({ status: 2 });
  expect(importing(empty, '--out', out)).toMatchObject({ status: 1 });
  expect(importing(recordsFolder, '--out', out, '--version', '-1')).toMatchObject({ status: 2 });
  const noKey = importing(recordsFolder, '--out', out, '--data', empty);
  expect(noKey.stdout).toContain('nobody would believe the bundle');
  expect(noKey.status).toBe(2);
  expect(() => readFileSync(out)).toThrow();
});

function importing(...parameters: string[]) {
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      join(import.meta.dirname, '../../build/catalogue.ts'),
      'import',
      ...(parameters.includes('--data') ? [] : ['--data', data]),
      ...parameters,
    ],
    { encoding: 'utf8' },
  );
  return { status, stdout };
}

async function headOf(bytes: Uint8Array): Promise<GuideBundleHead> {
  const head = await readGuideHead(bytes, { keys: [configKey], verifying });
  if (typeof head === 'string') throw new Error(head);
  return head;
}
