import { type Kysely, sql, type Transaction } from 'kysely';
import { hasGiven } from '../../shared/portal-contract/case-results.ts';
import { nextStatuses } from '../../shared/portal-contract/case-status.ts';
import type { ProblemCode } from '../../shared/portal-contract/problems.ts';
import { lowestNumber, officialCode, revisionCode, revisionPlace } from '../intake/official-code.ts';
import { keepsDraft, mayAnswer } from './draft-rules.ts';
import {
  type Arrival,
  type ArrivingRevision,
  type CaseRecord,
  deadForDoubles,
  doubleWindowMs,
  type Register,
  refusalsKept,
} from './register.ts';
import { agreesWithResults, stateIn } from './result-states.ts';
import { caseOf, caseRow, correctionOf, historyOf } from './rows.ts';
import { addHistory, closeDraft, findCase } from './sql-one-case.ts';
import { draftsOf, movesOf } from './sql-results.ts';
import type { Tables } from './tables.ts';

/** Of the register: the filings that came, as cases with their codes, receipts and history, and those that were refused. */
export function sqlCases(db: Kysely<Tables>) {
  const transact = <T>(work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> => db.transaction().execute(work);

  return {
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
    findCase: (filing) => findCase(db, filing),
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
        .where('revises', 'is', null)
        .orderBy('received_ms', 'desc')
        .orderBy('code', 'desc')
        .limit(limit);
      if (unit !== undefined) query = query.where('unit', '=', unit);
      if (status !== undefined) query = query.where('status', '=', status);
      if (service !== undefined) query = query.where('service', '=', service);
      if (number !== undefined)
        query = query.where((where) =>
          where.or([
            where('slip', '=', number),
            where('code', '=', number),
            where(
              'filing',
              'in',
              where
                .selectFrom('cases')
                .select('revises')
                .where('slip', '=', number)
                .where('revises', 'is not', null)
                .$castTo<{ revises: string }>(),
            ),
          ]),
        );
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
    setStatus: ({ filing, from, to, at, by, note, delivery, due, asked = [] }) =>
      transact(async (tx) => {
        const found = await findCase(tx, filing);
        if (!found || found.status !== from) return false;
        const moves = await movesOf(tx, filing);
        if (!agreesWithResults(to, { from, states: asked.map((id) => stateIn(moves, id)) })) return false;
        if (to === 9 && (await draftsOf(tx, filing)).some(({ standing }) => standing === 'asked')) return false;
        await tx
          .updateTable('cases')
          .set({ status: to, since: at, ...(due === undefined ? {} : { due }) })
          .where('filing', '=', filing)
          .execute();
        await closeCorrection(tx, filing, at);
        if (!keepsDraft(to)) await closeDraft(tx, filing, { standing: 'void', at });
        await addHistory(tx, filing, { status: to, at, by, note, delivery });
        return true;
      }),
    askCorrection: ({ filing, from, at, by, until, marks, workingDaysLeft, note }) =>
      transact(async (tx) => {
        const found = await findCase(tx, filing);
        if (!found || found.status !== from) return false;
        await tx.updateTable('cases').set({ status: 5, since: at }).where('filing', '=', filing).execute();
        await closeCorrection(tx, filing, at);
        await closeDraft(tx, filing, { standing: 'void', at });
        const { round } = await tx
          .selectFrom('corrections')
          .select((select) => select.fn.countAll<number>().as('round'))
          .where('filing', '=', filing)
          .executeTakeFirstOrThrow();
        await tx
          .insertInto('corrections')
          .values({
            filing,
            round: Number(round) + 1,
            at,
            by,
            until,
            marks_json: JSON.stringify(marks),
            working_days_left: workingDaysLeft,
            closed_at: null,
            answered_by: null,
          })
          .execute();
        await addHistory(tx, filing, { status: 5, at, by, note });
        return true;
      }),
    async corrections(filing) {
      const rows = await db
        .selectFrom('corrections')
        .selectAll()
        .where('filing', '=', filing)
        .orderBy('round')
        .execute();
      return rows.map(correctionOf);
    },
    async revisions(filing) {
      const rows = await db.selectFrom('cases').selectAll().where('revises', '=', filing).execute();
      return rows.map(caseOf).sort((one, other) => revisionPlace(one.code) - revisionPlace(other.code));
    },
    withdraw: ({ kiosk, filing, at, now }) =>
      transact(async (tx) => {
        const found = await findCase(tx, filing);
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
        if (found.revision?.outcome === 'taken' || !nextStatuses(found.status, 'resident').includes(7))
          return 'too-late';
        if (hasGiven(await movesOf(tx, filing))) return 'too-late';
        const outcome = found.revision ? 'withdrawn' : null;
        await tx.updateTable('cases').set({ status: 7, since: now, outcome }).where('filing', '=', filing).execute();
        await closeCorrection(tx, filing, now);
        await closeDraft(tx, filing, { standing: 'void', at: now });
        await addHistory(tx, filing, { status: 7, at: now, by: 'kiosk' });
        return 'recorded';
      }),
  } satisfies Partial<Register>;
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
    if (arrival.revision) {
      records.push(await revise(tx, arrival, arrival.revision, withdrawnBy.get(arrival.filing) === arrival.kiosk));
      continue;
    }
    const { body: _body, codePrefix: prefix, codeDay: day, codeFloor: floor, revision: _none, ...facts } = arrival;
    const count = await nextCount(tx, `${prefix} ${day}`, lowestNumber({ nowMs: arrival.receivedMs, floor }));
    const status = withdrawnBy.get(arrival.filing) === arrival.kiosk ? 7 : 1;
    const code = officialCode({ prefix, day, count });
    records.push({ ...facts, code, status, since: arrival.receivedAt, due: null, receipt: null, revision: null });
    await tx
      .insertInto('cases')
      .values(caseRow(records.at(-1) as CaseRecord))
      .execute();
  }
  await tx
    .insertInto('bodies')
    .values(arrivals.map(({ filing, body }) => ({ filing, ...body })))
    .execute();
  const bare = { note: null, delivery_json: null, event: null };
  const history = records.flatMap(({ filing, status, receivedAt: at }) => [
    { filing, position: 1, status: 1, at, by: 'portal', ...bare },
    ...(status === 7 ? [{ filing, position: 2, status: 7, at, by: 'kiosk', ...bare }] : []),
  ]);
  await tx.insertInto('case_history').values(history).execute();
  return new Map(records.map((record) => [record.filing, record]));
}

