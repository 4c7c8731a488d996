import { app, BrowserWindow, clipboard, safeStorage, screen, session } from 'electron';
import { createSecrets } from './keep-secrets.ts';
import { pageOrigin, webPreferences } from './lockdown.ts';
import { type KioskOptions, parametersForRelaunch } from './options.ts';
import { hasPrinter, printDocument } from './print-document.ts';
import type { Host } from './shell/host.ts';
import { kernelList, watchTouch } from './touch-devices.ts';
import {
  newPage,
  type PageLife,
  type PageSays,
  pageAnswered,
  pageFailed,
  startHealth,
  type Trouble,
  troubleOf,
  type WindowHealth,
} from './window-health.ts';

/** The window and what else Electron lends the shell. */
export interface ElectronHost {
  readonly host: Host;
  /** Shows the page for the first time. A page that cannot be shown is answered like one that died. */
  readonly open: () => Promise<void>;
  readonly cameraIsAllowed: () => boolean;
}

const loadLimitMs = 15_000;
const processEndLimitMs = 400;
const askEveryMs = 1_000;
const touchRenewEveryMs = 20_000;
const exitAfterFailures = 70;
/** "Start me again", to whoever watches over us; see docs/decisions/0004-starting-the-kiosk.md. */
const exitToBeRelaunched = 75;
// The light palette's paper (renderer/styles/palettes.css), so that a changing window does not flash.
const backgroundColor = '#fbf6e9';

export function createHost(options: KioskOptions, log: (event: string, detail?: string) => void): ElectronHost {
  let current: BrowserWindow | undefined;
  let cameraAllowed = false;
  let isEnding = false;
  let replacing: Promise<void> | undefined;
  let health: WindowHealth = startHealth(performance.now(), options.relaunches);

  app.on('before-quit', () => {
    isEnding = true;
  });

  /** One window after the other, never two replacements at once. */
  function replaceWindow(): Promise<void> {
    replacing ??= openFresh().finally(() => {
      replacing = undefined;
    });
    return replacing;
  }

  async function openFresh(): Promise<void> {
    const old = current;
    cameraAllowed = false;
    const fresh = new BrowserWindow({
      ...placeOf(options),
      show: false,
      frame: false,
      backgroundColor,
      title: 'Điểm Chạm',
      webPreferences: webPreferences({ devTools: options.mode !== 'production' }),
    });
    current = fresh;
    fresh.show();
    // The old page and its memory go before the fresh one asks for anything. The service worker may live in the old process:
    // ended under the fresh page, it took along what that was just asking for, and the page broke. Nor can Chromium put the
    // fresh page into a process that is gone.
    if (old !== undefined) await forget(old);
    let problem: string | undefined;
    try {
      await within(loadLimitMs, fresh.loadURL(`${pageOrigin}/`));
    } catch (error) {
      problem = error instanceof Error ? error.message : 'unknown';
    }
    if (fresh.isDestroyed()) return;
    fresh.focus();
    watch(fresh);
    if (problem !== undefined) setImmediate(() => failed(fresh, `load: ${problem}`));
  }

  function watch(window: BrowserWindow): void {
    const stopAsking = askForLife(window, (reason) => failed(window, reason));
    window.webContents.on('render-process-gone', (_event, details) => failed(window, details.reason));
    window.on('closed', () => {
      stopAsking();
      if (window !== current || isEnding) return;
      current = undefined;
      // Somebody closed it by hand. A kiosk opens it again; a demo on a desktop is over.
      if (options.mode === 'production') failed(window, 'closed');
      else app.quit();
    });
    if (window.webContents.isCrashed()) setImmediate(() => failed(window, 'crashed'));
  }

  function failed(window: BrowserWindow, reason: string): void {
    if (isEnding || (current !== undefined && window !== current)) return;
    const answer = pageFailed(health, performance.now());
    health = answer.health;
    log('window-failed', `${reason}; ${answer.remedy}`);
    if (answer.remedy === 'reload') void replaceWindow();
    else if (answer.remedy === 'relaunch') relaunch(health.relaunches + 1);
    else app.exit(exitAfterFailures);
  }

  function relaunch(relaunches: number): void {
    isEnding = true;
    // Under a supervisor a second process of our own making would be a stranger to it (and cage ends with its child).
    if (process.env.KIOSK_SUPERVISED === '1') process.exitCode = exitToBeRelaunched;
    else app.relaunch({ args: parametersForRelaunch(process.argv.slice(1), relaunches) });
    app.quit();
  }

  const touchListeners: ((touch: 'there' | 'lost') => void)[] = [];
  let touchRenewedAtMs = Number.NEGATIVE_INFINITY;
  const touch = watchTouch({
    file: options.inputDevicesFile ?? kernelList,
    onChange(now) {
      log('touch-screen', now);
      for (const listener of touchListeners) listener(now);
      // A finger that was down when the panel went is never lifted for the page that felt it: a fresh page has no such memory, and
      // the draft lies in the shell. A loose contact must not keep the screen from standing still.
      if (now !== 'there' || isEnding || performance.now() - touchRenewedAtMs < touchRenewEveryMs) return;
      touchRenewedAtMs = performance.now();
      void replaceWindow();
    },
  });
  app.on('will-quit', () => touch.close());

  const host: Host = {
    touch: touch.state,
    onTouchChange: (listener) => void touchListeners.push(listener),
    freshRenderer: async () => {
      // One that is on its way began before the session ended: its page may have read the draft.
      await replacing;
      try {
        await replaceWindow();
      } finally {
        clearClipboards();
        await session.defaultSession.clearCache();
      }
    },
    print: (document, kind) => printDocument(document, kind),
    hasPrinter,
    setCameraAllowed: (allowed) => {
      cameraAllowed = allowed;
    },
    secrets: createSecrets({
      credentialsFolder: process.env.CREDENTIALS_DIRECTORY,
      keyRing: {
        isReal: safeStorage.isEncryptionAvailable() && safeStorage.getSelectedStorageBackend() !== 'basic_text',
        encrypt: (text) => new Uint8Array(safeStorage.encryptString(text)),
        decrypt: (bytes) => safeStorage.decryptString(Buffer.from(bytes)),
      },
    }),
    relaunch: () => relaunch(0),
    quit: () => app.quit(),
    display: () => {
      const [width = 0, height = 0] = current?.isDestroyed() === false ? current.getContentSize() : [];
      return { width, height };
    },
  };

  return { host, open: replaceWindow, cameraIsAllowed: () => cameraAllowed };
}

