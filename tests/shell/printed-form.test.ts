import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalBytes } from '../../shared/dossier/bytes.ts';
import type { ShellState } from '../../shared/shell-contract/messages.ts';
import { aService } from '../catalogue/world.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { textOfPages } from '../support/form-world.ts';
import type { TestKiosk } from './a-kiosk.ts';
import { kioskAt } from './with-kiosk.ts';

let portal: EmbeddedPortal;
beforeAll(async () => {
  portal = await anEmbeddedPortal();
});
afterAll(() => portal.close());
const withKiosk = kioskAt(() => portal);

const portalMs = Date.parse('2026-11-21T02:00:00Z');
const service = aService('civil-extract');
const [example] = service.examples;
if (!example) throw new Error('no example');
const { answers } = example;
const version = { id: service.id, version: service.version };
const ofAnswers = { of: 'answers', service: version, answers, papers: [], toBring: false };

function withPrinter(kiosk: TestKiosk): void {
  kiosk.host.print = async (document, kind) => {
    expect(kind).toBe('form');
    kiosk.host.printed.push(document);
    return { printed: true };
  };
}

async function printedText(kiosk: TestKiosk): Promise<string> {
  const document = kiosk.host.printed.at(-1);
  if (!document) throw new Error('nothing was printed');
  return (await textOfPages(document)).join('\n');
}

const fileExample = (kiosk: TestKiosk) => kiosk.file({ service: { ...version, code: service.code }, answers });

test('a form of answers is printed as not filed, without anything being filed', () =>
  withKiosk(async (kiosk) => {
    withPrinter(kiosk);
    expect(await kiosk.get('POST', '/shell/forms/print', ofAnswers)).toEqual({ printed: true });
    const text = await printedText(kiosk);
    expect(text).toContain('CHƯA NỘP');
    expect(text).toContain('NGUYỄN VĂN AN');
    expect(await kiosk.get('GET', '/shell/filings')).toMatchObject({ filings: [] });
    await kiosk.get('POST', '/shell/forms/print', { ...ofAnswers, toBring: true });
    expect(await printedText(kiosk)).toContain('mang tờ khai này tới');
  }));

test('what this visit has filed is printed with its slip, and with the visit it is forgotten', () =>
  withKiosk(async (kiosk) => {
    withPrinter(kiosk);
    expect(await kiosk.get('POST', '/shell/forms/print', { of: 'filed' })).toEqual({
      printed: false,
      reason: 'no-form',
    });
    const { slip } = (await fileExample(kiosk)) as { slip: { number: string } };
    expect(await kiosk.get('POST', '/shell/forms/print', { of: 'filed' })).toEqual({ printed: true });
    const text = await printedText(kiosk);
    expect(text).not.toContain('CHƯA NỘP');
    expect(text).toContain(`phiếu ${slip.number}`);
    expect(text).toContain('NGUYỄN VĂN AN');
    await kiosk.get('POST', '/shell/session/end', {});
    expect(await kiosk.get('POST', '/shell/forms/print', { of: 'filed' })).toEqual({
      printed: false,
      reason: 'no-form',
    });
  }));

test('of two filings in one visit the second is printed', () =>
  withKiosk(async (kiosk) => {
    withPrinter(kiosk);
    await fileExample(kiosk);
    await kiosk.file({
      service: { ...version, code: service.code },
      answers: { ...answers, reqName: 'Trần Thị Bình' },
      nonce: 'b'.repeat(32),
    });
    await kiosk.get('POST', '/shell/forms/print', { of: 'filed' });
    const text = await printedText(kiosk);
    expect(text).toContain('TRẦN THỊ BÌNH');
    expect(text).not.toContain('NGUYỄN VĂN AN');
  }));

