import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, protocol, session } from 'electron';
import { createHost } from './host.ts';
import { forbidCoreDumps, memoryRisks } from './keep-in-memory.ts';
import { isSpiedOn, lockEverythingElse, lockProcess, lockSession } from './lockdown.ts';
import { readOptions } from './options.ts';
import { createShell } from './shell/create-shell.ts';
import { securityHeaders } from './shell/page-files.ts';

/** Wires the application: one scheme, one shell behind it, one window in front. */

const exitForOtherInstance = 0;
const exitForShell = 71;
const exitForSpying = 72;
const exitForFault = 73;
const closeLimitMs = 5_000;

const here = dirname(fileURLToPath(import.meta.url));
const options = readOptions(process.argv.slice(1), app.getPath('userData'));

// Electron would tell it in a dialog, and everything behind that would wait for somebody to press its button.
process.on('uncaughtException', (fault) => {
  log('main-failed', placeOf(fault));
  app.exit(exitForFault);
});
forbidCoreDumps();
lockProcess();
lockEverythingElse();
mkdirSync(options.browserFolder, { recursive: true, mode: 0o700 });
app.setPath('userData', options.browserFolder);
app.setPath('sessionData', options.browserFolder);
app.setPath('crashDumps', join(options.browserFolder, 'no-crash-dumps'));
protocol.registerSchemesAsPrivileged([
  {
    scheme: 'kiosk',
    privileges: {
      standard: true,
      secure: true,
      supportFetchAPI: true,
      allowServiceWorkers: true,
      stream: true,
      codeCache: true,
    },
  },
]);
// Without a listener Electron quits when the last window is gone, as while one window replaces another.
app.on('window-all-closed', () => {});

if (options.mode === 'production' && isSpiedOn()) {
  log('refused', 'a debugging port is open; not in production');
  app.exit(exitForSpying);
} else if (!app.requestSingleInstanceLock()) {
  log('refused', 'this profile is in use by another instance');
  app.exit(exitForOtherInstance);
} else {
  // Not awaited: Electron is not ready before this module has been read to its end.
  void app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
      log('shell-failed', error instanceof Error ? error.message : 'unknown');
      app.exit(exitForShell);
    });
}

async function start(): Promise<void> {
  for (const risk of memoryRisks()) log('memory-at-risk', risk);
  const { host, open, cameraIsAllowed } = createHost(options, log);
  const shell = await createShell({
    profileFolder: options.profileFolder,
    pageFolder: join(here, '..', 'page'),
    catalogueFolder: join(here, '..', 'catalogue'),
    host,
    mode: options.mode,
    build: __BUILD__,
    demoEnrolmentFile: options.demoEnrolmentFile,
    slipFolder: options.slipFolder,
    stickFolder: options.stickFolder,
    voiceProgram: options.voiceProgram,
  });
  lockSession(session.defaultSession, cameraIsAllowed);
  protocol.handle('kiosk', async (request) => {
    if (new URL(request.url).host !== 'app') return failure(404);
    return await shell.fetch(request).catch((error: unknown) => {
      log('door-failed', error instanceof Error ? error.name : 'unknown');
      return failure(500);
    });
  });
  closeBeforeQuit(() => shell.close());
  await open();
}

/** The shell ends what it is writing; an application that cannot must not hang either. */
function closeBeforeQuit(close: () => Promise<void>): void {
  let isClosed = false;
  app.on('will-quit', (event) => {
    if (isClosed) return;
    isClosed = true;
    event.preventDefault();
    const limit = new Promise((done) => setTimeout(done, closeLimitMs));
    // `relaunch` leaves its exit code here.
    void Promise.race([close(), limit]).finally(() => app.exit(Number(process.exitCode ?? 0)));
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
}

function failure(status: number): Response {
  return new Response(null, { status, headers: { ...securityHeaders(), 'cache-control': 'no-store' } });
}

/** What kind of fault and where, without its words: nobody knows what stands in them. */
function placeOf(fault: unknown): string {
  if (!(fault instanceof Error)) return 'unknown';
  const [place = ''] = /[\w.-]+:\d+:\d+/.exec(fault.stack?.split('\n    at ')[1] ?? '') ?? [];
  return `${fault.name} ${place}`;
}

/** Codes and reasons only: nothing a resident has said ever comes here. */
function log(event: string, detail = ''): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), event, detail })}\n`);
}
