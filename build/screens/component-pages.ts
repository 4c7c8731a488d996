import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { galleryPageNames } from '../../renderer/gallery/page-names.ts';
import { projectFolder } from '../folders.ts';
import type { Scene } from './scene.ts';

/** The pages of renderer/gallery, built as the kiosk's page is and served to this machine only. Never part of the package. */
export interface ComponentPages {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export async function openComponentPages(folder: string): Promise<ComponentPages> {
  await build({
    configFile: false,
    logLevel: 'error',
    root: join(projectFolder, 'renderer'),
    publicDir: false,
    plugins: [react()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'chrome130',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: { input: join(projectFolder, 'renderer', 'gallery', 'gallery.html') },
    },
  });
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    // Only names a build writes: no way out of the folder.
    if (!/^\/[\w/-]+(\.[\w-]+)+$/.test(path)) return void response.writeHead(404).end();
    readFile(join(folder, path)).then(
      (bytes) =>
        response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** Every component in every state, as the design system shows them. */
export function componentScenes(): Scene[] {
  return galleryPageNames.map((name) => ({
    name: `components/${name}`,
    group: 'components',
    languages: 'vi',
    async open({ page, panel }, { components }) {
      await page.goto(`${components}/gallery/gallery.html?page=${name}&inches=${panel.diagonalInches}`);
      await page.locator('.frame').first().waitFor();
    },
  }));
}
