import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentSecurityPolicy } from '../../electron/shell/content-security.ts';
import { openPageFiles, type PageFiles } from '../../electron/shell/page-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'page-files-'));
let files: PageFiles;

beforeAll(async () => {
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'not for the page');
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'page', 'service-worker.js'), 'self');
  writeFileSync(join(folder, 'page', 'assets', 'index-9pub2tij.js'), 'page');
  files = await openPageFiles({ folder: join(folder, 'page'), build: 'abc' });
});
afterAll(() => rmSync(folder, { recursive: true }));

const ask = (path: string, method = 'GET') => files.fetch(new Request(`kiosk://app${path}`, { method }));

test('every answer carries the content security policy, also a refusal', async () => {
  const answers = await Promise.all([ask('/'), ask('/nothing'), ask('/', 'POST'), ask('/build.json')]);
  expect(answers.map((answer) => answer.status)).toEqual([200, 404, 405, 200]);
  for (const answer of answers) expect(answer.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
});

test('files named by their content are kept for good, all others never', async () => {
  const kept = async (path: string) => (await ask(path)).headers.get('cache-control');
  expect(await kept('/assets/index-9pub2tij.js')).toBe('public, max-age=31536000, immutable');
  expect(await kept('/')).toBe('no-store');
  expect(await kept('/service-worker.js')).toBe('no-store');
  expect(await kept('/build.json')).toBe('no-store');
});

test('the shell names its build', async () => {
  expect(await (await ask('/build.json')).json()).toEqual({ build: 'abc' });
});

test.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/../../secret.txt', '/%', '/assets/'])(
  'nothing outside the page and no folder is served: %s',
  async (path) => {
    expect((await ask(path)).status).toBe(404);
  },
);

test('the service worker may control the whole page', async () => {
  const answer = await ask('/service-worker.js');
  expect(answer.headers.get('service-worker-allowed')).toBe('/');
  expect(answer.headers.get('content-type')).toContain('text/javascript');
});
