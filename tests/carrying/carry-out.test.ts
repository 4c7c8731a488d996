import { createReadStream, readdirSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mountPoints } from '../../electron/shell/carrying/stick-places.ts';
import type { Disk } from '../../electron/shell/safe/disk.ts';
import { nodeDisk } from '../../electron/shell/safe/node-disk.ts';
import { hashPassword } from '../../portal/access/passwords.ts';
import { importCarried } from '../../portal/intake/import-file.ts';
import type { CarryState } from '../../shared/shell-contract/carry.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { aKiosk, type TestKiosk } from '../shell/a-kiosk.ts';
import { syncOnce } from './a-kiosk-at-a-portal.ts';

let portal: EmbeddedPortal;
let kiosk: TestKiosk;
let stick: string;
let fault: ((call: 'append' | 'sync' | 'rename', appended: number) => string | undefined) | undefined;

beforeAll(async () => {
  portal = await anEmbeddedPortal();
  const pin = await hashPassword('123456', portal.ports.dice);
  await portal.ports.register.addStaff({ id: 'staff-1', name: 'Phạm Thu Hà', role: 'attendant', pin });
});
afterAll(() => portal.close());
beforeEach(async () => {
  stick = await mkdtemp(join(tmpdir(), 'stick-'));
  fault = undefined;
  kiosk = await aKiosk({ portal, stickFolder: stick, disk: withStick() });
});
afterEach(async () => {
  await kiosk.close();
  await rm(stick, { recursive: true, force: true });
});

/** The real disk; what is below the stick can fail as a stick does. */
function withStick(): Disk {
  const fail = (call: 'append' | 'sync' | 'rename', path: string, appended = 0) => {
    const code = path.startsWith(stick) ? fault?.(call, appended) : undefined;
    if (code) throw Object.assign(new Error(code), { code });
  };
  return {
    ...nodeDisk,
    async rename(from, to) {
      fail('rename', to);
      await nodeDisk.rename(from, to);
    },
    async openForAppend(path) {
      const file = await nodeDisk.openForAppend(path);
      let appended = 0;
      return {
        ...file,
        async append(bytes) {
          appended += bytes.length;
          fail('append', path, appended);
          await file.append(bytes);
        },
        async sync() {
          fail('sync', path);
          await file.sync();
        },
      };
    },
  };
}

const signIn = () => kiosk.get('POST', '/shell/staff/sign-in', { role: 'attendant', pin: '123456' });
const look = () => kiosk.get<CarryState>('GET', '/shell/carry');

async function carry(): Promise<CarryState['work']> {
  const [place] = (await look()).sticks;
  await kiosk.get('POST', '/shell/carry', { stick: place?.id });
  const giveUpAt = performance.now() + 10_000;
  for (;;) {
    const { work } = await look();
    if (work.state !== 'writing') return work;
    if (performance.now() > giveUpAt) throw new Error('the copy did not end');
    await new Promise((again) => setTimeout(again, 10));
  }
}

async function onStick(): Promise<string[]> {
  return (await readdir(stick)).sort();
}

