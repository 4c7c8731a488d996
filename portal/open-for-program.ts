import { demoPayee } from './demo/demo-payee.ts';
import { dataFolder, unitsFile } from './folders.ts';
import type { PortalPorts } from './ports.ts';
import { openRealPorts } from './real-ports.ts';
import { RegisterIsShut } from './register/sql-register.ts';

/** `EX_CONFIG`: starting again does not help, another build does. */
const exitForShutRegister = 78;
const shutSentences: Readonly<Record<RegisterIsShut['code'], string>> = {
  'register-newer':
    'This register was last used by a newer portal. Nothing was changed. Start that version, or a newer one.',
  'register-upgrade-failed':
    'The register could not be brought to this version and is as it was. Start the version before, and tell the developers.',
};

/** The portal's ports for one of its programs, over PORTAL_DATA. Where the register stays shut the program ends with a sentence and a code. */
export async function openForProgram(log: PortalPorts['log'] = () => {}): Promise<PortalPorts> {
  try {
    return await openRealPorts({
      dataFolder,
      unitsFile,
      settingsFile: process.env.PORTAL_SETTINGS,
      ...(process.env.PORTAL_DEMO === '1' ? { demoPayee } : {}),
      log,
    });
  } catch (error) {
    if (!(error instanceof RegisterIsShut)) throw error;
    // Nothing was changed; kiosks keep what they have until a portal answers.
    log({ event: error.code });
    process.stderr.write(`${shutSentences[error.code]}\n`);
    process.exit(exitForShutRegister);
  }
}
