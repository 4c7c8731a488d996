import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readServiceFile } from '../shared/catalogue/read-catalogue.ts';
import type { Service } from '../shared/catalogue/service.ts';
import type { Facts } from '../shared/form/facts.ts';
import { hanoiDay } from '../shared/identity/calendar-date.ts';
import { type Listed, listedFrom } from '../shared/places/find-listed.ts';
import { communePlaces, hanoiPlaces, type PlaceIndex, provincePlaces } from '../shared/places/place-index.ts';
import { CountryData, HanoiData } from '../shared/places/units-data.ts';
import { HolidayData, type WorkingCalendar, workingCalendar } from '../shared/places/working-days.ts';
import { timeOfDay } from '../shared/vietnamese/dates.ts';

/** The catalogue as the portal reads it: every version of each service, and what its rules are looked at with. */
export interface PortalCatalogue {
  readonly calendar: WorkingCalendar;
  readonly countries: readonly Listed[];
  /** One version of it, for its name. */
  named(id: string): Service | undefined;
  find(service: { readonly id: string; readonly version: string }): Service | undefined;
  /** What was so when a dossier was filed. */
  factsOf(filedMs: number): Facts;
}

interface CatalogueData {
  readonly services: readonly Service[];
  readonly calendar: WorkingCalendar;
  readonly places: PlaceIndex;
  readonly countries: readonly Listed[];
}

const read = new Map<string, PortalCatalogue>();

/** From the project's `assets`; each folder is read once, when somebody first asks. */
export function readPortalCatalogue(assetsFolder: string): PortalCatalogue {
  const known = read.get(assetsFolder);
  if (known) return known;
  const services = readServices(join(assetsFolder, 'catalogue'));
  const catalogue = catalogueOf({ services, ...readUnitsData(join(assetsFolder, 'units')) });
  read.set(assetsFolder, catalogue);
  return catalogue;
}

export function catalogueOf({ services, calendar, places, countries }: CatalogueData): PortalCatalogue {
  return {
    calendar,
    countries,
    named: (id) => services.find((service) => service.id === id),
    find: ({ id, version }) => services.find((service) => service.id === id && service.version === version),
    factsOf: (filedMs) => ({
      today: hanoiDay(filedMs),
      time: timeOfDay(filedMs),
      calendar,
      places,
      feeSupportConfirmed: false,
    }),
  };
}

/** Every version: dossiers of each are in the field. */
function readServices(folder: string): Service[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  return names.sort().flatMap((name) => {
    const reading = readServiceFile(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    return reading.ok ? reading.versions : [];
  });
}

const Countries = z.object({
  countries: z.array(z.tuple([z.string(), z.string(), z.array(z.string()).optional()])),
});

function readUnitsData(folder: string): Omit<CatalogueData, 'services'> {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const country = CountryData.parse(read('country.json'));
  const hanoi = hanoiPlaces(HanoiData.parse(read('hanoi.json')));
  const parts = [hanoi, provincePlaces(country), communePlaces(country)];
  return {
    calendar: workingCalendar(HolidayData.parse(read('holidays.json'))),
    places: { units: parts.flatMap(({ units }) => units), entries: [] },
    countries: listedFrom(Countries.parse(read('nationalities.json')).countries),
  };
}
