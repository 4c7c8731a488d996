import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { demoFolder, projectFolder } from './folders.ts';
import { type PortalProcess, startPortal } from './portal-process.ts';
import { killTree } from './process-tree.ts';
import { SetUpProblem, say } from './say.ts';
import { writeScreenPicture } from './screen-picture.ts';
import { giveToWindowUser } from './unprivileged.ts';
import { hasDisplay, openVirtualDisplay, type VirtualDisplay } from './virtual-display.ts';
import { getAppFolder, prepareProfile, windowEnvironment, windowExecutable } from './window-program.ts';

/**
 * `npm start`: portal and kiosk side by side, the kiosk provisioned by the portal's demo enrolment. Both keep their
 * data between starts; `npm start -- --fresh` begins anew, `--size=1366x768` asks for another window.
 */

const firstPort = 8420;
const pictureEveryMs = 5_000;
const stopLimitMs = 8_000;
// 70 and 71: failed too often, or could not start; 75: asked to be started again (decision 0004).
const startAgainCodes: readonly (number | null)[] = [70, 71, 75];
const mostRestarts = 5;

const parameters = process.argv.slice(2);
const folder = demoFolder();
if (parameters.includes('--fresh')) rmSync(folder, { recursive: true, force: true });
const size = parameters.find((parameter) => parameter.startsWith('--size='))?.slice('--size='.length) ?? '1080x1920';

try {
  await run();
} catch (error) {
  if (!(error instanceof SetUpProblem)) throw error;
  say(error.message);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const portal = await startPortal({ dataFolder: join(folder, 'portal'), port: await choosePort() });
  let display: VirtualDisplay | undefined;
  let pictures: NodeJS.Timeout | undefined;
  try {
    sayPortal(portal);
    if (!hasDisplay()) {
      display = await openVirtualDisplay(readSize(size));
      pictures = showOnPaper(display);
    }
    const code = await keepKiosk(portal, display);
    say(`The kiosk has ended${code === 0 ? '' : ` (code ${code})`}; stopping the portal.`);
    process.exitCode = code;
  } finally {
    clearInterval(pictures);
    await portal.stop();
    await display?.close();
  }
}

function sayPortal(portal: PortalProcess): void {
  say(`Portal: ${portal.address} (officers sign in there)`);
  for (const { user, password, unit } of portal.officers) say(`  officer ${user} (unit ${unit}), password ${password}`);
  for (const { name, role, pin } of portal.staff) say(`  at the kiosk: ${role} ${name}, PIN ${pin}`);
}

/** Without a display the window stands on a virtual one; a picture of it is written again and again. */
function showOnPaper(display: VirtualDisplay): NodeJS.Timeout {
  const picture = join(projectFolder, '.cache', 'screen.png');
  mkdirSync(join(projectFolder, '.cache'), { recursive: true });
  const { DISPLAY, XAUTHORITY } = display.environment;
  say('No display here, so the window is on a virtual one. To see it:');
  say(`  look at ${picture}, written every ${pictureEveryMs / 1000} seconds`);
  say(`  or watch it: x11vnc -display ${DISPLAY} -auth ${XAUTHORITY} -localhost, then a VNC viewer`);
  say('  or let it play a whole visit and leave pictures: npm run demo');
  return setInterval(() => writeScreenPicture(display.frameBuffer, picture), pictureEveryMs);
}

/** Runs the kiosk until it or the person ends it; starts it again when it asks for that. */
async function keepKiosk(portal: PortalProcess, display: VirtualDisplay | undefined): Promise<number> {
  const profile = join(folder, 'kiosk');
  const slips = join(folder, 'slips');
  const enrolment = join(folder, 'enrolment.json');
  prepareProfile(profile);
  mkdirSync(slips, { recursive: true });
  copyFileSync(portal.enrolmentFile, enrolment);
  for (const path of [slips, enrolment]) giveToWindowUser(path);
  const logFile = join(folder, 'kiosk.log');
  const log = openSync(logFile, 'a');
  say(`Kiosk: starting. Its data: ${profile}`);
  say(`  slips as PDF: ${slips}`);
  say(`  logs: ${logFile} and ${portal.logFile}`);
  say('Ctrl-C ends kiosk and portal.');

  let isStopping = false;
  let kiosk: ChildProcess | undefined;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    kiosk?.kill('SIGTERM');
    setTimeout(() => kiosk?.pid !== undefined && killTree(kiosk.pid), stopLimitMs).unref();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  portal.process.once('exit', () => {
    if (!isStopping) say('Portal: it has ended. The kiosk goes on without a network; Ctrl-C ends it.');
  });

  for (let starts = 0; ; starts++) {
    kiosk = spawn(
      windowExecutable(),
      [
        ...(display === undefined ? [] : ['--disable-gpu']),
        getAppFolder(),
        `--profile=${profile}`,
        '--mode=demo',
        `--size=${size}`,
        `--enrolment=${enrolment}`,
        `--slips=${slips}`,
        `--relaunches=${starts}`,
      ],
      {
        cwd: profile,
        stdio: ['ignore', log, log],
        env: { ...process.env, ...windowEnvironment(profile), ...display?.environment, KIOSK_SUPERVISED: '1' },
        // A group of its own: Ctrl-C comes to us, and we end it properly.
        detached: true,
      },
    );
    const running = kiosk;
    const code = await new Promise<number | null>((done) => running.once('exit', done));
    if (isStopping) return 0;
    if (!startAgainCodes.includes(code) || starts >= mostRestarts) {
      if (code !== 0) say(`Kiosk: it ended by itself; its log says why: ${logFile}`);
      return code ?? 1;
    }
    say('Kiosk: starting again');
  }
}

/** The kiosk remembers its portal's address, so the port stays the same from start to start. */
async function choosePort(): Promise<number> {
  const note = join(folder, 'port');
  if (existsSync(note)) {
    const port = Number(readFileSync(note, 'utf8'));
    if (await isFree(port)) return port;
    throw new SetUpProblem(
      `Port ${port} is in use: is \`npm start\` already running? (npm start -- --fresh takes another.)`,
    );
  }
  for (let port = firstPort; port < firstPort + 100; port++) {
    if (!(await isFree(port))) continue;
    mkdirSync(folder, { recursive: true });
    writeFileSync(note, String(port));
    return port;
  }
  throw new SetUpProblem(`No free port from ${firstPort} on.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
}

function readSize(text: string): { width: number; height: number } {
  const [, width, height] = /^(\d{2,5})x(\d{2,5})$/.exec(text) ?? [];
  if (width === undefined || height === undefined)
    throw new SetUpProblem(`A size looks like 1080x1920, not "${text}".`);
  return { width: Number(width), height: Number(height) };
}
