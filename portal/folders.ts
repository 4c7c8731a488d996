import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));

export const assetsFolder = join(projectFolder, 'assets');
export const unitsFile = join(assetsFolder, 'units', 'hanoi.json');

/** Register, parts and keys of this portal. */
export const dataFolder = process.env.PORTAL_DATA ?? join(projectFolder, '.cache', 'portal');
