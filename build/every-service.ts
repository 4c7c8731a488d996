import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readService } from '../shared/catalogue/read-catalogue.ts';
import type { Service } from '../shared/catalogue/service.ts';
import { projectFolder } from './folders.ts';

/** The catalogue as it lies in the checkout. A file with an error stops the command that wants it. */
export function everyService(): readonly Service[] {
  const folder = join(projectFolder, 'assets', 'catalogue');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const reading = readService(JSON.parse(readFileSync(join(folder, name), 'utf8')));
      if (!reading.ok) throw new Error(reading.problems.join('\n'));
      return reading.service;
    });
}

export function serviceNamed(id: string): Service {
  const service = everyService().find((each) => each.id === id);
  if (!service) throw new Error(`the catalogue has no ${id}`);
  return service;
}
