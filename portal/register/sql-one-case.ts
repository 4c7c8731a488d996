import type { Kysely, Transaction } from 'kysely';
import type { DraftStanding } from '../../shared/portal-contract/draft-certificate.ts';
import type { CaseRecord, HistoryRecord } from './register.ts';
import { caseOf } from './rows.ts';
import type { Tables } from './tables.ts';

/** What every change of a case needs, inside its transaction. */

export async function findCase(db: Kysely<Tables>, filing: string): Promise<CaseRecord | undefined> {
  const row = await db.selectFrom('cases').selectAll().where('filing', '=', filing).executeTakeFirst();
  return row && caseOf(row);
}

export async function addHistory(tx: Transaction<Tables>, filing: string, record: HistoryRecord): Promise<void> {
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
      delivery_json: record.delivery ? JSON.stringify(record.delivery) : null,
      event: record.event ?? null,
    })
    .execute();
}

/** The draft certificate that waits for its resident, if one does, waits no more. */
export async function closeDraft(
  tx: Transaction<Tables>,
  filing: string,
  { standing, at, answeredBy }: { standing: Exclude<DraftStanding, 'asked'>; at: string; answeredBy?: string },
): Promise<void> {
  await tx
    .updateTable('drafts')
    .set({ standing, closed_at: at, answered_by: answeredBy ?? null })
    .where('filing', '=', filing)
    .where('standing', '=', 'asked')
    .execute();
}
