import { fromBase64Url } from '../dossier/bytes.ts';
import { parseJson } from '../dossier/seal.ts';
import type { OutboxFiling } from '../outbox/outbox.ts';
import { Receipt } from '../portal-contract/receipt.ts';
import type { SafeFiling } from '../shell-contract/messages.ts';

/** A filing of the safe as the outbox holds it: received when the safe has its receipt, else waiting. */
export function fromSafe(filing: SafeFiling): OutboxFiling {
  const receipt = filing.receipt === null ? undefined : receiptOfSafe(filing.receipt, filing);
  const { receipt: _receipt, ...facts } = filing;
  if (receipt === undefined) return waitingAgain(filing);
  const { code, receivedAt, receiver } = receipt;
  return {
    ...facts,
    body: null,
    delivery: { state: 'received', attempts: 0, code, receivedAt, receiver: receiver.name },
  };
}

/** A filing the portal lost, or never had: to be sent whatever receipt the safe once kept. */
export function waitingAgain({ receipt: _receipt, ...facts }: SafeFiling): OutboxFiling {
  return { ...facts, delivery: { state: 'waiting', attempts: 0 } };
}

/**
 * The shell verified this receipt with the portal's keys of its day before it appended it to the safe. The keys may have
 * changed since, so here it is read, and only held against the filing it must name.
 */
function receiptOfSafe(token: string, filing: SafeFiling): Receipt | undefined {
  const receipt = Receipt.safeParse(payloadOf(token));
  if (!receipt.success) return undefined;
  return receipt.data.filing === filing.id && receipt.data.body === filing.bodySha256 ? receipt.data : undefined;
}

function payloadOf(token: string): unknown {
  try {
    return parseJson(fromBase64Url(token.split('.')[1] ?? ''));
  } catch {
    return undefined;
  }
}
