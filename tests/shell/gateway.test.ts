import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../shared/portal-contract/routes.ts';
import type { ShellState } from '../../shared/shell-contract/messages.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { kioskAt } from './with-kiosk.ts';

let portal: EmbeddedPortal;
beforeAll(async () => {
  portal = await anEmbeddedPortal();
});
afterAll(() => portal.close());
const withKiosk = kioskAt(() => portal);

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
