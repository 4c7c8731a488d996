import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { packContent } from '../../build/content-bundle.ts';
import { type ContentKeeper, openContent } from '../../electron/shell/content.ts';
import type { JournalLog } from '../../electron/shell/journal-log.ts';
import type { Disk } from '../../electron/shell/safe/disk.ts';
import type { Trust } from '../../electron/shell/trust.ts';
import type { Jwk } from '../../shared/dossier/cryptography.ts';
import { webHashing, webSigning, webVerifying } from '../../shared/dossier/web-cryptography.ts';
import { contentBundleName } from '../../shared/portal-contract/content-bundle.ts';
import { builtInFiles } from '../catalogue/content-files.ts';
import { newKey } from '../contracts/portal-kiosk.ts';
import { projectFolder } from '../portal/folders.ts';
import { layouts } from '../support/form-world.ts';
import { createSimulatedDisk, type Fault, type SimulatedDisk } from '../support/simulated-disk.ts';

/** A bundle is taken while another one is kept; the power goes, or the disk fails, at every single write and sync. */
const later = 4_000_000_000;
const [incoming, folder] = ['/kiosk/incoming', '/kiosk/content'];
const small = { 'catalogue/feedback.json': builtInFiles['catalogue/feedback.json'] ?? '' };
const survivals: Record<string, (most: number) => number> = {
  nothing: () => 0,
  everything: (most) => most,
  'about half': (most) => Math.ceil(most / 2),
};
let key: Jwk;
let bundles: ReadonlyMap<number, Uint8Array>;

beforeAll(async () => {
  key = await newKey();
  const signing = webSigning(key);
  const pack = async (version: number) => [version, await packContent(small, { version, signing })] as const;
  bundles = new Map(await Promise.all([later + 1, later + 2, later + 3].map(pack)));
});

const log: JournalLog = { write() {}, newest: () => [], flushed: async () => {}, close: async () => {} };

/** Kiosk and disk only: its trust is a given. */
function open(
  disk: Disk,
  {
    keys = () => [key],
    ...given
  }: {
    /** Undefined: not enrolled. */
    keys?: () => readonly Jwk[] | undefined;
    isVisitOpen?: () => boolean;
    onArrival?: (arrival: string) => void;
  } = {},
): Promise<ContentKeeper> {
  const kiosk = () => {
    const config = keys();
    return config && { trust: { config } };
  };
  return openContent({
    disk,
    folder,
    incoming,
    catalogueFolder: join(projectFolder, 'assets', 'catalogue'),
    builtInForms: async () => layouts.forms,
    trust: { kiosk } as unknown as Trust,
    verifying: webVerifying,
    hashing: webHashing,
    log,
    nowMs: () => 0,
    reserveBytes: 0,
    isVisitOpen: () => false,
    onArrival() {},
    ...given,
  });
}

async function bring(disk: SimulatedDisk, version: number): Promise<void> {
  const file = await disk.openForAppend(`${incoming}/${contentBundleName}`);
  await file.append(bundles.get(version) ?? new Uint8Array());
  await file.sync();
  await file.close();
  await disk.syncFolder(incoming);
}

/** One is kept and in use, the next lies there. */
async function beforeTheNext(): Promise<{ disk: SimulatedDisk; content: ContentKeeper }> {
  const disk = createSimulatedDisk();
  await disk.makeFolder(incoming);
  const content = await open(disk);
  await bring(disk, later + 1);
  expect(await content.shelf.look(true)).toBe('taken');
  expect(content.openForPage().version).toBe(later + 1);
  await bring(disk, later + 2);
  return { disk, content };
}

async function operationsOfTaking(): Promise<{ from: number; to: number }> {
  const { disk, content } = await beforeTheNext();
  const from = disk.operations;
  expect(await content.shelf.look(true)).toBe('taken');
  content.openForPage();
  await new Promise((done) => setTimeout(done, 5));
  return { from: from + 1, to: disk.operations };
}

for (const fault of ['power-cut', 'fails', 'full'] as const satisfies readonly Fault[]) {
  test.each(Object.entries(survivals))(
    `${fault} at every write, then %s unsynced survives: the old one or the new one, never neither, and the next look takes it`,
    async (_name, survive) => {
      const { from, to } = await operationsOfTaking();
      expect(to - from).toBeGreaterThan(5);
      for (let at = from; at <= to; at += 1) {
        const { disk, content } = await beforeTheNext();
        disk.setFault(({ index }) => (index === at ? fault : 'fine'));
        await content.shelf.look(true);
        // What a page is given meanwhile is whole as well.
        expect([later + 1, later + 2]).toContain(content.openForPage().version);
        await new Promise((done) => setTimeout(done, 2));
        disk.setFault(undefined);
        disk.powerCut(survive);
        const again = await open(disk);
        expect([later + 1, later + 2], `${fault} at ${at}`).toContain(again.openForPage().version);
        expect(again.openForPage().services.map(({ id }) => id)).toEqual(['feedback']);
        expect(again.facts().refused, `${fault} at ${at}`).toBeNull();
        await again.shelf.look(true);
        await again.shelf.look(true);
        expect(again.openForPage().version, `${fault} at ${at}`).toBe(later + 2);
        expect(again.facts().refused, `${fault} at ${at}`).toBeNull();
      }
    },
    60_000,
  );
}

