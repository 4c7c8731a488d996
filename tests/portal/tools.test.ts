import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { isPassword } from '../../portal/access/passwords.ts';
import { openSqlRegister } from '../../portal/register/sql-register.ts';
import { sqliteDialect } from '../../portal/register/sqlite.ts';
import { webVerifying } from '../../shared/dossier/web-cryptography.ts';
import { readCheckpoint, readSigned } from '../../shared/portal-contract/receipt.ts';
import { KioskConfig } from '../../shared/portal-contract/trust.ts';
import { enrolKiosk } from '../contracts/portal-kiosk.ts';
import { anEmbeddedPortal } from './an-embedded-portal.ts';
import { projectFolder } from './folders.ts';

const target = mkdtempSync(join(tmpdir(), 'portal-backup-'));
afterAll(() => rmSync(target, { recursive: true, force: true }));

test('a backup taken while the portal runs holds every case and part, and the checkpoint covers that and no more', async () => {
  const portal = await anEmbeddedPortal();
  const kiosk = await enrolKiosk(await portal.enrolment());
  const part = await kiosk.sealPart(new TextEncoder().encode('a page'), 'photo');
  await kiosk.putPart(part.page.sha256, part.ciphertext);
  const sealed = await kiosk.seal({ papers: [part.page] });
  await kiosk.sync({ filings: [sealed.filing] });

  expect(await run('backup.ts', [target], portal.dataFolder)).toContain('1 new parts, 1 new checkpoints');
  await kiosk.sync({ filings: [(await kiosk.seal()).filing] });
  expect(readdirSync(join(target, 'parts'))).toEqual([part.page.sha256]);
  expect(readdirSync(target)).not.toContain('keys');
  const copy = await openSqlRegister(sqliteDialect(join(target, 'register.db')));
  expect((await copy.findCase(sealed.filing.id))?.receipt).toBeTruthy();
  await copy.close();
  const { checkpoint = '' } = await kiosk.sync();
  const ports = { receiptKeys: kiosk.trust.receipt, verifying: webVerifying };
  expect((await readCheckpoint(checkpoint, { kiosk: kiosk.id }, ports))?.held).toEqual([[1, 1]]);
  await portal.close();
}, 60_000);

test('accounts made on the command line work: officers sign in, kiosks hear of new staff with their next sync', async () => {
  const portal = await anEmbeddedPortal();
  const kiosk = await enrolKiosk(await portal.enrolment());
  const officer = ['officer', '--user', 'duc', '--name', 'Nguyễn Minh Đức', '--unit', '00190'];
  const [, password = ''] = (await run('accounts.ts', officer, portal.dataFolder)).trim().split(': ');
  const known = await portal.ports.register.findOfficer('duc');
  expect(known && (await isPassword(password, known.password))).toBe(true);
  expect(known && (await isPassword(`${password}x`, known.password))).toBe(false);

  const staff = ['staff', '--role', 'attendant', '--name', 'Phạm Thu Hà'];
  const [, pin = ''] = (await run('accounts.ts', staff, portal.dataFolder)).trim().split(': ');
  expect(pin).toMatch(/^\d{6}$/);
  const { config = '' } = await kiosk.sync();
  const read = await readSigned('config', config, KioskConfig, kiosk.trust.config, webVerifying);
  expect(read?.version).toBe(2);
  expect(read?.staff).toEqual([expect.objectContaining({ name: 'Phạm Thu Hà', role: 'attendant' })]);
  expect(read?.staff[0] && (await isPassword(pin, read.staff[0].pin))).toBe(true);

  await expect(run('accounts.ts', ['officer', '--user', 'x'], portal.dataFolder)).rejects.toThrow();
  await portal.close();
}, 60_000);

test('the portal’s private keys can be read by their owner only', async () => {
  const portal = await anEmbeddedPortal();
  const folder = join(portal.dataFolder, 'keys');
  const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
  expect(new Set(modes)).toEqual(new Set([0o600]));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  await portal.close();
}, 60_000);

async function run(script: string, parameters: readonly string[], dataFolder: string): Promise<string> {
  const env = { ...process.env, PORTAL_DATA: dataFolder };
  const file = join(projectFolder, 'portal', script);
  return (await promisify(execFile)(process.execPath, [file, ...parameters], { env })).stdout;
}
