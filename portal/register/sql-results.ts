import type { Kysely, Transaction } from 'kysely';
import { allRefusedNote, resultRow, resultsMoveIn, statusesAfter } from '../../shared/portal-contract/case-results.ts';
import { keepsDraft, losesDraft, waitsForDraft } from './draft-rules.ts';
import type { Register } from './register.ts';
import { stateIn, statesAfter } from './result-states.ts';
import { draftOf, movedResultOf } from './rows.ts';
import { addHistory, closeDraft, findCase } from './sql-one-case.ts';
import type { Tables } from './tables.ts';

/** Of the register: the results of bundles, each on its own way, and the draft certificates that were sent. */
export function sqlResults(db: Kysely<Tables>) {
  const transact = <T>(work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> => db.transaction().execute(work);

  return {
    moveResult: ({ filing, result, from, state, asked, at, by, note, delivery }) =>
      transact(async (tx) => {
        const found = await findCase(tx, filing);
        const moves = await movesOf(tx, filing);
        const states = statesAfter({ asked, moves, move: { result, from, state } });
        if (!found || !states || !resultsMoveIn.includes(found.status)) return false;
        const drafts = await draftsOf(tx, filing);
        if (waitsForDraft(drafts, { result, state })) return false;
        const follows = statusesAfter(found.status, states);
        if (follows === 'refused') return false;
        await tx
          .insertInto('result_moves')
          .values({
            filing,
            position: moves.length + 1,
            result,
            state,
            at,
            by,
            note: note ?? null,
            delivery_json: delivery ? JSON.stringify(delivery) : null,
          })
          .execute();
        if (losesDraft(drafts, { result, state })) await closeDraft(tx, filing, { standing: 'void', at });
        for (const status of follows) {
          await tx.updateTable('cases').set({ status, since: at }).where('filing', '=', filing).execute();
          await addHistory(tx, filing, { status, at, by, ...(status === 8 ? { note: allRefusedNote } : {}) });
          if (!keepsDraft(status)) await closeDraft(tx, filing, { standing: 'void', at });
        }
        return true;
      }),
    resultMoves: (filing) => movesOf(db, filing),
    sendDraft: ({ filing, from, result, at, by, untilMs, locked }) =>
      transact(async (tx) => {
        const found = await findCase(tx, filing);
        const drafts = await draftsOf(tx, filing);
        if (!found || found.status !== from || drafts.some(({ standing }) => standing === 'asked')) return false;
        if (result !== null && resultRow(stateIn(await movesOf(tx, filing), result)).isEnded) return false;
        const number = drafts.length + 1;
        await tx
          .insertInto('drafts')
          .values({
            filing,
            number,
            result,
            at,
            by,
            until_ms: untilMs,
            locked,
            standing: 'asked',
            closed_at: null,
            answered_by: null,
          })
          .execute();
        await addHistory(tx, filing, { status: found.status, at, by, event: 'draft-sent' });
        return true;
      }),
    drafts: (filing) => draftsOf(db, filing),
    settleSilence: (nowMs) =>
      transact(async (tx) => {
        const overdue = await tx
          .selectFrom('drafts')
          .selectAll()
          .where('standing', '=', 'asked')
          .where('until_ms', '<', nowMs)
          .execute();
        for (const { filing, until_ms: untilMs } of overdue) {
          const found = await findCase(tx, filing);
          // From the moment that was told on, whenever it is written down.
          const at = new Date(untilMs).toISOString();
          await closeDraft(tx, filing, { standing: 'silence', at });
          if (found) await addHistory(tx, filing, { status: found.status, at, by: 'portal', event: 'draft-silence' });
        }
        return overdue.length;
      }),
  } satisfies Partial<Register>;
}

export async function movesOf(db: Kysely<Tables>, filing: string) {
  const rows = await db
    .selectFrom('result_moves')
    .selectAll()
    .where('filing', '=', filing)
    .orderBy('position')
    .execute();
  return rows.map(movedResultOf);
}

export async function draftsOf(db: Kysely<Tables>, filing: string) {
  const rows = await db.selectFrom('drafts').selectAll().where('filing', '=', filing).orderBy('number').execute();
  return rows.map(draftOf);
}