/** The kept bundle lies on bad sectors; stuck, its folder does not change either. */
function withBadSectors(disk: SimulatedDisk, { spot, isStuck }: { spot: 'head' | 'piece'; isStuck: boolean }): Disk {
  const fails = () => Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' }));
  return {
    ...disk,
    read: (path, range) =>
      path.startsWith(`${folder}/`) && (range?.from === 0) === (spot === 'head') ? fails() : disk.read(path, range),
    remove: (path) => (isStuck && path.startsWith(`${folder}/`) ? fails() : disk.remove(path)),
  };
}

test('a folder of bundles that cannot be listed does not keep the kiosk from starting', async () => {
  const { disk } = await beforeTheNext();
  const content = await open({ ...disk, list: () => Promise.reject(new Error('EIO')) });
  expect(content.openForPage().version).toBeLessThan(later);
});

test.each([
  ['head', false],
  ['head', true],
  ['piece', false],
  ['piece', true],
] as const)(
  'a kept bundle whose %s cannot be read (stuck: %s) is as if it had never come: the kiosk starts',
  async (spot, isStuck) => {
    const { disk } = await beforeTheNext();
    const content = await open(withBadSectors(disk, { spot, isStuck }));
    expect(content.openForPage().version).toBeLessThan(later);
    expect(content.openForPage().services.length).toBeGreaterThan(10);
  },
);

test('a kept bundle that is spoilt where nobody looks is mended by the same one that comes again', async () => {
  const { disk, content } = await beforeTheNext();
  expect(await content.shelf.look(true)).toBe('taken');
  const path = `${folder}/${later + 2}.dcc`;
  const good = (await disk.read(path)) ?? new Uint8Array();
  await disk.remove(path);
  const file = await disk.openForAppend(path);
  await file.append(good.with(good.length - 5, (good.at(-5) ?? 0) ^ 1));
  await file.close();
  await bring(disk, later + 2);
  expect(await content.shelf.look(true)).toBe('taken');
  expect(await disk.read(path)).toEqual(good);
});

test('a kiosk that is enrolled while it runs uses what lies on its shelf, without another start', async () => {
  const { disk } = await beforeTheNext();
  await disk.remove(`${incoming}/${contentBundleName}`);
  let isEnrolled = false;
  const content = await open(disk, { keys: () => (isEnrolled ? [key] : undefined) });
  await content.shelf.look();
  expect(content.openForPage().version).toBeLessThan(later);
  isEnrolled = true;
  await content.shelf.look();
  expect(content.openForPage().version).toBe(later + 1);
});

test('what a revoked key signed gives way to what was kept before it, without another start', async () => {
  const { disk } = await beforeTheNext();
  const thief = await newKey();
  let keys: readonly Jwk[] = [key, thief];
  const arrivals: string[] = [];
  const content = await open(disk, {
    keys: () => keys,
    isVisitOpen: () => true,
    onArrival: (arrival) => arrivals.push(arrival),
  });
  // The open visit began with the first; it is still there when the thief's has come.
  expect(content.inUse().version).toBe(later + 1);
  bundles = new Map([
    ...bundles,
    [later + 9, await packContent(small, { version: later + 9, signing: webSigning(thief) })],
  ]);
  await disk.remove(`${incoming}/${contentBundleName}`);
  await bring(disk, later + 9);
  expect(await content.shelf.look(true)).toBe('taken');
  expect(content.version()).toBe(later + 9);
  keys = [key];
  await content.lookOver();
  expect([content.version(), content.facts().version]).toEqual([later + 1, later + 1]);
  expect(content.facts().refused).toMatchObject({ code: 'content-signature' });
  expect(arrivals).toEqual(['taken', 'taken']);
  // Nothing else has changed: nobody is told anything again.
  await content.lookOver();
  expect(arrivals).toEqual(['taken', 'taken']);
});

test('what is brought waits until nobody looks, and does not stay in the way when it cannot be kept', async () => {
  const { disk } = await beforeTheNext();
  const fresh = `${incoming}/${contentBundleName}.copied`;
  const copy = async () => {
    const file = await disk.openForAppend(fresh);
    await file.append(bundles.get(later + 3) ?? new Uint8Array());
    await file.close();
  };
  await copy();
  // Replaced under the look, after its head was read, it would be neither of the two.
  let isBrought: Promise<string> | undefined;
  const watched: ContentKeeper = await open({
    ...disk,
    async read(path, range) {
      const bytes = await disk.read(path, range);
      if (path.startsWith(incoming) && !isBrought) {
        isBrought = watched.shelf.bring(fresh, { mayWait: false });
        await new Promise((done) => setTimeout(done, 20));
      }
      return bytes;
    },
  });
  const looked = await watched.shelf.look(true);
  const brought = await isBrought;
  expect([looked, brought]).toEqual(['taken', 'taken']);
  expect(await disk.list(incoming)).toEqual([]);
  expect(watched.openForPage().version).toBe(later + 3);

  const full = await beforeTheNext();
  await full.disk.rename(`${incoming}/${contentBundleName}`, fresh);
  full.disk.setFreeBytes(1);
  expect(await full.content.shelf.bring(fresh, { mayWait: false })).toBe('nothing');
  expect(await full.disk.list(incoming)).toEqual([]);
});
