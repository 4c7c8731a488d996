import type { Notice, Reading } from '../../shared/portal-contract/information.ts';

/** A station's clock may run ahead by a little; more is a mistake, and no reading of now. */
const clockSlackMs = 5 * 60_000;

/** Whether a reading may stand as one of now. A kiosk that does not know the time cannot say that of any. */
export function isStale(
  { at, staleAfterMinutes }: Pick<Reading, 'at' | 'staleAfterMinutes'>,
  now: { readonly ms: number; readonly confirmed: boolean },
): boolean {
  const ageMs = now.ms - Date.parse(at);
  return !now.confirmed || ageMs > staleAfterMinutes * 60_000 || ageMs < -clockSlackMs;
}

/** What is told on a day, the newest first. */
export function noticesOn(notices: readonly Notice[], today: string): Notice[] {
  return notices
    .filter(({ from, until }) => from <= today && (until === undefined || today <= until))
    .sort((one, other) => (one.from > other.from ? -1 : 1));
}
