import * as nodeCrypto from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Jwk } from '../shared/dossier/cryptography.ts';
import { nativeCryptography } from '../shared/dossier/native-cryptography.ts';
import { webPartCipher } from '../shared/dossier/web-cryptography.ts';
import type { Payee } from '../shared/portal-contract/payment.ts';
import { readSigned } from '../shared/portal-contract/receipt.ts';
import { TrustBundle } from '../shared/portal-contract/trust.ts';
import { openBundleBoard } from './bundles.ts';
import { growingCatalogue } from './catalogue.ts';
import { makeDurableFolder } from './durable-folder.ts';
import { openInformationBoard } from './information.ts';
import { createCodeMarks } from './keys/code-marks.ts';
import { openMarkFile } from './keys/code-marks-file.ts';
import { openKeyFiles } from './keys/key-files.ts';
import { openFilePartsStore } from './parts/file-parts-store.ts';
import type { PortalPorts } from './ports.ts';
import { readLayouts } from './printed-form.ts';
import { openSqlRegister } from './register/sql-register.ts';
import { sqliteDialect } from './register/sqlite.ts';
import { readSettings } from './settings.ts';
import { readUnits } from './units.ts';

/** The portal's ports over one data folder: `register.db`, `parts/`, `keys/`, `information/`, `bundles/`. */
export async function openRealPorts(options: {
  dataFolder: string;
  unitsFile: string;
  settingsFile?: string | undefined;
  /** Of a demo whose settings name no payee. */
  demoPayee?: Payee | undefined;
  log: PortalPorts['log'];
  clock?: PortalPorts['clock'];
}): Promise<PortalPorts> {
  const { dataFolder, log, clock = { nowMs: () => Date.now() } } = options;
  const { hashing, opening, sealing, verifying, signing } = nativeCryptography(nodeCrypto);
  await makeDurableFolder(dataFolder);
  const units = readUnits(options.unitsFile);
  const keys = await openKeyFiles(join(dataFolder, 'keys'), { nowIso: new Date(clock.nowMs()).toISOString(), signing });
  const assetsFolder = dirname(dirname(options.unitsFile));
  const catalogue = growingCatalogue(assetsFolder);
  const bundles = openBundleBoard(join(dataFolder, 'bundles'), {
    keys: await configKeysOf(keys, verifying),
    verifying,
    log,
    builtInForms: () => readLayouts(assetsFolder),
    onContent: catalogue.learn,
  });
  await bundles.refresh();
  return {
    bundles,
    register: await openSqlRegister(sqliteDialect(join(dataFolder, 'register.db'))),
    parts: await openFilePartsStore(join(dataFolder, 'parts')),
    keys,
    information: openInformationBoard(join(dataFolder, 'information'), { signing: keys.configSigning, log }),
    codeMarks: createCodeMarks(await openMarkFile(join(dataFolder, 'keys', 'codes.db'))),
    clock,
    dice: { bytes: (length) => Uint8Array.from(nodeCrypto.randomBytes(length)) },
    hashing,
    opening,
    sealing,
    verifying,
    partCipher: webPartCipher,
    units,
    catalogue,
    settings: readSettings(options.settingsFile, units, options.demoPayee),
    log,
  };
}

/** The keys a kiosk would believe a bundle by: an offer it has to refuse helps nobody. */
async function configKeysOf(keys: PortalPorts['keys'], verifying: PortalPorts['verifying']): Promise<readonly Jwk[]> {
  const trust = await readSigned('trust', keys.trust.token, TrustBundle, [keys.root], verifying);
  return trust?.config ?? [];
}
