import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { rescueSafe } from '../../electron/shell/carrying/rescue-safe.ts';
import type { Disk } from '../../electron/shell/safe/disk.ts';
import { decodeFrame } from '../../electron/shell/safe/frame.ts';
import { nodeDisk } from '../../electron/shell/safe/node-disk.ts';
import { readRecord } from '../../electron/shell/safe/records.ts';
import { hashPassword } from '../../portal/access/passwords.ts';
import type { SyncAnswer } from '../../shared/portal-contract/messages.ts';
import type { CarryState } from '../../shared/shell-contract/carry.ts';
import type { FromSafeAnswer, Owed, SafeFilings, ShellState } from '../../shared/shell-contract/messages.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { aKiosk, type TestKiosk } from './a-kiosk.ts';

/** A disk that grows old: one place of it cannot be read any more (EIO). */
let portal: EmbeddedPortal;
let kiosk: TestKiosk;
let stick: string;
let bad: { readonly file: string; readonly from: number; readonly to: number } | undefined;

beforeAll(async () => {
  portal = await anEmbeddedPortal();
  const pin = await hashPassword('123456', portal.ports.dice);
  await portal.ports.register.addStaff({ id: 'staff-1', name: 'Phạm Thu Hà', role: 'attendant', pin });
});
afterAll(() => portal.close());
beforeEach(async () => {
  bad = undefined;
  stick = await mkdtemp(join(tmpdir(), 'stick-'));
  kiosk = await aKiosk({ portal, disk: ageing, stickFolder: stick });
});
afterEach(async () => {
  await kiosk.close();
  await rm(stick, { recursive: true, force: true });
});

const ageing: Disk = {
  ...nodeDisk,
  async read(path, range) {
    const [from, to] = [range?.from ?? 0, (range?.from ?? 0) + (range?.length ?? Number.POSITIVE_INFINITY)];
    if (bad && path.endsWith(bad.file) && from < bad.to && to > bad.from) {
      throw Object.assign(new Error('EIO'), { code: 'EIO' });
    }
    return nodeDisk.read(path, range);
  },
};

/** A sector in the middle of this filing's record goes. */
async function spoil(id: string): Promise<void> {
  const file = '00000001.segment';
  const bytes = (await nodeDisk.read(join(kiosk.folder, 'safe', 'log', file))) ?? new Uint8Array(0);
  for (let from = 0; from < bytes.length; ) {
    const read = decodeFrame(bytes.subarray(from));
    if (typeof read !== 'object' || !('frame' in read)) throw new Error('the segment is not whole');
    const record = readRecord(read.frame.meta);
    if (record?.type === 'filed' && record.filing.id === id) bad = sectorIn(file, from + read.length / 2);
    from += read.length;
  }
  if (!bad) throw new Error('the filing is not in the segment');
}

function sectorIn(file: string, at: number) {
  const from = Math.floor(at / 512) * 512;
  return { file, from, to: from + 512 };
}

async function fileThree(): Promise<[string, string, string]> {
  const filed = [await kiosk.file(), await kiosk.file(), await kiosk.file()];
  return filed.map(({ filing }) => filing.id) as [string, string, string];
}

test('a filing the disk can no longer read holds up none of the others', async () => {
  const [one, two, three] = await fileThree();
  await spoil(two);
  const asked = await kiosk.get<FromSafeAnswer>('POST', '/shell/sync', { filings: [one, two, three] });
  expect(asked).toEqual({ notInSafe: [two] });
  const sent = await kiosk.get<{ kept: string[] }>('POST', '/shell/sync', { filings: [one, three] });
  expect(sent.kept).toEqual([one, three]);

  const { filings } = await kiosk.get<SafeFilings>('GET', '/shell/filings?after=0&limit=10');
  expect(filings.map(({ id, receipt, body }) => [id, receipt !== null, body !== null])).toEqual([
    [one, true, false],
    [two, false, false],
    [three, true, false],
  ]);
});

test('a photo the disk can no longer read is called damaged, for a person to see, not tried for ever', async () => {
  const { page } = await kiosk.putPart('một tấm ảnh');
  await kiosk.file({ papers: [page] });
  bad = { file: page.sha256, from: 0, to: 1 };
  expect(await kiosk.code('POST', `/shell/parts/${page.sha256}/send`)).toBe('part-hash-wrong');
});

test('what is copied to a stick goes on past a filing and a photo that cannot be read, and names both', async () => {
  const { page } = await kiosk.putPart('một tấm ảnh');
  const withPhoto = await kiosk.file({ papers: [page] });
  const [, two] = await fileThree();
  const slips = (await kiosk.get<SafeFilings>('GET', '/shell/filings?after=0&limit=10')).filings;
  await spoil(two);
  const part = join(kiosk.folder, 'safe', 'parts', page.sha256);
  const changed = new Uint8Array(page.bytes).fill(7);
  expect(createHash('sha256').update(changed).digest('hex')).not.toBe(page.sha256);
  await writeFile(part, changed);

  await kiosk.get('POST', '/shell/staff/sign-in', { role: 'attendant', pin: '123456' });
  const place = (await kiosk.get<CarryState>('GET', '/shell/carry')).sticks[0];
  await kiosk.get('POST', '/shell/carry', { stick: place?.id });
  let { work } = await kiosk.get<CarryState>('GET', '/shell/carry');
  for (let looks = 0; work.state === 'writing' && looks < 500; looks += 1) {
    await new Promise((again) => setTimeout(again, 10));
    ({ work } = await kiosk.get<CarryState>('GET', '/shell/carry'));
  }
  expect(work).toMatchObject({
    state: 'done',
    filings: 3,
    left: [
      { id: withPhoto.filing.id, why: 'part-missing' },
      { id: two, slip: slips.find(({ id }) => id === two)?.slip, why: 'body-damaged' },
    ],
  });
});

