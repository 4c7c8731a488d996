import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packContent } from '../../build/content-bundle.ts';
import { kioskPage } from '../../portal/console/kiosk-page.ts';
import { labelsOf } from '../../portal/console/labels.ts';
import { storageBadges } from '../../portal/console/storage-words.ts';
import { reportJournal } from '../../portal/intake/journal-report.ts';
import { openCase } from '../../portal/intake/opened.ts';
import type { WorkedExample } from '../../shared/catalogue/service.ts';
import { webSigning } from '../../shared/dossier/web-cryptography.ts';
import { contentBundleBounds } from '../../shared/portal-contract/content-bundle.ts';
import type { KioskReport } from '../../shared/portal-contract/kiosk-report.ts';
import {
  addedService,
  builtInFiles,
  withAddedService,
  withOtherForm,
  withVersion,
} from '../catalogue/content-files.ts';
import { enrolKiosk, newKey } from '../contracts/portal-kiosk.ts';
import { aDossier } from '../shell/a-kiosk.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from './an-embedded-portal.ts';

/** Bundles that somebody put into the portal's folder: what it offers of them, and how it judges what kiosks file under them. */
let portal: EmbeddedPortal;
let folder: string;
beforeEach(async () => {
  portal = await anEmbeddedPortal();
  folder = join(portal.dataFolder, 'bundles');
  await mkdir(folder);
});
afterEach(() => portal.close());

/** Later than any build. */
const later = 4_000_000_000;
const board = () => {
  const { bundles } = portal.ports;
  if (!bundles) throw new Error('this portal has no bundles');
  return bundles;
};
async function put(name: string, version: number, files = builtInFiles, by = portal.ports.keys.configSigning) {
  const bytes = await packContent(files, { version, signing: by });
  await writeFile(join(folder, name), bytes);
  return bytes;
}

test('the newest right one is offered, in stretches; what a kiosk would refuse is told in the log and never offered', async () => {
  await board().refresh();
  expect(board().offers()).toEqual([]);
  const [old, newer] = [await put('b.dcc', later + 1), await put('a.dcc', later + 2)];
  await put('stranger.dcc', later + 3, builtInFiles, webSigning(await newKey()));
  await put('faulty.dcc', later + 4, { ...builtInFiles, 'catalogue/feedback.json': '{}' });
  await put('formless.dcc', later + 6, withOtherForm(builtInFiles, { isBrought: false }));
  // Small as a file, more than a kiosk would inflate.
  const much = JSON.stringify(' '.repeat(contentBundleBounds.plainBytes));
  await put('bomb.dcc', later + 5, { ...builtInFiles, 'later/much.json': much });
  await writeFile(join(folder, 'cut.dcc'), newer.subarray(0, newer.length - 1));
  await writeFile(join(folder, 'notes.txt'), 'not for kiosks');
  await board().refresh();
  const [offer, ...others] = board().offers();
  expect(others).toEqual([]);
  expect(offer).toMatchObject({ kind: 'content', version: later + 2, bytes: newer.length });
  const problems = portal.log.filter(({ event }) => event === 'bundle-unreadable');
  expect(problems.map(({ file, problem }) => [file, problem])).toEqual([
    ['bomb.dcc', 'content-truncated'],
    ['cut.dcc', 'content-truncated'],
    ['faulty.dcc', 'content-schema'],
    ['formless.dcc', 'content-schema'],
    ['stranger.dcc', 'content-signature'],
  ]);
  const piece = await board().read(offer?.sha256 ?? '', { from: 10, length: 100 });
  expect(piece).toEqual(newer.subarray(10, 110));
  // Told once; a file that goes is offered no more.
  await board().refresh();
  expect(portal.log.filter(({ event }) => event === 'bundle-unreadable')).toHaveLength(5);
  await rm(join(folder, 'a.dcc'));
  await board().refresh();
  expect(board().offers()).toMatchObject([{ version: later + 1, bytes: old.length }]);
  expect(await readdir(folder)).not.toContain('a.dcc');
});

