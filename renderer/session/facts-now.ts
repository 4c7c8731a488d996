import type { Facts } from '../../shared/form/facts.ts';
import type { PlaceIndex } from '../../shared/places/place-index.ts';
import type { WorkingCalendar } from '../../shared/places/working-days.ts';

/** Hanoi keeps UTC+7 the whole year; the kiosk's own time zone is not trusted. */
const hanoiOffsetMs = 7 * 60 * 60 * 1000;

export function factsAt(
  nowMs: number,
  given: { calendar: WorkingCalendar; places: PlaceIndex; feeSupportConfirmed: boolean },
): Facts {
  const local = new Date(nowMs + hanoiOffsetMs).toISOString();
  return { ...given, today: local.slice(0, 10), time: local.slice(11, 16) };
}
