import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readService } from '../../shared/catalogue/read-catalogue.ts';
import type { Service } from '../../shared/catalogue/service.ts';
import { projectFolder } from '../folders.ts';
import { afterFilingScenes } from './after-filing-scenes.ts';
import { draftScenes } from './draft-scenes.ts';
import type { Scene } from './scene.ts';
import { visitScenes } from './visit-scenes.ts';

/** Every screen of the kiosk, for the gallery and for the tests that look at each. */
export function allScenes(): Scene[] {
  const services = readCatalogue();
  return [...visitScenes(services), ...draftScenes(services), ...afterFilingScenes(services)];
}

function readCatalogue(): readonly Service[] {
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
