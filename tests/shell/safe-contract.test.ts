import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Disk } from '../../electron/shell/safe/disk.ts';
import { nodeDisk } from '../../electron/shell/safe/node-disk.ts';
import { createSimulatedDisk } from '../support/simulated-disk.ts';
import { aFiling, openTestSafe, partOf } from './a-filing.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

const disks: Record<string, () => Promise<{ disk: Disk; folder: string }>> = {
  'a real disk': async () => {
    const folder = await mkdtemp(join(tmpdir(), 'safe-'));
    folders.push(folder);
    return { disk: nodeDisk, folder };
  },
  'a simulated disk': async () => ({ disk: createSimulatedDisk(), folder: '/kiosk' }),
};

describe.each(Object.entries(disks))('the safe on %s', (_name, place) => {
  test('what was filed is there after a restart, byte for byte', async () => {
    const at = await place();
    const safe = await openTestSafe(at);
    const filed = [aFiling(safe), aFiling(safe), aFiling(safe)];
    for (const { facts, filing } of filed) expect(await safe.file(facts, filing)).toEqual({ kept: true });
    const head = safe.head();
    await safe.close();

    const again = await openTestSafe(at);
    const { filings, more } = await again.list({ after: 0, limit: 10, bodyBytes: 1e9 });
    expect(filings.map(({ body }) => body)).toEqual(filed.map(({ filing }) => filing));
    expect(more).toBe(false);
    expect(again.head()).toEqual(head);
    expect(again.faults).toEqual([]);
    await again.close();
  });

  test('sequence numbers go on after a restart and after a refused filing', async () => {
    const at = await place();
    const safe = await openTestSafe(at);
    const { facts, filing } = aFiling(safe);
    await safe.file(facts, filing);
    expect(facts.sequence).toBe(1);
    expect(safe.nextSequence()).toBe(2);
    await safe.close();
    const again = await openTestSafe(at);
    expect(again.nextSequence()).toBeGreaterThan(1);
    await again.close();
  });

  test('shown, receipt, withdrawal, rating and freeing are remembered', async () => {
    const at = await place();
    const safe = await openTestSafe(at);
    const one = aFiling(safe);
    const two = aFiling(safe);
    await safe.file(one.facts, one.filing);
    await safe.file(two.facts, two.filing);
    const receipt = {
      id: one.facts.id,
      token: 'a.b.c',
      code: 'X-1',
      receivedAt: '2026-11-21T10:00:00Z',
      receiver: 'Phường',
    };
    await safe.markShown(one.facts.id);
    await safe.keepReceipts([receipt]);
    await safe.keepWithdrawal(two.facts.id, 'w.w.w');
    await safe.markWithdrawalsReached([two.facts.id]);
    await safe.rate({ id: '0'.repeat(32), service: 's', day: '2026-11-21', score: 5 });
    await safe.rate({ id: '1'.repeat(32), service: 's', day: '2026-11-21', score: 4 });
    await safe.markRatingsReached(['0'.repeat(32)]);
    await safe.free([one.facts.id], undefined);
    await safe.close();

    const again = await openTestSafe(at);
    expect(again.find(one.facts.id)).toMatchObject({ shown: true, freed: {} });
    expect(await again.receipt(one.facts.id)).toMatchObject(receipt);
    expect((await again.filing(two.facts.id))?.withdrawal).toEqual({ token: 'w.w.w', reached: true });
    expect(again.owedRatings().map(({ score }) => score)).toEqual([4]);
    expect(again.count()).toMatchObject({ filings: 2, withoutReceipt: 1 });
    await again.close();
  });

  test('freeing and tidying take body and parts off the disk, the rest of the chain stays whole', async () => {
    const at = await place();
    const safe = await openTestSafe(at);
    const part = partOf('a photo');
    await safe.parts.keep(part.sha256, part.bytes);
    const one = aFiling(safe, { parts: [{ sha256: part.sha256, bytes: part.bytes.length }], body: 'THE-FREED-BODY' });
    const two = aFiling(safe, { body: 'THE-KEPT-BODY' });
    await safe.file(one.facts, one.filing);
    await safe.file(two.facts, two.filing);
    await safe.keepReceipts([
      { id: one.facts.id, token: 't', code: 'c', receivedAt: '2026-11-21T10:00:00Z', receiver: 'r' },
    ]);
    const before = safe.head();
    expect((await safe.filing(one.facts.id))?.body).toEqual(one.filing);
    await safe.free([one.facts.id], 'checkpoint');
    expect(await safe.parts.size(part.sha256)).toBeUndefined();
    await safe.tidy({ forget: new Set(), closeCurrent: true });
    expect(safe.head().records).toBe(before.records + 1);
    expect(await everything(at)).not.toContain('THE-FREED-BODY');
    expect(await everything(at)).toContain('THE-KEPT-BODY');
    expect((await safe.filing(two.facts.id))?.body).toEqual(two.filing);
    expect((await safe.receipt(one.facts.id))?.code).toBe('c');
    const head = safe.head();
    await safe.close();

    const again = await openTestSafe(at);
    expect(again.faults).toEqual([]);
    expect(again.head()).toEqual(head);
    expect((await again.filing(one.facts.id))?.body).toBeNull();
    expect((await again.filing(two.facts.id))?.body).toEqual(two.filing);
    await again.close();
  });

  test('a forgotten filing leaves only its hash, and its number is not given out again', async () => {
    const at = await place();
    const safe = await openTestSafe(at);
    const one = aFiling(safe);
    await safe.file(one.facts, one.filing);
    await safe.keepReceipts([
      { id: one.facts.id, token: 't', code: 'CODE-77', receivedAt: '2026-01-01T10:00:00Z', receiver: 'r' },
    ]);
    await safe.free([one.facts.id], undefined);
    await safe.tidy({ forget: new Set([one.facts.id]), closeCurrent: true });
    expect(safe.find(one.facts.id)).toBeUndefined();
    expect(await everything(at)).not.toContain('CODE-77');
    const head = safe.head();
    await safe.close();

    const again = await openTestSafe(at);
    expect(again.faults).toEqual([]);
    expect(again.head()).toEqual(head);
    expect(again.count().filings).toBe(0);
    expect(again.nextSequence()).toBe(2);
    await again.close();
  });

  test('while freed bodies are taken off the disk, residents file and everything reads as it should', async () => {
    const at = { ...(await place()), segmentBytes: 4000 };
    const safe = await openTestSafe(at);
    const filed = Array.from({ length: 80 }, (_, count) =>
      aFiling(safe, { body: `${count % 2 ? 'ODD' : 'EVEN'}-BODY-${count}` }),
    );
    await Promise.all(filed.map(({ facts, filing }) => safe.file(facts, filing)));
    const odd = filed.filter(({ filing }) => filing.ciphertext.startsWith('ODD'));
    const even = filed.filter(({ filing }) => filing.ciphertext.startsWith('EVEN'));
    const receiptOf = (id: string) => ({
      id,
      token: `token-${id}`,
      code: `code-${id}`,
      receivedAt: '2026-11-21T10:00:00Z',
      receiver: 'r',
    });
    await safe.keepReceipts(odd.map(({ facts }) => receiptOf(facts.id)));
    await safe.free(
      odd.map(({ facts }) => facts.id),
      undefined,
    );

    let isTidying = true;
    const tidied = safe.tidy({ forget: new Set(), closeCurrent: true }).finally(() => {
      isTidying = false;
    });
    let rounds = 0;
    while (isTidying) {
      rounds += 1;
      const fresh = aFiling(safe);
      expect(await safe.file(fresh.facts, fresh.filing)).toEqual({ kept: true });
      even.push(fresh);
      for (const { facts } of odd) expect((await safe.receipt(facts.id))?.code).toBe(`code-${facts.id}`);
      for (const { facts, filing } of even) expect((await safe.filing(facts.id))?.body).toEqual(filing);
    }
    await tidied;
    expect(rounds).toBeGreaterThan(0);
    expect(await everything(at)).not.toContain('ODD-BODY');
    await safe.close();
    const again = await openTestSafe(at);
    expect(again.faults).toEqual([]);
    for (const { facts, filing } of even) expect((await again.filing(facts.id))?.body).toEqual(filing);
    await again.close();
  });

  test('segments follow one another and pages of filings end where the limit says', async () => {
    const at = await place();
    const safe = await openTestSafe({ ...at, segmentBytes: 2000 });
    const filed = Array.from({ length: 12 }, () => aFiling(safe));
    for (const { facts, filing } of filed) await safe.file(facts, filing);
    expect(safe.count().segments).toBeGreaterThan(3);
    await safe.close();
    const again = await openTestSafe({ ...at, segmentBytes: 2000 });
    const first = await again.list({ after: 0, limit: 5, bodyBytes: 1e9 });
    expect(first.filings.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(first.more).toBe(true);
    const rest = await again.list({ after: 5, limit: 50, bodyBytes: 1e9 });
    expect(rest.filings.map(({ id }) => id)).toEqual(filed.slice(5).map(({ facts }) => facts.id));
    expect((await again.list({ after: 0, limit: 50, bodyBytes: 1 })).more).toBe(true);
    await again.close();
  });

  test('a part under a wrong hash is not kept, the same part twice is kept once', async () => {
    const at = await place();
    const safe = await openTestSafe(at);
    const part = partOf('ciphertext');
    expect(await safe.parts.keep('0'.repeat(64), part.bytes)).toBe('wrong-hash');
    expect(await safe.parts.keep(part.sha256, part.bytes)).toBe('kept');
    expect(await safe.parts.keep(part.sha256, part.bytes)).toBe('kept');
    expect(await safe.parts.list()).toEqual([part.sha256]);
    expect(Buffer.from((await safe.parts.read(part.sha256)) ?? []).toString()).toBe('ciphertext');
    await safe.close();
  });
});

test('filings side by side share one sync', async () => {
  const disk = createSimulatedDisk();
  const safe = await openTestSafe({ disk, folder: '/kiosk' });
  await safe.note({ type: 'note', at: 0, code: 'first' });
  const before = disk.syncs;
  const filings = Array.from({ length: 50 }, () => aFiling(safe));
  await Promise.all(filings.map(({ facts, filing }) => safe.file(facts, filing)));
  // The first is alone when it comes; whatever arrives during its sync shares the next.
  expect(disk.syncs - before).toBeLessThanOrEqual(2);
  const { facts, filing } = aFiling(safe);
  const alone = disk.syncs;
  await safe.file(facts, filing);
  expect(disk.syncs - alone).toBe(1);
});

async function everything({ disk, folder }: { disk: Disk; folder: string }): Promise<string> {
  const texts: string[] = [];
  for (const inside of ['log', 'parts']) {
    for (const name of await disk.list(`${folder}/${inside}`)) {
      texts.push(Buffer.from((await disk.read(`${folder}/${inside}/${name}`)) ?? []).toString('latin1'));
    }
  }
  return texts.join('\n');
}
