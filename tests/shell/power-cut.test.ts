import { describe, expect, test } from 'vitest';
import type { Safe } from '../../electron/shell/safe/safe.ts';
import { createSimulatedDisk, type Fault, type SimulatedDisk } from '../support/simulated-disk.ts';
import { aFiling, openTestSafe, partOf } from './a-filing.ts';

const folder = '/kiosk';

interface Told {
  readonly kept: Map<string, unknown>;
  readonly refused: Set<string>;
  readonly parts: Set<string>;
}

/** A small visit: every kind of write the safe makes. Notes what was answered as kept, and what as refused. */
async function life(disk: SimulatedDisk): Promise<Told> {
  const told: Told = { kept: new Map(), refused: new Set(), parts: new Set() };
  const safe = await openTestSafe({ disk, folder, segmentBytes: 1500 });
  const file = async (like: Parameters<typeof aFiling>[1] = {}): Promise<string> => {
    const { facts, filing } = aFiling(safe, like);
    const { kept } = await safe.file(facts, filing);
    if (kept) told.kept.set(facts.id, filing);
    else told.refused.add(facts.id);
    return facts.id;
  };
  const part = partOf('a photo');
  if ((await safe.parts.keep(part.sha256, part.bytes).catch(() => 'refused')) === 'kept') told.parts.add(part.sha256);
  const first = await file({ parts: [{ sha256: part.sha256, bytes: part.bytes.length }] });
  await safe.markShown(first);
  await Promise.all([file(), file(), file()]);
  await safe.keepReceipts([{ id: first, token: 't', code: 'c', receivedAt: '2026-11-21T10:00:00Z', receiver: 'r' }]);
  await file();
  const freed = await safe.free([first], undefined).catch(() => undefined);
  if (freed?.kept) {
    told.kept.delete(first);
    told.parts.delete(part.sha256);
  }
  await safe.tidy({ forget: new Set(), closeCurrent: true }).catch(() => undefined);
  await file();
  return told;
}

async function expectKept(safe: Safe, told: Told): Promise<void> {
  for (const [id, filing] of told.kept) {
    const kept = await safe.filing(id);
    // The one that was freed under a receipt may have lost its body in the very moment of the cut.
    if (kept && safe.find(id)?.freed) continue;
    expect(kept?.body).toEqual(filing);
  }
  for (const id of told.refused) expect(safe.find(id)).toBeUndefined();
  expect(safe.faults.filter(({ fault }) => fault !== 'torn-tail')).toEqual([]);
}

/** Ways the unsynced rest can survive: none of it, all of it, any beginning. */
function choices(seed: number): (most: number) => number {
  let state = seed * 2654435761 + 1;
  return (most) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % (most + 1);
  };
}
const survivals: Record<string, (most: number) => number> = {
  nothing: () => 0,
  everything: (most) => most,
  'some (1)': choices(1),
  'some (2)': choices(2),
  'some (3)': choices(3),
};

async function countOperations(): Promise<number> {
  const disk = createSimulatedDisk();
  await life(disk);
  return disk.operations;
}

