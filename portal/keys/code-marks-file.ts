import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { syncFolder } from '../durable-folder.ts';
import type { MarkStore, Marks } from './code-marks.ts';

/** Of days that are long over nothing is given any more, however far a clock is set back. */
const daysKept = 31;
/** Server and commands write beside each other, each for a moment. */
const patienceMs = 5000;

const MarkRows = z.array(z.object({ prefix: z.string(), day: z.string(), mark: z.number().int() }));

/**
 * Marks in a small database beside the keys, which no backup of the register replaces. Opened for each write: there is one in ten
 * seconds at most, and nothing is left open. A file that cannot be read throws: codes would be given twice.
 */
export async function openMarkFile(path: string): Promise<MarkStore> {
  // SQLite would let everybody read it, and syncs what it writes and its journal's name, but not the file's own name. A name seen
  // now may have been given just before a kill, so it is synced every time.
  await (await open(path, 'a', 0o600)).close();
  await syncFolder(dirname(path));
  return {
    read: () => withDatabase(path, readAll),
    async raise(marks) {
      withDatabase(path, (database) => raiseAll(database, marks));
    },
  };
}

function readAll(database: DatabaseSync): Marks {
  const rows = MarkRows.parse(database.prepare('select prefix, day, mark from marks').all());
  return rows.map(({ prefix, day, mark }) => ({ series: { prefix, day }, mark }));
}

function raiseAll(database: DatabaseSync, marks: Marks): void {
  const raise = database.prepare(
    'insert into marks (prefix, day, mark) values (?, ?, ?) on conflict (prefix, day) do update set mark = max(mark, excluded.mark)',
  );
  database.exec('begin immediate');
  for (const { series, mark } of marks) raise.run(series.prefix, series.day, mark);
  database
    .prepare('delete from marks where day not in (select distinct day from marks order by day desc limit ?)')
    .run(daysKept);
  database.exec('commit');
}

/** `EXTRA`: with a journal that is removed, `FULL` may give the last change back to a power cut. */
function withDatabase<T>(path: string, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(path, { timeout: patienceMs });
  try {
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA;');
    database.exec(
      'create table if not exists marks (prefix text not null, day text not null, mark integer not null, primary key (prefix, day)) strict',
    );
    return work(database);
  } finally {
    database.close();
  }
}
