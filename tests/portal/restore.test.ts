import { execFile } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { TokenAnswer } from '../../shared/portal-contract/messages.ts';
import { enrolKiosk, openKiosk, type PortalKiosk } from '../contracts/portal-kiosk.ts';
import { anEmbeddedPortal } from './an-embedded-portal.ts';
import { projectFolder } from './folders.ts';

const folder = mkdtempSync(join(tmpdir(), 'portal-restore-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const morningMs = Date.parse('2026-11-21T03:00:00Z');

test('a portal restored from its backup while its clock stands back takes back what it lost, and gives no code twice', async () => {
  const [dataFolder, backup] = [join(folder, 'data'), join(folder, 'backup')];
  let nowMs = morningMs;
  const start = () => anEmbeddedPortal({ dataFolder, clock: { nowMs: () => nowMs } });

  const first = await start();
  let kiosk = await enrolKiosk(await first.enrolment());
  await carryToken(kiosk, nowMs);
  const kept = (await kiosk.seal()).filing;
  await kiosk.sync({ filings: [kept] });
  await promisify(execFile)(process.execPath, [join(projectFolder, 'portal', 'backup.ts'), backup], {
    env: { ...process.env, PORTAL_DATA: dataFolder },
  });
  nowMs += 5 * 60_000;
  const lost = (await kiosk.seal()).filing;
  await kiosk.sync({ filings: [lost] });
  const lostCode = await codeOf(first, lost.id);
  await first.close();

  // As an operator restores: the register and the parts of the copy, and the keys where they always were.
  for (const ending of ['', '-wal', '-shm']) rmSync(join(dataFolder, `register.db${ending}`), { force: true });
  copyFileSync(join(backup, 'register.db'), join(dataFolder, 'register.db'));
  cpSync(join(backup, 'parts'), join(dataFolder, 'parts'), { recursive: true });

  // Just where a clock makes the number that was given before: without the mark this code would be the lost one.
  nowMs = morningMs + 5 * 60_000;
  const again = await start();
  kiosk = await openKiosk({ ...kiosk.identity, portal: again.url });
  await carryToken(kiosk, nowMs);
  expect(await again.ports.register.findCase(lost.id)).toBeUndefined();
  const other = (await kiosk.seal()).filing;
  await kiosk.sync({ filings: [other, lost, kept] });
  const codes = [await codeOf(again, other.id), await codeOf(again, lost.id), await codeOf(again, kept.id)];
  expect(codes).not.toContain(lostCode);
  expect(new Set(codes).size).toBe(3);
  await again.close();
}, 60_000);

/** By the portal's clock, which is not this machine's. */
async function carryToken(kiosk: PortalKiosk, nowMs: number): Promise<void> {
  const reply = await kiosk.askToken(await kiosk.assertion({ atSeconds: Math.floor(nowMs / 1000) }));
  kiosk.carryToken(TokenAnswer.parse(await reply.json()).access_token);
}

async function codeOf({ ports }: Awaited<ReturnType<typeof anEmbeddedPortal>>, filing: string): Promise<string> {
  return (await ports.register.findCase(filing))?.code ?? 'not here';
}
