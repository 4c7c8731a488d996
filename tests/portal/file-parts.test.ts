import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFilePartsStore, removeUnfinishedParts } from '../../portal/parts/file-parts-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = new TextEncoder().encode('ciphertext');
const sha256 = createHash('sha256').update(bytes).digest('hex');

async function* pieces(...of: readonly Uint8Array[]) {
  yield* of;
}

test('a part whose sending breaks off leaves nothing behind, and can be sent again', async () => {
  const store = await openFilePartsStore(folder);
  const breaking = async function* () {
    yield bytes.subarray(0, 3);
    throw new Error('connection lost');
  };
  await expect(store.put(sha256, breaking(), 100)).rejects.toThrow('connection lost');
  expect(readdirSync(folder)).toEqual([]);
  expect(await store.put(sha256, pieces(bytes.subarray(0, 3), bytes.subarray(3)), 100)).toBe('stored');
  expect([...((await store.read(sha256)) ?? [])]).toEqual([...bytes]);
});

test('bytes of another hash, or too many, leave nothing behind', async () => {
  const store = await openFilePartsStore(folder);
  expect(await store.put('0'.repeat(64), pieces(bytes), 100)).toBe('hash-wrong');
  expect(await store.put(sha256, pieces(bytes), 5)).toBe('too-large');
  expect(readdirSync(folder)).toEqual([]);
  expect(await store.read(sha256)).toBeUndefined();
});

test('a second program on the same folder leaves the server’s uploads alone; only the server’s start clears them', async () => {
  writeFileSync(join(folder, `${sha256}.1.1.partial`), 'half');
  const store = await openFilePartsStore(folder);
  expect(readdirSync(folder)).toHaveLength(1);
  expect(await store.size(sha256)).toBeUndefined();
  await removeUnfinishedParts(folder);
  expect(readdirSync(folder)).toEqual([]);
});
