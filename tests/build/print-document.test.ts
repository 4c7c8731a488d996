import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hasPrinter, printDocument } from '../../electron/print-document.ts';

let folder: string;
const path = process.env.PATH;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'printer-'));
  process.env.PATH = `${folder}:${path}`;
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true });
});

function program(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

const slip = new Uint8Array(200_000).fill(65);

test('a slip goes to the default printer through a pipe', async () => {
  program('lpstat', 'echo "system default destination: lobby"');
  program('lp', `cat > ${folder}/printed`);
  expect(await hasPrinter()).toBe(true);
  expect(await printDocument(slip, 'slip')).toEqual({ printed: true });
  expect(readFileSync(join(folder, 'printed'))).toHaveLength(slip.length);
});

test('without a default printer nothing is sent', async () => {
  program('lpstat', 'echo "no system default destination"');
  program('lp', `touch ${folder}/printed`);
  expect(await printDocument(slip, 'slip')).toEqual({ printed: false, reason: 'no-printer' });
  expect(() => readFileSync(join(folder, 'printed'))).toThrow();
});

test('a printer that refuses the job is told apart from no printer', async () => {
  program('lpstat', 'echo "system default destination: lobby"');
  program('lp', 'exit 1');
  expect(await printDocument(slip, 'slip')).toEqual({ printed: false, reason: 'printer-failed' });
});

test('a machine without printing at all has no printer', async () => {
  process.env.PATH = folder;
  expect(await hasPrinter()).toBe(false);
  expect(await printDocument(slip, 'slip')).toEqual({ printed: false, reason: 'no-printer' });
});
