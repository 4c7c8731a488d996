import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtInContentName } from '../shared/catalogue/read-content.ts';
import { distFolder, projectFolder } from './folders.ts';
import { runProgram } from './run-program.ts';
import { SetUpProblem, say, secondsSince } from './say.ts';

/**
 * The built application in dist/: page/, main/main.js, tools/kioskctl.mjs, catalogue/, forms/, letters/, units/, and build.json with the hash of all it was made from.
 * The same hash is the build's name in page and shell.
 */

const sources = [
  'renderer',
  'shared',
  'electron',
  'assets',
  'build/types',
  'build/language-letters.ts',
  'build/letters-of-font.ts',
  'vite.config.ts',
  'package-lock.json',
];

const buildLimitMs = 5 * 60_000;

/** Builds when a source has changed since the last time. */
export async function ensureAppBuild(): Promise<string> {
  const build = hashSources();
  if (readBuild(distFolder) === build) {
    say(`Application: build ${build} is ready`);
    return build;
  }
  say('Application: building the page and the main process');
  const started = performance.now();
  // Built beside and then swapped in: a build that fails leaves the old one whole.
  const fresh = join(projectFolder, '.cache', `dist-${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  for (const part of ['page', 'main', 'tools']) await buildPart(part, fresh);
  copyAssets(fresh);
  writeFileSync(join(fresh, 'build.json'), `${JSON.stringify({ build })}\n`);
  rmSync(distFolder, { recursive: true, force: true });
  renameSync(fresh, distFolder);
  say(`Application: build ${build} made in ${secondsSince(started)} s`);
  return build;
}

/** Sixteen hex digits over the names and contents of every source. */
export function hashSources(root = projectFolder): string {
  const hash = createHash('sha256');
  for (const path of sources.flatMap((source) => filesUnder(root, source))) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

function filesUnder(root: string, path: string): readonly string[] {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  const entries = readdirSyncOrFile(full);
  if (entries === undefined) return [path];
  return entries.flatMap((name) => filesUnder(root, `${path}/${name}`));
}

function readdirSyncOrFile(path: string): readonly string[] | undefined {
  try {
    return readdirSync(path).sort();
  } catch {
    return undefined;
  }
}

function readBuild(folder: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(join(folder, 'build.json'), 'utf8')) as { build: string }).build;
  } catch {
    return undefined;
  }
}

async function buildPart(part: string, folder: string): Promise<void> {
  const vite = join(projectFolder, 'node_modules', '.bin', 'vite');
  const built = await runProgram(vite, ['build', '--mode', part, '--logLevel', 'warn'], {
    limitMs: buildLimitMs,
    cwd: projectFolder,
    env: { ...process.env, DIEM_CHAM_DIST: folder, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  if (built.code === 0) return;
  say(built.output.trim());
  throw new SetUpProblem(`Application: the ${part} could not be built${built.timedOut ? ' in time' : ''}.`);
}

/** What the main process reads: services, layouts of official forms with the letters they are printed in, names of units. */
function copyAssets(folder: string): void {
  for (const part of ['catalogue', 'forms', 'letters', 'units']) {
    const from = join(projectFolder, 'assets', part);
    const to = join(folder, part);
    mkdirSync(to, { recursive: true });
    if (existsSync(from)) cpSync(from, to, { recursive: true });
  }
  // Of two catalogues, this one and one that comes, the higher version counts.
  cpSync(join(projectFolder, 'assets', builtInContentName), join(folder, builtInContentName));
}
