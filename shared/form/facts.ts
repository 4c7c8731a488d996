import type { PlaceIndex } from '../places/place-index.ts';
import type { WorkingCalendar } from '../places/working-days.ts';

/** What a condition, a check or a deadline may know besides the answers. Passed in, so a route can be recomputed for any day. */
export interface Facts {
  /** Kiosk-local day, ISO. */
  readonly today: string;
  /** Kiosk-local clock time, `HH:MM`. */
  readonly time: string;
  readonly calendar: WorkingCalendar;
  readonly places: PlaceIndex;
  /** From the portal's signed configuration: fee support for online filings is confirmed here. */
  readonly feeSupportConfirmed: boolean;
}
