import * as nodeCrypto from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { z } from 'zod';
import type { ImportReason } from '../shared/catalogue/import-guide.ts';
import { type Imported, importGuides, type RecordFile } from '../shared/catalogue/import-guides.ts';
import { nativeCryptography } from '../shared/dossier/native-cryptography.ts';
import { guideBundleName } from '../shared/portal-contract/guide-bundle.ts';
import { PublicKey } from '../shared/portal-contract/trust.ts';
import { commandOptions } from './command-options.ts';
import { demoFolder } from './folders.ts';
import { makeGuideBundle } from './guide-bundle.ts';
import { say } from './say.ts';

/** No record of the database comes near it. */
const recordBytes = 8 * 1024 * 1024;

/**
 * `npm run catalogue -- import <folder> [--out <file>] [--data <portal's folder>] [--version <number>] [--report <file>]`: records of
 * the national procedure database become guide entries in one signed bundle. What could not be read is told record by record. Exit
 * code 0 when a bundle was written, 1 when there was nothing to write, 2 for a wrong call.
 *
 * The version is the second in which the newest record was changed, so that newer records replace older ones by themselves.
 */
export async function importGuidesCommand(): Promise<number> {
  const { values: asked, positionals } = commandOptions({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      data: { type: 'string' },
      version: { type: 'string' },
      report: { type: 'string' },
    },
  });
  const caller = process.env.INIT_CWD ?? process.cwd();
  const [, named] = positionals;
  const folder = named === undefined ? undefined : resolve(caller, named);
  if (folder === undefined || !existsSync(folder) || !statSync(folder).isDirectory()) {
    say('Which folder? npm run catalogue -- import <folder with one JSON file a record>');
    return 2;
  }
  const given = asked.version === undefined ? undefined : Number(asked.version);
  if (given !== undefined && !(Number.isSafeInteger(given) && given > 0)) {
    say('--version is a whole number from 1 on; a kiosk takes only a higher one than it has.');
    return 2;
  }
  const data = asked.data ? resolve(caller, asked.data) : (process.env.PORTAL_DATA ?? join(demoFolder(), 'portal'));
  const keyFile = join(data, 'keys', 'config.json');
  const key = existsSync(keyFile) ? PrivateKey.safeParse(jsonOf(keyFile)) : undefined;
  if (!key?.success) {
    say(`No portal has its keys in ${data}: nobody would believe the bundle. Name its folder with --data.`);
    return 2;
  }

  const imported = importGuides(filesOf(folder));
  tell(imported);
  if (asked.report) writeFileSync(resolve(caller, asked.report), `${JSON.stringify(imported.lines, null, 2)}\n`);
  if (imported.entries.length === 0) {
    say('No record could be read: no bundle was written.');
    return 1;
  }
  const version = given ?? Math.max(1, Math.floor(imported.newestMs / 1000));
  const signing = nativeCryptography(nodeCrypto).signing(key.data);
  const { bytes, manifest } = await makeGuideBundle(imported.entries, { version, signing });
  const out = resolve(caller, asked.out ?? guideBundleName);
  writeFileSync(out, bytes);
  say(
    `${relative(caller, out) || out}: version ${version}, ${imported.entries.length} guide entries, ${(bytes.length / 1e6).toFixed(1)} MB, index ${manifest.index.sha256.slice(0, 16)}`,
  );
  return 0;
}

const PrivateKey = PublicKey.extend({ d: z.string() });

function filesOf(folder: string): RecordFile[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((each) => each.isFile() && each.name.endsWith('.json'))
    .map(({ name }) => {
      const path = join(folder, name);
      // What cannot be read is no JSON either, and is told as such.
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > recordBytes) return { name, text: 'too-large' };
      try {
        return { name, text: readFileSync(path, 'utf8') };
      } catch {
        return { name, text: '' };
      }
    });
}

const sentences: Readonly<Record<ImportReason, string>> = {
  'not-json': 'is no JSON',
  'too-large': 'is larger than any record',
  'not-a-record': 'is no record of a procedure',
  'no-code': 'has no code of a procedure',
  'no-name': 'has no name',
  'same-code': 'another record of this code is as new or newer',
  'wrong-type': 'is not what the database publishes there',
  cut: 'is longer than a screen can say, and was cut',
  'not-stated': 'is not stated',
  disagrees: 'says something else than the record’s beginning',
};

function tell({ entries, lines }: Imported): void {
  for (const { file, at, reason, isLost } of lines) {
    say(`  ${isLost ? '!' : '·'} ${file}${at === '' ? '' : ` ${at}`}: ${sentences[reason]}`);
  }
  const lost = new Set(lines.filter(({ isLost }) => isLost).map(({ file }) => file)).size;
  const partly = new Set(lines.filter(({ isLost }) => !isLost).map(({ file }) => file)).size;
  say(`${entries.length} records read, ${partly} of them in part; ${lost} could not be read`);
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
