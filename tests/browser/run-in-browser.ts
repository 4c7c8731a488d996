import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
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

/** Answers what the page asks for besides the bundled scripts; `undefined` for what it does not know. */
export type Door = (request: Request) => Promise<Response | undefined>;

/**
 * Bundles modules for the browser and runs `suite` in Debian's Chromium on a page served from localhost, so that
 * IndexedDB, BroadcastChannel and durability are the engine's own. The suite sets `globalThis.report` to a promise of a
 * report and `globalThis.finished` when it is there. Other entries are served as `/<name>.js`.
 */
export async function runInBrowser(
  entries: { suite: string; [name: string]: string },
  door?: Door,
): Promise<BrowserReport> {
  const folder = await mkdtemp(join(tmpdir(), 'diem-cham-browser-'));
  try {
    await bundle(entries, folder);
    const served = await serve(folder, door);
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

async function bundle(entries: Record<string, string>, folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    define: { __BUILD__: JSON.stringify('browser-test') },
    build: {
      target: 'chrome130',
      outDir: folder,
      minify: false,
      lib: { entry: entries, formats: ['es'], fileName: (_format, name) => `${name}.js` },
    },
  });
}

async function serve(folder: string, door: Door | undefined): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${url}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    if (path === '/') return void response.setHeader('content-type', 'text/html').end(page);
    if (/^\/[\w-]+\.js$/.test(path)) {
      return void response.setHeader('content-type', 'text/javascript').end(await readFile(join(folder, path)));
    }
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const body = pieces.length > 0 ? Buffer.concat(pieces) : undefined;
    const reply = await door?.(new Request(`${url}${path}`, { method: request.method ?? 'GET', body: body ?? null }));
    response.writeHead(reply?.status ?? 404, Object.fromEntries(reply?.headers ?? []));
    response.end(Buffer.from((await reply?.arrayBuffer()) ?? new ArrayBuffer(0)));
  }
}

const page =
  '<!doctype html><title>suite</title><link rel="icon" href="data:,"><script type="module" src="/suite.js"></script>';
