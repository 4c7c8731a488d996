import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build, type ConfigEnv, type Plugin, type UserConfig } from 'vite';
import { hashSources } from '../../build/app-build.ts';
import { cacheFolder, projectFolder } from '../../build/folders.ts';
import viteConfig from '../../vite.config.ts';

/**
 * The application as the project builds it, but for three modules that seal nothing. It lies in the cache, never in dist/; the
 * product's own build knows neither this file nor `unsealed/`.
 */

const replaced: Readonly<Record<string, string>> = {
  'electron/shell/box-cipher.ts': 'box-cipher.ts',
  'shared/dossier/web-cryptography.ts': 'web-cryptography.ts',
  'shared/dossier/native-cryptography.ts': 'native-cryptography.ts',
  'renderer/capture/make-page.ts': 'make-page.ts',
};

const unsealedFolder = join(projectFolder, 'tests', 'privacy', 'unsealed');
const editionStart = 'app-unsealed-';
const oldMs = 24 * 60 * 60 * 1000;

/** Builds it when a source has changed; gives its folder, readable by the window's user. */
export async function ensureUnsealedBuild(): Promise<string> {
  const edition = `${editionStart}${hashSources()}-${hashOfOwn()}`;
  const folder = join(cacheFolder(), edition);
  if (existsSync(join(folder, 'package.json'))) return folder;
  for (const name of readdirSync(cacheFolder())) {
    const old = join(cacheFolder(), name);
    // Another run may be using a younger one.
    if (name.startsWith(editionStart) && Date.now() - statSync(old).mtimeMs > oldMs)
      rmSync(old, { recursive: true, force: true });
  }
  const fresh = `${folder}.${process.pid}`;
  const swapped = new Set<string>();
  for (const mode of ['page', 'main']) await buildPart(mode, join(fresh, 'dist', mode), swapped);
  const missing = Object.keys(replaced).filter((module) => !swapped.has(module));
  if (missing.length > 0)
    throw new Error(`the control seals what it should not: ${missing.join(', ')} was not replaced`);
  const catalogue = join(fresh, 'dist', 'catalogue');
  mkdirSync(catalogue, { recursive: true });
  cpSync(join(projectFolder, 'assets', 'catalogue'), catalogue, { recursive: true });
  const app = { name: 'diem-cham-unsealed', version: '0.0.0', type: 'module', main: 'dist/main/main.js' };
  writeFileSync(join(fresh, 'package.json'), `${JSON.stringify(app)}\n`);
  renameSync(fresh, folder);
  return folder;
}

function hashOfOwn(): string {
  const hash = createHash('sha256');
  for (const module of Object.values(replaced)) hash.update(readFileSync(join(unsealedFolder, module)));
  return hash
    .update(readFileSync(import.meta.filename))
    .digest('hex')
    .slice(0, 8);
}

async function buildPart(mode: string, outDir: string, swapped: Set<string>): Promise<void> {
  const environment: ConfigEnv = { mode, command: 'build' };
  const config = (viteConfig as (environment: ConfigEnv) => UserConfig)(environment);
  await build({
    ...config,
    mode,
    configFile: false,
    logLevel: 'error',
    plugins: [unseal(swapped), ...(config.plugins ?? [])],
    worker: { ...config.worker, plugins: () => [unseal(swapped)] },
    build: { ...config.build, outDir, emptyOutDir: true },
  });
}

function unseal(swapped: Set<string>): Plugin {
  return {
    name: 'unseal',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      // The replacements themselves build on the real modules.
      if (!source.startsWith('.') || importer === undefined || importer.startsWith(unsealedFolder)) return null;
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      const module = Object.keys(replaced).find((path) => resolved?.id === join(projectFolder, path));
      if (module === undefined) return null;
      swapped.add(module);
      return join(unsealedFolder, replaced[module] ?? '');
    },
  };
}
