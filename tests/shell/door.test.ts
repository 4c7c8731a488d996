import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPowerCutNotes } from '../../electron/shell/power-cut-notes.ts';
import type { CatalogueAnswer, ShellState, StickList } from '../../shared/shell-contract/messages.ts';
import { shellRoutes } from '../../shared/shell-contract/routes.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { createSimulatedDisk } from '../support/simulated-disk.ts';
import { aFiling, openTestSafe } from './a-filing.ts';
import { aDossier, door } from './a-kiosk.ts';
import { kioskAt } from './with-kiosk.ts';

let portal: EmbeddedPortal;
beforeAll(async () => {
  portal = await anEmbeddedPortal();
});
afterAll(() => portal.close());
const withKiosk = kioskAt(() => portal);

describe('hostile requests', () => {
  test('another origin is refused on every route, before anything is read', () =>
    withKiosk(async (kiosk) => {
      const paths = [...Object.values(shellRoutes), 'POST /portal/v1/sync'];
      for (const route of paths) {
        const [method = '', path = ''] = route.split(' ');
        const concrete = path.replace(':sha256', 'a'.repeat(64)).replace(':id', 'a'.repeat(64));
        for (const headers of [
          { origin: 'https://evil.example' },
          { 'sec-fetch-site': 'cross-site' },
          { origin: 'null' },
        ] as Record<string, string>[]) {
          expect(await kiosk.code(method, concrete, undefined, headers)).toBe('not-here');
        }
      }
      expect(
        (await kiosk.ask('GET', '/shell/state', undefined, { origin: door, 'sec-fetch-site': 'same-origin' })).status,
      ).toBe(200);
    }));

  test('what is no route is not found: other methods, traversal, odd ids', () =>
    withKiosk(async (kiosk) => {
      for (const path of [
        '/shell',
        '/shell/',
        '/shell/nothing',
        '/shell/../kiosk/kiosk.json',
        '/shell/parts/..%2f..%2fkiosk',
        `/shell/parts/${'A'.repeat(64)}`,
        '/shell/parts/abc',
        '/shell/sticks/..%2F..%2Fetc%2Fpasswd',
      ]) {
        const response = await kiosk.ask('GET', path);
        expect([404, 405]).toContain(response.status);
      }
      expect(await kiosk.code('DELETE', '/shell/state')).toBe('not-found');
    }));

  test('a part of 40 MB is refused and nothing of it stays; a wrong hash and an empty part too', () =>
    withKiosk(async (kiosk) => {
      const forty = new Uint8Array(40 * 1024 * 1024);
      expect(await kiosk.code('PUT', `/shell/parts/${'0'.repeat(64)}`, forty)).toBe('part-too-large');
      expect(await kiosk.code('PUT', `/shell/parts/${'0'.repeat(64)}`, new Uint8Array(10))).toBe('part-hash-wrong');
      expect(await readdir(join(kiosk.folder, 'safe', 'parts'))).toEqual([]);
    }));

  test('garbage instead of JSON, JSON of another shape, and a form post are bad requests', () =>
    withKiosk(async (kiosk) => {
      const post = (body: string, type: string) =>
        kiosk.shell.fetch(
          new Request(`${door}/shell/filings`, { method: 'POST', headers: { 'content-type': type }, body }),
        );
      for (const [body, type] of [
        ['{', 'application/json'],
        ['null', 'application/json'],
        ['{"dossier":{}}', 'application/json'],
        [JSON.stringify({ dossier: aDossier() }), 'text/plain'],
      ]) {
        const response = await post(body ?? '', type ?? '');
        expect([response.status, await response.json()]).toEqual([400, { code: 'bad-request' }]);
      }
      expect(await kiosk.code('POST', '/shell/filings', { dossier: { ...aDossier(), smuggled: true } })).toBe(
        'bad-request',
      );
      expect(await kiosk.code('GET', '/shell/filings?after=-1')).toBe('bad-request');
      expect(await kiosk.code('PUT', '/shell/draft', { draft: 'x'.repeat(1024 * 1024 + 1) })).toBe('bad-request');
    }));

  test('a dossier naming a part that is not here, or of another size, is not filed', () =>
    withKiosk(async (kiosk) => {
      const { page } = await kiosk.putPart('photo');
      const absent = { ...page, sha256: 'f'.repeat(64) };
      expect(await kiosk.code('POST', '/shell/filings', { dossier: aDossier({ papers: [absent] }) })).toBe(
        'part-missing',
      );
      expect(
        await kiosk.code('POST', '/shell/filings', { dossier: aDossier({ papers: [{ ...page, bytes: 5 }] }) }),
      ).toBe('part-missing');
      expect((await kiosk.get<{ filings: unknown[] }>('GET', '/shell/filings')).filings).toEqual([]);
    }));

  test('every answer is no-store and carries the security headers', () =>
    withKiosk(async (kiosk) => {
      for (const path of ['/shell/state', '/shell/nothing', '/portal/nothing']) {
        const { headers } = await kiosk.ask('GET', path);
        expect(headers.get('cache-control')).toBe('no-store');
        expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      }
    }));
});

describe('room', () => {
  test('photos are refused first, then filings; nothing else is', () =>
    withKiosk(async (kiosk) => {
      const huge = Number.MAX_SAFE_INTEGER;
      const noPhotos = await kiosk.restart({ limits: { probeMs: 0, reserveForPartsBytes: huge } });
      await expect(noPhotos.putPart('x')).rejects.toThrow('no-room-for-parts');
      await noPhotos.file();
      const nothing = await noPhotos.restart({
        limits: { probeMs: 0, reserveForPartsBytes: huge, reserveForFilingsBytes: huge },
      });
      expect(await nothing.code('POST', '/shell/filings', { dossier: aDossier() })).toBe('no-room-for-filings');
      expect((await nothing.get<ShellState>('GET', '/shell/state')).room).toMatchObject({
        parts: false,
        filings: false,
      });
      expect((await nothing.get<{ filings: unknown[] }>('GET', '/shell/filings')).filings).toHaveLength(1);
      await nothing.shell.close();
    }));
});

