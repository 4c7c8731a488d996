import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getElectron } from './electron-runtime.ts';
import { cacheFolder, distFolder, projectFolder } from './folders.ts';
import { findWindowUser, getSandbox, giveToWindowUser, isReadableByWindow } from './unprivileged.ts';

/** The executable that starts the prepared Electron, as whoever may start it, with whichever sandbox works. */
export function windowExecutable(): string {
  return join(projectFolder, 'build', 'run-electron.sh');
}

/** What `windowExecutable` needs to know, and a home the window's user may write. */
export function windowEnvironment(profileFolder: string): Record<string, string> {
  const user = findWindowUser();
  return {
    DIEM_CHAM_ELECTRON: join(getElectron().folder, 'electron'),
    DIEM_CHAM_RUN_AS: user === undefined ? '' : `${user.uid}:${user.gid}`,
    DIEM_CHAM_SANDBOX: getSandbox(),
    ...(user === undefined ? {} : { HOME: profileFolder, XDG_RUNTIME_DIR: profileFolder }),
  };
}

/** The built application's folder, for Electron's first argument. A copy where the window's user cannot read dist/. */
export function getAppFolder(): string {
  if (isReadableByWindow(join(distFolder, 'main', 'main.js'))) return projectFolder;
  const { build } = JSON.parse(readFileSync(join(distFolder, 'build.json'), 'utf8')) as { build: string };
  const folder = join(cacheFolder(), `app-${build}`);
  if (!existsSync(folder)) {
    const fresh = `${folder}.${process.pid}`;
    cpSync(distFolder, join(fresh, 'dist'), { recursive: true });
    const { name, version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
    writeFileSync(
      join(fresh, 'package.json'),
      `${JSON.stringify({ name, version, type: 'module', main: 'dist/main/main.js' })}\n`,
    );
    try {
      renameSync(fresh, folder);
    } catch {
      rmSync(fresh, { recursive: true, force: true });
    }
  }
  return folder;
}

/** Makes sure that the profile exists and belongs to the window's user. */
export function prepareProfile(profileFolder: string): void {
  mkdirSync(profileFolder, { recursive: true, mode: 0o700 });
  giveToWindowUser(profileFolder);
  if (!isReadableByWindow(profileFolder)) {
    throw new Error(`the window's user cannot reach ${profileFolder}: a folder above it is closed to others`);
  }
}
