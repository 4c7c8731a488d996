import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDraftBox } from '../../electron/shell/drafts.ts';
import type { Disk } from '../../electron/shell/safe/disk.ts';
import { nodeDisk } from '../../electron/shell/safe/node-disk.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'draft-box-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const dice = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = (read: Uint8Array | undefined) => read && Buffer.from(read).toString();

test('the draft of the next visit is not removed with the one before it', async () => {
  const box = await openDraftBox({ disk: nodeDisk, folder, dice });
  await box.keep(bytes('first'));
  const forgotten = box.forget();
  const kept = box.keep(bytes('second'));
  await Promise.all([forgotten, kept]);
  expect(textOf(await box.read())).toBe('second');
});

test('a forgotten draft cannot be read, although its file is still there', async () => {
  let release = () => {};
  let held: Promise<void> | undefined;
  const disk: Disk = {
    ...nodeDisk,
    async remove(path) {
      await held;
      await nodeDisk.remove(path);
    },
  };
  const box = await openDraftBox({ disk, folder, dice });
  await box.keep(bytes('first'));
  held = new Promise((done) => {
    release = done;
  });
  const reading = box.read();
  const forgotten = box.forget();
  expect(await reading).toBeUndefined();
  expect(await readdir(folder)).toEqual(['open']);
  release();
  await forgotten;
  expect(await box.read()).toBeUndefined();
  expect(await readdir(folder)).toEqual([]);
});

test('what is forgotten before it was written is never written', async () => {
  const box = await openDraftBox({ disk: nodeDisk, folder, dice });
  const kept = box.keep(bytes('first'));
  await Promise.all([box.forget(), kept]);
  expect(await readdir(folder)).toEqual([]);
});

test('of what arrives while one is written only the newest is', async () => {
  const written: number[] = [];
  const disk: Disk = {
    ...nodeDisk,
    rename: async (from, to) => {
      written.push((await nodeDisk.size(from)) ?? 0);
      await nodeDisk.rename(from, to);
    },
  };
  const box = await openDraftBox({ disk, folder, dice });
  await Promise.all(['a', 'bb', 'ccc', 'dddd'].map((text) => box.keep(bytes(text))));
  expect(textOf(await box.read())).toBe('dddd');
  expect(written.length).toBeLessThanOrEqual(2);
});
