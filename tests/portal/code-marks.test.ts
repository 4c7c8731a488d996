import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { lowestNumber, nextNumber, officialCode, readCode } from '../../portal/intake/official-code.ts';
import { createCodeMarks, type Series } from '../../portal/keys/code-marks.ts';
import { openMarkFile } from '../../portal/keys/code-marks-file.ts';

const series: Series = { prefix: 'H26.1', day: '20261121' };
const clockSetBack = Date.parse('2026-11-21T01:00:00Z');
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function aPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'marks-'));
  folders.push(folder);
  return join(folder, 'codes.db');
}

/** One run of a portal. */
async function aRun(path: string) {
  return createCodeMarks(await openMarkFile(path));
}

test('a register that is restored while the clock stands back goes on above everything it gave', async () => {
  const path = await aPath();
  const before = await aRun(path);
  expect(before.floorOf(series)).toBe(0);
  await before.reserve([{ series, lowest: 3_011_518 }]);
  const after = await aRun(path);
  const floor = after.floorOf(series);
  expect(nextNumber({ last: 2_999_999, nowMs: clockSetBack, floor })).toBeGreaterThan(3_011_518);
  expect(after.floorOf({ ...series, prefix: 'H26.2' })).toBe(0);
});

test('many at once lie below the mark, too, and so does what only another program knew of', async () => {
  const path = await aPath();
  const before = await aRun(path);
  await before.reserve(Array.from({ length: 2500 }, () => ({ series, lowest: 100 })));
  expect((await aRun(path)).floorOf(series)).toBeGreaterThanOrEqual(2599);
  await before.follow([{ series, number: 4_000_000 }]);
  expect((await aRun(path)).floorOf(series)).toBeGreaterThanOrEqual(4_000_000);
});

test('two programs beside each other never bring a mark down', async () => {
  const path = await aPath();
  const [server, command] = [await aRun(path), await aRun(path)];
  await command.reserve([{ series, lowest: 50_000 }]);
  await server.reserve([{ series, lowest: 10 }]);
  expect((await aRun(path)).floorOf(series)).toBeGreaterThanOrEqual(50_000);
});

test('what runs goes on from its register: only a start leaves room, and little', async () => {
  const path = await aPath();
  let runs = 0;
  let last = 0;
  for (; runs < 20; runs++) {
    const marks = await aRun(path);
    const lowest = lowestNumber({ nowMs: Date.parse('2026-11-20T17:00:00Z'), floor: marks.floorOf(series) });
    await marks.reserve([{ series, lowest }]);
    last = Math.max(last + 1, lowest);
  }
  expect(last).toBeLessThanOrEqual(runs * 1001);
});

test('a busy portal writes a mark now and then and not for every filing', async () => {
  let writes = 0;
  const marks = createCodeMarks({
    read: () => [],
    async raise() {
      writes += 1;
    },
  });
  for (let lowest = 1; lowest <= 5000; lowest++) await marks.reserve([{ series, lowest }]);
  expect(writes).toBeGreaterThan(3);
  expect(writes).toBeLessThan(7);
});

test('a mark that could not be written is written before the next number', async () => {
  const raised: number[] = [];
  let isFull = true;
  const marks = createCodeMarks({
    read: () => [],
    async raise(all) {
      if (isFull) throw new Error('full');
      raised.push(...all.map(({ mark }) => mark));
    },
  });
  await expect(marks.reserve([{ series, lowest: 5 }])).rejects.toThrow('full');
  isFull = false;
  await marks.reserve([{ series, lowest: 5 }]);
  expect(raised).toHaveLength(1);
});

test('days that are long over are forgotten', async () => {
  const path = await aPath();
  const marks = await aRun(path);
  const days = Array.from({ length: 40 }, (_, day) => String(20260101 + day));
  for (const day of days) await marks.reserve([{ series: { ...series, day }, lowest: 1 }]);
  const again = await aRun(path);
  expect(days.filter((day) => again.floorOf({ ...series, day }) > 0)).toEqual(days.slice(-31));
});

test('a file that cannot be read stops the portal instead of giving codes twice', async () => {
  const path = await aPath();
  await writeFile(path, 'this is no database, only a page of text that somebody left behind'.repeat(20));
  await expect(aRun(path)).rejects.toThrow(/not a database/);
});

test('a code tells its series and number, whatever hyphens its prefix holds', () => {
  const code = officialCode({ prefix: 'H26-1.A', day: '20261121', count: 42 });
  expect(readCode(code)).toEqual({ series: { prefix: 'H26-1.A', day: '20261121' }, number: 42 });
});
