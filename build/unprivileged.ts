import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, isRoot } from './folders.ts';
import { say } from './say.ts';

/**
 * Chromium refuses its sandbox to root. Started as root, the window therefore runs as an unprivileged user, so that
 * tests and demo run with the same sandbox as a kiosk (docs/decisions/0003-sandbox-and-root.md).
 */

export type Sandbox = 'namespaces' | 'setuid' | 'none';

interface WindowUser {
  readonly uid: number;
  readonly gid: number;
}

/** Whom the window runs as; undefined when that is simply the caller. */
export function findWindowUser(): WindowUser | undefined {
  if (!isRoot) return undefined;
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name === 'nobody') return { uid: Number(uid), gid: Number(gid) };
  }
  return { uid: 65_534, gid: 65_534 };
}

/** Gives a file or folder, and all in it, to the user the window runs as. Nothing to do unless started as root. */
export function giveToWindowUser(path: string): void {
  const user = findWindowUser();
  if (user === undefined || !existsSync(path)) return;
  chownSync(path, user.uid, user.gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveToWindowUser(join(path, name));
}

/** Whether the user the window runs as may read this path. */
export function isReadableByWindow(path: string): boolean {
  const user = findWindowUser();
  if (user === undefined) return true;
  return spawnSync('setpriv', [...asUser(user), '--', 'test', '-r', path], { stdio: 'ignore' }).status === 0;
}

/**
 * Finds which of Chromium's sandboxes works for the window's user, trying the real thing: a user namespace with rights
 * inside it (systems that restrict these let `unshare` begin and refuse the rest), else the setuid helper when root can
 * set it up. Says one line only when there is none.
 */
export function prepareSandbox(runtimeFolder: string): Sandbox {
  const sandbox = namespacesWork() ? 'namespaces' : setuidHelperWorks(runtimeFolder) ? 'setuid' : 'none';
  if (sandbox === 'none') say('Sandbox: off, because this system allows neither user namespaces nor the setuid helper');
  writeFileSync(sandboxNote(), sandbox);
  return sandbox;
}

/** What `prepareSandbox` found. */
export function getSandbox(): Sandbox {
  return readFileSync(sandboxNote(), 'utf8') as Sandbox;
}

/** The words before a program's own that make it run as the window's user, without core dumps. */
export function asWindowUser(): readonly string[] {
  const user = findWindowUser();
  return user === undefined ? [] : ['setpriv', ...asUser(user), '--'];
}

function asUser(user: WindowUser): readonly string[] {
  return [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
}

function sandboxNote(): string {
  return join(cacheFolder(), `sandbox-${process.getuid?.() ?? 0}`);
}

function namespacesWork(): boolean {
  const words = [...asWindowUser(), 'unshare', '--user', '--map-root-user', '--net', '--pid', '--fork', 'true'];
  const [program = 'unshare', ...parameters] = words;
  return spawnSync(program, parameters, { stdio: 'ignore', cwd: '/', timeout: 10_000 }).status === 0;
}

function setuidHelperWorks(runtimeFolder: string): boolean {
  const helper = join(runtimeFolder, 'chrome-sandbox');
  if (!existsSync(helper)) return false;
  if (isRoot) {
    chownSync(helper, 0, 0);
    chmodSync(helper, 0o4755);
  }
  const found = lstatSync(helper);
  return found.uid === 0 && (found.mode & 0o4000) !== 0;
}
