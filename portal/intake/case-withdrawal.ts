import { CaseWithdrawal, type CaseWithdrawalAnswer } from '../../shared/portal-contract/messages.ts';
import type { Payments } from '../payments.ts';
import type { PortalPorts } from '../ports.ts';
import { nowIso } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { KioskRecord } from '../register/register.ts';
import { caseWithPayment, findLookedUp } from './lookup.ts';

/**
 * `POST /v1/case-withdrawals` without HTTP: whoever shows slip, check code or card takes the dossier back, at whichever kiosk, as long
 * as the table of statuses lets the resident. What the kiosk that filed it still keeps is withdrawn there, and comes with `sync`.
 */
export async function handleCaseWithdrawal(
  body: unknown,
  kiosk: KioskRecord,
  ports: PortalPorts,
  payments?: Payments,
): Promise<CaseWithdrawalAnswer> {
  const request = CaseWithdrawal.safeParse(body);
  if (!request.success) throw new Problem('bad-request');
  const looked = await findLookedUp(request.data.lookup, kiosk, ports);
  if (looked.found !== 'case') return { found: 'unknown' };
  const { filing, kiosk: filedAt } = looked.case;
  const now = nowIso(ports.clock);
  const state = await ports.register.withdraw({ kiosk: filedAt, filing, at: now, now });
  const isWithdrawn = state === 'recorded';
  ports.log({ event: 'case-withdrawal', outcome: state, kiosk: kiosk.id, filing });
  const found = (await ports.register.findCase(filing)) ?? looked.case;
  return { found: 'case', isWithdrawn, case: await caseWithPayment(found, ports, payments) };
}
