import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { expect, it } from 'vitest';
import { canonicalBytes } from '../../shared/dossier/bytes.ts';
import { webSigning } from '../../shared/dossier/web-cryptography.ts';
import { SyncRequest } from '../../shared/portal-contract/messages.ts';
import { FromSafeRequest, type ShellState } from '../../shared/shell-contract/messages.ts';
import { idOf } from '../outbox/some-filings.ts';
import { type Door, runInBrowser } from './run-in-browser.ts';

it('the sync worker drains the outbox in a real browser engine, and only one of two runs', {
  timeout: 180_000,
}, async () => {
  const door = await aDoor();
  const { engine, results, numbers } = await runInBrowser(
    {
      suite: join(import.meta.dirname, 'sync-in-browser.ts'),
      worker: join(import.meta.dirname, '../../renderer/sync/sync.worker.ts'),
    },
    door.answer,
  );
  console.log(`${engine}: ${door.requests()} messages`, numbers);
  expect(results.filter(({ problem }) => problem !== undefined)).toEqual([]);
  expect(results).toHaveLength(4);
  expect(door.sentTwice()).toEqual([]);
  expect(door.receipts()).toBe(1001);
  expect(door.troubles()).toEqual([]);
});

/** Shell and portal behind one door: real signatures and schemas, no disk. */
async function aDoor() {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: 'r1' };
  const signing = webSigning(key);
  const publicKey = { kty: 'EC', crv: 'P-256', x: key.x, y: key.y, kid: 'r1' };
  const times = new Map<string, number>();
  const troubles: string[] = [];
  let requests = 0;
  let receipts = 0;

  const answer: Door = async (request) => {
    const { pathname } = new URL(request.url);
    switch (`${request.method} ${pathname}`) {
      case 'GET /shell/state':
        return Response.json({ ...state, kiosk: { ...state.kiosk, receiptKeys: [publicKey] } });
      case 'GET /shell/events':
        return new Response('data: {"event":"state-changed"}\n\n', {
          headers: { 'content-type': 'text/event-stream' },
        });
      case 'GET /shell/filings':
        return Response.json({ filings: [], more: false });
      case 'GET /shell/owed':
        return Response.json({ head: { records: 0, hash: idOf(0) }, ratings: [] });
      case 'POST /shell/portal-news':
        return Response.json({ freed: [], lacking: [] });
      case 'POST /shell/receipts': {
        const { receipts: sent } = (await request.json()) as { receipts: { id: string }[] };
        receipts += sent.length;
        return Response.json({ kept: sent.map(({ id }) => id), refused: [] });
      }
      case 'POST /shell/log':
        // Headless Chromium does not grant persistence to a page it has just met; that the store is open is no trouble.
        if (!/storage-not-persistent|outbox-open/.test(await request.clone().text()))
          troubles.push(await request.text());
        return new Response(null, { status: 204 });
      case 'POST /portal/v1/sync':
        return Response.json(await sync(SyncRequest.parse(await request.json())));
      case 'POST /shell/sync': {
        const { filings } = FromSafeRequest.parse(await request.json());
        const answer = await sync({ filings: filings.map((id) => ({ id })) });
        receipts += filings.length;
        return Response.json({ answer, kept: filings });
      }
      default:
        troubles.push(`${request.method} ${pathname}`);
        return undefined;
    }
  };

  async function sync({ filings }: { filings: readonly { id: string }[] }) {
    requests += 1;
    const results = filings.map(async ({ id }) => {
      times.set(id, (times.get(id) ?? 0) + 1);
      const body = idOf(Number.parseInt(id, 16) + 1_000_000);
      const receipt = {
        filing: id,
        body,
        code: 'c',
        receivedAt: '2026-11-21T10:00:00Z',
        receiver: { unit: '1', name: 'U' },
      };
      return { id, state: 'received', receipt: await signing.sign('receipt', canonicalBytes(receipt)) };
    });
    return { filings: await Promise.all(results), withdrawals: [], ratings: [], statuses: [], time: 't' };
  }

  return {
    answer,
    requests: () => requests,
    receipts: () => receipts,
    troubles: () => troubles,
    sentTwice: () => [...times].filter(([, count]) => count > 1),
  };
}

const text = { vi: 'x', en: 'x' };
const state: Omit<ShellState, 'kiosk'> & { kiosk: Omit<NonNullable<ShellState['kiosk']>, 'receiptKeys'> } = {
  build: 'b',
  mode: 'test',
  now: 0,
  clock: { confirmed: true, offsetMs: 0 },
  panel: { width: 1080, height: 1920, diagonalInches: 21.5 },
  network: { online: true, since: null },
  room: { freeBytes: 1, parts: true, filings: true },
  content: 1,
  hasPrinter: false,
  livedThroughPowerCut: [],
  staff: null,
  kiosk: {
    id: 'k',
    label: 'A6',
    site: { name: 'x', address: 'x' },
    ward: { unit: '1', name: 'x' },
    nearestCounter: { name: 'x', address: 'x', hours: text, phone: 'x' },
    helpPhone: 'x',
    offlineNoticeHours: 24,
    idleSeconds: 60,
    feeSupportConfirmed: false,
    sendsMessages: false,
    trustVersion: 1,
    configVersion: 1,
  },
};
