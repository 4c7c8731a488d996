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
