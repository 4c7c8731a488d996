import type { Kysely, Selectable } from 'kysely';
import type { PaymentRecord, Register } from './register.ts';
import type { Tables } from './tables.ts';

/** Of the register: what dossiers are to pay, and whose money has come. */
export function sqlPayments(db: Kysely<Tables>) {
  const find = async (filing: string) => {
    const row = await db.selectFrom('payments').selectAll().where('filing', '=', filing).executeTakeFirst();
    return row && paymentOf(row);
  };
  return {
    async openPayment(payment) {
      const { filing, amount, lines, note, setAt, setBy } = payment;
      await db
        .insertInto('payments')
        .values({
          filing,
          amount,
          lines_json: JSON.stringify(lines),
          note: note ?? null,
          set_at: setAt,
          set_by: setBy,
          paid_amount: null,
          paid_at: null,
          paid_by: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return (await find(filing)) ?? payment;
    },
    findPayment: find,
    async reworkPayment(payment) {
      const { filing, amount, lines, setAt } = payment;
      await db
        .updateTable('payments')
        .set({ amount, lines_json: JSON.stringify(lines), set_at: setAt })
        .where('filing', '=', filing)
        .where('set_by', '=', 'portal')
        .where('paid_at', 'is', null)
        .execute();
      return (await find(filing)) ?? payment;
    },
    async setPaymentAmount({ filing, from, to, at, by, note }) {
      const { numUpdatedRows } = await db
        .updateTable('payments')
        .set({ amount: to, lines_json: '[]', note, set_at: at, set_by: by })
        .where('filing', '=', filing)
        .where('amount', from === null ? 'is' : '=', from)
        .where('paid_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async settlePayment({ filing, amount, at, by }) {
      if (amount === 0) return false;
      const { numUpdatedRows } = await db
        .updateTable('payments')
        .set({ paid_amount: amount, paid_at: at, paid_by: by })
        .where('filing', '=', filing)
        .where('amount', '=', amount)
        .where('paid_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  } satisfies Partial<Register>;
}

function paymentOf(row: Selectable<Tables['payments']>): PaymentRecord {
  const { paid_amount: amount, paid_at: at, paid_by: by } = row;
  return {
    filing: row.filing,
    amount: row.amount,
    lines: JSON.parse(row.lines_json),
    ...(row.note === null ? {} : { note: row.note }),
    setAt: row.set_at,
    setBy: row.set_by,
    ...(amount !== null && at !== null && by !== null ? { paid: { amount, at, by } } : {}),
  };
}
