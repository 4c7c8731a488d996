import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build } from 'vite';

export interface BrowserReport {
  readonly engine: string;
  readonly results: readonly { readonly name: string; readonly problem?: string | undefined }[];
  readonly numbers: Readonly<Record<string, number>>;
}

const startLimitMs = 30_000;
const runLimitMs = 120_000;

/**
 * Bundles one module for the browser and runs it in Debian's Chromium on a page served from localhost, so that IndexedDB,
 * BroadcastChannel and durability are the engine's own. The module sets `globalThis.report` to a promise of a report.
 */
export async function runInBrowser(entry: string): Promise<BrowserReport> {
  const folder = await mkdtemp(join(tmpdir(), 'diem-cham-browser-'));
  try {
    await bundle(entry, folder);
    const served = await serve(await readFile(join(folder, 'suite.js'), 'utf8'));
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
      timeout: startLimitMs,
    });
    try {
      const page = await browser.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto(served.url, { timeout: startLimitMs });
      await page.waitForFunction('globalThis.finished === true', undefined, { timeout: runLimitMs });
      const report = (await page.evaluate('globalThis.report')) as Omit<BrowserReport, 'engine'>;
      const results = [...report.results, ...faults.map((problem) => ({ name: 'no error on the page', problem }))];
      return { engine: `Chromium ${browser.version()}`, results, numbers: report.numbers };
    } finally {
      await browser.close();
      served.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function bundle(entry: string, folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    define: { __BUILD__: JSON.stringify('browser-test') },
    build: {
      target: 'chrome130',
      outDir: folder,
      minify: false,
      lib: { entry, formats: ['es'], fileName: () => 'suite.js' },
    },
  });
}

async function serve(script: string): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const isScript = request.url === '/suite.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript ? script : '<!doctype html><title>suite</title><script type="module" src="/suite.js"></script>',
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