describe('filings onto a stick', () => {
  test('only for signed-in staff, and only what is owed; the portal takes it in, and the kiosk then gets its receipts', async () => {
    expect(await kiosk.code('GET', '/shell/carry')).toBe('not-signed-in');
    expect(await kiosk.code('POST', '/shell/carry', { stick: '0'.repeat(32) })).toBe('not-signed-in');
    await signIn();
    const [place] = (await look()).sticks;
    expect(await kiosk.code('POST', '/shell/carry', { stick: place?.id })).toBe('nothing-to-carry');

    const sent = await kiosk.file();
    await syncOnce(kiosk);
    const { page, ciphertext } = await kiosk.putPart('một tấm ảnh');
    const owed = [await kiosk.file({ papers: [page] }), await kiosk.file()];
    expect(await look()).toMatchObject({ filings: 2, sticks: [{ name: 'USB' }], work: { state: 'none' } });
    expect((await look()).bytes).toBeGreaterThan(ciphertext.length);
    expect(await kiosk.code('POST', '/shell/carry', { stick: '0'.repeat(32) })).toBe('no-stick');
    const meanwhile: string[] = [];
    fault = () => {
      meanwhile.push(...readdirSync(stick));
      return undefined;
    };
    const done = await carry();
    // Until all of it is synced, no name on the stick looks like a whole file.
    expect(meanwhile.length).toBeGreaterThan(0);
    expect(meanwhile.filter((name) => !name.endsWith('.unfinished'))).toEqual([]);
    expect(done).toMatchObject({ state: 'done', filings: 2, left: [] });
    const [name = ''] = await onStick();
    expect(name).toMatch(/^diem-cham-A\d+-\d{6}-1\.carried$/);

    const report = await importCarried(createReadStream(join(stick, name)), portal.ports);
    expect([report.file, report.fresh.map(({ id }) => id)]).toEqual(['whole', owed.map(({ filing }) => filing.id)]);
    const answer = await syncOnce(kiosk);
    expect(answer.filings.map(({ state }) => state)).toEqual(['received', 'received']);
    expect(await portal.ports.register.findCases([sent.filing.id])).toHaveLength(1);
    expect(await look()).toMatchObject({ filings: 0 });
  });

  for (const [what, code, when] of [
    ['full', 'ENOSPC', 'append'],
    ['full', 'EFBIG', 'append'],
    ['read-only', 'EROFS', 'append'],
    ['gone', 'EIO', 'append'],
    ['gone', 'ENODEV', 'sync'],
    ['gone', 'ENOENT', 'rename'],
  ] as const) {
    test(`a stick that is ${what} (${code} at ${when}) gives one clear answer and no file that looks whole; the next try works`, async () => {
      await signIn();
      await kiosk.file();
      fault = (call) => (call === when ? code : undefined);
      expect(await carry()).toEqual({ state: 'failed', code: `stick-${what}` });
      expect(await onStick()).toEqual([]);
      fault = undefined;
      expect(await carry()).toMatchObject({ state: 'done', filings: 1 });
      expect(await onStick()).toHaveLength(1);
    });
  }

  test('a stick pulled out while half of the file is there: what lies on it has no name of a whole file, and goes with the next copy', async () => {
    await signIn();
    const { page } = await kiosk.putPart('x'.repeat(3_000_000));
    await kiosk.file({ papers: [page] });
    fault = (_call, appended) => (appended > 2_000_000 ? 'EIO' : undefined);
    expect(await carry()).toEqual({ state: 'failed', code: 'stick-gone' });
    // Pulled out, it could not be tidied: what a half copy leaves.
    await writeFile(join(stick, 'diem-cham-A6-000001-1.carried.unfinished'), 'half');
    await writeFile(join(stick, 'somebody.unfinished'), 'not ours');
    fault = undefined;
    expect(await carry()).toMatchObject({ state: 'done' });
    expect((await onStick()).filter((name) => name.endsWith('.unfinished'))).toEqual(['somebody.unfinished']);
  });

  test('more than fits is refused before anything is written; many become several files', async () => {
    await kiosk.close();
    const disk = withStick();
    let free = 100;
    const small: Disk = { ...disk, freeBytes: async (path) => (path.startsWith(stick) ? free : disk.freeBytes(path)) };
    kiosk = await aKiosk({ portal, stickFolder: stick, disk: small, limits: { carriedFileBytes: 4000 } });
    await signIn();
    for (let filings = 0; filings < 4; filings += 1) await kiosk.file();
    const [place] = (await look()).sticks;
    expect(await kiosk.code('POST', '/shell/carry', { stick: place?.id })).toBe('stick-full');
    expect(await onStick()).toEqual([]);
    free = 10 ** 9;
    const done = await carry();
    const names = await onStick();
    expect(names.length).toBeGreaterThan(1);
    expect(done).toMatchObject({ state: 'done', filings: 4, files: names });
    const reports = await Promise.all(
      names.map((name) => importCarried(createReadStream(join(stick, name)), portal.ports)),
    );
    expect(reports.flatMap(({ fresh }) => fresh)).toHaveLength(4);
  });

  test('one copy at a time; filing goes on beside it, and closing the shell breaks it off cleanly', async () => {
    await signIn();
    const { page } = await kiosk.putPart('x'.repeat(5_000_000));
    await kiosk.file({ papers: [page] });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = { ...withStick() };
    const open = slow.openForAppend;
    slow.openForAppend = async (path) => {
      if (path.startsWith(stick)) await held;
      return open(path);
    };
    kiosk = await kiosk.restart({ disk: slow });
    await signIn();
    const [place] = (await look()).sticks;
    await kiosk.get('POST', '/shell/carry', { stick: place?.id });
    expect(await kiosk.code('POST', '/shell/carry', { stick: place?.id })).toBe('carry-running');
    expect((await kiosk.file()).filing.receipt).toBeNull();
    const closing = kiosk.shell.close();
    release();
    await closing;
    expect(await onStick()).toEqual([]);
    kiosk = await kiosk.restart({ disk: nodeDisk });
  });

  test('sticks are what the kernel says is mounted, with spaces in their names', () => {
    const table = 'tmpfs /run tmpfs rw 0 0\n/dev/sdb1 /media/kiosk/USB\\040Công vfat rw 0 0\n';
    expect(mountPoints(table)).toEqual(['/run', '/media/kiosk/USB Công']);
  });
});