test('a kiosk with the service as it was and one with its next version are both judged by what they filled in', async () => {
  // The form goes on calling it as it did.
  const renamed = (json: string) =>
    json.replaceAll('"urgent"', '"haste"').replace('"haste":"haste"', '"urgent":"haste"');
  await put('new.dcc', later + 1, withAddedService(withVersion(builtInFiles, 'feedback', '2029.1', renamed)));
  await put('newest.dcc', later + 2, withVersion(builtInFiles, 'feedback', '2029.2', renamed));
  await board().refresh();
  const kiosk = await enrolKiosk(await portal.enrolment());
  const feedback = JSON.parse(builtInFiles['catalogue/feedback.json'] ?? '{}');
  const [example] = feedback.examples as [WorkedExample];
  const { urgent, ...others } = example.answers;
  const consents = feedback.consents.map(({ id }: { id: string }) => ({
    id,
    text: 'Đồng ý',
    at: '2026-11-11T03:00:00Z',
  }));
  const eligibility = Object.fromEntries(
    feedback.eligibility.map((asked: { id: string; goesOnWith: 'yes' | 'no' }) => [asked.id, asked.goesOnWith]),
  );
  const filedUnder = async (version: string, answers: WorkedExample['answers']) => {
    const dossier = aDossier({
      service: { id: 'feedback', version, code: null },
      answers,
      consents,
      eligibility,
      receiver: { kind: 'ward', unit: '00190' },
    });
    const { nonce: _own, ...told } = dossier;
    const sealed = await kiosk.seal(told);
    const { filings } = await kiosk.sync({ filings: [sealed.filing] });
    expect(filings).toMatchObject([{ state: 'received' }]);
    const received = await openCase(sealed.filing.id, portal.ports);
    if (!received) throw new Error('it was not received');
    return labelsOf(portal.ports.catalogue).problems(received, Date.parse('2026-11-11T03:00:00Z'));
  };
  expect(await filedUnder('2026.1', example.answers)).toEqual([]);
  expect(await filedUnder('2029.1', { ...others, haste: urgent ?? '' })).toEqual([]);
  expect(await filedUnder('2029.2', { ...others, haste: urgent ?? '' })).toEqual([]);
  // They do differ: under each other's version neither holds.
  expect((await filedUnder('2029.1', example.answers)).length).toBeGreaterThan(0);
  expect((await filedUnder('2026.1', { ...others, haste: urgent ?? '' })).length).toBeGreaterThan(0);
  expect(await filedUnder('1999.1', example.answers)).toBe('unknown');
  expect(labelsOf(portal.ports.catalogue).serviceName(addedService)).toBe('Bản sao có chứng thực');
});

test('days off that came with a bundle are those the portal counts by', async () => {
  const holidays = JSON.parse(builtInFiles['units/holidays.json'] ?? '{}');
  const labels = labelsOf(portal.ports.catalogue);
  expect(labels.daysAfter('2026-12-07', 1)).toBe('2026-12-08');
  holidays.daysOff.push({ from: '2026-12-08', to: '2026-12-08', vi: 'Ngày nghỉ mới' });
  await put('new.dcc', later, { ...builtInFiles, 'units/holidays.json': JSON.stringify(holidays) });
  await board().refresh();
  expect(labels.daysAfter('2026-12-07', 1)).toBe('2026-12-09');
});

test('officers read of each kiosk what it has and what it did not take', async () => {
  const identity = await enrolKiosk(await portal.enrolment());
  const kiosk = await portal.ports.register.findKiosk(identity.id);
  if (!kiosk) throw new Error('it is not enrolled');
  const report: KioskReport = {
    kiosk: identity.id,
    at: '2026-11-22T03:00:00.000Z',
    build: 'a-build',
    store: { state: 'open', vanished: null, persistent: true },
    safe: { shut: false, damaged: 0, cutAt: null },
    room: { freeBytes: 1e9, parts: true, filings: true },
    updates: [
      { kind: 'content', version: 12, refused: { code: 'content-signature', at: '2026-11-22T02:00:00.000Z' } },
      { kind: 'guides', version: null, refused: null },
    ],
  };
  const sent = await identity.send('POST', '/v1/kiosk-reports', report);
  expect(sent.status).toBe(204);
  const kept = (await portal.ports.register.reports()).get(identity.id);
  expect(kept).toEqual(report);
  expect(storageBadges(kept)?.markup).toContain('không nhận bản danh mục và danh sách: chữ ký không đúng');
  const session = { user: 'x', unit: kiosk.unit } as Parameters<typeof kioskPage>[3];
  const page = kioskPage(kiosk, await reportJournal(kiosk, portal.ports), kept, session).markup;
  expect(page).toContain('<dd>bản 12</dd>');
  expect(page).toContain('<dd>chưa có</dd>');
  expect(page).toContain('chữ ký không đúng, lúc');
});
