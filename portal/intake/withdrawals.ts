import { fromBase64Url } from '../../shared/dossier/bytes.ts';
import { parseJson } from '../../shared/dossier/seal.ts';
import { readWithdrawal, Withdrawal } from '../../shared/dossier/withdrawal.ts';
import type { WithdrawalResult } from '../../shared/portal-contract/messages.ts';
import { nowIso, type PortalPorts } from '../ports.ts';
import type { KioskRecord } from '../register/register.ts';

/** Each withdrawal on its own: status 7 where the case allows it. What names no filing at all gets no answer. */
export async function takeWithdrawals(
  tokens: readonly string[],
  kiosk: KioskRecord,
  ports: PortalPorts,
): Promise<WithdrawalResult[]> {
  const results: WithdrawalResult[] = [];
  for (const token of tokens) {
    const withdrawal = await readWithdrawal(token, { deviceKeys: [kiosk.deviceKey], verifying: ports.verifying });
    if (withdrawal && withdrawal.kiosk === kiosk.id) {
      const { filing, at } = withdrawal;
      const state = await ports.register.withdraw({ kiosk: kiosk.id, filing, at, now: nowIso(ports.clock) });
      results.push({ filing, state });
    } else {
      const named = withdrawal ?? unverified(token);
      if (named) results.push({ filing: named.filing, state: 'refused' });
    }
  }
  return results;
}

/** Which filing a withdrawal claims to be about, only to be able to refuse it by name. */
function unverified(token: string): Withdrawal | undefined {
  try {
    const parsed = Withdrawal.safeParse(parseJson(fromBase64Url(token.split('.')[1] ?? '')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
