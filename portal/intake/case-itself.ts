import type { CaseState } from '../../shared/portal-contract/case-status.ts';
import type { PortalPorts } from '../ports.ts';
import type { CaseRecord } from '../register/register.ts';

/** A revision is part of its case. */
export async function caseItself(found: CaseRecord, { register }: PortalPorts): Promise<CaseRecord> {
  const base = found.revision && (await register.findCase(found.revision.of));
  return base ?? found;
}

/** What a kiosk may keep about a case. */
export function stateOf(found: CaseRecord): CaseState {
  return {
    filing: found.filing,
    code: found.code,
    status: found.status,
    since: found.since,
    ...(found.due === null ? {} : { due: found.due }),
  };
}
