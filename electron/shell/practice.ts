import { routes } from '../../shared/portal-contract/routes.ts';
import type { ShellRoute } from '../../shared/shell-contract/routes.ts';

/**
 * What the door still does for a visit that only practises. Default deny: whatever would keep, file, print, save, withdraw, rate, open
 * somebody's dossier or let staff in is refused, also to a page that asks for it by mistake. What was filed by others goes on its way.
 */
const inPractice: ReadonlySet<ShellRoute> = new Set<ShellRoute>([
  // What may be read, and how a visit ends.
  'state',
  'events',
  'catalogue',
  'guides',
  'guide',
  'information',
  'readDraft',
  'filedNow',
  'practise',
  'endSession',
  'signOut',
  'log',
  'voice',
  'speak',
  // Somebody may need a person, whatever stands on the screen.
  'ringHelp',
  'endHelp',
  // The queue of what was filed before.
  'filings',
  'receipts',
  'syncFromSafe',
  'portalNews',
  'owed',
  'sendPart',
]);

export function isOpenInPractice(route: ShellRoute): boolean {
  return inPractice.has(route);
}

/** Of the portal only what the queue needs: nobody looks a case up from a practice visit. */
export function isPortalOpenInPractice(pathname: string): boolean {
  return [routes.sync, routes.health].some(({ path }) => pathname === `/portal${path}`);
}
