import type { Service } from '../../shared/catalogue/service.ts';
import type { Draft } from './draft.ts';

/**
 * The draft as this kiosk can go on with it: under the version it was begun with, or, when an update took that away (a saved draft
 * lies for days), under the newest version of the same service. `undefined` when the service is no longer here: no screen could show it.
 */
export function draftUnderCatalogue(draft: Draft, services: readonly Service[]): Draft | undefined {
  const versions = services.filter(({ id }) => id === draft.service.id);
  if (versions.some(({ version }) => version === draft.service.version)) return draft;
  // Corrected under the rules it was filed under, or not here.
  if (draft.revises) return undefined;
  const [newest] = [...versions].sort((one, other) => (one.validFrom > other.validFrom ? -1 : 1));
  return newest && { ...draft, service: { id: newest.id, version: newest.version } };
}
