import { join } from 'node:path';
import { expect, test } from 'vitest';
import { growingCatalogue, readPortalCatalogue } from '../../portal/catalogue.ts';
import { HolidayData } from '../../shared/places/working-days.ts';
import { builtInFiles } from '../catalogue/content-files.ts';
import { projectFolder } from './folders.ts';

/** What a portal keeps of the bundles in its folder, of which there are more each year. */
const assets = join(projectFolder, 'assets');
const later = 4_000_000_000;
const noLists = { services: [], forms: new Map(), units: {} };

test('a bundle without lists leaves the portal with those it was built with, read once', () => {
  const catalogue = growingCatalogue(assets);
  const builtIn = readPortalCatalogue(assets);
  for (const version of [later + 1, later + 2]) {
    catalogue.learn(version, noLists);
    expect(catalogue.calendar).toBe(builtIn.calendar);
    expect(catalogue.countries).toBe(builtIn.countries);
    expect(catalogue.factsOf(0).places).toBe(builtIn.factsOf(0).places);
  }
});

test('of the lists the newest count, in whatever order the bundles are looked through', () => {
  const holidays = HolidayData.parse(JSON.parse(builtInFiles['units/holidays.json'] ?? '{}'));
  const withDayOff = (day: string) => {
    const daysOff = [...holidays.daysOff, { from: day, to: day, vi: 'Ngày nghỉ mới' }];
    return { ...noLists, units: { holidays: { ...holidays, daysOff } } };
  };
  const catalogue = growingCatalogue(assets);
  catalogue.learn(later + 2, withDayOff('2026-12-08'));
  const newest = catalogue.calendar;
  catalogue.learn(later + 1, withDayOff('2026-12-09'));
  expect(catalogue.calendar).toBe(newest);
  catalogue.learn(later + 3, noLists);
  expect(catalogue.calendar).toBe(readPortalCatalogue(assets).calendar);
});
