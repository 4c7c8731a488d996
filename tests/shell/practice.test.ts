import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOpenInPractice, isPortalOpenInPractice } from '../../electron/shell/practice.ts';
import { routes } from '../../shared/portal-contract/routes.ts';
import type { FiledNow, SafeFilings, ShellState } from '../../shared/shell-contract/messages.ts';
import { type ShellRoute, shellRoutes } from '../../shared/shell-contract/routes.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { aDossier, type TestKiosk } from './a-kiosk.ts';
import { kioskAt } from './with-kiosk.ts';

let portal: EmbeddedPortal;
beforeAll(async () => {
  portal = await anEmbeddedPortal();
});
afterAll(() => portal.close());
const withKiosk = kioskAt(() => portal);

const practise = (kiosk: TestKiosk) => kiosk.get('POST', '/shell/session/practice');
const end = (kiosk: TestKiosk) => kiosk.get('POST', '/shell/session/end');

/** What every route is asked with; a route that practice leaves closed must be refused before its body is even looked at. */
function asked(route: ShellRoute): [string, string] {
  const [method = '', path = ''] = shellRoutes[route].split(' ');
  return [method, path.replace(':sha256', 'a'.repeat(64)).replace(':id', 'b'.repeat(64))];
}

/** Every file under a folder with its size and time of change: what was written shows. */
async function filesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => !name.startsWith('log/')).sort();
  return Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs, isFile } = await stat(join(folder, name)).then((found) => ({
        size: found.size,
        mtimeMs: found.mtimeMs,
        isFile: found.isFile(),
      }));
      return isFile ? `${name} ${size} ${mtimeMs}` : name;
    }),
  );
}

describe('a visit that only practises', () => {
  test('is refused whatever would last, at the door itself and without a look at what was asked', () =>
    withKiosk(async (kiosk) => {
      await practise(kiosk);
      const closed = (Object.keys(shellRoutes) as ShellRoute[]).filter((route) => !isOpenInPractice(route));
      for (const route of closed) expect([route, await kiosk.code(...asked(route))]).toEqual([route, 'practising']);
      for (const path of [
        '/portal/v1/case-lookups',
        '/portal/v1/case-withdrawals',
        '/portal/v1/corrections',
        '/portal/v1/drafts',
      ])
        expect(await kiosk.code('POST', path, { number: 'A1-0001', checkCode: 'AAAAAA' })).toBe('practising');
    }));

  test('finds these open and no others: whoever adds a route says here that practice may use it', () => {
    const open = (Object.keys(shellRoutes) as ShellRoute[]).filter(isOpenInPractice);
    expect(open.sort()).toEqual([
      'catalogue',
      'endHelp',
      'endSession',
      'events',
      'filedNow',
      'filings',
      'guide',
      'guides',
      'information',
      'log',
      'owed',
      'portalNews',
      'practise',
      'readDraft',
      'receipts',
      'ringHelp',
      'sendPart',
      'signOut',
      'speak',
      'state',
      'syncFromSafe',
      'voice',
    ]);
    const ofPortal = Object.values(routes).map(({ path }) => path);
    expect(ofPortal.filter((path) => isPortalOpenInPractice(`/portal${path}`)).sort()).toEqual([
      '/v1/health',
      '/v1/sync',
    ]);
  });

  test('leaves no file, no number and no filing behind, and asks nothing of the portal', () =>
    withKiosk(async (kiosk) => {
      const first = await kiosk.file();
      await end(kiosk);
      const before = await filesIn(kiosk.folder);
      await practise(kiosk);
      await kiosk.code('PUT', '/shell/draft', { draft: { answers: { reqName: 'Nguyễn Văn Mẫu' } } });
      await kiosk.code('POST', '/shell/filings', { dossier: aDossier() });
      await kiosk.code('POST', '/shell/ratings', { service: 'civil-extract', score: 5 });
      await kiosk.code('PUT', `/shell/parts/${'a'.repeat(64)}`, new Uint8Array(20));
      expect(await kiosk.get<FiledNow>('GET', '/shell/filed')).toEqual({ filed: null });
      expect(await kiosk.get('GET', '/shell/draft')).toEqual({ draft: null });
      await end(kiosk);
      expect(await filesIn(kiosk.folder)).toEqual(before);
      expect(kiosk.host.printed).toEqual([]);
      // The next dossier has the next number: practice used none.
      expect((await kiosk.file()).filing.sequence).toBe(first.filing.sequence + 1);
    }));

  test('holds up nobody else: what was filed before goes on its way', () =>
    withKiosk(async (kiosk) => {
      const { filing } = await kiosk.file();
      await end(kiosk);
      await practise(kiosk);
      expect((await kiosk.get<SafeFilings>('GET', '/shell/filings')).filings).toHaveLength(1);
      const sent = await kiosk.get<{ answer: { results: unknown[] } }>('POST', '/shell/sync', { filings: [filing.id] });
      expect(JSON.stringify(sent)).toContain(filing.id);
    }));

  test('begins with nothing of the visit before it, and says in the state that it is one', () =>
    withKiosk(async (kiosk) => {
      await kiosk.get('PUT', '/shell/draft', { draft: { answers: { reqName: 'Nguyễn Thị Dấu-Vết' } } });
      const { page } = await kiosk.putPart('photo of a real paper');
      await practise(kiosk);
      expect(await kiosk.get('GET', '/shell/draft')).toEqual({ draft: null });
      expect(await readdir(join(kiosk.folder, 'safe/parts'))).not.toContain(page.sha256);
      expect((await kiosk.get<ShellState>('GET', '/shell/state')).practising).toBe(true);
    }));

  test('ends like every visit: a fresh page, and the next one is real', () =>
    withKiosk(async (kiosk) => {
      await practise(kiosk);
      await end(kiosk);
      await new Promise((next) => setImmediate(next));
      expect(kiosk.host.freshPages).toBe(1);
      expect((await kiosk.get<ShellState>('GET', '/shell/state')).practising).toBeUndefined();
      await kiosk.get('PUT', '/shell/draft', { draft: { at: 'papers' } });
      expect((await kiosk.file()).slip.number).not.toBe('');
    }));

  test('a dossier whose body is still on its way when practice begins is not filed', () =>
    withKiosk(async (kiosk) => {
      const body = new TextEncoder().encode(JSON.stringify({ dossier: aDossier() }));
      let finish = () => {};
      const slow = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(body.subarray(0, 40));
          finish = () => {
            controller.enqueue(body.subarray(40));
            controller.close();
          };
        },
      });
      const filing = kiosk.shell.fetch(
        new Request('kiosk://app/shell/filings', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: slow,
          duplex: 'half',
        } as RequestInit),
      );
      await practise(kiosk);
      finish();
      expect(await (await filing).json()).toEqual({ code: 'practising' });
    }));

  test('its answers stand in no log', () =>
    withKiosk(async (kiosk) => {
      await practise(kiosk);
      await kiosk.code('POST', '/shell/filings', { dossier: aDossier() });
      const logs = await readdir(join(kiosk.folder, 'log'));
      for (const name of logs) expect(await readFile(join(kiosk.folder, 'log', name), 'utf8')).not.toContain('Dấu-Vết');
    }));
});
