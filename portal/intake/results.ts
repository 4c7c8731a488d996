import type { Result, Service } from '../../shared/catalogue/service.ts';
import type { Dossier } from '../../shared/dossier/dossier.ts';
import { askedResults } from '../../shared/form/results.ts';
import type { ResultTold } from '../../shared/portal-contract/case-results.ts';
import type { PortalPorts } from '../ports.ts';
import type { CaseRecord, MovedResult } from '../register/register.ts';
import { stateIn } from '../register/result-states.ts';
import { openWhole } from './opened.ts';

/**
 * What a dossier asks for, where that is more than one thing: then each has its own progress, and the case follows them. Empty where
 * the status says it all, and where this portal has not got the version.
 */
export async function bundleOf(found: CaseRecord, ports: PortalPorts): Promise<readonly Result[]> {
  const service = serviceOf(found, ports);
  // Most services have one result: no dossier is opened for them.
  if (!service || service.results.length < 2 || (await hasEndedWhole(found, ports))) return [];
  const dossier = await openWhole(found.filing, ports);
  return dossier ? bundleIn(found, dossier, ports) : [];
}

/**
 * It was ended as one: by a portal that did not follow results one by one yet, or that had not got the version. Its status says it all, for
 * good; «not begun» would be untrue of what the resident holds in the hand.
 */
export async function hasEndedWhole({ filing, status }: CaseRecord, { register }: PortalPorts): Promise<boolean> {
  return (status === 9 || status === 10) && (await register.resultMoves(filing)).length === 0;
}

export function bundleIn(found: CaseRecord, dossier: Dossier, ports: PortalPorts): readonly Result[] {
  const asked = askedIn(found, dossier, ports);
  return asked.length < 2 ? [] : asked;
}

/** Everything a dossier asks for; nothing where this portal has not got the version. */
export function askedIn(found: CaseRecord, { answers }: Dossier, ports: PortalPorts): readonly Result[] {
  const service = serviceOf(found, ports);
  return service ? askedResults(service, answers, ports.catalogue.factsOf(found.filedMs)) : [];
}

export function serviceOf(
  { service: id, serviceVersion: version }: CaseRecord,
  { catalogue }: PortalPorts,
): Service | undefined {
  return catalogue.find({ id, version });
}

/** What the resident is told of one result: where it stands, since when, and what was said last. */
export function resultTold(id: string, moves: readonly MovedResult[]): ResultTold {
  const last = moves.findLast(({ result }) => result === id);
  if (!last) return { id, state: 'waiting' };
  return {
    id,
    state: stateIn(moves, id),
    since: last.at,
    ...(last.note === undefined ? {} : { note: last.note }),
    ...(last.delivery === undefined ? {} : { delivery: last.delivery }),
  };
}
