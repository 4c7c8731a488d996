import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isRoot } from './folders.ts';
import { runProgram } from './run-program.ts';
import { SetUpProblem, say, sayWhile } from './say.ts';

const aptLimitMs = 15 * 60_000;
/** What is only nice to have must not hold anybody up. */
const voiceLimitMs = 90_000;

/** What Electron's window links against, and the Debian package that brings it (Ubuntu's newer names follow by `t64`). */
const windowLibraries: readonly { readonly file: string; readonly package: string }[] = [
  { file: 'libgtk-3.so.0', package: 'libgtk-3-0' },
  { file: 'libnss3.so', package: 'libnss3' },
  { file: 'libasound.so.2', package: 'libasound2' },
  { file: 'libgbm.so.1', package: 'libgbm1' },
  { file: 'libatk-bridge-2.0.so.0', package: 'libatk-bridge2.0-0' },
  { file: 'libcups.so.2', package: 'libcups2' },
];

export interface SystemNeeds {
  readonly display: boolean;
  readonly chromium: boolean;
  /** A C compiler, for the watch that cuts the power of real programs (tests/crash). */
  readonly compiler: boolean;
  /** The offline voice; without it the kiosk says that it cannot read aloud, and everything else works. */
  readonly voice: boolean;
}

/** Installs what the machine lacks when we may, otherwise names it in one line. */
export async function ensureSystemPackages(needs: SystemNeeds): Promise<void> {
  const missing = missingPackages(needs);
  if (missing.length > 0) await install(missing, () => missingPackages(needs), aptLimitMs);
  if (!needs.voice || findProgram(voicePackage) !== undefined) return;
  const lacksVoice = () => (findProgram(voicePackage) === undefined ? [voicePackage] : []);
  await install([voicePackage], lacksVoice, voiceLimitMs).catch((error: unknown) => {
    if (!(error instanceof SetUpProblem)) throw error;
    say(`Voice: none. ${error.message} Until then the kiosk says that it cannot read aloud.`);
  });
}

/** The package is called as its program. */
const voicePackage = 'espeak-ng';

async function install(missing: readonly string[], lookAgain: () => readonly string[], limitMs: number): Promise<void> {
  const apt = findProgram('apt-get');
  const elevate = isRoot ? [] : maySudo() ? ['sudo', '-n'] : undefined;
  if (apt === undefined || elevate === undefined) throw new SetUpProblem(pleaseInstall(missing));
  say(`System packages: installing ${missing.join(' ')}`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (...parameters: string[]) => {
    const [program = apt, ...others] = [...elevate, apt, ...parameters];
    return runProgram(program, others, { limitMs, env: environment });
  };
  const names = () => missing.map(nameOnThisSystem);
  await sayWhile('reading the package lists', () => run('update', '-q'));
  const installed = await sayWhile('installing system packages', () =>
    run('install', '-y', '-q', '--no-install-recommends', ...names()),
  );
  const stillMissing = lookAgain();
  if (stillMissing.length === 0) {
    say('System packages: ready');
    return;
  }
  say(installed.output.trim().split('\n').slice(-3).join('\n'));
  throw new SetUpProblem(pleaseInstall(stillMissing));
}

function missingPackages(needs: SystemNeeds): readonly string[] {
  const missing: string[] = [];
  if (needs.display) {
    if (findProgram('Xvfb') === undefined) missing.push('xvfb');
    const known = knownLibraries();
    for (const library of windowLibraries) if (!known.includes(library.file)) missing.push(library.package);
  }
  if (needs.chromium && findChromium() === undefined) missing.push('chromium');
  if (needs.compiler && findProgram('cc') === undefined) missing.push('gcc', 'libc6-dev');
  return missing;
}

function pleaseInstall(missing: readonly string[]): string {
  return `System packages are missing and cannot be installed from here. Please run: sudo apt-get install -y ${missing.join(' ')}`;
}

function knownLibraries(): string {
  for (const program of ['/sbin/ldconfig', '/usr/sbin/ldconfig', 'ldconfig']) {
    const listed = spawnSync(program, ['-p'], { encoding: 'utf8' });
    if (listed.status === 0) return listed.stdout;
  }
  return '';
}

/** Ubuntu 24.04 and Debian 13 renamed libraries with 64-bit time; apt does not find the old names of all of them. */
function nameOnThisSystem(name: string): string {
  const renamed = `${name}t64`;
  return spawnSync('apt-cache', ['show', renamed], { stdio: 'ignore' }).status === 0 ? renamed : name;
}

function maySudo(): boolean {
  return findProgram('sudo') !== undefined && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
}

/** The system's Chromium, for fast tests of the page; undefined where there is none. */
export function findChromium(): string | undefined {
  return ['chromium', 'chromium-browser', 'google-chrome'].map(findProgram).find((path) => path !== undefined);
}

export function findProgram(name: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter).concat('/usr/bin', '/usr/sbin')) {
    const path = join(folder, name);
    if (!existsSync(path)) continue;
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not ours to run; look further.
    }
  }
  return undefined;
}
