import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { distFolder, projectFolder } from '../../build/folders.ts';
import { giveToWindowUser } from '../../build/unprivileged.ts';
import { makeProfileFolder } from '../support/electron-app.ts';
import { storyOf } from '../support/known-services.ts';
import { openPortal, type PortalAtWork } from '../support/lobby.ts';
import { launchPackage, packagedExecutable, type RunningPackage } from '../support/packaged-app.ts';
import { aResident } from '../support/resident.ts';

const packLimitMs = 8 * 60_000;
const release = join(projectFolder, 'release', 'linux-unpacked');
const profileFolder = makeProfileFolder();
const portalFolder = makeProfileFolder();
let kiosk: RunningPackage;
let portal: PortalAtWork;
let said = '';

beforeAll(async () => {
  const script = join(projectFolder, 'build', 'package.ts');
  const packed = spawnSync(process.execPath, [script], { encoding: 'utf8', timeout: packLimitMs, cwd: projectFolder });
  said = packed.stdout;
  if (packed.status !== 0) throw new Error(`the package was not made:\n${packed.stdout}\n${packed.stderr}`);
  portal = await openPortal(join(portalFolder, 'portal'));
  const enrolment = join(profileFolder, 'enrolment.json');
  copyFileSync(portal.enrolmentFile, enrolment);
  giveToWindowUser(enrolment);
  kiosk = await launchPackage({
    executable: packagedExecutable(),
    profileFolder,
    args: [`--enrolment=${enrolment}`],
  });
}, packLimitMs + 60_000);
afterAll(async () => {
  await kiosk?.close();
  await portal?.stop();
  for (const folder of [profileFolder, portalFolder]) rmSync(folder, { recursive: true, force: true });
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

test('the technician’s command line lies beside the application and reads its profile with any Node', () => {
  expect(readdirSync(join(release, 'tools'))).toEqual(['kioskctl.mjs']);
  const kioskctl = join(release, 'tools', 'kioskctl.mjs');
  const run = spawnSync(process.execPath, [kioskctl, 'verify', profileFolder], { encoding: 'utf8', timeout: 20_000 });
  expect(run.stdout).toMatch(/^whole: \d+ records/m);
});

test('the packaged kiosk keeps its own things in the profile it was given', () => {
  expect(existsSync(join(profileFolder, 'browser'))).toBe(true);
});

test('a dossier filed through the package arrives at the portal once, with exactly what was said', async () => {
  const story = storyOf('civil-extract', 'own-birth-copy');
  const resident = aResident({ page: kiosk.page });
  await resident.begin();
  await resident.findByLifeEvent(story);
  await resident.startService(story);
  await resident.identify(story, 'scanned');
  await resident.answerQuestions(story);
  const slip = await resident.file(story);
  const [filing, ...others] = await portal.hasFilings(1);
  expect([filing?.slip, others]).toEqual([slip.number, []]);
  const { dossier } = await portal.opened(filing?.filing ?? '');
  expect(dossier.answers).toEqual(story.answers);
  await resident.seesHeading(/^Hồ sơ đã tới/, 30_000);
}, 180_000);
