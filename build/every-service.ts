import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readServiceFile } from '../shared/catalogue/read-catalogue.ts';
import type { Service } from '../shared/catalogue/service.ts';
import { hanoiDay } from '../shared/identity/calendar-date.ts';
import { projectFolder } from './folders.ts';

/** The catalogue as it lies in the checkout, each service in the version of today. A file with an error stops the command that wants it. */
export function everyService(): readonly Service[] {
  const folder = join(projectFolder, 'assets', 'catalogue');
  const today = hanoiDay(Date.now());
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const reading = readServiceFile(JSON.parse(readFileSync(join(folder, name), 'utf8')));
      if (!reading.ok) throw new Error(reading.problems.join('\n'));
      const version = reading.versions.findLast(({ validFrom }) => validFrom <= today) ?? reading.versions[0];
      if (!version) throw new Error(`${name} holds no version`);
      return version;
    });
}

export function serviceNamed(id: string): Service {
  const service = everyService().find((each) => each.id === id);
  if (!service) throw new Error(`the catalogue has no ${id}`);
  return service;
}
