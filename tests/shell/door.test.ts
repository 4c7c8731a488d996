import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCounters } from '../../electron/shell/counters.ts';
import { findPowerCutNotes } from '../../electron/shell/power-cut-notes.ts';
import { hashPassword } from '../../portal/access/passwords.ts';
import { routes } from '../../shared/portal-contract/routes.ts';
import type { CatalogueAnswer, SafeFilings, ShellState, StickList } from '../../shared/shell-contract/messages.ts';
import { shellRoutes } from '../../shared/shell-contract/routes.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { createSimulatedDisk } from '../support/simulated-disk.ts';
import { aFiling, openTestSafe } from './a-filing.ts';
import { aDossier, aKiosk, door, type TestKiosk } from './a-kiosk.ts';

const pins = { attendant: '271828', technician: '314159' } as const;
let portal: EmbeddedPortal;
beforeAll(async () => {
  portal = await anEmbeddedPortal();
  for (const [role, pin] of Object.entries(pins) as ['attendant' | 'technician', string][]) {
    await portal.ports.register.addStaff({
      id: `staff-${role}`,
      name: 'Phạm Thu Hà',
      role,
      pin: await hashPassword(pin, portal.ports.dice),
    });
  }
});
afterAll(() => portal.close());

async function withKiosk(
  use: (kiosk: TestKiosk) => Promise<void>,
  options: Parameters<typeof aKiosk>[0] = { portal },
): Promise<void> {
  const kiosk = await aKiosk(options);
  try {
    await use(kiosk);
  } finally {
    await kiosk.close();
  }
}

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

describe('the gateway', () => {
  test('lets through the routes marked for it and nothing else', () =>
    withKiosk(async (kiosk) => {
      for (const route of Object.values(routes)) {
        const path = `/portal${route.path.replace(':sha256', 'a'.repeat(64))}`;
        const response = await kiosk.ask(route.method, path, route.method === 'POST' ? {} : undefined);
        if (route.gateway) expect(response.headers.get('x-answered-by')).toBe('portal');
        else expect(await response.json()).toEqual({ code: 'not-found' });
      }
      expect(await kiosk.code('GET', '/portal/console')).toBe('not-found');
      expect(await kiosk.code('GET', '/portal/v1/health/../../console')).toBe('not-found');
    }));

  test('a token the portal forgot is renewed once', () =>
    withKiosk(async (kiosk) => {
      const lookup = { number: 'A1-0001', checkCode: 'AAAAAA' };
      expect((await kiosk.ask('POST', '/portal/v1/case-lookups', lookup)).status).toBe(200);
      await fetch(`${portal.url}/test/tokens/expire`, { method: 'POST' });
      expect((await kiosk.ask('POST', '/portal/v1/case-lookups', lookup)).status).toBe(200);
    }));

  test('a kiosk whose clock is a year off still gets a token', () =>
    withKiosk(
      async (kiosk) => {
        const response = await kiosk.ask('POST', '/portal/v1/case-lookups', { number: 'A1-0001', checkCode: 'AAAAAA' });
        expect(response.status).toBe(200);
      },
      { portal, clock: { nowMs: () => Date.now() - 365 * 24 * 3600_000 } },
    ));

  test('a captive portal, a redirect, a huge answer and silence never pass for the portal', () =>
    withKiosk(async (kiosk) => {
      const fake = await aServer((request, response) => {
        if (request.url?.startsWith('/v1/health'))
          return void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Wi-Fi</h1>');
        response.writeHead(302, { location: 'http://127.0.0.1:1/login' }).end();
      });
      const lost = await kiosk.restart({
        portalFetch: (url, init) => fetch(String(url).replace(portal.url, fake.url), init),
      });
      const page = await lost.ask('GET', '/portal/v1/health');
      expect([page.status, page.headers.get('x-answered-by'), await page.text()]).toEqual([
        200,
        'somebody-else',
        '<h1>Wi-Fi</h1>',
      ]);
      expect(await lost.code('POST', '/portal/v1/sync', {})).toBe('portal-answer-unreadable');
      expect((await lost.get<ShellState>('GET', '/shell/state')).network.online).toBe(false);
      await fake.close();
      expect(await lost.code('GET', '/portal/v1/health')).toBe('portal-unreachable');
      await lost.shell.close();
      const online = await lost.restart({ portalFetch: fetch });
      await online.get('GET', '/portal/v1/health');
      expect((await online.get<ShellState>('GET', '/shell/state')).network).toMatchObject({ online: true });
      await online.shell.close();
    }));

  test('a revoked device hears so in the words of the contract', () =>
    withKiosk(async (kiosk) => {
      const { kiosk: me } = await kiosk.get<ShellState>('GET', '/shell/state');
      await fetch(`${portal.url}/test/devices/revoke`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kiosk: me?.id }),
      });
      expect(await kiosk.code('POST', '/portal/v1/sync', {})).toBe('device-revoked');
    }));
});

