import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));

export const distFolder = join(projectFolder, 'dist');

export const isRoot = process.getuid?.() === 0;

/**
 * Where downloads and the Electron runtime are kept, outside every checkout and shared by all of them.
 * Started as root the window runs as another user, who cannot look into root's home, so the machine's cache is used.
 */
export function cacheFolder(): string {
  const wanted = process.env.DIEM_CHAM_CACHE;
  const candidates = wanted
    ? [wanted]
    : isRoot
      ? ['/var/cache/diem-cham', '/tmp/diem-cham-cache']
      : [userCacheFolder(), '/tmp/diem-cham-cache'];
  for (const folder of candidates) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      accessSync(folder, constants.W_OK);
      return folder;
    } catch {
      // The next one.
    }
  }
  throw new Error(`none of these folders can be written: ${candidates.join(', ')}`);
}

/** The caller's own cache folder: a download may already lie there. */
export function userCacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'diem-cham');
}

/** Where `npm start` keeps its kiosk and portal: one folder for each checkout, outside of it and open to the window's user. */
export function demoFolder(): string {
  const name = createHash('sha256').update(projectFolder).digest('hex').slice(0, 8);
  return join(cacheFolder(), `demo-${name}`);
}
