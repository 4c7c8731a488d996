import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ContentUnits, newerList } from '../shared/catalogue/content-units.ts';
import { readServiceFile } from '../shared/catalogue/read-catalogue.ts';
import { BuiltInContent, builtInContentName, type Content } from '../shared/catalogue/read-content.ts';
import type { Service } from '../shared/catalogue/service.ts';
import type { Facts } from '../shared/form/facts.ts';
import { hanoiDay } from '../shared/identity/calendar-date.ts';
import type { Listed } from '../shared/places/find-listed.ts';
import { type UnitsAtHand, unitsAtHand } from '../shared/places/units-at-hand.ts';
import type { WorkingCalendar } from '../shared/places/working-days.ts';
import { timeOfDay } from '../shared/vietnamese/dates.ts';
import { type FormSet, readFormSet } from './printed-form.ts';

/** The catalogue as the portal reads it: every version of each service, and what its rules are looked at with. */
export interface PortalCatalogue {
  readonly calendar: WorkingCalendar;
  readonly countries: readonly Listed[];
  /** Layouts and letters of official forms, read when first asked; absent where there are no assets (simulations). */
  readonly forms?: (() => FormSet) | undefined;
  /** One version of it, for its name. */
  named(id: string): Service | undefined;
  find(service: { readonly id: string; readonly version: string }): Service | undefined;
  /** What was so when a dossier was filed. */
  factsOf(filedMs: number): Facts;
}

/**
 * The same with what came in bundles: every version of a service any of them holds, for a kiosk may still be working with the one
 * before; where two hold the same version, as the newest says it. Of the lists the newest counts.
 */
export interface GrowingCatalogue extends PortalCatalogue {
  learn(version: number, content: Content): void;
}

/** @param assetsFolder what this portal was built with; read when somebody first asks */
export function growingCatalogue(assetsFolder: string): GrowingCatalogue {
  const builtIn = () => readPortalCatalogue(assetsFolder);
  const learnt = new Map<number, ServicesAndForms>();
  /** Of the newest bundle alone: nobody asks older ones for theirs, and a set of them is thousands of places. */
  let lists: { version: number; units: UnitsAtHand } | undefined;
  /** Newest first. */
  const all = () => {
    const known: [number, ServicesAndForms][] = [...learnt, [builtInVersion(assetsFolder), builtIn()]];
    return known.sort(([one], [other]) => other - one).map(([, catalogue]) => catalogue);
  };
  const units = () =>
    lists && lists.version >= builtInVersion(assetsFolder) ? lists.units : readBuiltInUnits(assetsFolder);
  const firstOf = <T>(ask: (known: ServicesAndForms) => T | undefined): T | undefined => {
    for (const known of all()) {
      const found = ask(known);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    get calendar() {
      return units().calendar;
    },
    get countries() {
      return units().countries;
    },
    named: (id) => firstOf((known) => known.named(id)),
    find: (service) => firstOf((known) => known.find(service)),
    factsOf: (filedMs) => factsOf(filedMs, units()),
    get forms() {
      return all()[0]?.forms;
    },
    learn(version, { services, forms: newer, units: newerUnits }) {
      const forms = () => {
        const set = builtIn().forms?.() ?? readFormSet(assetsFolder);
        return { ...set, layouts: new Map([...set.layouts, ...newer]) };
      };
      learnt.set(version, { ...findingIn(services), forms });
      if (version >= (lists?.version ?? 0)) lists = { version, units: readUnits(assetsFolder, newerUnits) };
    },
  };
}

type ServicesAndForms = Pick<PortalCatalogue, 'named' | 'find' | 'forms'>;

interface CatalogueData extends UnitsAtHand {
  readonly services: readonly Service[];
  readonly forms?: (() => FormSet) | undefined;
}

const read = new Map<string, PortalCatalogue>();
const builtInUnits = new Map<string, UnitsAtHand>();

/** From the project's `assets`; each folder is read once, when somebody first asks. */
export function readPortalCatalogue(assetsFolder: string): PortalCatalogue {
  const known = read.get(assetsFolder);
  if (known) return known;
  const services = readServices(join(assetsFolder, 'catalogue'));
  let set: FormSet | undefined;
  const forms = () => {
    set ??= readFormSet(assetsFolder);
    return set;
  };
  const catalogue = catalogueOf({ services, forms, ...readBuiltInUnits(assetsFolder) });
  read.set(assetsFolder, catalogue);
  return catalogue;
}

function builtInVersion(assetsFolder: string): number {
  const file = join(assetsFolder, builtInContentName);
  return existsSync(file) ? BuiltInContent.parse(JSON.parse(readFileSync(file, 'utf8'))).version : 0;
}

export function catalogueOf({ services, forms, ...units }: CatalogueData): PortalCatalogue {
  const { calendar, countries } = units;
  return { ...findingIn(services), calendar, countries, forms, factsOf: (filedMs) => factsOf(filedMs, units) };
}

function findingIn(services: readonly Service[]): Pick<PortalCatalogue, 'named' | 'find'> {
  return {
    named: (id) => services.find((service) => service.id === id),
    find: ({ id, version }) => services.find((service) => service.id === id && service.version === version),
  };
}

function factsOf(filedMs: number, { calendar, places }: UnitsAtHand): Facts {
  return { today: hanoiDay(filedMs), time: timeOfDay(filedMs), calendar, places, feeSupportConfirmed: false };
}

/** Every version: dossiers of each are in the field. */
function readServices(folder: string): Service[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  return names.sort().flatMap((name) => {
    const reading = readServiceFile(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    return reading.ok ? reading.versions : [];
  });
}

function readBuiltInUnits(assetsFolder: string): UnitsAtHand {
  const known = builtInUnits.get(assetsFolder) ?? unitsAtHand((name) => builtInList(assetsFolder, name));
  builtInUnits.set(assetsFolder, known);
  return known;
}

function readUnits(assetsFolder: string, newer: ContentUnits): UnitsAtHand {
  if (Object.keys(newer).length === 0) return readBuiltInUnits(assetsFolder);
  return unitsAtHand((name) => newerList(newer, name) ?? builtInList(assetsFolder, name));
}

function builtInList(assetsFolder: string, name: string): unknown {
  return JSON.parse(readFileSync(join(assetsFolder, 'units', name), 'utf8'));
}
