import { join } from 'node:path';
import { bundleScript } from '../../build/bundle-script.ts';

/** resident-in-page.ts with all it uses, as one script for the kiosk's page. */
export function bundleResident(): Promise<string> {
  return bundleScript(join(import.meta.dirname, 'resident-in-page.ts'));
}
