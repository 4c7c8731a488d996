import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { everyService } from '../../../build/every-service.ts';
import { languageLetters } from '../../../build/language-letters.ts';
import type { Panel } from '../../../build/screens/stage.ts';
import type { Service } from '../../../shared/catalogue/service.ts';
import { deskAnswers, kioskState } from './moments.ts';

/** The product's screens over a desk that answers at once (page.tsx), built once and opened in Debian's Chromium. */
export interface PseudoKiosks {
  open(kiosk: {
    panel: Panel;
    words: 'own' | 'pseudo';
    /** The whole catalogue where none are named. */
    services?: readonly Service[];
    /** The clock of the page starts at this moment and then stands until the test moves it. */
    startsAt?: string;
    onFault?: (fault: string) => void;
    /** Every address the page asks for. */
    onAsked?: (url: string) => void;
  }): Promise<Page>;
  close(): Promise<void>;
}

const address = 'http://localhost/';
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

export async function openPseudoKiosks(): Promise<PseudoKiosks> {
  const folder = mkdtempSync(join(tmpdir(), 'diem-cham-pseudo-'));
  const started = chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  await build({
    configFile: false,
    logLevel: 'error',
    root: import.meta.dirname,
    define: { __BUILD__: JSON.stringify('test-build') },
    plugins: [react(), languageLetters(join(import.meta.dirname, '../../../assets/words'))],
    worker: { format: 'es' },
    build: {
      outDir: folder,
      target: 'chrome130',
      minify: false,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
    },
  });
  const browser: Browser = await started;
  return {
    async open({ panel, words, services = everyService(), startsAt, onFault, onAsked }) {
      const page = await browser.newPage({
        viewport: { width: panel.width, height: panel.height },
        reducedMotion: 'reduce',
      });
      if (startsAt) await page.clock.install({ time: startsAt });
      page.setDefaultTimeout(10_000);
      page.setDefaultNavigationTimeout(20_000);
      page.on('pageerror', (error) => onFault?.(error.message));
      await page.route(`${address}**`, (route) => {
        const url = route.request().url();
        onAsked?.(url);
        const file = join(folder, decodeURI(new URL(url).pathname).replace(/\/$/, '/index.html'));
        return route.fulfill({ body: readFileSync(file), contentType: types[extname(file)] ?? 'font/woff2' });
      });
      const given = { words, services, state: kioskState(panel), answers: deskAnswers };
      await page.addInitScript(`globalThis.given = ${JSON.stringify(given)}`);
      await page.goto(address);
      await page.waitForFunction('globalThis.tell !== undefined');
      return page;
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
