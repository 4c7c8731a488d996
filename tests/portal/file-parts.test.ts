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

/** Everything that lies there, the parts that are begun among them. */
function filesIn(): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((one) =>
    one.isFile() ? [one.name] : [],
  );
}

const half = { sha256, owner: 'kiosk-1', offset: 0, isLast: false, longest: 100 };

test('a part comes in pieces, goes on where it broke off, also after a restart, and is held once it is whole', async () => {
  const before = await openFilePartsStore(folder);
  expect(await before.append(half, pieces(bytes.subarray(0, 3)))).toEqual({ outcome: 'added', offset: 3 });
  const breaking = async function* () {
    yield bytes.subarray(3, 5);
    throw new Error('connection lost');
  };
  await expect(before.append({ ...half, offset: 3 }, breaking())).rejects.toThrow('connection lost');

  await removeUnfinishedParts(folder, Date.now());
  const store = await openFilePartsStore(folder);
  expect(await store.offset(sha256, 'kiosk-1')).toBe(5);
  expect(await store.size(sha256)).toBeUndefined();
  const wrong = await store.append({ ...half, offset: 3 }, pieces(bytes.subarray(3)));
  expect(wrong).toEqual({ outcome: 'offset-wrong', offset: 5 });
  const last = { ...half, offset: 5, isLast: true };
  expect(await store.append(last, pieces(bytes.subarray(5)))).toEqual({ outcome: 'stored' });
  expect([...((await store.read(sha256)) ?? [])]).toEqual([...bytes]);
  expect(filesIn()).toEqual([sha256]);
  expect(await store.append(last, pieces(bytes.subarray(5)))).toEqual({ outcome: 'was-there' });
});

test('pieces that make another hash, or too much, are dropped; another kiosk’s pieces never mix in', async () => {
  const store = await openFilePartsStore(folder);
  await store.append({ ...half, owner: 'kiosk-2' }, pieces(new Uint8Array(3)));
  await store.append(half, pieces(bytes.subarray(0, 3)));
  const last = { ...half, offset: 3, isLast: true };
  expect(await store.append({ ...last, owner: 'kiosk-2' }, pieces(bytes.subarray(3)))).toEqual({
    outcome: 'hash-wrong',
  });
  expect(await store.offset(sha256, 'kiosk-2')).toBe(0);
  expect(await store.append(last, pieces(bytes.subarray(3)))).toEqual({ outcome: 'stored' });
  const tooMuch = await store.append({ ...half, sha256: '0'.repeat(64), longest: 5 }, pieces(bytes));
  expect(tooMuch).toEqual({ outcome: 'too-large' });
  expect(filesIn()).toEqual([sha256]);
});

test('parts begun and left alone make room: a bounded number for each kiosk, and none for longer than a week', async () => {
  const store = await openFilePartsStore(folder);
  for (let number = 0; number < 20; number += 1) {
    const named = number.toString(16).padStart(64, '0');
    await store.append({ ...half, sha256: named }, pieces(bytes.subarray(0, 3)));
  }
  expect(filesIn()).toHaveLength(16);
  // Whoever looks through them looks through no part.
  expect(readdirSync(folder)).toEqual(['begun']);
  await removeUnfinishedParts(folder, Date.now());
  expect(filesIn()).toHaveLength(16);
  await removeUnfinishedParts(folder, Date.now() + 8 * 24 * 60 * 60 * 1000);
  expect(filesIn()).toEqual([]);
});

test('a second program on the same folder leaves the server’s uploads alone; only the server’s start clears them', async () => {
  writeFileSync(join(folder, `${sha256}.1.1.partial`), 'half');
  const store = await openFilePartsStore(folder);
  expect(filesIn()).toHaveLength(1);
  expect(await store.size(sha256)).toBeUndefined();
  await removeUnfinishedParts(folder, Date.now());
  expect(filesIn()).toEqual([]);
});
