import holidays from '../../assets/units/holidays.json' with { type: 'json' };
import { HolidayData, type WorkingCalendar, workingCalendar } from '../../shared/places/working-days.ts';

/** From the days off that came anew, else from those of this build. */
export function knownCalendar(newer?: HolidayData): WorkingCalendar {
  return workingCalendar(newer ?? HolidayData.parse(holidays));
}