/** A revision beside its case: taken when it answers what is asked now, else set aside. It is in the register when this resolves. */
async function revise(
  tx: Transaction<Tables>,
  arrival: Arrival,
  { of, round, due, reply }: ArrivingRevision,
  isWithdrawn: boolean,
): Promise<CaseRecord> {
  const { body: _body, codePrefix: _prefix, codeDay: _day, codeFloor: _floor, revision: _revision, ...facts } = arrival;
  const base = await findCase(tx, of);
  if (!base || base.revision) throw new Error('a revision of a case that is not in the register');
  const { count } = await tx
    .selectFrom('cases')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('revises', '=', of)
    .executeTakeFirstOrThrow();
  const at = arrival.receivedAt;
  const isAsked = reply
    ? await isDraftAsked(tx, of, { number: round, atMs: arrival.receivedMs })
    : base.status === 5 && (await openRound(tx, of)) === round;
  const outcome = isWithdrawn ? 'withdrawn' : isAsked ? 'taken' : 'set-aside';
  const record: CaseRecord = {
    ...facts,
    code: revisionCode(base.code, Number(count) + 1),
    status: isWithdrawn ? 7 : 1,
    since: at,
    due: null,
    receipt: null,
    revision: { of, round, outcome, ...(reply ? { reply } : {}) },
  };
  await tx.insertInto('cases').values(caseRow(record)).execute();
  if (outcome === 'taken' && reply) {
    const standing = reply === 'right' ? 'confirmed' : 'to-change';
    await closeDraft(tx, of, { standing, at, answeredBy: arrival.filing });
    await addHistory(tx, of, { status: base.status, at, by: 'kiosk', event: `draft-${standing}` });
  } else if (outcome === 'taken') {
    await tx
      .updateTable('cases')
      .set({ status: 4, since: at, ...(due === undefined ? {} : { due }) })
      .where('filing', '=', of)
      .execute();
    await tx
      .updateTable('corrections')
      .set({ closed_at: at, answered_by: arrival.filing })
      .where('filing', '=', of)
      .where('round', '=', round)
      .execute();
    await addHistory(tx, of, { status: 4, at, by: 'kiosk' });
  }
  return record;
}

async function openRound(tx: Transaction<Tables>, filing: string): Promise<number | undefined> {
  const open = await tx
    .selectFrom('corrections')
    .select('round')
    .where('filing', '=', filing)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return open?.round;
}

async function isDraftAsked(
  tx: Transaction<Tables>,
  filing: string,
  { number, atMs }: { number: number; atMs: number },
): Promise<boolean> {
  const draft = (await draftsOf(tx, filing)).find((one) => one.number === number);
  return draft !== undefined && mayAnswer(draft, atMs);
}

/** The case goes on without: what was asked is asked no more. */
async function closeCorrection(tx: Transaction<Tables>, filing: string, at: string): Promise<void> {
  await tx
    .updateTable('corrections')
    .set({ closed_at: at })
    .where('filing', '=', filing)
    .where('closed_at', 'is', null)
    .execute();
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
