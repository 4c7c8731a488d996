import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { getElectron } from './electron-runtime.ts';
import { projectFolder } from './folders.ts';
import { runProgram } from './run-program.ts';
import { SetUpProblem, say, sayWhile, secondsSince } from './say.ts';
import { prepareSandbox } from './unprivileged.ts';

/** `npm run package`: release/linux-unpacked, without a network, from whichever Electron is at hand. */

const limitMs = 8 * 60_000;

const wantedFuses = [
  [FuseV1Options.RunAsNode, FuseState.DISABLE],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, FuseState.DISABLE],
  [FuseV1Options.EnableNodeCliInspectArguments, FuseState.DISABLE],
  [FuseV1Options.OnlyLoadAppFromAsar, FuseState.ENABLE],
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, FuseState.DISABLE],
  [FuseV1Options.GrantFileProtocolExtraPrivileges, FuseState.DISABLE],
] as const;

const unpacked = join(projectFolder, 'release', 'linux-unpacked');
const executable = join(unpacked, 'diem-cham');

try {
  await makePackage();
} catch (error) {
  if (!(error instanceof SetUpProblem)) throw error;
  say(error.message);
  process.exitCode = 1;
}

async function makePackage(): Promise<void> {
  const started = performance.now();
  const electron = getElectron();
  rmSync(unpacked, { recursive: true, force: true });
  const builder = join(projectFolder, 'node_modules', '.bin', 'electron-builder');
  const made = await sayWhile('packing', () =>
    runProgram(
      builder,
      [
        '--linux',
        'dir',
        '--x64',
        '--publish=never',
        `-c.electronVersion=${electron.version}`,
        `-c.electronDist=${electron.folder}`,
      ],
      { limitMs, cwd: projectFolder },
    ),
  );
  if (made.code !== 0 || !existsSync(executable)) {
    say(made.output.trim().split('\n').slice(-15).join('\n'));
    throw new SetUpProblem('The package could not be made.');
  }
  // What the test runtime has here is its loader of any folder; a package must not be able to load one.
  rmSync(join(unpacked, 'resources', 'app'), { recursive: true, force: true });
  await checkFuses();
  prepareSandbox(unpacked);
  say(
    `Package: ${unpacked} (Electron ${electron.version}${electron.isTestOnly ? ', test-only: not for a lobby' : ''})`,
  );
  say(`Package: made in ${secondsSince(started)} s; start it with ${executable} --profile=<folder>`);
}

/** Read back from the executable itself: a package with an open fuse is no package. */
async function checkFuses(): Promise<void> {
  const wire = await getCurrentFuseWire(executable);
  const open = wantedFuses.filter(([fuse, state]) => wire[fuse] !== state).map(([fuse]) => FuseV1Options[fuse]);
  if (open.length > 0) throw new SetUpProblem(`The package's fuses are not as they must be: ${open.join(', ')}.`);
}
