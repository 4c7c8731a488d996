import type { ChildProcess } from 'node:child_process';
import { type PortalProcess, startPortal } from '../../build/portal-process.ts';
import type { FilingSeen, Opened } from '../support/lobby.ts';
import type { Relay } from './relay.ts';

/** The real portal with its real register, started and killed again and again on the same folder and at the same address. */
export interface CrashPortal {
  readonly folder: string;
  /** Resolves when it listens. One that is killed while it starts resolves too: it is simply down. */
  start(environment?: Readonly<Record<string, string>>): Promise<void>;
  readonly isUp: () => boolean;
  /** Whether a process of it runs, listening or not. */
  readonly isRunning: () => boolean;
  /** SIGKILL. Resolves when it is gone. */
  kill(): Promise<void>;
  enrolmentFile(): string;
  filings(): Promise<readonly FilingSeen[]>;
  opened(filing: string): Promise<Opened>;
}

const askLimitMs = 60_000;
/** Often, so that freed bodies are taken off the kiosk's disk while it is killed. */
const checkpointSeconds = 2;

export function createCrashPortal(folder: string, relay: Relay): CrashPortal {
  let enrolmentFile = '';
  let process: ChildProcess | undefined;
  let up: PortalProcess | undefined;
  let wasKilled = false;
  let starting: Promise<void> = Promise.resolve();

  async function begin(environment: Readonly<Record<string, string>>): Promise<void> {
    wasKilled = false;
    try {
      const started = await startPortal({
        dataFolder: folder,
        // Any free one: the relay's address stays, and a port that was ours may be somebody else's by now.
        port: 0,
        env: {
          PORTAL_PUBLIC_URL: relay.address,
          PORTAL_CHECKPOINT_SECONDS: String(checkpointSeconds),
          ...environment,
        },
        onSpawned: (spawned) => {
          process = spawned;
        },
      });
      if (wasKilled) return;
      up = started;
      enrolmentFile = started.enrolmentFile;
      relay.setPortal(Number(new URL(started.address).port));
    } catch (error) {
      if (!wasKilled) throw error;
    }
  }

  async function ask(path: string): Promise<unknown> {
    if (!up) throw new Error('the portal is down');
    const answer = await fetch(`${up.address}/test/${path}`, { signal: AbortSignal.timeout(askLimitMs) });
    if (!answer.ok) throw new Error(`the portal's test route answers ${answer.status}`);
    return answer.json();
  }

  return {
    folder,
    start(environment = {}) {
      starting = begin(environment);
      return starting;
    },
    isUp: () => up !== undefined,
    isRunning: () => process !== undefined,
    async kill() {
      const running = process;
      if (!running) return;
      wasKilled = true;
      up = undefined;
      process = undefined;
      if (running.exitCode === null && running.signalCode === null) {
        const ended = new Promise<void>((done) => running.once('exit', () => done()));
        running.kill('SIGKILL');
        await ended;
      }
      await starting;
    },
    enrolmentFile: () => enrolmentFile,
    filings: async () => ((await ask('filings')) as { filings: readonly FilingSeen[] }).filings,
    opened: async (filing) => (await ask(`filings/${filing}`)) as Opened,
  };
}
