import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

/** resident-in-page.ts with all it uses, as one script for the kiosk's page. */
export async function bundleResident(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'diem-cham-resident-'));
  try {
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        target: 'chrome130',
        outDir: folder,
        lib: {
          entry: join(import.meta.dirname, 'resident-in-page.ts'),
          formats: ['iife'],
          name: 'residentInPage',
          fileName: () => 'resident.js',
        },
      },
    });
    return readFileSync(join(folder, 'resident.js'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
