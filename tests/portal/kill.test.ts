import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { Enrolment } from '../../shared/portal-contract/trust.ts';
import { enrolKiosk, openKiosk, type PortalKiosk, type Sealed } from '../contracts/portal-kiosk.ts';
import { projectFolder } from './folders.ts';

const lookEveryMs = 5;
const mostLooks = 6_000;
const dataFolder = mkdtempSync(join(tmpdir(), 'portal-kill-'));
let running: ChildProcess | undefined;
afterAll(() => {
  running?.kill('SIGKILL');
  rmSync(dataFolder, { recursive: true, force: true });
});

test('every receipt a portal gave before kill -9 is in its register after it, byte for byte, and nothing is there twice', async () => {
  const kills = 4;
  let address = await startPortal(0);
  const enrolment = Enrolment.parse(JSON.parse(readFileSync(join(dataFolder, 'enrolment.json'), 'utf8')));
  let kiosk = await enrolKiosk(enrolment);
  const sent: Sealed[] = [];
  const receipts = new Map<string, string>();

  for (let round = 0; round < kills; round += 1) {
    // The first cut may come before anything was received; the others come while receipts are being given, however slow
    // the machine is.
    const known = receipts.size;
    const cutSoon = async () => {
      for (let looks = 0; round > 0 && receipts.size === known && looks < mostLooks; looks += 1)
        await wait(lookEveryMs);
      await wait(10 + 60 * round);
      running?.kill('SIGKILL');
    };
    await Promise.all([cutSoon(), fileUntilCut(kiosk, sent, receipts)]);
    await ended();
    address = await startPortal(Number(new URL(address).port));
    kiosk = await openKiosk(kiosk.identity);
  }

  expect(receipts.size).toBeGreaterThan(0);
  for (const sealed of sent) await sendWhole(kiosk, sealed, receipts);
  const { count, filings } = await (await fetch(`${address}/test/filings`)).json();
  expect(count).toBe(sent.length);
  expect(new Set(filings.map(({ code }: { code: string }) => code)).size).toBe(count);
}, 120_000);

/** One filing after another, each with a part, until the portal is gone. */
async function fileUntilCut(kiosk: PortalKiosk, sent: Sealed[], receipts: Map<string, string>): Promise<void> {
  try {
    for (let number = 0; number < 10_000; number += 1) {
      const part = await kiosk.sealPart(new TextEncoder().encode(`page ${sent.length}`), 'photo');
      const sealed = await kiosk.seal({ papers: [part.page] });
      sent.push(sealed);
      parts.set(sealed.filing.id, part.ciphertext);
      await sendWhole(kiosk, sealed, receipts);
    }
  } catch (error) {
    if (!isCut(error)) throw error;
  }
}

const parts = new Map<string, Uint8Array>();

/** A receipt given once must be the one given for ever. */
async function sendWhole(kiosk: PortalKiosk, sealed: Sealed, receipts: Map<string, string>): Promise<void> {
  const { id } = sealed.filing;
  let [result] = (await kiosk.sync({ filings: [sealed.filing] })).filings;
  if (result?.state === 'parts-missing') {
    // After a kill a receipted filing never asks for its parts again.
    expect(receipts.has(id)).toBe(false);
    await kiosk.putPart(result.parts[0] as string, parts.get(id) as Uint8Array);
    [result] = (await kiosk.sync({ filings: [sealed.filing] })).filings;
  }
  if (result?.state !== 'received') throw new Error(`not received: ${JSON.stringify(result)}`);
  expect(await kiosk.readReceipt(result.receipt, sealed)).toBeDefined();
  expect(receipts.get(id) ?? result.receipt).toBe(result.receipt);
  receipts.set(id, result.receipt);
}

function isCut(error: unknown): boolean {
  return error instanceof TypeError || (error as { name?: string }).name === 'SyntaxError';
}

function startPortal(port: number): Promise<string> {
  const portal = spawn(process.execPath, [join(projectFolder, 'portal', 'server.ts')], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, PORTAL_PORT: String(port), PORTAL_DATA: dataFolder, PORTAL_DEMO: '1' },
  });
  running = portal;
  return new Promise((done, fail) => {
    portal.once('exit', (code) => fail(new Error(`the portal ended at once (${code})`)));
    createInterface({ input: portal.stdout }).once('line', (line) => done(JSON.parse(line).listening));
  });
}

async function ended(): Promise<void> {
  const portal = running;
  if (!portal || portal.exitCode !== null || portal.signalCode !== null) return;
  await new Promise((done) => portal.once('exit', done));
}
