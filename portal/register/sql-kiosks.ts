import type { Kysely, Transaction } from 'kysely';
import { stepOf } from './head-step.ts';
import { alarmsKept, type HeadAlarm, headsKept, type KioskHead, type Register } from './register.ts';
import { alarmOf, enrolmentOf, enrolmentRow, headOf, kioskOf, kioskRow } from './rows.ts';
import type { Tables } from './tables.ts';

/** Of the register: the kiosks, how they came in, and what they tell of themselves. */
export function sqlKiosks(db: Kysely<Tables>) {
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
  } satisfies Partial<Register>;
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
