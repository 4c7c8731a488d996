import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordFile } from '../../shared/catalogue/import-guides.ts';

export const recordsFolder = join(import.meta.dirname, 'national-records');

/** The published records the tests have, as the import reads them. */
export const recordFiles: readonly (RecordFile & { readonly text: string })[] = readdirSync(recordsFolder)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => ({ name, text: readFileSync(join(recordsFolder, name), 'utf8') }));