test('a form is made by the time of the portal, as the page is, however slow the clock of this machine', () =>
  withKiosk(
    async (kiosk) => {
      withPrinter(kiosk);
      const { kiosk: known } = await kiosk.get<ShellState>('GET', '/shell/state');
      const now = { kiosk: known?.id ?? '', now: new Date(portalMs).toISOString() };
      const time = await portal.ports.keys.receiptSigning.sign('time', canonicalBytes(now));
      await kiosk.get('POST', '/shell/portal-news', { ratings: [], withdrawalsReached: [], time });
      await kiosk.get('POST', '/shell/forms/print', ofAnswers);
      expect(await printedText(kiosk)).toContain('ngày 21/11/2026');
    },
    { portal, clock: { nowMs: () => portalMs - 10 * 24 * 3600_000 } },
  ));

test('another draft begun, the form of the filing before is gone', () =>
  withKiosk(async (kiosk) => {
    withPrinter(kiosk);
    await fileExample(kiosk);
    await kiosk.get('PUT', '/shell/draft', { draft: { any: 'thing' } });
    expect(await kiosk.get('POST', '/shell/forms/print', { of: 'filed' })).toEqual({
      printed: false,
      reason: 'no-form',
    });
  }));

test('without a printer it says so; a demo leaves a file only its user can read; no disk and no log holds a word of it', () =>
  withKiosk(async (kiosk) => {
    expect(await kiosk.get('POST', '/shell/forms/print', ofAnswers)).toEqual({ printed: false, reason: 'no-printer' });
    expect(await filesWith(kiosk.folder, ['Nguyễn Văn An', 'NGUYỄN VĂN AN', '001090000017', '%PDF'])).toEqual([]);
    const slips = join(kiosk.folder, 'slips');
    const demo = await kiosk.restart({ slipFolder: slips });
    expect(await demo.get('POST', '/shell/forms/print', ofAnswers)).toEqual({ printed: true });
    expect(await readdir(slips)).toEqual(['form-not-filed.pdf']);
    expect((await stat(join(slips, 'form-not-filed.pdf'))).mode & 0o777).toBe(0o600);
    await demo.shell.close();
  }));

test('a service, a version or a request it does not know prints nothing', () =>
  withKiosk(async (kiosk) => {
    withPrinter(kiosk);
    const unknown = { ...ofAnswers, service: { id: service.id, version: '1999.1' } };
    expect(await kiosk.get('POST', '/shell/forms/print', unknown)).toEqual({ printed: false, reason: 'no-form' });
    for (const bad of [
      {},
      { of: 'nothing' },
      { ...ofAnswers, answers: { reqName: { any: 1 } } },
      { ...ofAnswers, more: 1 },
    ])
      expect(await kiosk.code('POST', '/shell/forms/print', bad)).toBe('bad-request');
    expect(kiosk.host.printed).toEqual([]);
  }));

test('answers as long as a book are not printed, long ones are', () =>
  withKiosk(async (kiosk) => {
    withPrinter(kiosk);
    const withReason = (length: number) => ({
      ...ofAnswers,
      answers: { ...answers, requesterType: 'to-chuc', orgName: 'Trường Mẫu', orgReason: 'dài '.repeat(length / 4) },
    });
    expect(await kiosk.get('POST', '/shell/forms/print', withReason(10_000))).toEqual({ printed: true });
    expect(await kiosk.get('POST', '/shell/forms/print', withReason(60_000))).toMatchObject({ printed: false });
    expect(kiosk.host.printed).toHaveLength(1);
  }));

test('a printer that fails is told as one', () =>
  withKiosk(async (kiosk) => {
    kiosk.host.print = () => Promise.reject(new Error('Nguyễn Văn An'));
    expect(await kiosk.get('POST', '/shell/forms/print', ofAnswers)).toEqual({
      printed: false,
      reason: 'printer-failed',
    });
    expect(await filesWith(kiosk.folder, ['Nguyễn Văn An'])).toEqual([]);
  }));

async function filesWith(folder: string, words: readonly string[]): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found: string[] = [];
  for (const file of files) {
    const bytes = await readFile(file);
    if (words.some((word) => bytes.includes(Buffer.from(word)))) found.push(file);
  }
  return found;
}
