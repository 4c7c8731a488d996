import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

/** A module with all it uses as one script for a page. What it hands to the page it puts on `globalThis` itself. */
export async function bundleScript(entry: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'diem-cham-script-'));
  try {
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        target: 'chrome130',
        outDir: folder,
        lib: { entry, formats: ['iife'], name: 'script', fileName: () => 'script.js' },
      },
    });
    return readFileSync(join(folder, 'script.js'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
