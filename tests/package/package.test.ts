import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { distFolder, projectFolder } from '../../build/folders.ts';
import { makeProfileFolder } from '../support/electron-app.ts';
import { launchPackage, packagedExecutable, type RunningPackage } from '../support/packaged-app.ts';

const packLimitMs = 8 * 60_000;
const release = join(projectFolder, 'release', 'linux-unpacked');
const profileFolder = makeProfileFolder();
let kiosk: RunningPackage;
let said = '';

beforeAll(async () => {
  const script = join(projectFolder, 'build', 'package.ts');
  const packed = spawnSync(process.execPath, [script], { encoding: 'utf8', timeout: packLimitMs, cwd: projectFolder });
  said = packed.stdout;
  if (packed.status !== 0) throw new Error(`the package was not made:\n${packed.stdout}\n${packed.stderr}`);
  kiosk = await launchPackage({ executable: packagedExecutable(), profileFolder });
}, packLimitMs + 60_000);
afterAll(async () => {
  await kiosk?.close();
  rmSync(profileFolder, { recursive: true, force: true });
}, 30_000);

test('the package holds the application in one archive and nothing that could replace it', () => {
  expect(readdirSync(join(release, 'resources')).sort()).toEqual(['app.asar']);
  expect(said).toContain('Package:');
});

test('the package can be run neither as Node nor with an inspector', () => {
  const environment = { ...process.env, ELECTRON_RUN_AS_NODE: '1', DISPLAY: '', WAYLAND_DISPLAY: '' };
  const asNode = spawnSync(join(release, 'diem-cham'), ['-e', 'process.stdout.write("node")'], {
    env: environment,
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect(asNode.stdout).not.toContain('node');
  expect(kiosk.log()).not.toContain('Debugger listening');
});

test('the packaged kiosk shows a page of the build it was made from', async () => {
  const { build } = JSON.parse(readFileSync(join(distFolder, 'build.json'), 'utf8')) as { build: string };
  const page = kiosk.page();
  await page.waitForFunction(() => document.body.innerText.trim() !== '', undefined, { timeout: 20_000 });
  expect(await page.evaluate(() => fetch('/build.json').then((answer) => answer.json()))).toEqual({ build });
  expect(page.url()).toBe('kiosk://app/');
});

test('the packaged kiosk keeps its own things in the profile it was given', () => {
  expect(existsSync(join(profileFolder, 'browser'))).toBe(true);
});