describe('at every single write and sync', () => {
  test.each(Object.entries(survivals))(
    'power cut, %s unsynced survives: what was answered as kept is there, and the kiosk goes on',
    async (_name, survive) => {
      const operations = await countOperations();
      expect(operations).toBeGreaterThan(30);
      for (let at = 1; at <= operations; at += 1) {
        const disk = createSimulatedDisk();
        disk.setFault(({ index }) => (index === at ? 'power-cut' : 'fine'));
        const answered = await livedUntilCut(disk);
        disk.setFault(undefined);
        disk.powerCut(survive);
        const safe = await openTestSafe({ disk, folder, segmentBytes: 1500 });
        await expectKept(safe, answered);
        for (const part of answered.parts) expect(await safe.parts.size(part)).toBeDefined();
        const next = aFiling(safe);
        expect(safe.rows().map(({ facts }) => facts.sequence)).not.toContain(next.facts.sequence);
        expect(await safe.file(next.facts, next.filing)).toEqual({ kept: true });
        await safe.close();
        const third = await openTestSafe({ disk, folder, segmentBytes: 1500 });
        expect((await third.filing(next.facts.id))?.body).toEqual(next.filing);
        expect(third.faults.filter(({ fault }) => fault !== 'torn-tail')).toEqual([]);
      }
    },
  );

  for (const fault of ['fails', 'full'] as const satisfies readonly Fault[]) {
    test.each(Object.entries(survivals))(
      `${fault}, then a power cut and %s unsynced survives: a refused filing never comes back`,
      async (_name, survive) => {
        const operations = await countOperations();
        for (let at = 1; at <= operations; at += 1) {
          const disk = createSimulatedDisk();
          disk.setFault(({ index }) => (index === at ? fault : 'fine'));
          const told = await life(disk).catch(() => undefined);
          disk.setFault(undefined);
          disk.powerCut(survive);
          const safe = await openTestSafe({ disk, folder, segmentBytes: 1500 });
          // A safe that could not even be opened has told nobody anything.
          if (told) await expectKept(safe, told);
          await safe.close();
        }
      },
    );
  }
});

/** What the residents were told until the power went. A refusal of a machine without power is heard by nobody. */
async function livedUntilCut(disk: SimulatedDisk): Promise<Told> {
  const told = await life(disk).catch(() => undefined);
  return { kept: told?.kept ?? new Map(), refused: new Set(), parts: told?.parts ?? new Set() };
}

test('the program killed at every single write, and the power cut later: what the next start found and told stays, no number is given twice', async () => {
  const operations = await countOperations();
  for (let at = 1; at <= operations; at += 1) {
    const disk = createSimulatedDisk();
    disk.setFault(({ index }) => (index === at ? 'power-cut' : 'fine'));
    await life(disk).catch(() => undefined);
    disk.setFault(undefined);
    disk.kill();
    const started = await openTestSafe({ disk, folder, segmentBytes: 1500 });
    const found = started.rows().map(({ facts }) => facts);
    const next = aFiling(started, { body: 'after-the-kill' });
    // Half of the residents after the kill file nothing before the power goes.
    const isFiled = at % 2 === 0 && (await started.file(next.facts, next.filing)).kept;
    disk.powerCut();
    const safe = await openTestSafe({ disk, folder, segmentBytes: 1500 });
    const expected = [...found, ...(isFiled ? [next.facts] : [])].map(({ id }) => id);
    expect(
      safe.rows().map(({ facts }) => facts.id),
      `killed at ${at}`,
    ).toEqual(expected);
    if (isFiled) expect((await safe.filing(next.facts.id))?.body).toEqual(next.filing);
    expect(safe.nextSequence()).toBeGreaterThan(Math.max(0, ...found.map(({ sequence }) => sequence)));
  }
});

test('a torn tail of every length is cut, and what is filed behind it is read', async () => {
  const whole = createSimulatedDisk();
  const safe = await openTestSafe({ disk: whole, folder });
  const one = aFiling(safe);
  await safe.file(one.facts, one.filing);
  const before = whole.contents().get(`${folder}/log/00000001.segment`)?.length ?? 0;
  const two = aFiling(safe);
  await safe.file(two.facts, two.filing);
  const bytes = whole.contents().get(`${folder}/log/00000001.segment`) ?? new Uint8Array();
  expect(bytes.length).toBeGreaterThan(before);

  for (let length = before; length < bytes.length; length += 1) {
    const disk = createSimulatedDisk();
    await disk.makeFolder(`${folder}/log`);
    const file = await disk.openForAppend(`${folder}/log/00000001.segment`);
    await file.append(bytes.slice(0, length));
    await file.sync();
    await disk.syncFolder(`${folder}/log`);
    const torn = await openTestSafe({ disk, folder });
    expect(torn.faults.map(({ fault }) => fault)).toEqual(length === before ? [] : ['torn-tail']);
    expect(torn.find(one.facts.id)).toBeDefined();
    expect(torn.find(two.facts.id)).toBeUndefined();
    const three = aFiling(torn, { body: 'three' });
    expect(await torn.file(three.facts, three.filing)).toEqual({ kept: true });
    const again = await openTestSafe({ disk, folder });
    expect(again.faults).toEqual([]);
    expect((await again.filing(three.facts.id))?.body).toEqual(three.filing);
  }
});

