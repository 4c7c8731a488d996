import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectFolder } from './folders.ts';
import { SetUpProblem } from './say.ts';

/** The reference portal as a process beside us, for demos and tests. */
export interface PortalProcess {
  readonly address: string;
  /** For provisioning a kiosk by hand or on start. */
  readonly enrolmentFile: string;
  readonly officers: readonly { readonly user: string; readonly password: string; readonly unit: string }[];
  /** Who may sign in at the kiosk, with a PIN. */
  readonly staff: readonly { readonly name: string; readonly role: string; readonly pin: string }[];
  /** Its log, JSON lines. */
  readonly logFile: string;
  readonly process: ChildProcess;
  /** A proper end; killed when it does not come in time. */
  readonly stop: () => Promise<void>;
}

const startLimitMs = 30_000;
const stopLimitMs = 5_000;

/**
 * Starts portal/server.ts with invented accounts and waits for the one line in which it says where it listens. Port 0 is
 * any free one.
 */
export async function startPortal(options: {
  dataFolder: string;
  port: number;
  env?: NodeJS.ProcessEnv;
  /** Called before it listens, for whoever kills it while it starts. */
  onSpawned?: (portal: ChildProcess) => void;
}): Promise<PortalProcess> {
  mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 });
  const logFile = join(options.dataFolder, 'portal.log');
  const log = openSync(logFile, 'a');
  const portal = spawn(process.execPath, [join(projectFolder, 'portal', 'server.ts')], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', log],
    // Ctrl-C comes to us, and the portal is ended last.
    detached: true,
    env: {
      ...process.env,
      PORTAL_DEMO: '1',
      PORTAL_PORT: String(options.port),
      PORTAL_DATA: options.dataFolder,
      ...options.env,
    },
  });
  closeSync(log);
  options.onSpawned?.(portal);
  const leaveNothing = () => void portal.kill('SIGKILL');
  process.once('exit', leaveNothing);
  const ended = new Promise<void>((done) => portal.once('exit', () => done())).finally(() =>
    process.off('exit', leaveNothing),
  );
  const stop = async () => {
    if (portal.exitCode !== null || portal.signalCode !== null) return;
    portal.kill('SIGTERM');
    const limit = setTimeout(() => portal.kill('SIGKILL'), stopLimitMs);
    await ended;
    clearTimeout(limit);
  };
  try {
    const said = await firstSaying(portal, logFile);
    return { ...said, logFile, process: portal, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Saying = Pick<PortalProcess, 'address' | 'enrolmentFile' | 'officers' | 'staff'>;

function firstSaying(portal: ChildProcess, logFile: string): Promise<Saying> {
  return new Promise((done, fail) => {
    const limit = setTimeout(() => fail(new SetUpProblem('The portal did not say where it listens.')), startLimitMs);
    portal.once('exit', (code) =>
      fail(new SetUpProblem(`The portal ended at once (code ${code}); its log: ${logFile}`)),
    );
    if (portal.stdout === null) return;
    createInterface({ input: portal.stdout }).on('line', (line) => {
      const said = readSaying(line);
      if (said === undefined) return;
      clearTimeout(limit);
      done(said);
    });
  });
}

/** The portal's log lines are JSON too; only one of them says `listening`. */
function readSaying(line: string): Saying | undefined {
  try {
    const said = JSON.parse(line) as Partial<Saying> & { listening?: string };
    if (typeof said.listening !== 'string' || typeof said.enrolmentFile !== 'string') return undefined;
    const { listening: address, enrolmentFile, officers = [], staff = [] } = said;
    return { address, enrolmentFile, officers, staff };
  } catch {
    return undefined;
  }
}
