import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogueOf, readServiceFile } from '../../shared/catalogue/read-catalogue.ts';
import type { Service } from '../../shared/catalogue/service.ts';
import { parseJson } from '../../shared/dossier/seal.ts';
import type { JournalLog } from './journal-log.ts';

export interface Catalogue {
  readonly services: readonly Service[];
  /** Files that did not pass: the others are offered all the same. */
  readonly faulty: readonly { readonly file: string }[];
}

/** Reads every service file once, at start. A kiosk without a readable catalogue still starts: technicians and followers need it. */
export async function openCatalogue(folder: string, log: JournalLog): Promise<Catalogue> {
  const names = await readdir(folder).catch(() => {
    log.write('catalogue-missing');
    return [];
  });
  const readings: { name: string; reading: ReturnType<typeof readServiceFile> }[] = [];
  const faulty: { file: string }[] = [];
  for (const file of names.filter((name) => name.endsWith('.json')).sort()) {
    const bytes = await readFile(join(folder, file)).catch(() => undefined);
    const json = bytes && parseJson(bytes);
    const reading = readServiceFile(json);
    if (reading.ok) {
      readings.push({ name: file, reading });
    } else {
      log.write('catalogue-file-faulty', file);
      faulty.push({ file });
    }
  }
  const { services, problems } = catalogueOf(readings);
  for (const _quarrel of problems) log.write('catalogue-versions-quarrel');
  return { services, faulty };
}