test('a machine that wakes up in 1970 still announces the filing nobody saw kept', async () => {
  const disk = createSimulatedDisk();
  const safe = await openTestSafe({ disk, folder: '/kiosk' });
  const [old, newest] = [aFiling(safe), aFiling(safe)];
  for (const { facts, filing } of [old, newest]) await safe.file(facts, filing);
  expect(findPowerCutNotes(safe.rows(), 0).map(({ slip }) => slip)).toEqual([newest.facts.slip]);
  await safe.markShown(newest.facts.id);
  expect(findPowerCutNotes(safe.rows(), 0)).toEqual([]);
});

test('the log holds codes and ids, never what somebody entered', () =>
  withKiosk(async (kiosk) => {
    const marker = 'Nguyễn Thị Dấu-Vết';
    await kiosk.file({ answers: { name: marker, number: '001199000001' } });
    await kiosk.get('PUT', '/shell/draft', { draft: { marker } });
    await kiosk.code('POST', '/shell/log', { code: marker });
    await kiosk.code('POST', '/shell/log', { code: 'sync-problem', about: marker });
    await kiosk.get('POST', '/shell/log', { code: 'camera-missing' });
    await kiosk.code('POST', '/shell/filings', { dossier: { ...aDossier(), [marker]: marker } });
    await kiosk.shell.close();
    const log = await readFile(join(kiosk.folder, 'log', 'kiosk.log'), 'utf8');
    expect(log).toMatch(/ filed [A-Z0-9]+-0001\n/);
    expect(log).toContain(' camera-missing\n');
    expect(log).not.toMatch(/Nguy|Dấu|001199/);
    for (const line of log.trim().split('\n'))
      expect(line).toMatch(/^\d{4}-\d\d-\d\dT\S+Z [a-z-]+( [A-Za-z0-9._:/-]{1,80})?$/);
  }));

test('announcements reach the page, and a closed page is forgotten', () =>
  withKiosk(async (kiosk) => {
    const response = await kiosk.ask('GET', '/shell/events');
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    await kiosk.get('POST', '/shell/help');
    const { value } = await reader.read();
    expect(new TextDecoder().decode(value)).toBe('data: {"event":"state-changed"}\n\n');
    await reader.cancel();
  }));

test('a faulty catalogue file is left out and named, the others are offered', () =>
  withKiosk(async (kiosk) => {
    const folder = join(kiosk.folder, 'catalogue');
    await mkdir(folder);
    await writeFile(join(folder, 'broken.json'), '{"id": "broken"');
    await writeFile(join(folder, 'wrong.json'), '{"id": "wrong"}');
    const again = await kiosk.restart({ catalogueFolder: folder });
    expect(await again.get<CatalogueAnswer>('GET', '/shell/catalogue')).toMatchObject({
      services: [],
      faulty: [{ file: 'broken.json' }, { file: 'wrong.json' }],
    });
    await again.shell.close();
  }));

test('sticks show pictures and PDF by what they are, and only what was listed is read', () =>
  withKiosk(async (kiosk) => {
    const folder = join(kiosk.folder, 'stick');
    await mkdir(folder);
    await writeFile(join(folder, 'ảnh.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0]));
    await writeFile(join(folder, 'not-really.pdf'), 'hello, hello');
    await writeFile(join(folder, 'real.pdf'), '%PDF-1.4 ...');
    await writeFile(join(folder, 'enrolment.json'), 'the text');
    const again = await kiosk.restart({ stickFolder: folder });
    const { files } = await again.get<StickList>('GET', '/shell/sticks');
    expect(files.map(({ name, type }) => [name, type]).sort()).toEqual([
      ['real.pdf', 'application/pdf'],
      ['ảnh.jpg', 'image/jpeg'],
    ]);
    expect((await again.ask('GET', `/shell/sticks/${files[0]?.id}`)).headers.get('content-type')).toBe(files[0]?.type);
    expect(await again.code('GET', '/shell/sticks/abcdef')).toBe('not-found');
    expect(await again.get('GET', '/shell/provisioning/file')).toEqual({ text: 'the text' });
    await again.shell.close();
  }, {}));

test('without a printer a slip says so; a demo leaves the slip of a filing as PDF, never the one of a saved draft', () =>
  withKiosk(async (kiosk) => {
    const print = {
      kind: 'slip',
      number: 'A6-0001',
      lines: ['Phiếu hồ sơ A6-0001', 'Cấp bản sao trích lục hộ tịch'],
      qr: 'e30.e30.e30',
    };
    expect(await kiosk.get('POST', '/shell/print', print)).toEqual({ printed: false, reason: 'no-printer' });
    const slips = join(kiosk.folder, 'slips');
    const demo = await kiosk.restart({ slipFolder: slips });
    expect(await demo.get('POST', '/shell/print', print)).toEqual({ printed: true });
    expect(await demo.get('POST', '/shell/print', { ...print, number: 'A6.L-0001' })).toEqual({
      printed: false,
      reason: 'no-printer',
    });
    expect(await readdir(slips)).toEqual(['A6-0001.pdf']);
    expect((await readFile(join(slips, 'A6-0001.pdf'), 'latin1')).slice(0, 5)).toBe('%PDF-');
    expect(await demo.get('POST', '/shell/print', { ...print, number: '../../x' })).toEqual({
      printed: false,
      reason: 'no-printer',
    });
    await demo.shell.close();
  }));
