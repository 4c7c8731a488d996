import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '../../shared/portal-contract/routes.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { aKiosk } from './a-kiosk.ts';

let portal: EmbeddedPortal;
beforeAll(async () => {
  portal = await anEmbeddedPortal();
});
afterAll(() => portal.close());

test('closed while the portal is asked, the shell does not wait for the answer and writes nothing behind its last line', async () => {
  let reach = () => {};
  const isAsked = new Promise<void>((done) => {
    reach = done;
  });
  const portalFetch: typeof fetch = (url, init) => {
    if (new URL(String(url)).pathname !== routes.report.path) return fetch(url, init);
    reach();
    return new Promise((_, fail) => init?.signal?.addEventListener('abort', () => fail(new Error('aborted'))));
  };
  const kiosk = await aKiosk({ portal, portalFetch, limits: { portalTimeoutMs: 600_000 } });
  await kiosk.ask('GET', '/portal/v1/health');
  await isAsked;
  await kiosk.shell.close();
  const written = () => readFile(join(kiosk.folder, 'log', 'kiosk.log'), 'utf8');
  expect(await written()).toMatch(/shell-stopped\n$/);
  await new Promise((done) => setTimeout(done, 50));
  expect(await written()).toMatch(/shell-stopped\n$/);
  await kiosk.close();
});