describe('provisioning', () => {
  test('shows eight digits, then enrols; a second time is refused', () =>
    withKiosk(async (kiosk) => {
      const enrolment = JSON.stringify(await portal.enrolment());
      const request = { enrolment, panelDiagonalInches: 24 };
      expect(await kiosk.get('POST', '/shell/provisioning/check', request)).toEqual({
        portal: portal.url,
        rootDigits: expect.stringMatching(/^\d{8}$/),
      });
      expect((await kiosk.get<ShellState>('GET', '/shell/state')).kiosk).toBeNull();
      await kiosk.get('POST', '/shell/provisioning/confirm', request);
      const state = await kiosk.get<ShellState>('GET', '/shell/state');
      expect(state.kiosk?.ward.unit).toBe('00190');
      expect(state.panel.diagonalInches).toBe(24);
      expect(await kiosk.code('POST', '/shell/provisioning/confirm', request)).toBe('already-provisioned');
      const again = await kiosk.restart();
      expect((await again.get<ShellState>('GET', '/shell/state')).kiosk?.id).toBe(state.kiosk?.id);
      await again.shell.close();
    }, {}));

  test('another root key, a spent secret, no portal, no text: the kiosk stays blank', () =>
    withKiosk(async (kiosk) => {
      const good = await portal.enrolment();
      const confirm = (enrolment: unknown) =>
        kiosk.code('POST', '/shell/provisioning/confirm', {
          enrolment: JSON.stringify(enrolment),
          panelDiagonalInches: 24,
        });
      expect(await confirm({ ...good, rootKey: 'A'.repeat(43) })).toBe('enrolment-root-mismatch');
      expect(await confirm(good)).toBe('enrolment-refused');
      expect(await confirm({ ...good, portal: 'http://127.0.0.1:1' })).toBe('portal-unreachable');
      expect(await confirm({ ...good, portal: 'ftp://x.example' })).toBe('enrolment-unreadable');
      expect(await confirm({ hello: 1 })).toBe('enrolment-unreadable');
      expect((await kiosk.get<ShellState>('GET', '/shell/state')).kiosk).toBeNull();
      await kiosk.get('POST', '/shell/provisioning/confirm', {
        enrolment: JSON.stringify(await portal.enrolment()),
        panelDiagonalInches: 24,
      });
    }, {}));

  test('a kiosk whose vault does not open is not blank: nobody gives it another identity, and it is itself again when it opens', () =>
    withKiosk(
      async (kiosk) => {
        const { filing } = await kiosk.file();
        const before = (await kiosk.get<ShellState>('GET', '/shell/state')).kiosk?.id;
        const lockedKeyRing = { ...kiosk.host.secrets, available: true, wrap: async (plain: Uint8Array) => plain };
        const locked = await kiosk.restart({
          host: { ...kiosk.host, secrets: lockedKeyRing },
          demoEnrolmentFile: undefined,
        });
        expect((await locked.get<ShellState>('GET', '/shell/state')).kiosk).toBeNull();
        const request = { enrolment: JSON.stringify(await portal.enrolment()), panelDiagonalInches: 24 };
        expect(await locked.code('POST', '/shell/provisioning/confirm', request)).toBe('secrets-unavailable');
        await locked.shell.close();
        const again = await kiosk.restart();
        expect((await again.get<ShellState>('GET', '/shell/state')).kiosk?.id).toBe(before);
        expect((await again.get<SafeFilings>('GET', '/shell/filings')).filings.map(({ id }) => id)).toEqual([
          filing.id,
        ]);
        await again.shell.close();
      },
      { portal },
    ));

  test('in production a machine without a place for secrets is not provisioned', () =>
    withKiosk(
      async (kiosk) => {
        const request = { enrolment: JSON.stringify(await portal.enrolment()), panelDiagonalInches: 24 };
        expect(await kiosk.code('POST', '/shell/provisioning/confirm', request)).toBe('secrets-unavailable');
      },
      { mode: 'production' },
    ));
});

