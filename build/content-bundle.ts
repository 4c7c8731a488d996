import * as nodeCrypto from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { deflateSync } from 'node:zlib';
import { BuiltInContent, builtInContentName, type Content, readContent } from '../shared/catalogue/read-content.ts';
import { readForms } from '../shared/catalogue/read-forms.ts';
import type { Signing } from '../shared/dossier/cryptography.ts';
import { nativeCryptography } from '../shared/dossier/native-cryptography.ts';
import { writeContentBundle } from '../shared/portal-contract/content-bundle.ts';
import { PublicKey } from '../shared/portal-contract/trust.ts';
import { commandOptions } from './command-options.ts';
import { demoFolder, projectFolder } from './folders.ts';
import { say } from './say.ts';

const kinds = ['catalogue', 'forms', 'units'] as const;
const bestPacking = 9;

/**
 * `npm run catalogue -- pack [<folder>] [--data <portal's folder>] [--out <file>] [--version <number>]`: the folder's `catalogue/`,
 * `forms/` and `units/` (without one: this project's `assets`) as one signed bundle, read first as a kiosk will read it. It is put where the portal
 * finds it, or into the file named. Exit code 0 when it was written, 1 when something in it does not read, 2 for a wrong call.
 */
export async function packContentCommand(): Promise<number> {
  const { values: asked, positionals } = commandOptions({
    allowPositionals: true,
    options: { out: { type: 'string' }, data: { type: 'string' }, version: { type: 'string' } },
  });
  const caller = process.env.INIT_CWD ?? process.cwd();
  const [, named] = positionals;
  const folder = named === undefined ? join(projectFolder, 'assets') : resolve(caller, named);
  if (!existsSync(join(folder, 'catalogue'))) {
    say('Which folder? npm run catalogue -- pack <folder with catalogue/ and, if lists change, units/>');
    return 2;
  }
  const version = asked.version === undefined ? Math.floor(Date.now() / 1000) : Number(asked.version);
  if (!(Number.isSafeInteger(version) && version > 0)) {
    say('--version is a whole number from 1 on; a kiosk takes only a higher one than it has.');
    return 2;
  }
  const data = asked.data ? resolve(caller, asked.data) : (process.env.PORTAL_DATA ?? join(demoFolder(), 'portal'));
  const signing = signingOf(data);
  if (!signing) {
    say(`No portal has its keys in ${data}: nobody would believe the bundle. Name its folder with --data.`);
    return 2;
  }
  const files = contentFilesOf(folder);
  const problems = await problemsOf(files);
  for (const problem of problems) say(`  ! ${problem}`);
  if (problems.length > 0) {
    say('A kiosk would refuse it: no bundle was written.');
    return 1;
  }
  const bytes = await packContent(files, { version, signing });
  const out = asked.out ? resolve(caller, asked.out) : join(data, 'bundles', `noi-dung-${version}.dcc`);
  mkdirSync(dirname(out), { recursive: true });
  // In one step: the portal looks into its folder at any moment.
  writeFileSync(`${out}.new`, bytes);
  renameSync(`${out}.new`, out);
  say(
    `${relative(caller, out) || out}: version ${version}, ${Object.keys(files).length} files, ${(bytes.length / 1e6).toFixed(1)} MB`,
  );
  return 0;
}

/**
 * `npm run catalogue -- stamp`: says of this build's own catalogue and lists that they are newer than every bundle packed before now.
 * A test asks for it whenever they have changed.
 */
export function stampContentCommand(): number {
  const stamp = { version: Math.floor(Date.now() / 1000), sha256: contentDigest(contentFilesOf(assetsFolder)) };
  writeFileSync(join(assetsFolder, builtInContentName), `${JSON.stringify(BuiltInContent.parse(stamp), null, 2)}\n`);
  say(`assets/${builtInContentName}: version ${stamp.version}`);
  return 0;
}

const assetsFolder = join(projectFolder, 'assets');

/** By the names they have in a bundle; unread. */
export function contentFilesOf(folder: string): Record<string, string> {
  const named = kinds.flatMap((kind) => {
    const inside = join(folder, kind);
    if (!existsSync(inside) || !statSync(inside).isDirectory()) return [];
    const names = readdirSync(inside).filter((name) => name.endsWith('.json'));
    return names.sort().map((name) => [`${kind}/${name}`, readFileSync(join(inside, name), 'utf8')]);
  });
  return Object.fromEntries(named);
}

/** Of what a kiosk reads: the same content gives the same digest, however its files are laid out. */
export function contentDigest(files: Readonly<Record<string, string>>): string {
  const hash = nodeCrypto.createHash('sha256');
  for (const [name, text] of Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1)))
    hash.update(`${name}\n${JSON.stringify(JSON.parse(text))}\n`);
  return hash.digest('hex');
}

export function packContent(
  files: Readonly<Record<string, string>>,
  { version, signing }: { version: number; signing: Signing },
): Promise<Uint8Array<ArrayBuffer>> {
  const packed = Object.entries(files).map(
    ([name, text]) => [name, deflateSync(text, { level: bestPacking })] as const,
  );
  return writeContentBundle(
    { version, files: Object.fromEntries(packed) },
    { hashing: nativeCryptography(nodeCrypto).hashing, signing },
  );
}

async function problemsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const read: Record<string, unknown> = {};
  const notJson: string[] = [];
  for (const [name, text] of Object.entries(files)) {
    try {
      read[name] = JSON.parse(text);
    } catch {
      notJson.push(`${name} is not JSON`);
    }
  }
  const reading = await readContent(read, { builtInForms });
  return reading.ok ? notJson : [...notJson, ...reading.problems];
}

async function builtInForms(): Promise<Content['forms']> {
  const named = Object.entries(contentFilesOf(assetsFolder)).filter(([name]) => name.startsWith('forms/'));
  return readForms(Object.fromEntries(named.map(([name, text]) => [name, JSON.parse(text)]))).forms;
}

/** The config key of the portal whose folder this is: its kiosks believe no other. */
export function signingOf(data: string): Signing | undefined {
  const file = join(data, 'keys', 'config.json');
  if (!existsSync(file)) return undefined;
  const key = PublicKey.extend({ d: PublicKey.shape.x }).safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return key.success ? nativeCryptography(nodeCrypto).signing(key.data) : undefined;
}
