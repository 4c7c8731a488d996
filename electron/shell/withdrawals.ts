import type { z } from 'zod';
import { signWithdrawal } from '../../shared/dossier/withdrawal.ts';
import type { WithdrawAnswer, WithdrawRequest } from '../../shared/shell-contract/messages.ts';
import type { DeviceSigning } from './device-signing.ts';
import { Refusal } from './problem.ts';
import { findBySlip, type SlipPorts } from './slips.ts';

/** Signs and keeps a withdrawal while the portal has given no receipt. Asked twice, it answers the same. */
export async function withdraw(
  request: z.infer<typeof WithdrawRequest>,
  ports: SlipPorts & { signing: DeviceSigning },
): Promise<z.infer<typeof WithdrawAnswer>> {
  const { safe, kiosk } = ports;
  const row = await findBySlip(request, ports);
  if (!row) throw new Refusal('not-found');
  const { id, slip: number } = row.facts;
  if (row.withdrawal) {
    const token = (await safe.filing(id))?.withdrawal?.token;
    if (!token) throw new Refusal('internal');
    return { id, number, token };
  }
  if (row.receipt) throw new Refusal('already-received');
  const at = new Date(ports.clock.nowMs()).toISOString();
  const token = await signWithdrawal({ kiosk: kiosk.config.kiosk.id, filing: id, at }, ports.signing.of(kiosk));
  const kept = await safe.keepWithdrawal(id, token);
  if (!kept.kept) throw new Refusal('cannot-keep');
  return { id, number, token };
}
