import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { projectFolder } from '../../build/folders.ts';
import { askShell } from '../../build/screens/stage.ts';
import { resumeAt } from '../support/fast-forward.ts';
import { textOfPages } from '../support/form-world.ts';
import { storyOf } from '../support/known-services.ts';
import { aResident, type Resident } from '../support/resident.ts';
import { sayingsIn } from '../support/sayings.ts';
import { openTabAtPortal, type TabAtPortal } from './tab-at-portal.ts';

/** The official form on paper, by finger: to read over, of what was filed, and as the end of a service of stage 2. */

const size = { width: 1080, height: 1920 };
const say = sayingsIn('vi');
const story = storyOf('civil-extract', 'own-birth-copy');

interface Printer {
  readonly forms: Uint8Array[];
  isBroken: boolean;
}

function aPrinter(): Printer & { print: NonNullable<Parameters<typeof openTabAtPortal>[0]['print']> } {
  const printer = {
    forms: [] as Uint8Array[],
    isBroken: false,
    print: async (document: Uint8Array, kind: string) => {
      if (kind === 'form') printer.forms.push(document);
      return printer.isBroken ? ({ printed: false, reason: 'printer-failed' } as const) : ({ printed: true } as const);
    },
  };
  return printer;
}

/** The same catalogue, its service at stage 2. */
function catalogueOnPaper(): string {
  const folder = mkdtempSync(join(tmpdir(), 'on-paper-'));
  const name = 'civil-extract.json';
  const file = JSON.parse(readFileSync(join(projectFolder, 'assets', 'catalogue', name), 'utf8')) as { stage: number };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), JSON.stringify({ ...file, stage: 2 }));
  return folder;
}

let tab: TabAtPortal;
let page: Page;
let resident: Resident;

async function atReview(): Promise<void> {
  await page?.context().close();
  await askShell(tab.kiosk, 'POST', '/shell/session/end');
  page = await tab.newPage();
  await page.goto(tab.kiosk.address);
  resident = aResident({ page: () => page, language: 'vi' });
  await resumeAt(page, story, { at: 'review' });
  await resident.seesScreen('review');
}

const textOf = async (pdf: Uint8Array | undefined) => (await textOfPages(pdf ?? new Uint8Array())).join('\n');
const filings = async () =>
  ((await askShell(tab.kiosk, 'GET', '/shell/filings')) as { filings: readonly unknown[] }).filings.length;

describe('where a dossier is filed', () => {
  const printer = aPrinter();
  beforeAll(async () => {
    tab = await openTabAtPortal({ size, print: printer.print });
  }, 60_000);
  beforeEach(async () => {
    printer.forms.length = 0;
    printer.isBroken = false;
    await atReview();
  }, 30_000);
  afterAll(() => tab?.close(), 30_000);

  test('before filing it is printed as not filed; after it, as what was filed', async () => {
    await resident.press(say('follow', 'form.print'));
    await expect.poll(() => printer.forms.length).toBe(1);
    await page.getByText(say('follow', 'form.printed')).waitFor();
    expect(await textOf(printer.forms[0])).toContain('CHƯA NỘP');
    expect(await filings()).toBe(0);
    const slip = await resident.file(story);
    await resident.press(say('follow', 'form.print'));
    await expect.poll(() => printer.forms.length).toBe(2);
    const filed = await textOf(printer.forms[1]);
    expect(filed).not.toContain('CHƯA NỘP');
    expect(filed).toContain(slip.number);
    expect(filed).toContain('NGUYỄN VĂN AN');
  }, 90_000);

  test('a printer that fails is told of, and nothing else changes', async () => {
    printer.isBroken = true;
    await resident.press(say('follow', 'form.print'));
    await page.getByText(say('follow', 'form.failed')).waitFor();
    await resident.seesScreen('review');
  }, 60_000);
});

describe('a service of stage 2', () => {
  const printer = aPrinter();
  let catalogueFolder: string;
  beforeAll(async () => {
    catalogueFolder = catalogueOnPaper();
    const more = { catalogueFolder, assetsFolder: join(projectFolder, 'assets') };
    tab = await openTabAtPortal({ size, print: printer.print, more });
  }, 60_000);
  beforeEach(() => atReview(), 30_000);
  afterAll(async () => {
    await tab?.close();
    rmSync(catalogueFolder, { recursive: true, force: true });
  }, 30_000);

  test('ends with the form to sign and where to bring it; nothing is filed', async () => {
    expect(await page.locator('.action-bar-primary button').allInnerTexts()).toEqual([say('follow', 'form.print')]);
    expect(await page.locator('.check-row').count()).toBe(0);
    await resident.press(say('follow', 'form.print'));
    await resident.seesScreen('form-printed');
    const text = await textOf(printer.forms[0]);
    expect(text).toContain('CHƯA NỘP');
    expect(text).toContain('mang tờ khai này tới');
    await page.getByText(say('follow', 'form.printedTitle')).waitFor();
    await page.getByText(/^Mang tới: Ủy ban nhân dân/).waitFor();
    expect(await filings()).toBe(0);
    await resident.press(say('follow', 'form.again'));
    await expect.poll(() => printer.forms.length).toBe(2);
  }, 90_000);
});

describe('a service of stage 2 without a printer', () => {
  let catalogueFolder: string;
  beforeAll(async () => {
    catalogueFolder = catalogueOnPaper();
    tab = await openTabAtPortal({ size, more: { catalogueFolder, assetsFolder: join(projectFolder, 'assets') } });
    await atReview();
  }, 90_000);
  afterAll(async () => {
    await tab?.close();
    rmSync(catalogueFolder, { recursive: true, force: true });
  }, 30_000);

  test('says so, names the counter, and offers nothing it cannot do', async () => {
    await page.getByText(say('follow', 'form.noPrinter')).waitFor();
    expect(await page.getByRole('button', { name: say('follow', 'form.print') }).count()).toBe(0);
    expect(await page.locator('.action-bar-primary button').count()).toBe(0);
  }, 60_000);
});