test('the kiosk starts past a place it cannot read, sends the others, and has the place back when it can be read', async () => {
  const [one, two, three] = await fileThree();
  await spoil(two);
  kiosk = await kiosk.restart();
  const sent = await kiosk.get<{ kept: string[] }>('POST', '/shell/sync', { filings: [one, three] });
  expect(sent.kept).toEqual([one, three]);

  bad = undefined;
  kiosk = await kiosk.restart();
  const { filings } = await kiosk.get<SafeFilings>('GET', '/shell/filings?after=0&limit=10');
  expect(filings.map(({ id, body }) => [id, body !== null])).toEqual([
    [one, false],
    [two, true],
    [three, false],
  ]);
});

test('where the end of the log cannot be read the kiosk does not go on behind it: what was filed last would never count', async () => {
  const [one, two, three] = await fileThree();
  await spoil(three);
  await expect(kiosk.restart()).rejects.toThrow('cannot be read');
  bad = undefined;
  kiosk = await kiosk.restart();
  const { filings } = await kiosk.get<SafeFilings>('GET', '/shell/filings?after=0&limit=10');
  expect(filings.map(({ id, body }) => [id, body !== null])).toEqual([one, two, three].map((id) => [id, true]));
});

test('a dead kiosk is rescued past a place of its disk that cannot be read', async () => {
  const [one, two, three] = await fileThree();
  await spoil(two);
  const { source } = await rescueSafe(ageing, join(kiosk.folder, 'safe'), '2026-11-22T00:00:00.000Z');
  const found = await Promise.all(source.filings.map(async ({ id }) => [id, typeof (await source.filing(id))]));
  expect(found).toEqual([
    [one, 'object'],
    [three, 'object'],
  ]);
});

test('two who tap at once copy once', async () => {
  await fileThree();
  await kiosk.get('POST', '/shell/staff/sign-in', { role: 'attendant', pin: '123456' });
  const place = (await kiosk.get<CarryState>('GET', '/shell/carry')).sticks[0];
  const both = await Promise.all([1, 2].map(() => kiosk.ask('POST', '/shell/carry', { stick: place?.id })));
  expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
});

test('a filing whose record was lost is received all the same: the outbox brings it, its receipt is kept, a forged one is not', async () => {
  const [one, two] = await fileThree();
  const before = await kiosk.get<SafeFilings>('GET', '/shell/filings?after=0&limit=10');
  const body = before.filings.find(({ id }) => id === two)?.body;
  await damage(two);
  kiosk = await kiosk.restart();
  const after = await kiosk.get<SafeFilings>('GET', '/shell/filings?after=0&limit=10');
  expect(after.filings.map(({ id }) => id)).not.toContain(two);
  expect(await kiosk.get('POST', '/shell/sync', { filings: [two] })).toEqual({ notInSafe: [two] });

  const { id, trustVersion, configVersion } = (await kiosk.get<ShellState>('GET', '/shell/state')).kiosk ?? never();
  const { head } = await kiosk.get<Owed>('GET', '/shell/owed');
  const known = { trustVersion, configVersion };
  const rest = { contract: 1, kiosk: id, head, withdrawals: [], ratings: [], following: [], known };
  const answer = await kiosk.get<SyncAnswer>('POST', '/portal/v1/sync', { ...rest, filings: [body] });
  const [result] = answer.filings;
  if (result?.state !== 'received') throw new Error(`not received: ${result?.state}`);
  const keep = (filing: string) =>
    kiosk.get('POST', '/shell/receipts', { receipts: [{ id: filing, receipt: result.receipt }] });
  expect(await keep(two)).toEqual({ kept: [two], refused: [] });
  expect(await keep('0'.repeat(64))).toEqual({ kept: [], refused: ['0'.repeat(64)] });
  expect(await keep(one)).toEqual({ kept: [], refused: [one] });
});

/** A byte of this filing's record turns. */
async function damage(id: string): Promise<void> {
  await spoil(id);
  if (!bad) return;
  const path = join(kiosk.folder, 'safe', 'log', bad.file);
  const bytes = Buffer.from((await nodeDisk.read(path)) ?? new Uint8Array(0));
  bytes[bad.from + 100] = (bytes[bad.from + 100] ?? 0) ^ 0xff;
  await writeFile(path, bytes);
  bad = undefined;
}

function never(): never {
  throw new Error('the kiosk is not provisioned');
}
