import { spawnSync } from 'node:child_process';
import * as nodeCrypto from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openKeyFiles } from '../../portal/keys/key-files.ts';
import { nativeCryptography } from '../../shared/dossier/native-cryptography.ts';
import { builtInFiles, withOtherForm } from './content-files.ts';

/** `npm run catalogue -- pack` as it is called, over real files. */
const { signing } = nativeCryptography(nodeCrypto);
const root = mkdtempSync(join(tmpdir(), 'diem-cham-content-'));
const data = join(root, 'portal');
const feedback = { 'catalogue/feedback.json': builtInFiles['catalogue/feedback.json'] ?? '' };

beforeAll(async () => {
  await openKeyFiles(join(data, 'keys'), { nowIso: '2026-11-22T00:00:00Z', signing });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('a service whose form lies in this build or beside it is packed; one whose form is nowhere is named, and nothing is written', () => {
  expect(packing('built-in', feedback)).toMatchObject({ status: 0, isWritten: true });
  expect(packing('brought', withOtherForm(feedback, { isBrought: true }))).toMatchObject({
    status: 0,
    isWritten: true,
  });
  const refused = packing('nowhere', withOtherForm(feedback, { isBrought: false }));
  expect(refused).toMatchObject({ status: 1, isWritten: false });
  expect(refused.stdout).toContain('feedback: version 2026.1, form heard: there is no such form');
  expect(refused.stdout).toContain('no bundle was written');
}, 60_000);

function packing(name: string, files: Readonly<Record<string, string>>) {
  const folder = join(root, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const out = join(root, `${name}.dcc`);
  const command = join(import.meta.dirname, '../../build/catalogue.ts');
  const called = [command, 'pack', folder, '--data', data, '--out', out];
  const { status, stdout } = spawnSync(process.execPath, called, { encoding: 'utf8' });
  return { status, stdout, isWritten: existsSync(out) };
}
