import { type Core, openCore } from './core.ts';
import type { OutboxPeer } from './item.ts';

/** The module a page imports; `../outbox-peer.ts` builds it into one file. */

let core: Core | undefined;

/** Says whether a safe stands behind it; known after `init`. */
export let name = 'diem-cham (no safe)';

export async function init({ base, door }: { base: string; door?: string | undefined }): Promise<void> {
  name = door === undefined ? 'diem-cham (no safe)' : 'diem-cham';
  core = await openCore({ base, door });
}

export const enqueue: OutboxPeer['enqueue'] = (item) => opened().enqueue(item);
export const stage: NonNullable<OutboxPeer['stage']> = (blobs) => opened().stage(blobs);
export const drain: OutboxPeer['drain'] = (base) => opened().drain(base);
export const count: OutboxPeer['count'] = () => opened().count();
/** While somebody is at the screen pages are small, as in the kiosk. */
export const setSomebodyAtTheScreen = (somebody: boolean): void => opened().setSomebodyAtTheScreen(somebody);

function opened(): Core {
  if (!core) throw new Error('init comes first');
  return core;
}
