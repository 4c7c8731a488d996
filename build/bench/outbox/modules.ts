import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildOutboxPeer, bundleForBrowser } from '../../../tests/benchmarks/outbox-peer.ts';
import { projectFolder } from '../../folders.ts';
import { runProgram } from '../../run-program.ts';
import { SetUpProblem } from '../../say.ts';

/** Our outbox and the others, each as one file a page can import. Theirs are installed beside the project, never into it. */
export const peers = [
  'idb-strict',
  'idb-relaxed',
  'dexie',
  'dexie-strict',
  'workbox',
  'pouchdb',
  'rxdb',
  'localforage',
] as const;
export type Peer = (typeof peers)[number];
/** No peer: the shortest queue we know, which keeps one copy in the clear. */
export const limit = 'ref-log';
export const ours = 'ours';
export const oursWithoutSafe = 'ours-without-safe';
export type Outbox = Peer | typeof limit | typeof ours | typeof oursWithoutSafe;

const installLimitMs = 5 * 60_000;
const sources = join(projectFolder, 'tests', 'benchmarks', 'peers');
const installed = join(projectFolder, '.cache', 'bench-peers');

export async function buildModules(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const own = await buildOutboxPeer();
  for (const name of [ours, oursWithoutSafe]) writeFileSync(join(folder, `${name}.mjs`), own);
  await installPeers();
  for (const name of [...peers, limit]) {
    writeFileSync(join(folder, `${name}.mjs`), await bundleForBrowser(join(installed, `${name}.js`)));
  }
  writeFileSync(
    join(folder, 'own-queue.mjs'),
    await bundleForBrowser(join(projectFolder, 'tests', 'benchmarks', 'own-queue-in-browser.ts')),
  );
}

async function installPeers(): Promise<void> {
  const lock = readFileSync(join(sources, 'package-lock.json'), 'utf8');
  const mark = join(installed, 'installed.json');
  const isInstalled = existsSync(mark) && readFileSync(mark, 'utf8') === lock;
  cpSync(sources, installed, { recursive: true });
  if (isInstalled) return;
  const done = await runProgram('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: installed,
    limitMs: installLimitMs,
  });
  if (done.code !== 0) throw new SetUpProblem(`The peers could not be installed: ${done.output.trim().slice(-500)}`);
  writeFileSync(mark, lock);
}
