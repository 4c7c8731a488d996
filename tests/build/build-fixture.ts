import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { projectFolder } from '../../build/folders.ts';

/**
 * Builds the fixture page and the real main process (with the fixture's shell behind it) by the project's own build
 * settings. Returns the app folder to start.
 */
export async function buildFixture(folder: string, name: string): Promise<string> {
  const common = {
    configFile: join(projectFolder, 'vite.config.ts'),
    logLevel: 'warn' as const,
    define: { __BUILD__: JSON.stringify(name) },
  };
  await build({
    ...common,
    mode: 'page',
    root: join(projectFolder, 'tests', 'build', 'fixture-page'),
    build: { outDir: join(folder, 'dist', 'page') },
  });
  await build({
    ...common,
    mode: 'main',
    resolve: {
      alias: [
        {
          find: /^\.\/shell\/create-shell\.ts$/,
          replacement: join(projectFolder, 'tests', 'build', 'fixture-shell.ts'),
        },
      ],
    },
    build: { outDir: join(folder, 'dist', 'main') },
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    `${JSON.stringify({ name: 'diem-cham', version: '0.0.1', type: 'module', main: 'dist/main/main.js' })}\n`,
  );
  return folder;
}
