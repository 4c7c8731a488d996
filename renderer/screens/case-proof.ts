import type { CaseProof } from '../../shared/portal-contract/messages.ts';
import type { KnownCase } from '../session/visit.ts';

/** What the resident has shown for the case, as the portal is told. */
export function proofOf({ slip }: KnownCase): CaseProof {
  return 'token' in slip ? { slip: slip.token } : slip;
}
