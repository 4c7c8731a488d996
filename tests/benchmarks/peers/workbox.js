import { messageOf } from './sending.js';

/** Its queue wants to live in a service worker; it is content with a page that has the shape of one. */
globalThis.registration ??= {};

let queue;
let address;

export const name = 'Workbox background-sync';
export async function init({ base }) {
  address = base;
  const { Queue } = await import('workbox-background-sync');
  queue = new Queue('workbox-queue', { forceSyncFallback: true, onSync: async () => {} });
}
export async function enqueue(item) {
  await queue.pushRequest({ request: new Request(`${address}/dossiers`, { method: 'POST', ...messageOf(item) }) });
}
export const drain = () => queue.replayRequests();
export const count = () => queue.size();
