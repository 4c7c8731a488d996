import { z } from 'zod';
import { type Listed, listedFrom } from './find-listed.ts';
import { communePlaces, hanoiPlaces, type PlaceIndex, provincePlaces } from './place-index.ts';
import { CountryData, HanoiData } from './units-data.ts';
import { HolidayData, type WorkingCalendar, workingCalendar } from './working-days.ts';

/** What rules and papers need of `assets/units`: names of places and countries, days off. */
export interface UnitsAtHand {
  readonly calendar: WorkingCalendar;
  /** Units only: for naming what was chosen, not for searching. */
  readonly places: PlaceIndex;
  readonly countries: readonly Listed[];
}

const Countries = z.object({
  countries: z.array(z.tuple([z.string(), z.string(), z.array(z.string()).optional()])),
});

/** From the parsed files of `assets/units`, by name (`country.json` …). Throws when one is not what it should be. */
export function unitsAtHand(read: (name: string) => unknown): UnitsAtHand {
  const country = CountryData.parse(read('country.json'));
  const hanoi = hanoiPlaces(HanoiData.parse(read('hanoi.json')));
  const parts = [hanoi, provincePlaces(country), communePlaces(country)];
  return {
    calendar: workingCalendar(HolidayData.parse(read('holidays.json'))),
    places: { units: parts.flatMap(({ units }) => units), entries: [] },
    countries: listedFrom(Countries.parse(read('nationalities.json')).countries),
  };
}
