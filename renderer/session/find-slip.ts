import type { CaseLookup } from '../../shared/portal-contract/messages.ts';
import type { WithdrawRequest } from '../../shared/shell-contract/messages.ts';
import type { Answered, Desk } from './desk.ts';
import type { KnownCase } from './visit.ts';

/** All that can be known of a slip now: what this kiosk holds, and what the portal says when it can be asked. */
export async function findSlip(desk: Desk, slip: WithdrawRequest): Promise<Answered<KnownCase>> {
  const here = await desk.knowSlip(slip);
  const mayBeElsewhere = here.ok || here.code === 'slip-not-genuine' || here.code === 'not-found';
  if (!here.ok && !mayBeElsewhere) return here;
  const portal = await desk.lookUp(slip);
  if (!here.ok && portal !== 'needs-network' && portal !== 'too-many-tries' && portal.found === 'unknown') return here;
  if (!here.ok && (portal === 'needs-network' || portal === 'too-many-tries')) return here;
  return {
    ok: true,
    value: {
      slip: 'slip' in slip ? { token: slip.slip } : slip,
      here: here.ok ? here.value : { known: 'not-here' },
      portal,
      payment: await desk.readPayment(portal),
    },
  };
}

/** Who has the card but not the slip: only the portal knows, by the number and what the card says. */
export async function findByCard(
  desk: Desk,
  lookup: Extract<CaseLookup, { card: unknown }>,
): Promise<Answered<KnownCase>> {
  const portal = await desk.lookUp(lookup);
  if (portal === 'too-many-tries') return { ok: false, code: 'too-many-tries' };
  return {
    ok: true,
    value: { slip: lookup, here: { known: 'not-here' }, portal, payment: await desk.readPayment(portal) },
  };
}