test('one bad byte in the middle loses no other filing, and is reported', async () => {
  const whole = createSimulatedDisk();
  const safe = await openTestSafe({ disk: whole, folder });
  const filed = Array.from({ length: 4 }, () => aFiling(safe));
  for (const { facts, filing } of filed) await safe.file(facts, filing);
  const bytes = whole.contents().get(`${folder}/log/00000001.segment`) ?? new Uint8Array();
  const second = safe.find(filed[1]?.facts.id ?? '')?.location;
  for (let offset = second?.offset ?? 0; offset < (second?.offset ?? 0) + (second?.length ?? 0); offset += 7) {
    const disk = createSimulatedDisk();
    await disk.makeFolder(`${folder}/log`);
    const file = await disk.openForAppend(`${folder}/log/00000001.segment`);
    const rotten = bytes.slice();
    rotten[offset] = (rotten[offset] ?? 0) ^ 0xff;
    await file.append(rotten);
    await file.sync();
    const opened = await openTestSafe({ disk, folder });
    const found = filed.filter(({ facts }) => opened.find(facts.id)).map(({ facts }) => facts.sequence);
    expect(found).toEqual([1, 3, 4]);
    expect(opened.faults.map(({ fault }) => fault)).toContain('damaged');
    const next = aFiling(opened, { body: 'after-the-damage' });
    expect(await opened.file(next.facts, next.filing)).toEqual({ kept: true });
    const again = await openTestSafe({ disk, folder });
    expect((await again.filing(next.facts.id))?.body).toEqual(next.filing);
    expect((await again.filing(filed[3]?.facts.id ?? ''))?.body).toEqual(filed[3]?.filing);
  }
});

test('a full disk refuses filings, keeps what is there, and takes new ones when there is room again', async () => {
  const disk = createSimulatedDisk();
  const safe = await openTestSafe({ disk, folder });
  const one = aFiling(safe);
  await safe.file(one.facts, one.filing);
  disk.setFreeBytes(200);
  const refused = [aFiling(safe), aFiling(safe)];
  for (const { facts, filing } of refused) expect(await safe.file(facts, filing)).toEqual({ kept: false });
  disk.setFreeBytes(1024 ** 2);
  const two = aFiling(safe);
  expect(await safe.file(two.facts, two.filing)).toEqual({ kept: true });
  disk.powerCut((most) => most);
  const again = await openTestSafe({ disk, folder });
  expect(again.rows().map(({ facts }) => facts.id)).toEqual([one.facts.id, two.facts.id]);
  for (const { facts } of refused) expect(again.find(facts.id)).toBeUndefined();
});

test.each(['sync', 'sync-folder'] as const)(
  'a disk that fails at the first %s of a start: what is filed from then on survives a power cut',
  async (kind) => {
    const disk = createSimulatedDisk();
    const before = await openTestSafe({ disk, folder });
    const one = aFiling(before);
    await before.file(one.facts, one.filing);
    disk.kill();
    let failed = false;
    disk.setFault((operation) => {
      const fails = !failed && operation.kind === kind && /log/.test(operation.path);
      failed ||= fails;
      return fails ? 'fails' : 'fine';
    });
    const safe = await openTestSafe({ disk, folder });
    expect(failed).toBe(true);
    const two = aFiling(safe);
    expect(await safe.file(two.facts, two.filing)).toEqual({ kept: true });
    disk.powerCut();
    const again = await openTestSafe({ disk, folder });
    expect((await again.filing(one.facts.id))?.body).toEqual(one.filing);
    expect((await again.filing(two.facts.id))?.body).toEqual(two.filing);
  },
);
