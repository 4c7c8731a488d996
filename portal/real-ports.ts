import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { webHashing, webOpening, webPartCipher, webVerifying } from '../shared/dossier/web-cryptography.ts';
import { openKeyFiles } from './keys/key-files.ts';
import { openFilePartsStore } from './parts/file-parts-store.ts';
import type { PortalPorts } from './ports.ts';
import { openSqlRegister } from './register/sql-register.ts';
import { sqliteDialect } from './register/sqlite.ts';
import { readSettings } from './settings.ts';
import { readUnits } from './units.ts';

/** The portal's ports over one data folder: `register.db`, `parts/`, `keys/`. */
export async function openRealPorts(options: {
  dataFolder: string;
  unitsFile: string;
  settingsFile?: string | undefined;
  log: PortalPorts['log'];
  clock?: PortalPorts['clock'];
}): Promise<PortalPorts> {
  const { dataFolder, log, clock = { nowMs: () => Date.now() } } = options;
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const units = readUnits(options.unitsFile);
  return {
    register: await openSqlRegister(sqliteDialect(join(dataFolder, 'register.db'))),
    parts: await openFilePartsStore(join(dataFolder, 'parts')),
    keys: await openKeyFiles(join(dataFolder, 'keys'), new Date(clock.nowMs()).toISOString()),
    clock,
    dice: { bytes: (length) => Uint8Array.from(randomBytes(length)) },
    hashing: webHashing,
    opening: webOpening,
    verifying: webVerifying,
    partCipher: webPartCipher,
    units,
    settings: readSettings(options.settingsFile, units),
    log,
  };
}