/** What was copied, and what was merely selected: on Linux that can be pasted too. Until Electron 43 `selection` is a parameter. */
function clearClipboards(): void {
  const selection: Electron.Clipboard | undefined = clipboard.selection;
  const old = clipboard as unknown as { clear(which: 'selection'): void };
  clipboard.clear();
  if (selection) selection.clear();
  else old.clear('selection');
}

function placeOf(options: KioskOptions): Electron.BrowserWindowConstructorOptions {
  if (options.size === undefined) return { kiosk: true, fullscreen: true };
  // A demo on a desktop must fit its screen; tests ask for exactly what they get.
  const { width, height } = screen.getPrimaryDisplay().workAreaSize;
  const fits = options.mode !== 'demo';
  return {
    width: fits ? options.size.width : Math.min(options.size.width, width),
    height: fits ? options.size.height : Math.min(options.size.height, height),
    x: 0,
    y: 0,
    useContentSize: true,
    resizable: !fits,
  };
}

/**
 * Asks the page again and again whether it shows anything, and whether a finger would reach it. Chromium's own `unresponsive` needs
 * somebody to tap first, and a kiosk should be well again before anybody comes; a page that answers and stays empty, or takes no
 * touch, is as useless as a dead one.
 */
function askForLife(window: BrowserWindow, onTrouble: (reason: Trouble) => void): () => void {
  let life: PageLife = newPage;
  const asking = setInterval(() => {
    if (window.isDestroyed()) return;
    const trouble = troubleOf(life, performance.now());
    if (trouble) {
      clearInterval(asking);
      // The window may be gone when this comes back.
      onTrouble(trouble);
      return;
    }
    if (life.askedAtMs !== undefined) return;
    life = { ...life, askedAtMs: performance.now() };
    window.webContents
      .executeJavaScript(howIsThePage)
      .catch(() => undefined)
      .then((says: unknown) => {
        const known = pageStates.find((state) => state === says);
        life = known ? pageAnswered(life, known, performance.now()) : { ...life, askedAtMs: undefined };
      });
  }, askEveryMs);
  return () => clearInterval(asking);
}

const pageStates: readonly PageSays[] = ['well', 'blank', 'deaf'];

/** Runs in the page. One control that a finger would reach is enough; a page without any is busy, not deaf. */
const howIsThePage = `(() => {
  if ((document.getElementById('root')?.childElementCount ?? 0) === 0) return 'blank';
  let seen = 0;
  for (const control of document.querySelectorAll('button, a[href], label, [role="button"], [role="textbox"]')) {
    const { left, top, width, height } = control.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    if (width === 0 || height === 0 || x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
    if (!control.checkVisibility({ visibilityProperty: true })) continue;
    if (control.contains(document.elementFromPoint(x, y))) return 'well';
    seen += 1;
  }
  return seen > 0 ? 'deaf' : 'well';
})()`;

/** Destroys a window and makes sure that the process which held the page's memory is gone too, and Chromium knows it. */
async function forget(old: BrowserWindow): Promise<void> {
  if (old.isDestroyed()) return;
  const processId = old.webContents.getOSProcessId();
  old.destroy();
  if (processId === 0) return;
  // By itself it would stay as long as the service worker in it, which is started again when it is needed.
  endProcess(processId);
  await hasEnded(processId);
}

async function hasEnded(processId: number): Promise<void> {
  const giveUpAt = performance.now() + processEndLimitMs;
  while (isRunning(processId) && performance.now() < giveUpAt) await new Promise((next) => setTimeout(next, 10));
}

function isRunning(processId: number): boolean {
  return app.getAppMetrics().some((one) => one.pid === processId);
}

function endProcess(processId: number): void {
  try {
    process.kill(processId, 'SIGKILL');
  } catch {
    // It ended in between.
  }
}

function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let limit: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_done, fail) => {
    limit = setTimeout(() => fail(new Error('too late')), limitMs);
  });
  return Promise.race([work, tooLate]).finally(() => clearTimeout(limit));
}
