/**
 * Keeps the built page, nothing else: no runtime cache, never an answer of /shell or /portal, no delivery of filings.
 * Import-free, so that it is one classic script.
 *
 * The Cache API refuses the scheme `kiosk`, so files are kept under made-up https keys
 * (docs/decisions/0005-service-worker-keys.md).
 */
declare const self: ServiceWorkerGlobalScope;

export type {};

// Replaced at build time by the paths of all built files (vite.config.ts).
const pageFiles: readonly string[] = ['__PAGE_FILES__'];

const cacheName = `page-${__BUILD__}`;

self.addEventListener('install', (event) => event.waitUntil(keepPage()));
self.addEventListener('activate', (event) => event.waitUntil(forgetOtherBuilds()));

self.addEventListener('message', (event) => {
  // Asked by workbox-window, and only when the page says that nobody is in a session.
  if (event.data?.type === 'SKIP_WAITING') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  const path = url.pathname === '/' ? '/index.html' : url.pathname;
  if (!pageFiles.includes(path)) return;
  event.respondWith(kept(path).then((answer) => answer ?? fetch(event.request)));
});

async function keepPage(): Promise<void> {
  const cache = await caches.open(cacheName);
  for (const path of pageFiles) {
    const answer = await fetch(path, { cache: 'no-store' });
    // One missing file and the whole installation fails; the build that works stays.
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    await cache.put(keyOf(path), answer);
  }
}

async function forgetOtherBuilds(): Promise<void> {
  for (const name of await caches.keys()) if (name !== cacheName) await caches.delete(name);
}

/** On a full disk the browser may not even open what it keeps: the shell has the same files. */
async function kept(path: string): Promise<Response | undefined> {
  try {
    const cache = await caches.open(cacheName);
    return await cache.match(keyOf(path));
  } catch {
    return undefined;
  }
}

function keyOf(path: string): string {
  return `https://page.invalid${path}`;
}
