import { type Browser, chromium, type Page } from '@playwright/test';
import { findChromium } from '../../build/system-packages.ts';

/** The system's Chromium draws and reads pictures for the search; one for a whole run. It never sees the kiosk. */

const limitMs = 20_000;
let running: Promise<Browser> | undefined;

export async function aPageOfChromium(): Promise<Page> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('Chromium is missing: pictures can be neither made nor looked at');
  running ??= chromium.launch({ executablePath, args: ['--no-sandbox'], timeout: limitMs });
  const page = await (await running).newPage();
  page.setDefaultTimeout(limitMs);
  return page;
}

export async function closeChromium(): Promise<void> {
  const closing = running;
  running = undefined;
  await (await closing)?.close();
}
