import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { nextNumber } from '../../portal/intake/official-code.ts';
import { openCodeMarks } from '../../portal/keys/code-marks.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function aFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'marks-'));
  folders.push(folder);
  return join(folder, 'codes.json');
}

test('a register that is restored while the clock stands back goes on above everything it gave', async () => {
  const path = await aFile();
  const series = 'H26.1 20261121';
  const before = await openCodeMarks(path);
  expect(before.floorOf(series)).toBe(0);
  await before.raise([{ series, number: 3_011_518 }]);
  const after = await openCodeMarks(path);
  const clockSetBack = Date.parse('2026-11-21T01:00:00Z');
  expect(nextNumber({ last: 3_011_517, nowMs: clockSetBack, floor: after.floorOf(series) })).toBeGreaterThan(3_011_518);
  expect(after.floorOf('H26.2 20261121')).toBe(0);
});

test('what runs goes on from its register: only a start leaves room', async () => {
  const marks = await openCodeMarks(await aFile());
  await marks.raise([{ series: 'H26.1 20261121', number: 5 }]);
  expect(marks.floorOf('H26.1 20261121')).toBe(0);
});

test('days that are over are forgotten, yesterday is not', async () => {
  const path = await aFile();
  const marks = await openCodeMarks(path);
  for (const day of ['20261119', '20261120', '20261121']) await marks.raise([{ series: `H26.1 ${day}`, number: 1 }]);
  const again = await openCodeMarks(path);
  expect(['20261119', '20261120', '20261121'].map((day) => again.floorOf(`H26.1 ${day}`) > 0)).toEqual([
    false,
    true,
    true,
  ]);
});

test('a file that cannot be read stops the portal instead of giving codes twice', async () => {
  const path = await aFile();
  await writeFile(path, '{"H26.1 2026');
  await expect(openCodeMarks(path)).rejects.toThrow();
});
