import { fromBase64Url } from '../dossier/bytes.ts';
import { parseJson } from '../dossier/seal.ts';
import type { OutboxFiling } from '../outbox/outbox.ts';
import { Receipt } from '../portal-contract/receipt.ts';
import type { SafeFiling } from '../shell-contract/messages.ts';

/** A filing of the safe as the outbox holds it: received when the safe has its receipt, else waiting. */
export function fromSafe(filing: SafeFiling): OutboxFiling {
  const receipt = filing.receipt === null ? undefined : receiptSaid(filing.receipt, filing);
  const { receipt: _receipt, ...facts } = filing;
  if (receipt === undefined) return waitingAgain(filing);
  const { code, receivedAt, receiver } = receipt;
  return {
    ...facts,
    body: null,
    delivery: { state: 'received', attempts: 0, code, receivedAt, receiver: receiver.name },
  };
}

/** A filing the portal had and lost: it is sent again, and so is the withdrawal that was lost with it. */
export function lostByPortal(filing: SafeFiling): OutboxFiling {
  const { withdrawal } = filing;
  return waitingAgain({ ...filing, withdrawal: withdrawal && { ...withdrawal, reached: false } });
}

/** A filing the portal lost, or never had: to be sent whatever receipt the safe once kept. */
function waitingAgain({ receipt: _receipt, ...facts }: SafeFiling): OutboxFiling {
  return { ...facts, delivery: { state: 'waiting', attempts: 0 } };
}

/**
 * What a receipt says, held against the filing it must name. Its signature is the shell's to check, once, with the portal's keys
 * of its day, before it lies in the safe: what does not lie there is no receipt yet, whatever it says.
 */
export function receiptSaid(token: string, filing: { id: string; bodySha256: string }): Receipt | undefined {
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
