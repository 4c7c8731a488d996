import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { serveDoor } from '../../build/door-server.ts';
import { hostWithoutWindow } from '../../build/tab-kiosk.ts';
import { createShell } from '../../electron/shell/create-shell.ts';
import { nodeDisk } from '../../electron/shell/safe/node-disk.ts';
import { openPartFiles } from '../../electron/shell/safe/part-files.ts';
import type { Jwk } from '../../shared/dossier/cryptography.ts';
import type { ShellState } from '../../shared/shell-contract/messages.ts';
import { anEmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { projectFolder } from '../portal/folders.ts';
import { forwardToTestServer } from './forward-to-test-server.ts';

/**
 * A shell with its safe behind a door over HTTP, enrolled and ready to file: what `outbox-peer.ts` calls `door`.
 *
 *     node tests/benchmarks/outbox-door.ts [--profile <folder>] [--port <n>]
 *
 * prints `{ "door": …, "receiptKey": <file> }` and runs until it is ended. Filings go as in the kiosk, straight from the safe: what
 * the shell sends to its portal is put into the test server's words (`forward-to-test-server.ts`; `PUT /bench/server` says
 * which server). Its portal's receipt key, which `test-server.ts --receipt-key <file>` signs with, signs for a server that does not. With `--profile` the safe stays where it is told, for harnesses that cut it off and start anew.
 */
export interface OutboxDoor {
  readonly address: string;
  readonly receiptKeyFile: string;
  close(): Promise<void>;
}

const enrolLimitMs = 30_000;

export async function openOutboxDoor(
  options: { profileFolder?: string | undefined; port?: number } = {},
): Promise<OutboxDoor> {
  const folder = await mkdtemp(join(tmpdir(), 'diem-cham-door-'));
  const profileFolder = options.profileFolder ?? join(folder, 'profile');
  const portal = await anEmbeddedPortal();
  const pageFolder = join(folder, 'page');
  await mkdir(pageFolder);
  await writeFile(join(pageFolder, 'index.html'), '<!doctype html>');
  const enrolmentFile = join(folder, 'enrolment.json');
  await writeFile(enrolmentFile, JSON.stringify(await portal.enrolment()));
  const receiptKeyFile = join(profileFolder, 'bench-receipt-key.json');
  await mkdir(profileFolder, { recursive: true });
  const known = await readFile(receiptKeyFile, 'utf8').catch(() => undefined);
  const receiptKey = known ?? (await readFile(join(portal.dataFolder, 'keys', 'receipt.json'), 'utf8'));
  await writeFile(receiptKeyFile, receiptKey);

  const forward = forwardToTestServer();
  const shell = await createShell({
    profileFolder,
    portalFetch: forward.fetch,
    pageFolder,
    catalogueFolder: join(projectFolder, 'assets', 'catalogue'),
    host: hostWithoutWindow({ width: 1080, height: 1920 }),
    mode: 'test',
    build: 'bench',
    demoEnrolmentFile: enrolmentFile,
  });
  const door = await serveDoor(
    {
      async fetch(request) {
        const { pathname } = new URL(request.url);
        if (pathname === '/bench/server') return forward.setServer(await request.text());
        return shell.fetch(request);
      },
    },
    { port: options.port ?? 0, anyLocalOrigin: true },
  );
  await untilEnrolled(door.address);
  // As the shell's own part-sending: straight from the safe.
  const parts = await openPartFiles({ disk: nodeDisk, folder: join(profileFolder, 'safe', 'parts') });
  forward.partsFrom(async (sha256) => (await parts.read(sha256)) as Uint8Array<ArrayBuffer> | undefined);
  forward.signWith(JSON.parse(receiptKey) as Jwk);
  return {
    address: door.address,
    receiptKeyFile,
    async close() {
      await door.close();
      await shell.close();
      await portal.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilEnrolled(door: string): Promise<void> {
  const startedMs = Date.now();
  for (;;) {
    const state = (await (await fetch(`${door}/shell/state`)).json()) as ShellState;
    if (state.kiosk) return;
    if (Date.now() - startedMs > enrolLimitMs) throw new Error('the kiosk behind the door did not enrol');
    await new Promise((done) => setTimeout(done, 100));
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { profile: { type: 'string' }, port: { type: 'string' } } });
  const door = await openOutboxDoor({ profileFolder: values.profile, port: Number(values.port ?? 0) });
  console.log(JSON.stringify({ door: door.address, receiptKey: door.receiptKeyFile }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void door.close().finally(() => process.exit(0)));
  }
}
