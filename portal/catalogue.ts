import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readServiceFile } from '../shared/catalogue/read-catalogue.ts';
import type { Service } from '../shared/catalogue/service.ts';
import { HolidayData, type WorkingCalendar, workingCalendar } from '../shared/places/working-days.ts';

/** Every version of every service, and the working days: what a portal needs to judge and to ask. */
export interface PortalCatalogue {
  readonly calendar: WorkingCalendar;
  /** One version of it, for its name. */
  named(id: string): Service | undefined;
  find(service: { readonly id: string; readonly version: string }): Service | undefined;
}

const read = new Map<string, PortalCatalogue>();

/** From the project's `assets`; each folder is read once, when somebody first asks. */
export function readPortalCatalogue(assetsFolder: string): PortalCatalogue {
  const known = read.get(assetsFolder);
  if (known) return known;
  const services = readServices(join(assetsFolder, 'catalogue'));
  const holidays: unknown = JSON.parse(readFileSync(join(assetsFolder, 'units', 'holidays.json'), 'utf8'));
  const catalogue = catalogueOf(services, workingCalendar(HolidayData.parse(holidays)));
  read.set(assetsFolder, catalogue);
  return catalogue;
}

export function catalogueOf(services: readonly Service[], calendar: WorkingCalendar): PortalCatalogue {
  return {
    calendar,
    named: (id) => services.find((service) => service.id === id),
    find: ({ id, version }) => services.find((service) => service.id === id && service.version === version),
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
