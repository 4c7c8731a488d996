import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { hashSources } from './build/app-build.ts';
import { distFolder, projectFolder } from './build/folders.ts';
import { languageLetters } from './build/language-letters.ts';

/**
 * Three builds, chosen by mode: `page` (the window's page with its workers and service worker), `main` (Electron's main
 * process in one file) and `tools` (the technician's command line in one file, for any Node). All carry the same build hash.
 * build/app-build.ts runs them.
 */
const outFolder = process.env.DIEM_CHAM_DIST ?? distFolder;
const define = { __BUILD__: JSON.stringify(hashSources()) };

const serviceWorker = 'service-worker.js';

const page: UserConfig = {
  root: join(projectFolder, 'renderer'),
  base: '/',
  publicDir: false,
  define,
  plugins: [react(), languageLetters(join(projectFolder, 'assets', 'words')), keepPageFiles()],
  worker: { format: 'es' },
  build: {
    outDir: join(outFolder, 'page'),
    emptyOutDir: true,
    target: 'chrome130',
    // Both would put inline code or data: addresses into the page, which the content security policy refuses.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      output: {
        // In one piece, so that no schema of another piece is made before zod was told not to probe `new Function`.
        codeSplitting: {
          groups: [{ name: 'ground', test: /renderer\/(zod-without-eval|trusted-types)\.ts$|node_modules\/zod\// }],
        },
      },
    },
  },
};

const main: UserConfig = {
  root: projectFolder,
  publicDir: false,
  define,
  ssr: { noExternal: true, external: ['electron'] },
  build: {
    ssr: join(projectFolder, 'electron', 'main.ts'),
    outDir: join(outFolder, 'main'),
    emptyOutDir: true,
    // Electron 33 brings Node 20, Electron 45 Node 24; the code must run on both.
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: 'main.js', format: 'es' } },
  },
};

const tools: UserConfig = {
  ...main,
  ssr: { noExternal: true },
  build: {
    ...main.build,
    ssr: join(projectFolder, 'electron', 'kioskctl.ts'),
    outDir: join(outFolder, 'tools'),
    rolldownOptions: { output: { entryFileNames: 'kioskctl.mjs', format: 'es' } },
  },
};

export default defineConfig(({ mode }) => (mode === 'main' ? main : mode === 'tools' ? tools : page));

/** Adds the service worker as a script of its own and writes the list of all built files into it. */
function keepPageFiles(): Plugin {
  return {
    name: 'keep-page-files',
    apply: 'build',
    buildStart() {
      this.emitFile({
        type: 'chunk',
        id: join(projectFolder, 'renderer', 'service-worker.ts'),
        fileName: serviceWorker,
      });
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle[serviceWorker];
        if (worker?.type !== 'chunk') throw new Error('the service worker was not built');
        if (worker.imports.length > 0) throw new Error('the service worker must not import anything');
        const files = Object.keys(bundle)
          .filter((name) => name !== serviceWorker && !name.endsWith('.map'))
          .concat('index.html')
          .map((name) => `/${name}`);
        const list = JSON.stringify([...new Set(files)].sort());
        const placeholder = /\[\s*(["'`])__PAGE_FILES__\1\s*\]/g;
        if (worker.code.match(placeholder)?.length !== 1) throw new Error('the service worker has no list to fill');
        worker.code = worker.code.replace(placeholder, () => list);
      },
    },
  };
}
