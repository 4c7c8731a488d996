import { type Dialect, Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { RatedFactor } from '../../shared/portal-contract/messages.ts';
import type { StaffMember } from '../../shared/portal-contract/trust.ts';
import { migrations } from './migrations.ts';
import type { Register } from './register.ts';
import { sqlCases } from './sql-cases.ts';
import { sqlKiosks } from './sql-kiosks.ts';
import { sqlPayments } from './sql-payments.ts';
import { sqlResults } from './sql-results.ts';
import type { Tables } from './tables.ts';

/** The register was not opened and is as it was. `newer`: a newer portal has brought its schema further than this one knows. */
export class RegisterIsShut extends Error {
  readonly code: 'register-newer' | 'register-upgrade-failed';

  constructor(code: RegisterIsShut['code'], options?: ErrorOptions) {
    super(code, options);
    this.name = 'RegisterIsShut';
    this.code = code;
  }
}

/**
 * Brings the schema up to date, all of it or nothing, and opens the register. Rejects with `RegisterIsShut`.
 * @param known every step up to the schema this portal works with
 */
export async function openSqlRegister(
  dialect: Dialect,
  known: Readonly<Record<string, Migration>> = migrations,
): Promise<Register> {
  const db = new Kysely<Tables>({ dialect });
  try {
    const walked = await walkedSteps(db);
    if (walked.some((name) => !(name in known))) throw new RegisterIsShut('register-newer');
    const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...known }) } });
    const { error } = await migrator.migrateToLatest();
    if (error) throw new RegisterIsShut('register-upgrade-failed', { cause: error });
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return sqlRegister(db);
}

/** Kysely's own record of the steps; there is none in a new file. */
async function walkedSteps(db: Kysely<Tables>): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.map(({ name }) => name);
}

function sqlRegister(db: Kysely<Tables>): Register {
  return {
    ...sqlKiosks(db),
    ...sqlCases(db),
    ...sqlPayments(db),
    ...sqlResults(db),

    async addRatings(kiosk, ratings) {
      if (ratings.length === 0) return;
      await db
        .insertInto('ratings')
        .values(
          ratings.map(({ id, service, day, factor, score }) => ({
            id,
            kiosk,
            service,
            day,
            factor: factor ?? null,
            score,
          })),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async ratings() {
      const rows = await db.selectFrom('ratings').selectAll().orderBy('id').execute();
      return rows.map(({ factor, ...rest }) => ({
        ...rest,
        ...(factor === null ? {} : { factor: RatedFactor.parse(factor) }),
      }));
    },
    async ratingCounts(unit) {
      const rows = await db
        .selectFrom('ratings')
        .innerJoin('kiosks', 'kiosks.id', 'ratings.kiosk')
        .where('kiosks.unit', '=', unit)
        .groupBy(['ratings.service', 'ratings.factor', 'ratings.score'])
        .select(['ratings.service', 'ratings.factor', 'ratings.score'])
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .execute();
      return rows.map(({ service, factor, score, count }) => ({
        service,
        ...(factor === null ? {} : { factor: RatedFactor.parse(factor) }),
        score,
        count: Number(count),
      }));
    },
    countTry: ({ key, nowMs, sinceMs, limit }) =>
      db.transaction().execute(async (tx) => {
        await tx.deleteFrom('tries').where('key', '=', key).where('at_ms', '<=', sinceMs).execute();
        const recent = await tx
          .selectFrom('tries')
          .select('at_ms')
          .where('key', '=', key)
          .orderBy('at_ms')
          .limit(limit)
          .execute();
        const oldest = recent[0];
        if (oldest && recent.length >= limit) return { allowed: false as const, oldestMs: oldest.at_ms };
        await tx.insertInto('tries').values({ key, at_ms: nowMs }).execute();
        return { allowed: true as const };
      }),

    async heldRanges(kiosk) {
      // Consecutive numbers share the same difference to their rank: each such island is a range.
      const islands = await sql<{ first: number; last: number }>`
        select min(sequence) as first, max(sequence) as last
        from (select sequence, sequence - row_number() over (order by sequence) as island
              from (select distinct sequence from cases where kiosk = ${kiosk}) as held) as ranked
        group by island order by first`.execute(db);
      return islands.rows.map(({ first, last }): [number, number] => [first, last]);
    },
    async keepCheckpoint({ kiosk, issuedAt, held, token }) {
      const row = { issued_at: issuedAt, held_json: JSON.stringify(held), token };
      await db
        .insertInto('checkpoints')
        .values({ kiosk, ...row })
        .onConflict((conflict) => conflict.column('kiosk').doUpdateSet(row))
        .execute();
    },
    async newestCheckpoint(kiosk) {
      const row = await db.selectFrom('checkpoints').selectAll().where('kiosk', '=', kiosk).executeTakeFirst();
      return row && { kiosk, issuedAt: row.issued_at, held: JSON.parse(row.held_json), token: row.token };
    },

    async addOfficer({ user, name, unit, password }) {
      const row = { name, unit, password_json: JSON.stringify(password) };
      await db
        .insertInto('officers')
        .values({ user, ...row })
        .onConflict((conflict) => conflict.column('user').doUpdateSet(row))
        .execute();
    },
    async findOfficer(user) {
      const row = await db.selectFrom('officers').selectAll().where('user', '=', user).executeTakeFirst();
      return row && { user, name: row.name, unit: row.unit, password: JSON.parse(row.password_json) };
    },
    async officers() {
      const rows = await db.selectFrom('officers').selectAll().orderBy('user').execute();
      return rows.map(({ user, name, unit, password_json }) => ({
        user,
        name,
        unit,
        password: JSON.parse(password_json),
      }));
    },
    async addStaff(member) {
      const row = { member_json: JSON.stringify(member) };
      await db
        .insertInto('staff')
        .values({ id: member.id, ...row })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    },
    async staff() {
      const rows = await db.selectFrom('staff').selectAll().orderBy('id').execute();
      return rows.map(({ member_json }) => JSON.parse(member_json) as StaffMember);
    },

    async audit({ at, officer, unit, act, filing, detail }) {
      const next = db.selectFrom('audit').select(sql<number>`coalesce(max(position), 0) + 1`.as('next'));
      await db
        .insertInto('audit')
        .values({ position: next, at, officer, unit, act, filing: filing ?? null, detail: detail ?? null })
        .execute();
    },
    async auditTrail(filing) {
      let query = db.selectFrom('audit').selectAll().orderBy('position');
      if (filing !== undefined) query = query.where('filing', '=', filing);
      return (await query.execute()).map((row) => ({
        at: row.at,
        officer: row.officer,
        unit: row.unit,
        act: row.act as never,
        ...(row.filing === null ? {} : { filing: row.filing }),
        ...(row.detail === null ? {} : { detail: row.detail }),
      }));
    },

    close: () => db.destroy(),
  };
}
