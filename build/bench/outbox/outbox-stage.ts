import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { projectFolder } from '../../folders.ts';
import { SetUpProblem } from '../../say.ts';
import { type Outbox, ours } from './modules.ts';
import type { Syncing, SyncShim } from './sync-shim.ts';

/** One outbox in a browser of its own with a fresh profile, a test server as a process beside it, and for ours the door with its safe. */
export interface OutboxStage {
  readonly page: Page;
  readonly base: string;
  /** In the page: `outbox` is the module, ready; `some(count, from, photos)` makes items. */
  run<T>(script: string, given?: unknown): Promise<T>;
  /** What the server holds. */
  stored(): Promise<{ items: number; again: number }>;
  close(): Promise<void>;
}

const startLimitMs = 60_000;

export async function openOutboxStage(
  which: Outbox | 'own-queue',
  options: { modules: string; shim?: SyncShim; slowMs?: number },
): Promise<OutboxStage> {
  const folder = mkdtempSync(join(tmpdir(), 'diem-cham-stage-'));
  const ending: (() => Promise<void> | void)[] = [
    () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  ];
  const close = async () => {
    for (const end of ending.reverse()) await end();
  };
  const environment = (of: Syncing) => options.shim?.environment({ delayMs: options.slowMs ?? 0, of }) ?? process.env;
  try {
    const door =
      which === ours
        ? await startTool('outbox-door.ts', ['--profile', join(folder, 'kiosk')], environment('safe'))
        : undefined;
    if (door) ending.push(door.stop);
    const key = door ? ['--receipt-key', String(door.said.receiptKey)] : [];
    const server = await startTool('test-server.ts', ['--modules', options.modules, ...key], process.env);
    ending.push(server.stop);
    const base = String(server.said.address);

    const context = await openBrowser(join(folder, 'profile'), environment('browser'));
    ending.push(() => context.close());
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(`${base}/`);
    await page.evaluate(prepare, { module: `/modules/${which}.mjs`, base, door: door?.said.door });
    return {
      page,
      base,
      run: (script, given = {}) => page.evaluate(`(${script})(${JSON.stringify({ base, ...(given as object) })})`),
      stored: async () => (await fetch(`${base}/stored`)).json() as Promise<{ items: number; again: number }>,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function openBrowser(profile: string, env: NodeJS.ProcessEnv): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info'],
    env: Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    timeout: startLimitMs,
  });
}

/** Runs in the page. Bodies are text of a form, photos are random bytes: neither shrinks. */
async function prepare({ module, base, door }: { module: string; base: string; door: unknown }): Promise<void> {
  const outbox = await import(module);
  await outbox.init?.({ base, door });
  const body = `{"answers":"${'Nguyễn Thị Hường, phường Ô Chợ Dừa, ngõ 12/34 phố Khâm Thiên. '.repeat(200)}`.slice(
    0,
    6200,
  );
  const photo = (bytes: number): Blob => {
    const noise = new Uint8Array(bytes);
    for (let at = 0; at < bytes; at += 65536) crypto.getRandomValues(noise.subarray(at, Math.min(bytes, at + 65536)));
    return new Blob([noise], { type: 'image/jpeg' });
  };
  const some = (count: number, from: number, photos: readonly number[] = []) =>
    Array.from({ length: count }, (_, index) => ({
      id: `item-${from + index}`,
      uid: `uid-${from + index}`,
      body,
      blobs: photos.map(photo),
    }));
  Object.assign(globalThis, { outbox, some });
}

interface Tool {
  readonly said: Readonly<Record<string, unknown>>;
  readonly stop: () => Promise<void>;
}

/** A program of tests/benchmarks that says in its first line where it is. */
async function startTool(name: string, parameters: readonly string[], env: NodeJS.ProcessEnv): Promise<Tool> {
  const program = spawn(process.execPath, [join(projectFolder, 'tests', 'benchmarks', name), ...parameters], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  const leaveNothing = () => void program.kill('SIGKILL');
  process.once('exit', leaveNothing);
  const ended = new Promise<void>((done) => program.once('exit', () => done()));
  const stop = async () => {
    program.kill('SIGTERM');
    const late = setTimeout(() => program.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(late);
    process.off('exit', leaveNothing);
  };
  try {
    return { said: await firstLine(program, name), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function firstLine(program: ChildProcess, name: string): Promise<Record<string, unknown>> {
  return new Promise((done, fail) => {
    const late = setTimeout(() => fail(new SetUpProblem(`${name} did not say where it is.`)), startLimitMs);
    program.once('exit', (code) => fail(new SetUpProblem(`${name} ended at once (code ${code}).`)));
    if (!program.stdout) return;
    createInterface({ input: program.stdout }).once('line', (line) => {
      clearTimeout(late);
      done(JSON.parse(line) as Record<string, unknown>);
    });
  });
}
