import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createShell, type Shell, type ShellOptions } from '../electron/shell/create-shell.ts';
import type { Host } from '../electron/shell/host.ts';
import { type DoorServer, serveDoor } from './door-server.ts';
import { distFolder, projectFolder } from './folders.ts';

/**
 * The kiosk in a plain browser tab: the real shell behind its door over HTTP, with a host that has no window of its own.
 * For the screen gallery, fast UI tests and development; the window itself is proven by the journeys.
 */
export interface TabKiosk {
  readonly address: string;
  readonly shell: Shell;
  close(): Promise<void>;
}

export async function openTabKiosk(options: {
  readonly profileFolder: string;
  readonly demoEnrolmentFile?: string;
  readonly stickFolder?: string;
  readonly size?: { width: number; height: number };
  readonly more?: Partial<ShellOptions>;
}): Promise<TabKiosk> {
  const { profileFolder, demoEnrolmentFile, stickFolder, size = { width: 1080, height: 1920 }, more } = options;
  mkdirSync(profileFolder, { recursive: true });
  const shell = await createShell({
    profileFolder,
    pageFolder: join(distFolder, 'page'),
    catalogueFolder: join(projectFolder, 'assets', 'catalogue'),
    host: hostWithoutWindow(size),
    mode: 'test',
    build: builtPage(),
    demoEnrolmentFile,
    stickFolder,
    ...more,
  });
  const door: DoorServer = await serveDoor(shell);
  return {
    address: door.address,
    shell,
    async close() {
      await door.close();
      await shell.close();
    },
  };
}

/** Page and shell must carry one build hash, or the page asks for another build and loads again. */
function builtPage(): string {
  const { build } = JSON.parse(readFileSync(join(distFolder, 'build.json'), 'utf8')) as { build: string };
  return build;
}

/** A host of nothing: no printer, no camera, no place for secrets. */
export function hostWithoutWindow(size: { width: number; height: number }): Host {
  return {
    freshRenderer: async () => {},
    print: async () => ({ printed: false, reason: 'no-printer' }),
    hasPrinter: async () => false,
    setCameraAllowed: () => {},
    secrets: {
      available: false,
      wrap: () => Promise.reject(new Error('no secrets in a tab')),
      unwrap: () => Promise.reject(new Error('no secrets in a tab')),
    },
    relaunch: () => {},
    quit: () => {},
    display: () => size,
  };
}