describe('staff', () => {
  test('sign in with the PIN of the role, see health, are signed out after three minutes without a touch', () => {
    let now = Date.now();
    return withKiosk(
      async (kiosk) => {
        expect(await kiosk.get('POST', '/shell/staff/sign-in', { role: 'technician', pin: pins.technician })).toEqual({
          id: 'staff-technician',
          name: 'Phạm Thu Hà',
          role: 'technician',
        });
        expect(await kiosk.get('GET', '/shell/health')).toMatchObject({
          vault: 'development-only',
          safe: { tornBytes: 0 },
        });
        now += 170_000;
        await kiosk.get('POST', '/shell/staff/touch');
        now += 170_000;
        expect((await kiosk.get<ShellState>('GET', '/shell/state')).staff?.id).toBe('staff-technician');
        now += 20_000;
        expect((await kiosk.get<ShellState>('GET', '/shell/state')).staff).toBeNull();
        expect(await kiosk.code('POST', '/shell/staff/touch')).toBe('not-signed-in');
      },
      { portal, clock: { nowMs: () => now } },
    );
  });

  test('are signed out with the visit: nobody after it speaks in their name', () =>
    withKiosk(
      async (kiosk) => {
        await kiosk.get('POST', '/shell/staff/sign-in', { role: 'attendant', pin: pins.attendant });
        expect((await kiosk.get<ShellState>('GET', '/shell/state')).staff?.id).toBe('staff-attendant');
        await kiosk.get('POST', '/shell/session/end');
        expect((await kiosk.get<ShellState>('GET', '/shell/state')).staff).toBeNull();
      },
      { portal },
    ));

  test('wrong PINs are counted across restarts, wait longer each time, and lock at ten', () => {
    let now = Date.now();
    return withKiosk(
      async (first) => {
        let kiosk = first;
        const wrong = () => kiosk.code('POST', '/shell/staff/sign-in', { role: 'attendant', pin: '000000' });
        expect([await wrong(), await wrong(), await wrong()]).toEqual(['wrong-pin', 'wrong-pin', 'wrong-pin']);
        expect(await wrong()).toBe('pin-locked');
        kiosk = await kiosk.restart();
        expect(await kiosk.code('POST', '/shell/staff/sign-in', { role: 'attendant', pin: pins.attendant })).toBe(
          'pin-locked',
        );
        // A clock that goes back opens nothing.
        now -= 3600_000;
        expect(await wrong()).toBe('pin-locked');
        now += 3600_000;
        for (let count = 4; count <= 10; count += 1) {
          now += 2 * 3600_000;
          expect(await wrong()).toBe(count < 10 ? 'wrong-pin' : 'pin-locked');
        }
        now += 100 * 3600_000;
        expect(await kiosk.code('POST', '/shell/staff/sign-in', { role: 'attendant', pin: pins.attendant })).toBe(
          'pin-locked',
        );
        expect(
          await kiosk.get('POST', '/shell/staff/sign-in', { role: 'technician', pin: pins.technician }),
        ).toMatchObject({ role: 'technician' });
        await kiosk.shell.close();
      },
      { portal, clock: { nowMs: () => now } },
    );
  });
});

test('a clock set back by years keeps nobody out for years: waits and hours begin anew, and open nothing early', () => {
  const yearsAhead = Date.parse('2036-01-01T00:00:00Z');
  let now = yearsAhead;
  return withKiosk(
    async (kiosk) => {
      const signIn = (pin: string) => ({ role: 'attendant', pin });
      const { slip } = await kiosk.file();
      const ofSlip = (checkCode: string) => ({ number: slip.number, checkCode });
      for (const _try of [1, 2, 3]) await kiosk.code('POST', '/shell/staff/sign-in', signIn('000000'));
      for (const _try of [1, 2, 3, 4, 5]) await kiosk.code('POST', '/shell/slips', ofSlip('AAAAAA'));
      now = Date.parse('2026-11-21T02:00:00Z');
      expect(await kiosk.code('POST', '/shell/staff/sign-in', signIn(pins.attendant))).toBe('pin-locked');
      expect(await kiosk.code('POST', '/shell/slips', ofSlip('K7M2QX'))).toBe('code-locked');
      now += 29_000;
      expect(await kiosk.code('POST', '/shell/staff/sign-in', signIn(pins.attendant))).toBe('pin-locked');
      now += 3600_000;
      expect(await kiosk.get('POST', '/shell/staff/sign-in', signIn(pins.attendant))).toMatchObject({
        role: 'attendant',
      });
      expect(await kiosk.get('POST', '/shell/slips', ofSlip('K7M2QX'))).toMatchObject({ known: 'here' });
    },
    { portal, clock: { nowMs: () => now } },
  );
});

test('wrong codes for thousands of slips do not make the kiosk forget wrong PINs', async () => {
  const disk = createSimulatedDisk();
  await disk.makeFolder('/kiosk');
  const counters = await openCounters({ disk, folder: '/kiosk' });
  const count = { wrong: 9, sinceMs: 0, lastMs: 0 };
  await counters.write('pin/attendant', count);
  for (let slip = 0; slip < 2100; slip += 1) await counters.write(`slip/A6-${slip}`, count);
  const again = await openCounters({ disk, folder: '/kiosk' });
  expect(again.read('pin/attendant')).toEqual(count);
  expect(again.read('slip/A6-0')).toBeUndefined();
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
    expect(await again.get<CatalogueAnswer>('GET', '/shell/catalogue')).toEqual({
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

async function aServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
