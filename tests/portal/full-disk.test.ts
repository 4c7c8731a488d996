import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Enrolment } from '../../shared/portal-contract/trust.ts';
import { enrolKiosk, type PortalKiosk, type Sealed } from '../contracts/portal-kiosk.ts';
import { openSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { projectFolder } from './folders.ts';

/** The real portal on a really small file system: 507 by its code, nothing half done, and all of it once there is room. */

const megabyte = 1024 * 1024;
let disk: SmallDisk;
let portal: ChildProcess;
let address = '';
let kiosk: PortalKiosk;
const whole: Sealed[] = [];

beforeAll(async () => {
  const found = openSmallDisk(12 * megabyte);
  if (!found) throw new Error('This system allows no small file system, neither as root nor in a user namespace.');
  disk = found;
  const { program, env } = disk.runs(process.execPath);
  portal = spawn(program, [join(projectFolder, 'portal', 'server.ts')], {
    env: { ...process.env, ...env, PORTAL_DEMO: '1', PORTAL_PORT: '0', PORTAL_DATA: disk.folder },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const enrolmentFile = await new Promise<string>((done, fail) => {
    portal.once('exit', (code) => fail(new Error(`the portal ended with ${code}`)));
    createInterface({ input: portal.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const said = JSON.parse(line) as { listening?: string; enrolmentFile?: string };
      if (said.listening === undefined) return;
      address = said.listening;
      done(said.enrolmentFile ?? '');
    });
  });
  kiosk = await enrolKiosk(Enrolment.parse(JSON.parse(readFileSync(disk.seen(enrolmentFile), 'utf8'))));
}, 60_000);
afterAll(() => {
  portal?.kill('SIGKILL');
  disk?.close();
});

const receiptsIn = async (response: Response) => {
  const { filings } = (await response.json()) as { filings: { state: string; receipt?: string }[] };
  return filings.map(({ state }) => state);
};
const held = async () => ((await (await fetch(`${address}/test/filings`)).json()) as { count: number }).count;

async function sealedWithPart() {
  const part = await kiosk.sealPart(randomBytes(200_000), 'photo');
  return { part, sealed: await kiosk.seal({ papers: [part.page] }) };
}

test('while there is room, a filing with its part is received', async () => {
  const { part, sealed } = await sealedWithPart();
  expect((await kiosk.putPart(part.page.sha256, part.ciphertext)).status).toBe(201);
  expect(await receiptsIn(await kiosk.trySync({ filings: [sealed.filing] }))).toEqual(['received']);
  whole.push(sealed);
});

test('full, it answers 507 to parts and filings, keeps none of them and forgets none it has signed for', async () => {
  const { part, sealed } = await sealedWithPart();
  const many = await Promise.all(Array.from({ length: 40 }, () => kiosk.seal()));
  disk.fill(0);
  const putting = await kiosk.putPart(part.page.sha256, part.ciphertext);
  expect([putting.status, ((await putting.json()) as { code: string }).code]).toEqual([507, 'disk-full']);
  expect((await kiosk.send('HEAD', `/v1/parts/${part.page.sha256}`)).status).toBe(404);

  // A journal that lies on the disk already may take a few more: what is answered as received is there, the rest is not.
  const received: Sealed[] = [];
  let refused = 0;
  for (const one of many) {
    const answer = await kiosk.trySync({ filings: [one.filing] });
    if (answer.status === 200) {
      expect(await receiptsIn(answer)).toEqual(['received']);
      received.push(one);
    } else {
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([507, 'disk-full']);
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(0);
  whole.push(...received);
  expect(await held()).toBe(whole.length);

  disk.empty();
  // The same again, from the start: once each.
  expect((await kiosk.putPart(part.page.sha256, part.ciphertext)).status).toBe(201);
  for (const one of [sealed, ...many]) {
    expect(await receiptsIn(await kiosk.trySync({ filings: [one.filing] }))).toEqual(['received']);
  }
  expect(await held()).toBe(many.length + 2);
}, 60_000);
