import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrations } from '../../portal/register/migrations.ts';
import { openSqlRegister, RegisterIsShut } from '../../portal/register/sql-register.ts';
import { sqliteDialect } from '../../portal/register/sqlite.ts';
import { anArrival } from '../contracts/register-suite.ts';
import { generationNames, layOut, readGeneration } from '../upgrades/generation.ts';
import { projectFolder } from './folders.ts';

/** The register as older portals left it, under this one and under one that does not exist yet. */

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'register-upgrade-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A step of the future: a table of its own, a column more, every row touched. */
const next: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.createTable('rehearsal').addColumn('id', 'text').execute();
    await db.schema.alterTable('cases').addColumn('rehearsed', 'integer').execute();
    await (db as Kysely<{ cases: { rehearsed: number } }>).updateTable('cases').set({ rehearsed: 1 }).execute();
  },
};
const failing: Migration = {
  async up(db) {
    await next.up(db);
    await db.schema.dropTable('bodies').execute();
    throw new Error('the portal of this day has a mistake');
  },
};

/** Schema and rows, not the file's bytes: opening it may fold its journal in. */
function contentsOf(file: string): unknown {
  const database = new DatabaseSync(file);
  const tables = database.prepare("select name, sql from sqlite_master where type = 'table' order by name").all() as {
    name: string;
    sql: string;
  }[];
  const found = tables.map(({ name, sql }) => [name, sql, database.prepare(`select * from "${name}"`).all()]);
  database.close();
  return found;
}

async function why(file: string, known?: Record<string, Migration>): Promise<unknown> {
  try {
    await (await openSqlRegister(sqliteDialect(file), known)).close();
    return 'open';
  } catch (error) {
    return error instanceof RegisterIsShut ? error.code : error;
  }
}

for (const name of generationNames()) {
  describe(`the register of ${name}`, () => {
    const generation = readGeneration(name);
    const lay = (copy: string): string => {
      const to = join(folder, `${name}-${copy}`);
      layOut(generation.portal, to);
      return join(to, 'register.db');
    };

    test('is brought up to date with every case, and takes more', async () => {
      const file = lay('today');
      const register = await openSqlRegister(sqliteDialect(file));
      expect(await register.cases({ limit: 100_000 })).toHaveLength(generation.inside.cases);
      const [fresh] = await register.receive([anArrival(9_999_999)]);
      expect(fresh?.status).toBe(1);
      await register.close();
    });

    test('a step that fails is undone whole: the portal before goes on with it, and the right one after', async () => {
      const file = lay('failing');
      expect(await why(file)).toBe('open');
      const before = contentsOf(file);
      expect(await why(file, { ...migrations, '9999-rehearsal': failing })).toBe('register-upgrade-failed');
      expect(contentsOf(file)).toEqual(before);
      expect(await why(file)).toBe('open');
      expect(await why(file, { ...migrations, '9999-rehearsal': next })).toBe('open');
    });

    test('of a newer portal it stays shut and untouched, and opens under that portal again', async () => {
      const file = lay('newer');
      const ofTomorrow = { ...migrations, '9999-rehearsal': next };
      expect(await why(file, ofTomorrow)).toBe('open');
      const before = contentsOf(file);
      expect(await why(file)).toBe('register-newer');
      expect(contentsOf(file)).toEqual(before);
      expect(await why(file, ofTomorrow)).toBe('open');
    });
  });
}

const parametersOf: Readonly<Record<string, () => readonly string[]>> = {
  'import.ts': () => ['a.carried'],
  'backup.ts': () => [join(folder, 'backup')],
  'accounts.ts': () => ['officer'],
};

test.each(['server.ts', 'import.ts', 'backup.ts', 'accounts.ts'])(
  'the real portal’s %s over a newer register ends with a plain sentence and a stable code, and changes nothing',
  async (program) => {
    const data = join(folder, program);
    layOut(readGeneration(generationNames()[0] ?? '').portal, data);
    const file = join(data, 'register.db');
    expect(await why(file, { ...migrations, '9999-rehearsal': next })).toBe('open');
    const before = contentsOf(file);
    const portal = spawn(
      process.execPath,
      [join(projectFolder, 'portal', program), ...(parametersOf[program]?.() ?? [])],
      {
        env: { ...process.env, PORTAL_DATA: data, PORTAL_PORT: '0' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let said = '';
    portal.stderr.on('data', (piece) => {
      said += String(piece);
    });
    const [code] = (await once(portal, 'exit')) as [number];
    expect(code).toBe(78);
    if (program === 'server.ts') expect(said).toContain('"event":"register-newer"');
    expect(said).toContain('Nothing was changed.');
    expect(said).not.toContain('    at ');
    expect(contentsOf(file)).toEqual(before);
    expect((await readFile(join(data, 'keys', 'trust.json'))).length).toBeGreaterThan(0);
  },
);
