import holidays from '../../assets/units/holidays.json' with { type: 'json' };
import { HolidayData, type WorkingCalendar, workingCalendar } from '../../shared/places/working-days.ts';

export function knownCalendar(): WorkingCalendar {
  return workingCalendar(HolidayData.parse(holidays));
}
