import { type Dialect, Kysely, sql, type Transaction } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { nextStatuses } from '../../shared/portal-contract/case-status.ts';
import type { ProblemCode } from '../../shared/portal-contract/problems.ts';
import type { StaffMember } from '../../shared/portal-contract/trust.ts';
import { lowestNumber, officialCode } from '../intake/official-code.ts';
import { stepOf } from './head-step.ts';
import { migrations } from './migrations.ts';
import {
  type Arrival,
  alarmsKept,
  type CaseRecord,
  deadForDoubles,
  doubleWindowMs,
  type HeadAlarm,
  headsKept,
  type KioskHead,
  type Register,
  refusalsKept,
} from './register.ts';
import { alarmOf, caseOf, caseRow, enrolmentOf, enrolmentRow, headOf, historyOf, kioskOf, kioskRow } from './rows.ts';
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
  const transact = <T>(work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> => db.transaction().execute(work);

  return {
    async addEnrolment(enrolment) {
      await db.insertInto('enrolments').values(enrolmentRow(enrolment)).execute();
    },
    async enrolments() {
      return (await db.selectFrom('enrolments').selectAll().orderBy('created_at').execute()).map(enrolmentOf);
    },
    enrol: ({ secretHash, nowMs }, makeKiosk) =>
      transact(async (tx) => {
        const row = await tx
          .selectFrom('enrolments')
          .selectAll()
          .where('secret_hash', '=', secretHash)
          .executeTakeFirst();
        if (!row || row.used_at !== null || row.expires_ms <= nowMs) return undefined;
        const taken = await tx.selectFrom('kiosks').select(['label', 'number']).execute();
        const kiosk = makeKiosk(
          enrolmentOf(row),
          taken.map(({ label }) => label),
        );
        await tx
          .updateTable('enrolments')
          .set({ used_at: kiosk.enrolledAt })
          .where('secret_hash', '=', secretHash)
          .execute();
        await tx
          .insertInto('kiosks')
          .values(kioskRow(kiosk, taken.length + 1))
          .execute();
        return kiosk;
      }),
    async findKiosk(id) {
      const row = await db.selectFrom('kiosks').selectAll().where('id', '=', id).executeTakeFirst();
      return row && kioskOf(row);
    },
    async kiosks() {
      return (await db.selectFrom('kiosks').selectAll().orderBy('number').execute()).map(kioskOf);
    },
    async setRevoked(id, at) {
      await db
        .updateTable('kiosks')
        .set({ revoked_at: at ?? null })
        .where('id', '=', id)
        .execute();
    },
    noteHead: (id, head) => transact((tx) => noteHead(tx, id, head)),
    heads: async (kiosk) =>
      (await db.selectFrom('heads').selectAll().where('kiosk', '=', kiosk).orderBy('position').execute()).map(headOf),
    headAlarms: async (kiosk) =>
      (await db.selectFrom('head_alarms').selectAll().where('kiosk', '=', kiosk).orderBy('position').execute()).map(
        alarmOf,
      ),
    async settleForks(kiosk, at) {
      await db
        .updateTable('head_alarms')
        .set({ over_at: at })
        .where('kiosk', '=', kiosk)
        .where('kind', '=', 'forked')
        .where('over_at', 'is', null)
        .execute();
    },
    async keepReport(report) {
      const report_json = JSON.stringify(report);
      await db
        .insertInto('kiosk_reports')
        .values({ kiosk: report.kiosk, report_json })
        .onConflict((conflict) => conflict.column('kiosk').doUpdateSet({ report_json }))
        .execute();
    },
    async reports() {
      const rows = await db.selectFrom('kiosk_reports').selectAll().execute();
      return new Map(rows.map(({ kiosk, report_json }) => [kiosk, JSON.parse(report_json)]));
    },
    async keepConfig(kiosk, { version, token }) {
      await db
        .insertInto('configs')
        .values({ kiosk, version, token })
        .onConflict((conflict) => conflict.column('kiosk').doUpdateSet({ version, token }))
        .execute();
    },
    findConfig: (kiosk) =>
      db.selectFrom('configs').select(['version', 'token']).where('kiosk', '=', kiosk).executeTakeFirst(),

    spendAssertion: ({ kiosk, jti, expiresMs, nowMs }) =>
      transact(async (tx) => {
        await tx.deleteFrom('assertions').where('expires_ms', '<', nowMs).execute();
        const inserted = await tx
          .insertInto('assertions')
          .values({ kiosk, jti, expires_ms: expiresMs })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        return inserted.numInsertedOrUpdatedRows === 1n;
      }),

    receive: (arrivals) =>
      transact(async (tx) => {
        const filings = arrivals.map(({ filing }) => filing);
        const known = await findAll(tx, filings);
        const fresh = new Map(arrivals.filter(({ filing }) => !known.has(filing)).map((one) => [one.filing, one]));
        const taken = await take(tx, [...fresh.values()]);
        return filings.map((filing) => (known.get(filing) ?? taken.get(filing)) as CaseRecord);
      }),
    keepReceipts: (receipts) =>
      transact(async (tx) => {
        for (const { filing, receipt } of receipts) {
          await tx
            .updateTable('cases')
            .set({ receipt })
            .where('filing', '=', filing)
            .where('receipt', 'is', null)
            .execute();
        }
        const filings = receipts.map(({ filing }) => filing);
        const kept = await findAll(tx, filings);
        return filings.map((filing) => {
          const receipt = kept.get(filing)?.receipt;
          if (!receipt) throw new Error('a receipt for a filing that is not in the register');
          return receipt;
        });
      }),
    async findCases(filings) {
      const found = await findAll(db, filings);
      return filings.flatMap((filing) => found.get(filing) ?? []);
    },
    findCase: (filing) => find(db, filing),
    async findCaseByNumber(number) {
      const row = await db
        .selectFrom('cases')
        .selectAll()
        .where((where) => where.or([where('slip', '=', number), where('code', '=', number)]))
        .orderBy('received_ms')
        .executeTakeFirst();
      return row && caseOf(row);
    },
    async casesOfKiosk(kiosk, { after, limit }) {
      const rows = await db
        .selectFrom('cases')
        .selectAll()
        .where('kiosk', '=', kiosk)
        .where('sequence', '>', after)
        .orderBy('sequence')
        .limit(limit)
        .execute();
      return rows.map(caseOf);
    },
    noteRefused: (kiosk, refusals) =>
      transact(async (tx) => {
        for (const { filing, slip, problem, at } of refusals) {
          const row = { slip: slip ?? null, problem, at };
          await tx
            .insertInto('refusals')
            .values({ kiosk, filing, ...row })
            .onConflict((conflict) => conflict.columns(['kiosk', 'filing']).doUpdateSet(row))
            .execute();
        }
        const kept = tx
          .selectFrom('refusals')
          .select('filing')
          .where('kiosk', '=', kiosk)
          .orderBy('at', 'desc')
          .limit(refusalsKept);
        await tx.deleteFrom('refusals').where('kiosk', '=', kiosk).where('filing', 'not in', kept).execute();
      }),
    async refusals(kiosk) {
      const rows = await db
        .selectFrom('refusals')
        .selectAll()
        .where('kiosk', '=', kiosk)
        .where('filing', 'not in', db.selectFrom('cases').select('filing').where('kiosk', '=', kiosk))
        .orderBy('at')
        .execute();
      return rows.map(({ filing, slip, problem, at }) => ({
        filing,
        ...(slip === null ? {} : { slip }),
        problem: problem as ProblemCode,
        at,
      }));
    },
    async waitingWithdrawals(kiosk) {
      const rows = await db
        .selectFrom('waiting_withdrawals')
        .select('filing')
        .where('kiosk', '=', kiosk)
        .where('filing', 'not in', db.selectFrom('cases').select('filing').where('kiosk', '=', kiosk))
        .execute();
      return rows.map(({ filing }) => filing);
    },
    async findBody(filing) {
      const row = await db.selectFrom('bodies').selectAll().where('filing', '=', filing).executeTakeFirst();
      return row && { envelope: row.envelope, ciphertext: row.ciphertext, locked: row.locked };
    },
    async history(filing) {
      const rows = await db
        .selectFrom('case_history')
        .selectAll()
        .where('filing', '=', filing)
        .orderBy('position')
        .execute();
      return rows.map(historyOf);
    },
    async cases({ unit, status, service, number, limit = 1000 }) {
      let query = db
        .selectFrom('cases')
        .selectAll()
        .orderBy('received_ms', 'desc')
        .orderBy('code', 'desc')
        .limit(limit);
      if (unit !== undefined) query = query.where('unit', '=', unit);
      if (status !== undefined) query = query.where('status', '=', status);
      if (service !== undefined) query = query.where('service', '=', service);
      if (number !== undefined)
        query = query.where((where) => where.or([where('slip', '=', number), where('code', '=', number)]));
      return (await query.execute()).map(caseOf);
    },
    async probableDoubles(unit) {
      const pairs = await db
        .selectFrom('cases as one')
        .innerJoin('cases as other', (join) =>
          join
            .onRef('one.unit', '=', 'other.unit')
            .onRef('one.applicant', '=', 'other.applicant')
            .onRef('one.service', '=', 'other.service')
            .onRef('one.filing', '<', 'other.filing'),
        )
        .select(['one.filing as first', 'other.filing as second'])
        .where('one.unit', '=', unit)
        .where('one.status', 'not in', deadForDoubles)
        .where('other.status', 'not in', deadForDoubles)
        .where(
          sql<boolean>`(abs(one.received_ms - other.received_ms) <= ${doubleWindowMs} or abs(one.filed_ms - other.filed_ms) <= ${doubleWindowMs})`,
        )
        .execute();
      return pairs.map(({ first, second }): [string, string] => [first, second]);
    },
    setStatus: ({ filing, from, to, at, by, note, due }) =>
      transact(async (tx) => {
        const found = await find(tx, filing);
        if (!found || found.status !== from) return false;
        await tx
          .updateTable('cases')
          .set({ status: to, since: at, ...(due === undefined ? {} : { due }) })
          .where('filing', '=', filing)
          .execute();
        await addHistory(tx, filing, { status: to, at, by, note });
        return true;
      }),
    withdraw: ({ kiosk, filing, at, now }) =>
      transact(async (tx) => {
        const found = await find(tx, filing);
        if (!found) {
          await tx
            .insertInto('waiting_withdrawals')
            .values({ filing, kiosk, at })
            .onConflict((conflict) => conflict.column('filing').doUpdateSet({ kiosk, at }))
            .execute();
          return 'not-here-yet';
        }
        if (found.kiosk !== kiosk) return 'refused';
        if (found.status === 7) return 'recorded';
        if (!nextStatuses(found.status).includes(7)) return 'too-late';
        await tx.updateTable('cases').set({ status: 7, since: now }).where('filing', '=', filing).execute();
        await addHistory(tx, filing, { status: 7, at: now, by: 'kiosk' });
        return 'recorded';
      }),

    async addRatings(kiosk, ratings) {
      if (ratings.length === 0) return;
      await db
        .insertInto('ratings')
        .values(ratings.map(({ id, service, day, score }) => ({ id, kiosk, service, day, score })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    ratings: () => db.selectFrom('ratings').selectAll().orderBy('id').execute(),
    countTry: ({ key, nowMs, sinceMs, limit }) =>
      transact(async (tx) => {
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

async function noteHead(tx: Transaction<Tables>, kiosk: string, head: KioskHead): Promise<HeadAlarm | undefined> {
  const known = await tx.selectFrom('kiosks').select('head_json').where('id', '=', kiosk).executeTakeFirst();
  const newest: KioskHead | undefined = known?.head_json ? JSON.parse(known.head_json) : undefined;
  if (!known || (newest?.records === head.records && newest.hash === head.hash)) return undefined;
  const heads = () => tx.selectFrom('heads').selectAll().where('kiosk', '=', kiosk);
  const highest = await heads().orderBy('records', 'desc').orderBy('position').limit(1).executeTakeFirst();
  const sameCount = await heads().where('records', '=', head.records).execute();
  const open = await tx
    .selectFrom('head_alarms')
    .selectAll()
    .where('kiosk', '=', kiosk)
    .where('over_at', 'is', null)
    .execute();
  const openAlarms = open.map(alarmOf);
  const step = stepOf(head, { highest: highest && headOf(highest), sameCount: sameCount.map(headOf), openAlarms });

  await tx
    .updateTable('kiosks')
    .set({ head_json: JSON.stringify(head) })
    .where('id', '=', kiosk)
    .execute();
  const position = await nextPosition(tx, 'heads', kiosk);
  await tx
    .insertInto('heads')
    .values({ kiosk, position, ...head })
    .execute();
  await tx
    .deleteFrom('heads')
    .where('kiosk', '=', kiosk)
    .where('position', '<=', position - headsKept)
    .execute();
  for (const over of step.over) {
    const row = open[openAlarms.indexOf(over)];
    if (!row) continue;
    await tx
      .updateTable('head_alarms')
      .set({ over_at: head.at })
      .where('kiosk', '=', kiosk)
      .where('position', '=', row.position)
      .execute();
  }
  if (step.alarm) await addAlarm(tx, kiosk, step.alarm);
  return step.alarm;
}

async function addAlarm(tx: Transaction<Tables>, kiosk: string, alarm: HeadAlarm): Promise<void> {
  const position = await nextPosition(tx, 'head_alarms', kiosk);
  await tx
    .insertInto('head_alarms')
    .values({
      kiosk,
      position,
      kind: alarm.kind,
      at: alarm.at,
      before_records: alarm.before.records,
      before_hash: alarm.before.hash,
      told_records: alarm.told.records,
      told_hash: alarm.told.hash,
      over_at: null,
    })
    .execute();
  await tx
    .deleteFrom('head_alarms')
    .where('kiosk', '=', kiosk)
    .where('position', '<=', position - alarmsKept)
    .execute();
}

async function nextPosition(tx: Transaction<Tables>, table: 'heads' | 'head_alarms', kiosk: string): Promise<number> {
  const last = await tx
    .selectFrom(table)
    .select((select) => select.fn.max<number | null>('position').as('last'))
    .where('kiosk', '=', kiosk)
    .executeTakeFirstOrThrow();
  return Number(last.last ?? 0) + 1;
}

async function find(db: Kysely<Tables>, filing: string): Promise<CaseRecord | undefined> {
  const row = await db.selectFrom('cases').selectAll().where('filing', '=', filing).executeTakeFirst();
  return row && caseOf(row);
}

async function findAll(db: Kysely<Tables>, filings: readonly string[]): Promise<Map<string, CaseRecord>> {
  if (filings.length === 0) return new Map();
  const rows = await db.selectFrom('cases').selectAll().where('filing', 'in', filings).execute();
  return new Map(rows.map((row) => [row.filing, caseOf(row)]));
}

/** New filings, each of them once, in the order of their codes. */
async function take(tx: Transaction<Tables>, arrivals: readonly Arrival[]): Promise<Map<string, CaseRecord>> {
  if (arrivals.length === 0) return new Map();
  const waiting = await tx
    .selectFrom('waiting_withdrawals')
    .select(['filing', 'kiosk'])
    .where(
      'filing',
      'in',
      arrivals.map(({ filing }) => filing),
    )
    .execute();
  const withdrawnBy = new Map(waiting.map(({ filing, kiosk }) => [filing, kiosk]));
  const records: CaseRecord[] = [];
  for (const arrival of arrivals) {
    const { body: _body, codePrefix: prefix, codeDay: day, codeFloor: floor, ...facts } = arrival;
    const count = await nextCount(tx, `${prefix} ${day}`, lowestNumber({ nowMs: arrival.receivedMs, floor }));
    const status = withdrawnBy.get(arrival.filing) === arrival.kiosk ? 7 : 1;
    const code = officialCode({ prefix, day, count });
    records.push({ ...facts, code, status, since: arrival.receivedAt, due: null, receipt: null });
  }
  await tx.insertInto('cases').values(records.map(caseRow)).execute();
  await tx
    .insertInto('bodies')
    .values(arrivals.map(({ filing, body }) => ({ filing, ...body })))
    .execute();
  const history = records.flatMap(({ filing, status, receivedAt: at }) => [
    { filing, position: 1, status: 1, at, note: null, by: 'portal' },
    ...(status === 7 ? [{ filing, position: 2, status: 7, at, note: null, by: 'kiosk' }] : []),
  ]);
  await tx.insertInto('case_history').values(history).execute();
  return new Map(records.map((record) => [record.filing, record]));
}

/** `nextNumber`, in the database. */
async function nextCount(tx: Transaction<Tables>, name: string, lowest: number): Promise<number> {
  const next = sql<number>`case when counters.count + 1 > ${lowest} then counters.count + 1 else ${lowest} end`;
  const row = await tx
    .insertInto('counters')
    .values({ name, count: lowest })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ count: next }))
    .returning('count')
    .executeTakeFirstOrThrow();
  return row.count;
}

async function addHistory(
  tx: Transaction<Tables>,
  filing: string,
  record: { status: number; at: string; by: string; note?: string | undefined },
): Promise<void> {
  const { count } = await tx
    .selectFrom('case_history')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('filing', '=', filing)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('case_history')
    .values({
      filing,
      position: Number(count) + 1,
      status: record.status,
      at: record.at,
      by: record.by,
      note: record.note ? record.note : null,
    })
    .execute();
}
