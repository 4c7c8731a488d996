import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../portal/faults.ts';
import { enrolKiosk, type PortalKiosk } from '../contracts/portal-kiosk.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from './an-embedded-portal.ts';

describe('faults on request', () => {
  let portal: EmbeddedPortal;
  let kiosk: PortalKiosk;

  beforeAll(async () => {
    portal = await anEmbeddedPortal();
    kiosk = await enrolKiosk(await portal.enrolment());
    await kiosk.token();
  });
  afterEach(() => ask('DELETE', '/test/faults'));
  afterAll(() => portal.close());

  test('a lost reply: the filing is received, the kiosk hears nothing, and the second sending gets the one receipt', async () => {
    const sealed = await kiosk.seal();
    await fault({ kind: 'lose-reply', route: 'sync' });
    await expect(kiosk.sync({ filings: [sealed.filing] })).rejects.toThrow();
    const kept = await portal.ports.register.findCase(sealed.filing.id);
    expect(kept?.receipt).toEqual(expect.any(String));
    const { filings } = await kiosk.sync({ filings: [sealed.filing] });
    expect(filings).toEqual([{ id: sealed.filing.id, state: 'received', receipt: kept?.receipt }]);
  });

  test.each(['refuse', 'close'] as const)('%s: the connection ends and nothing was taken', async (kind) => {
    const sealed = await kiosk.seal();
    await fault({ kind, route: 'sync' });
    await expect(kiosk.sync({ filings: [sealed.filing] })).rejects.toThrow();
    expect(await portal.ports.register.findCase(sealed.filing.id)).toBeUndefined();
    await expect(kiosk.sync()).resolves.toBeDefined();
  });

  test('a truncated answer cannot be read, though the filing was received', async () => {
    const sealed = await kiosk.seal();
    await fault({ kind: 'truncate', route: 'sync' });
    await expect(kiosk.sync({ filings: [sealed.filing] })).rejects.toThrow();
    expect(await portal.ports.register.findCase(sealed.filing.id)).toBeDefined();
  });

  test('a captive portal answers 200 with a page that is no receipt, and nothing was taken', async () => {
    const sealed = await kiosk.seal();
    await fault({ kind: 'html', route: 'sync' });
    const response = await kiosk.trySync({ filings: [sealed.filing] });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await portal.ports.register.findCase(sealed.filing.id)).toBeUndefined();
  });

  test('a status is answered as its problem with Retry-After, as often as asked and on the route asked', async () => {
    await fault({ kind: 'status', problem: 'unavailable', retryAfterSeconds: 7, count: 2, route: 'sync' });
    expect((await fetch(`${portal.url}/v1/health`)).status).toBe(200);
    const first = await kiosk.trySync({});
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '7']);
    expect((await first.json()).code).toBe('unavailable');
    expect((await kiosk.trySync({})).status).toBe(503);
    expect((await kiosk.trySync({})).status).toBe(200);
  });

  test('a delay delays, no more', async () => {
    await fault({ kind: 'delay', delayMs: 200, route: 'health' });
    const started = performance.now();
    expect((await fetch(`${portal.url}/v1/health`)).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(190);
  });

  test('while the network is down nothing answers but the tests’ own routes', async () => {
    await ask('POST', '/test/network', { state: 'down' });
    await expect(fetch(`${portal.url}/v1/health`)).rejects.toThrow();
    await expect(kiosk.putPart('0'.repeat(64), Uint8Array.of(1))).rejects.toThrow();
    await ask('POST', '/test/network', { state: 'up' });
    expect((await fetch(`${portal.url}/v1/health`)).status).toBe(200);
  });

  test('expired tokens are answered 401 until a new one is asked for', async () => {
    await ask('POST', '/test/tokens/expire');
    expect((await kiosk.trySync({})).status).toBe(401);
    await kiosk.token();
    expect((await kiosk.trySync({})).status).toBe(200);
  });

  test('a kiosk that was shut out gets neither token nor sync, and both again when let in', async () => {
    await ask('POST', '/test/devices/revoke', { kiosk: kiosk.id });
    expect((await (await kiosk.trySync({})).json()).code).toBe('device-revoked');
    expect((await (await kiosk.askToken(await kiosk.assertion())).json()).code).toBe('device-revoked');
    await ask('POST', '/test/devices/revoke', { kiosk: kiosk.id, revoked: false });
    expect((await kiosk.trySync({})).status).toBe(200);
  });

  test('tests can read back what was filed, opened', async () => {
    const part = await kiosk.sealPart(new TextEncoder().encode('a page'), 'birth-notice');
    await kiosk.putPart(part.page.sha256, part.ciphertext);
    const sealed = await kiosk.seal({ papers: [part.page] });
    await kiosk.sync({ filings: [sealed.filing] });
    const seen = await (await fetch(`${portal.url}/test/filings/${sealed.filing.id}`)).json();
    expect(seen.dossier).toEqual(sealed.dossier);
    expect(seen.parts).toEqual([expect.objectContaining({ sha256: part.page.sha256, bytes: 6 })]);
    const { count, filings } = await (await fetch(`${portal.url}/test/filings`)).json();
    expect(filings).toHaveLength(count);
    expect(filings.map(({ filing }: { filing: string }) => filing)).toContain(sealed.filing.id);
  });

  async function ask(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(`${portal.url}${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    expect(response.status).toBe(200);
    return response;
  }

  const fault = (wanted: Partial<Fault>) => ask('POST', '/test/faults', wanted);
});

test('in production there are no routes for tests: they are as unknown as any other', async () => {
  const portal = await anEmbeddedPortal({ testRoutes: false });
  for (const path of ['/test/faults', '/test/filings', '/test/kiosks']) {
    const response = await fetch(`${portal.url}${path}`);
    expect([response.status, (await response.json()).code]).toEqual([404, 'not-found']);
  }
  await portal.close();
});
