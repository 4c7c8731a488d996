import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { Confirmed } from '../../electron/shell/clock-state.ts';
import { Count } from '../../electron/shell/counters.ts';
import { frameFlags } from '../../electron/shell/safe/frame.ts';
import { safeFormat } from '../../electron/shell/safe/newer.ts';
import { SafeRecord, SegmentHeader } from '../../electron/shell/safe/records.ts';
import { SavedDraft } from '../../electron/shell/saved-drafts.ts';
import { KeptOfStore } from '../../electron/shell/store-watch.ts';
import { KioskFile, Secrets } from '../../electron/shell/trust.ts';
import { migrations } from '../../portal/register/migrations.ts';
import { openSqlRegister } from '../../portal/register/sql-register.ts';
import { sqliteDialect } from '../../portal/register/sqlite.ts';
import { Draft } from '../../renderer/session/draft.ts';
import { outboxVersions } from '../../renderer/store/outbox-versions.ts';
import { OutboxFiling } from '../../shared/outbox/outbox.ts';
import { problems } from '../../shared/portal-contract/problems.ts';

/** Everything that lies on a disk and outlives an update, by name: its version now, and a hash of its shape. */
export interface Format {
  readonly name: string;
  readonly version: number;
  /** SHA-256, hex. */
  readonly shape: string;
  /** Where a version is raised and its upgrade written. */
  readonly where: string;
}

export async function formats(): Promise<readonly Format[]> {
  return [
    {
      name: 'outbox',
      version: outboxVersions.at(-1)?.version ?? 0,
      shape: hashOf([outboxVersions.map(({ version, stores }) => ({ version, stores })), shapeOf(OutboxFiling)]),
      where: 'renderer/store/outbox-versions.ts',
    },
    {
      name: 'register',
      version: Object.keys(migrations).length,
      shape: hashOf(await registerSchema()),
      where: 'portal/register/migrations.ts',
    },
    {
      name: 'safe',
      version: safeFormat,
      shape: hashOf([shapeOf(SafeRecord), shapeOf(SegmentHeader), frameFlags]),
      where: 'electron/shell/safe/newer.ts and records.ts',
    },
    {
      name: 'saved-drafts',
      version: SavedDraft.shape.format.value,
      shape: hashOf([shapeOf(SavedDraft), shapeOf(Draft)]),
      where: 'electron/shell/saved-drafts.ts and renderer/session/draft.ts',
    },
    {
      name: 'kiosk-files',
      version: KioskFile.shape.format.value,
      shape: hashOf([KioskFile, Secrets, Count, Confirmed, KeptOfStore].map(shapeOf)),
      where: 'electron/shell/trust.ts (and counters, clock-state, store-watch)',
    },
  ];
}

/**
 * A list of problem codes may grow without an upgrade: rows of old know fewer. That none is taken away is proven by the frozen
 * kiosks, which hold a refused filing for every code of their day.
 */
function shapeOf(schema: z.ZodType): unknown {
  const codes = Object.keys(problems);
  return JSON.parse(
    JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), (key, value) => {
      if (key === 'description') return undefined;
      const isProblems = key === 'enum' && Array.isArray(value) && value.length === codes.length;
      return isProblems && codes.every((code) => value.includes(code)) ? 'every problem code' : value;
    }),
  );
}

/** What a new register looks like once every step has been walked. */
async function registerSchema(): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'register-schema-'));
  try {
    const file = join(folder, 'register.db');
    await (await openSqlRegister(sqliteDialect(file))).close();
    const database = new DatabaseSync(file);
    const found = database
      .prepare("select name, sql from sqlite_master where name not like 'kysely%' order by name")
      .all();
    database.close();
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
