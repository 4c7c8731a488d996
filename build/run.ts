import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureAppBuild } from './app-build.ts';
import commands from './commands.json' with { type: 'json' };
import { ensureElectron } from './electron-runtime.ts';
import { projectFolder } from './folders.ts';
import { SetUpProblem, say } from './say.ts';
import { ensureSystemPackages } from './system-packages.ts';

/** Prepares what the command needs, then runs its script. Started by launch.mjs under the project's own Node. */

interface Command {
  readonly does: string;
  readonly script?: string;
  readonly needs: readonly string[];
}

const [name = '', ...rest] = process.argv.slice(2);
const command = (commands as Record<string, Command>)[name];

try {
  if (command === undefined) throw new SetUpProblem(`There is no command "${name}".`);
  if (command.script !== undefined && !existsSync(join(projectFolder, command.script))) {
    throw new SetUpProblem(`"${name}" is not part of this checkout: ${command.script} is missing.`);
  }
  await prepare(command.needs);
  process.exitCode = command.script === undefined ? 0 : await runScript(command.script, rest);
} catch (error) {
  if (!(error instanceof SetUpProblem)) throw error;
  say(error.message);
  // Whoever reads only the last line of the tests must not miss that there were none.
  if (name === 'test') say('0 passed, 1 failed');
  process.exitCode = 1;
}

async function prepare(needs: readonly string[]): Promise<void> {
  await ensureSystemPackages({
    display: needs.includes('display'),
    chromium: needs.includes('chromium'),
    compiler: needs.includes('compiler'),
    voice: needs.includes('voice'),
  });
  if (needs.includes('electron')) await ensureElectron();
  if (needs.includes('app')) await ensureAppBuild();
}

function runScript(script: string, parameters: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [join(projectFolder, script), ...parameters], {
    cwd: projectFolder,
    stdio: 'inherit',
  });
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((done) => {
    child.on('exit', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}
