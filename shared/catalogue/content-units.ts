import { z } from 'zod';
import { CountryData, HanoiData } from '../places/units-data.ts';
import { HolidayData } from '../places/working-days.ts';

/** Lists a content may bring anew (`units/<name>.json`), as they are read when they are built in. */
export const ContentUnits = z.object({ hanoi: HanoiData, country: CountryData, holidays: HolidayData }).partial();
export type ContentUnits = z.infer<typeof ContentUnits>;

/** By the name of its file, as `unitsAtHand` asks for it. */
export function newerList(units: ContentUnits, fileName: string): unknown {
  return units[fileName.replace(/\.json$/, '') as keyof ContentUnits];
}
