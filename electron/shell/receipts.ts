import type { z } from 'zod';
import type { Verifying } from '../../shared/dossier/cryptography.ts';
import { readReceipt } from '../../shared/portal-contract/receipt.ts';
import type { ReceiptsAnswer, ReceiptsRequest } from '../../shared/shell-contract/messages.ts';
import type { JournalLog } from './journal-log.ts';
import { Refusal } from './problem.ts';
import type { KeptReceipt, Safe } from './safe/safe.ts';
import type { Kiosk } from './trust.ts';

/** Checks every receipt again, whoever checked it before, and keeps the genuine ones before it answers. One already kept costs nothing. */
export async function keepReceipts(
  { receipts }: z.infer<typeof ReceiptsRequest>,
  { kiosk, safe, verifying, log }: { kiosk: Kiosk; safe: Safe; verifying: Verifying; log: JournalLog },
): Promise<z.infer<typeof ReceiptsAnswer>> {
  const fresh: KeptReceipt[] = [];
  const known: string[] = [];
  const refused: string[] = [];
  for (const { id, receipt: token } of receipts) {
    // Where the disk has lost the filing's record the outbox alone had it: its receipt is as good, or it would be sent for ever.
    const expected = { filing: id, body: safe.find(id)?.facts.bodySha256 };
    const receipt = await readReceipt(token, expected, { receiptKeys: kiosk.trust.receipt, verifying });
    if (!receipt) {
      refused.push(id);
      log.write('receipt-refused', id);
    } else if ((await safe.receipt(id))?.token === token) {
      known.push(id);
    } else {
      fresh.push({ id, token, code: receipt.code, receivedAt: receipt.receivedAt, receiver: receipt.receiver.name });
    }
  }
  const kept = await safe.keepReceipts(fresh);
  if (!kept.kept) throw new Refusal('cannot-keep');
  return { kept: [...known, ...fresh.map(({ id }) => id)], refused };
}
