import { Workbox } from 'workbox-window';
import { scriptAddress } from './trusted-types.ts';

/**
 * Which build of the page is shown. Page and shell are built together and carry one hash.
 *
 *   start ─same build─▶ shown;  a new build that turns up later waits until `activate` is called (attract screen only)
 *     └─other build (the service worker kept an older page)─▶ activate the new one, or drop the worker ─▶ reload, unshown
 */
export type PageStart =
  /** Draw nothing: the page is about to load again. */
  | { readonly state: 'reloading' }
  | {
      readonly state: 'ready';
      /** False when page and shell still differ after everything was tried: a technician must reinstall. */
      readonly isSameBuild: boolean;
      readonly update: PageUpdate;
    };

export interface PageUpdate {
  readonly isWaiting: () => boolean;
  /** Calls back when a new build begins to wait. Returns the way to stop listening. */
  readonly onWaiting: (listener: () => void) => () => void;
  /** Looks for a new build. Fails silently: the next look will find it. */
  readonly look: () => Promise<void>;
  /** Switches to the waiting build and loads the page again. Only while nobody is in a session. */
  readonly activate: () => Promise<void>;
}

/** Twice this must be over before the shell takes the page for blank (electron/window-health.ts). */
const switchLimitMs = 4_000;
const mostReloads = 2;
const reloadsKey = 'page-update-reloads';

/** Call before anything is drawn. Never throws: without a service worker the page comes from the shell as well. */
export async function startPage(): Promise<PageStart> {
  const shellBuild = await askShellBuild();
  const isSameBuild = shellBuild === undefined || shellBuild === __BUILD__;
  const worker = 'serviceWorker' in navigator ? makeWorker() : undefined;
  if (isSameBuild || reloadsSoFar() >= mostReloads) {
    if (isSameBuild) sessionStorage.removeItem(reloadsKey);
    worker?.registerQuietly();
    return { state: 'ready', isSameBuild, update: worker ?? noUpdate };
  }
  const isFirstTry = reloadsSoFar() === 0;
  sessionStorage.setItem(reloadsKey, String(reloadsSoFar() + 1));
  if (!(isFirstTry && worker !== undefined && (await worker.switchNow()))) await dropWorkers();
  location.reload();
  return { state: 'reloading' };
}

const noUpdate: PageUpdate = {
  isWaiting: () => false,
  onWaiting: () => () => {},
  look: async () => {},
  activate: async () => {},
};

function makeWorker() {
  // The types of workbox-window know TrustedScriptURL; ours is typed as the string the DOM's own types ask for.
  const workbox = new Workbox(scriptAddress('/service-worker.js'), { scope: '/', updateViaCache: 'none' });
  const listeners = new Set<() => void>();
  let isWaiting = false;
  workbox.addEventListener('waiting', () => {
    isWaiting = true;
    for (const listener of listeners) listener();
  });
  const register = () => workbox.register({ immediate: true });
  const switchNow = async (): Promise<boolean> => {
    const controlling = nextEvent(workbox, 'controlling');
    if (!isWaiting) {
      const waiting = nextEvent(workbox, 'waiting');
      await register().catch(() => undefined);
      // Registering a known address again looks for nothing new; Chromium by itself looks seconds later.
      void workbox.update().catch(() => {});
      if (!(isWaiting || (await waiting))) return false;
    }
    workbox.messageSkipWaiting();
    return await controlling;
  };
  return {
    isWaiting: () => isWaiting,
    onWaiting: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look: () => workbox.update().catch(() => {}),
    activate: async () => {
      if (!isWaiting) return;
      if (!(await switchNow())) await dropWorkers();
      location.reload();
    },
    registerQuietly: () => void register().catch(() => undefined),
    switchNow,
  };
}

/** Resolves true when the event comes, false when it has not come within the limit. */
function nextEvent(workbox: Workbox, name: 'waiting' | 'controlling'): Promise<boolean> {
  return new Promise((done) => {
    const limit = setTimeout(() => done(false), switchLimitMs);
    workbox.addEventListener(name, () => {
      clearTimeout(limit);
      done(true);
    });
  });
}

async function dropWorkers(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
}

async function askShellBuild(): Promise<string | undefined> {
  try {
    const answer = await fetch('/build.json', { cache: 'no-store' });
    const said: unknown = await answer.json();
    return typeof said === 'object' && said !== null && 'build' in said ? String(said.build) : undefined;
  } catch {
    return undefined;
  }
}

function reloadsSoFar(): number {
  return Number(sessionStorage.getItem(reloadsKey) ?? 0);
}
