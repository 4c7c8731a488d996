import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeDisk } from '../../electron/shell/safe/node-disk.ts';
import type { KioskReport } from '../../shared/portal-contract/kiosk-report.ts';
import type { Health, ShellState } from '../../shared/shell-contract/messages.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { addOfficer, anOfficer } from '../portal/an-officer.ts';
import { aKiosk, type TestKiosk } from './a-kiosk.ts';

/** What happens to the browser's store reaches the technician's page, the journal, and the portal with its officers. */

let portal: EmbeddedPortal;
beforeAll(async () => {
  portal = await anEmbeddedPortal();
  await addOfficer(portal, 'can-bo', '00190');
});
afterAll(() => portal.close());

/** A clock that makes every contact an occasion to report. */
function aFastClock(): { nowMs: () => number } {
  let nowMs = Date.now();
  return {
    nowMs() {
      nowMs += 6_000;
      return nowMs;
    },
  };
}

const contact = (kiosk: TestKiosk) => kiosk.ask('GET', '/portal/v1/health');
const tell = (kiosk: TestKiosk, code: string, about?: string) => kiosk.get('POST', '/shell/log', { code, about });

async function reportThat(kiosk: TestKiosk, isSo: (report: KioskReport) => boolean): Promise<KioskReport> {
  const { kiosk: who } = await kiosk.get<ShellState>('GET', '/shell/state');
  for (let look = 0; look < 100; look += 1) {
    await contact(kiosk);
    await new Promise((done) => setTimeout(done, 20));
    const report = (await portal.ports.register.reports()).get(who?.id ?? '');
    if (report && isSo(report)) return report;
  }
  throw new Error(`no such report: ${JSON.stringify([...(await portal.ports.register.reports()).values()])}`);
}

test('a store that vanished is reported to the portal, stays known after a restart, and is noted in the journal', async () => {
  let kiosk = await aKiosk({ portal, clock: aFastClock() });
  const first = await reportThat(kiosk, () => true);
  expect(first.store).toEqual({ state: 'open', vanished: null, persistent: null });
  expect(first.safe).toEqual({ shut: false, damaged: 0, cutAt: null });

  await tell(kiosk, 'storage-not-persistent');
  await tell(kiosk, 'outbox-vanished', 'data-loss');
  await tell(kiosk, 'outbox-rebuilt');
  const report = await reportThat(kiosk, ({ store }) => store.vanished !== null && store.persistent !== null);
  expect(report.store).toMatchObject({ state: 'open', vanished: { how: 'data-loss', times: 1 }, persistent: false });

  const officer = await anOfficer(portal, 'can-bo');
  const list = await officer.open('/officer/kiosks');
  expect(list.text).toContain('trình duyệt đã bỏ kho');
  expect(list.text).toContain('đã dựng lại từ két');
  expect((await officer.open(`/officer/kiosks/${report.kiosk}`)).text).toContain('trình duyệt không hứa giữ kho');

  kiosk = await kiosk.restart();
  await tell(kiosk, 'outbox-vanished', 'store-gone');
  const again = await reportThat(kiosk, ({ store }) => store.vanished?.times === 2);
  expect(again.store.vanished?.how).toBe('store-gone');
  await kiosk.shell.close();
  const segment = await readFile(join(kiosk.folder, 'safe', 'log', '00000001.segment'), 'latin1');
  expect(segment.match(/"code":"outbox-vanished"/g)).toHaveLength(2);
  await kiosk.close();
});

test('a store that stays shut, and one that works again, are told; nothing is told twice without a change', async () => {
  const kiosk = await aKiosk({ portal, clock: aFastClock() });
  for (const state of ['newer', 'blocked', 'upgrade-failed', 'unavailable', 'write-failed'] as const) {
    await tell(kiosk, `outbox-${state}`);
    await reportThat(kiosk, ({ store }) => store.state === state);
  }
  await tell(kiosk, 'outbox-open');
  const { at } = await reportThat(kiosk, ({ store }) => store.state === 'open');
  for (let times = 0; times < 5; times += 1) await contact(kiosk);
  await new Promise((done) => setTimeout(done, 100));
  expect((await reportThat(kiosk, () => true)).at).toBe(at);
  await kiosk.close();
});

test('a disk that fills up is reported, and seen on the list of kiosks', async () => {
  let freeBytes = 10 ** 10;
  const disk = { ...nodeDisk, freeBytes: async () => freeBytes };
  const kiosk = await aKiosk({ portal, disk, clock: aFastClock(), limits: { lookForRoomMs: 20, probeMs: 0 } });
  await reportThat(kiosk, ({ room }) => room.filings);
  freeBytes = 1000;
  await reportThat(kiosk, ({ room }) => !room.filings);
  const officer = await anOfficer(portal, 'can-bo');
  expect((await officer.open('/officer/kiosks')).text).toContain('hết chỗ, không nhận hồ sơ mới');
  await kiosk.close();
});

test('the technician of a machine reads how its store stands', async () => {
  const kiosk = await aKiosk();
  await tell(kiosk, 'storage-persistent');
  await tell(kiosk, 'outbox-newer');
  await tell(kiosk, 'outbox-vanished', 'canary-missing');
  const { store, lastLog } = await kiosk.get<Health>('GET', '/shell/health');
  expect(store).toMatchObject({ state: 'newer', persistent: true, vanished: { how: 'canary-missing', times: 1 } });
  expect(lastLog.map(({ code }) => code)).toContain('outbox-newer');
  await kiosk.close();
});

test('a portal that knows no such report is asked once, and everything else goes on', async () => {
  const asked: string[] = [];
  const portalFetch: typeof fetch = async (url, init) => {
    const { pathname } = new URL(String(url));
    asked.push(pathname);
    if (pathname === '/v1/kiosk-reports') {
      return new Response(JSON.stringify({ type: 'x', title: 'x', status: 404, code: 'not-found' }), {
        status: 404,
        headers: { 'content-type': 'application/problem+json' },
      });
    }
    return fetch(url, init);
  };
  const kiosk = await aKiosk({ portal, clock: aFastClock(), portalFetch });
  for (let times = 0; times < 6; times += 1) {
    await contact(kiosk);
    await new Promise((done) => setTimeout(done, 30));
  }
  expect(asked.filter((path) => path === '/v1/kiosk-reports')).toHaveLength(1);
  await kiosk.close();
});
