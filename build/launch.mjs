// The way in for every command: `node build/launch.mjs <command> [arguments]` (npm start, npm test, …).
// It runs on any Node from 20 on and before anything is installed, so it imports nothing but Node itself.
// It installs the dependencies when they are missing, then hands over to build/run.ts under the project's own Node.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const oldestNode = 20;
const projectNode = 24;
const installLimitMs = 15 * 60_000;

const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const tools = join(projectFolder, 'node_modules', '.bin');

const [command, ...rest] = process.argv.slice(2);
const commands = JSON.parse(readFileSync(join(projectFolder, 'build', 'commands.json'), 'utf8'));

if (command === undefined || !Object.hasOwn(commands, command)) {
  console.log(command === undefined ? 'Which command?' : `There is no command "${command}".`);
  console.log('Commands, each as `npm run <command>`:');
  for (const [name, { does }] of Object.entries(commands)) console.log(`  ${name.padEnd(12)} ${does}`);
  process.exit(2);
}

if (majorVersion(process.version) < oldestNode) {
  console.log(`Node ${process.version} is too old: this project needs Node ${oldestNode} or newer.`);
  process.exit(1);
}

if (!dependenciesAreInstalled()) await installDependencies();
process.exit(await handOver(findProjectNode()));

/** npm writes what it installed into a hidden lock file when it has finished; that must say what package-lock.json asks. */
function dependenciesAreInstalled() {
  const wanted = readLock(join(projectFolder, 'package-lock.json'));
  const installed = readLock(join(projectFolder, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || installed === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link === true) return true;
    const present = installed[path];
    // Optional packages of other platforms are in the lock but not in the folder.
    if (present === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return present.version === entry.version && present.integrity === entry.integrity;
  });
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

async function installDependencies() {
  console.log('Dependencies: installing what package-lock.json names (about a minute the first time).');
  const code = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    console.log('Dependencies: `npm ci` failed; its own words are above. Is the package registry reachable?');
    if (command === 'test') console.log('0 passed, 1 failed');
    process.exit(1);
  }
  console.log('Dependencies: installed.');
}

/** Runs npm, the one that runs us where there is one, and says every ten seconds that it is still at it. */
function runNpm(parameters) {
  const npm = process.env.npm_execpath;
  const [program, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  return new Promise((done) => {
    const started = Date.now();
    const child = spawn(program, [...before, ...parameters], { cwd: projectFolder, stdio: 'inherit' });
    const heartbeat = setInterval(() => {
      console.log(`  … still installing (${Math.round((Date.now() - started) / 1000)} s)`);
    }, 10_000);
    const limit = setTimeout(() => {
      console.log(`  … given up after ${installLimitMs / 60_000} minutes`);
      child.kill('SIGKILL');
    }, installLimitMs);
    const finish = (code) => {
      clearInterval(heartbeat);
      clearTimeout(limit);
      done(code ?? 1);
    };
    child.on('error', () => finish(1));
    child.on('exit', finish);
  });
}

/** The Node of the `node` package, so that every machine runs the same one; any Node as new as it will do instead. */
function findProjectNode() {
  const own = join(tools, 'node');
  if (runsAsProjectNode(own)) return own;
  // The package fetches its binary in an install script, which some machines switch off.
  spawnSync('npm', ['rebuild', 'node', '--ignore-scripts=false'], {
    cwd: projectFolder,
    stdio: 'ignore',
    timeout: installLimitMs,
  });
  if (runsAsProjectNode(own)) return own;
  if (majorVersion(process.version) >= projectNode) return process.execPath;
  console.log(`Node ${projectNode} did not come with the dependencies, and this is Node ${process.version}.`);
  console.log('Allow install scripts for the package "node" (npm rebuild node), or run this under Node 24.');
  process.exit(1);
}

function runsAsProjectNode(path) {
  if (!existsSync(path)) return false;
  const answer = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return answer.status === 0 && majorVersion(answer.stdout) >= projectNode;
}

/** Runs the command under `node`, tools of the project first in PATH. Signals are the child's to answer. */
function handOver(node) {
  const child = spawn(node, [join(projectFolder, 'build', 'run.ts'), command, ...rest], {
    cwd: projectFolder,
    stdio: 'inherit',
    env: { ...process.env, PATH: [tools, process.env.PATH].join(delimiter), NODE_NO_WARNINGS: '1' },
  });
  // Ctrl-C reaches the whole group by itself; a signal sent to us alone is passed on.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((done) => {
    child.on('error', (error) => {
      console.log(`Could not run ${node}: ${error.message}`);
      done(1);
    });
    child.on('exit', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

function majorVersion(version) {
  return Number(/^v?(\d+)/.exec(version.trim())?.[1] ?? 0);
}
