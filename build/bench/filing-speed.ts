import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Page } from '@playwright/test';
import type { Service } from '../../shared/catalogue/service.ts';
import { finishedDraft } from '../screens/draft-scenes.ts';
import { benchDossier } from './bench-dossier.ts';
import { type Spread, spreadOf } from './spread.ts';

export interface FilingSpeed {
  /** From the page's request to the answer that it lies synced in the safe: sealing, signing, append, sync. */
  readonly durable: Spread;
  /** The same bytes appended to a file and synced, from Node, on the same disk. */
  readonly bareAppend: Spread;
  readonly ratio: number;
  /** From lifting the finger off «Nộp hồ sơ» to the screen that says "kept". Once. */
  readonly oneTapMs: number;
  readonly bytes: number;
}

const answerBytes = 8 * 1024;
const photoBytes = 300 * 1024;
const warmUps = 5;

export async function measureFiling(options: {
  page: Page;
  count: number;
  /** Beside the safe, for the bare append. */
  scratchFile: string;
  service: Service;
}): Promise<FilingSpeed> {
  const { page, count, scratchFile } = options;
  const dossier = benchDossier(answerBytes);
  const measured = (await page.evaluate(
    `(${fileMany})(${JSON.stringify({ dossier, photoBytes, count: count + warmUps })})`,
  )) as { times: number[]; bytes: number };
  const durable = spreadOf(measured.times.slice(warmUps));
  const bareAppend = spreadOf(await appendMany(scratchFile, measured.bytes, count));
  const oneTapMs = await tapOnce(page, options.service);
  return { durable, bareAppend, ratio: durable.p50Ms / bareAppend.p50Ms, oneTapMs, bytes: measured.bytes };
}

/** In the page: two photos staged as they are when taken, then one filing; only the filing is timed. */
const fileMany = `async ({ dossier, photoBytes, count }) => {
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const some = (length) => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
    return bytes;
  };
  const times = [];
  let bytes = 0;
  for (let filing = 0; filing < count; filing++) {
    const papers = [];
    for (const page of [1, 2]) {
      const photo = some(photoBytes);
      const sha256 = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', photo)));
      const kept = await fetch('/shell/parts/' + sha256, { method: 'PUT', body: photo });
      if (!kept.ok) throw new Error('a photo was not kept: ' + kept.status);
      papers.push({ paper: 'civil-paper', page, sha256, bytes: photo.length, key: 'AA', type: 'image/jpeg' });
    }
    const body = JSON.stringify({ dossier: { ...dossier, nonce: hex(some(16)), papers } });
    const started = performance.now();
    const answer = await fetch('/shell/filings', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const text = await answer.text();
    times.push(performance.now() - started);
    if (!answer.ok) throw new Error('not filed: ' + answer.status + ' ' + text);
    bytes = JSON.stringify(JSON.parse(text).filing.body).length;
  }
  return { times, bytes };
}`;

async function appendMany(file: string, bytes: number, count: number): Promise<number[]> {
  mkdirSync(dirname(file), { recursive: true });
  const content = randomBytes(bytes);
  const handle = await open(file, 'a');
  const times: number[] = [];
  try {
    for (let append = 0; append < count; append++) {
      const started = performance.now();
      await handle.appendFile(content);
      await handle.datasync();
      times.push(performance.now() - started);
    }
  } finally {
    await handle.close();
  }
  return times;
}

/** A real finger's way: the review of a real draft, the pledge, the button. */
async function tapOnce(page: Page, service: Service): Promise<number> {
  const draft = finishedDraft(service);
  await page.evaluate(
    `fetch('/shell/draft', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(JSON.stringify({ draft }))} })`,
  );
  await page.reload();
  await page.locator('[data-screen="review"] .check-row').last().click();
  // Not awaited here: the tap comes after.
  await page.evaluate(`void (globalThis.timing = new Promise((done) => {
    let tapped;
    addEventListener('pointerup', () => { tapped = performance.now(); }, { capture: true, once: true });
    const look = () => {
      if (document.querySelector('[data-screen="filed"]')) requestAnimationFrame(() => done(performance.now() - tapped));
      else requestAnimationFrame(look);
    };
    look();
  }))`);
  await page.getByRole('button', { name: 'Nộp hồ sơ', exact: true }).click();
  return (await page.evaluate('globalThis.timing')) as number;
}
