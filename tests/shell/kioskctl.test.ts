import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { nodeDisk } from '../../electron/shell/safe/node-disk.ts';
import { projectFolder } from '../portal/folders.ts';
import { aFiling, openTestSafe, partOf, sha256 } from './a-filing.ts';

const run = promisify(execFile);

async function kioskctl(...parameters: string[]): Promise<{ code: number; out: string }> {
  try {
    const { stdout } = await run(process.execPath, [join(projectFolder, 'electron', 'kioskctl.ts'), ...parameters]);
    return { code: 0, out: stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { code, out: stdout };
  }
}

test('status counts and verify passes; one changed byte, a missing part and a cut record are found', async () => {
  const profile = await mkdtemp(join(tmpdir(), 'profile-'));
  const safe = await openTestSafe({ disk: nodeDisk, folder: join(profile, 'safe') });
  const part = partOf('a photo');
  await safe.parts.keep(part.sha256, part.bytes);
  for (const parts of [[], [{ sha256: part.sha256, bytes: part.bytes.length }]]) {
    const { facts, filing } = aFiling(safe, { parts, body: `AAAA${parts.length}AAA` });
    await safe.file({ ...facts, bodySha256: sha256(Buffer.from(filing.ciphertext, 'base64url')) }, filing);
  }
  await safe.close();
  const segment = join(profile, 'safe', 'log', '00000001.segment');
  const whole = await readFile(segment);

  const { out } = await kioskctl('status', profile);
  expect(out).toMatch(/^filings +2$/m);
  expect(out).toMatch(/^waiting {2}A6-0001/m);
  expect(await kioskctl('verify', profile)).toMatchObject({ code: 0, out: expect.stringMatching(/^whole: 2 records/) });

  await writeFile(segment, whole.subarray(0, whole.length - 5));
  expect(await kioskctl('verify', profile)).toMatchObject({
    code: 0,
    out: expect.stringContaining('note   torn-tail'),
  });
  const rotten = Buffer.from(whole);
  rotten[400] = (rotten[400] ?? 0) ^ 1;
  await writeFile(segment, rotten);
  expect(await kioskctl('verify', profile)).toMatchObject({ code: 1, out: expect.stringContaining('WRONG  damaged') });
  await writeFile(segment, whole);
  await rm(join(profile, 'safe', 'parts', part.sha256));
  expect(await kioskctl('verify', profile)).toMatchObject({ code: 1, out: expect.stringContaining('part missing') });
  expect((await kioskctl('nonsense')).code).toBe(2);
  await rm(profile, { recursive: true });
}, 60_000);
