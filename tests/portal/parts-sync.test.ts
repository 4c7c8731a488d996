import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openFilePartsStore } from '../../portal/parts/file-parts-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'parts-'));
const state = vi.hoisted(() => ({ folderSyncFails: false }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const open: typeof real.open = async (path, flags, mode) => {
    const handle = await real.open(path, flags, mode);
    if (state.folderSyncFails && flags === 'r') handle.sync = () => Promise.reject(new Error('EIO'));
    return handle;
  };
  return { ...real, open };
});

test('a part whose name could not be synced is not held: a receipt must not rest on it', async () => {
  const bytes = new TextEncoder().encode('ciphertext');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const pieces = async function* () {
    yield bytes;
  };
  const store = await openFilePartsStore(folder);
  state.folderSyncFails = true;
  await expect(store.put(sha256, pieces(), 100)).rejects.toThrow('EIO');
  expect(await store.size(sha256)).toBeUndefined();
  state.folderSyncFails = false;
  expect(await store.put(sha256, pieces(), 100)).toBe('stored');
  expect(readdirSync(folder)).toEqual([sha256]);
  rmSync(folder, { recursive: true, force: true });
});
