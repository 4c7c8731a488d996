import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDice } from '../simulation/seeded-dice.ts';
import { buildWatchLibrary } from './watch-library.ts';
import { watchFolder } from './watched-folder.ts';

/** What a power cut leaves of the files of a real program, with the watch of this machine's own making. */

const library = buildWatchLibrary();
let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'diem-cham-cut-')));
  mkdirSync(join(folder, 'old'));
  writeFileSync(join(folder, 'old', 'note'), 'as it was');
});
afterEach(() => {
  for (const path of [folder, `${folder}.before`]) rmSync(path, { recursive: true, force: true });
});

/** Runs a program over the folder, under watch. */
function run(...lines: readonly string[]) {
  const watch = watchFolder({ folder, library, isWindows: false });
  const program = `const fs = require('node:fs'); const { openSync: open, writeSync: write, fsyncSync: sync } = fs;\n${lines.join('\n')}`;
  const ran = spawnSync(process.execPath, ['-e', program], {
    cwd: folder,
    env: { ...process.env, ...watch.environment },
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(ran.stderr).toBe('');
  return watch;
}

const left = (path: string) => {
  try {
    return readFileSync(join(folder, path), 'utf8');
  } catch {
    return undefined;
  }
};
const nothing = { survival: 'nothing', dice: createDice(1) } as const;

test('bytes behind the last sync are gone, bytes before it are not', () => {
  run("const file = open('old/note', 'a'); write(file, ', and more'); sync(file); write(file, ', and unsynced');").cut(
    nothing,
  );
  expect(left('old/note')).toBe('as it was, and more');
});

test('a file whose folder was not synced has no name, however well its bytes were', () => {
  run(
    "const file = open('old/new', 'w'); write(file, 'synced'); sync(file);",
    "const other = open('old/named', 'w'); write(other, 'synced'); sync(other); sync(open('old', 'r'));",
    "const last = open('old/last', 'w'); write(last, 'synced'); sync(last);",
  ).cut(nothing);
  expect(readdirSync(join(folder, 'old')).sort()).toEqual(['named', 'new', 'note']);
});

test('a rename, a removal and a folder that were not synced have not happened', () => {
  run(
    "fs.renameSync('old/note', 'old/renamed'); fs.mkdirSync('fresh'); fs.writeFileSync('fresh/inside', 'x');",
    "const inside = open('fresh/inside', 'r'); sync(inside); sync(open('fresh', 'r'));",
  ).cut(nothing);
  expect([readdirSync(folder), readdirSync(join(folder, 'old')), left('old/note')]).toEqual([
    ['old'],
    ['note'],
    'as it was',
  ]);
});

test('a rename without a sync of the bytes leaves an empty file where only the name was synced', () => {
  run(
    "fs.writeFileSync('old/note.new', 'the new one'); fs.renameSync('old/note.new', 'old/note'); sync(open('old', 'r'));",
  ).cut(nothing);
  expect(left('old/note')).toBe('');
});

test('what overwrote synced bytes and was cut off is undone', () => {
  run("const file = open('old/note', 'r+'); write(file, 'XX', 0); fs.ftruncateSync(file, 4);").cut(nothing);
  expect(left('old/note')).toBe('as it was');
});

test('a disk whose syncs do nothing loses what was synced', () => {
  const dice = createDice(1);
  run("const file = open('old/note', 'a'); write(file, ', and more'); sync(file);").cut({
    survival: 'nothing',
    dice,
    syncsAreIgnored: true,
  });
  expect(left('old/note')).toBe('as it was');
});

test('a cut keeps a beginning of what was written, its end perhaps torn, and never what was synced less', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    writeFileSync(join(folder, 'old', 'note'), 'as it was');
    run(
      "const file = open('old/note', 'a'); write(file, '+1111'); sync(file); write(file, '+2222'); write(file, '+3333');",
    ).cut({ survival: 'beginnings', dice: createDice(seed) });
    const found = left('old/note') ?? '';
    expect(found.startsWith('as it was+1111')).toBe(true);
    expect('as it was+1111+2222+3333'.startsWith(found.replace(/\0+$/, ''))).toBe(true);
  }
});

test('of a program with every way to write the watch misses no byte, as the folder itself shows', () => {
  const watch = run(
    "const { DatabaseSync } = require('node:sqlite'); const base = new DatabaseSync('base.sqlite');",
    "base.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (a)');",
    "for (let n = 0; n < 300; n += 1) base.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(n * 7));",
    "base.exec('PRAGMA wal_checkpoint(TRUNCATE); DELETE FROM t WHERE length(a) > 900; VACUUM');",
    "fs.writeFileSync('old/a', 'one'); fs.appendFileSync('old/a', 'two'); fs.truncateSync('old/a', 4); fs.writeFileSync('old/b', fs.readFileSync('old/a'));",
    "fs.mkdirSync('x/y/z', { recursive: true }); fs.writeFileSync('x/y/z/f', 'deep'); fs.renameSync('x/y', 'x/w');",
    "fs.linkSync('old/b', 'old/c'); fs.rmSync('old/b'); fs.writeFileSync('gone', '1'); fs.unlinkSync('gone');",
    "fs.writevSync(open('old/v', 'w'), [Buffer.from('ab'), Buffer.from('cd')]); fs.rmSync('x', { recursive: true });",
    "require('node:stream').Readable.from(['s1', 's2']).pipe(fs.createWriteStream('old/s'));",
  );
  const seen = watch.lookAtEverything();
  const there = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  expect([...seen.keys()].sort()).toEqual(there.sort());
  for (const path of there) expect(Buffer.from(seen.get(path) ?? []).equals(readFileSync(path)), path).toBe(true);
  watch.close();
});
