import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Disk } from '../../electron/shell/safe/disk.ts';
import { decodeFrame } from '../../electron/shell/safe/frame.ts';
import { nodeDisk } from '../../electron/shell/safe/node-disk.ts';
import { openReadOnly } from '../../electron/shell/safe/read-only.ts';
import { readRecord } from '../../electron/shell/safe/records.ts';
import { openSafe } from '../../electron/shell/safe/safe.ts';
import { reconcile } from '../../electron/technician/reconcile.ts';
import { rescue } from '../../electron/technician/rescue.ts';
import { verify } from '../../electron/technician/status.ts';
import { importCarried } from '../../portal/intake/import-file.ts';
import { reportJournal } from '../../portal/intake/journal-report.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { projectFolder } from '../portal/folders.ts';
import { aFiling } from '../shell/a-filing.ts';
import { aDossier, aKiosk, type TestKiosk } from '../shell/a-kiosk.ts';
import { aDeadDisk, syncOnce } from './a-kiosk-at-a-portal.ts';

let portal: EmbeddedPortal;
let kiosk: TestKiosk;
let folder: string;

beforeAll(async () => {
  portal = await anEmbeddedPortal();
});
afterAll(() => portal.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrying-'));
  kiosk = await aKiosk({ portal, limits: { segmentBytes: 6000 } });
});
afterEach(async () => {
  await kiosk.close();
  await rm(folder, { recursive: true, force: true });
});

/** Three filings, the second with a photo, the third withdrawn. */
async function fileThree() {
  const one = await kiosk.file();
  const { page } = await kiosk.putPart('một tấm ảnh');
  const two = await kiosk.file({ papers: [page] });
  const three = await kiosk.file();
  await kiosk.get('POST', '/shell/withdrawals', { number: three.slip.number, checkCode: three.slip.checkCode });
  return [one, two, three].map(({ filing }) => filing);
}

async function kioskId(): Promise<string> {
  return (await kiosk.get<{ kiosk: { id: string } }>('GET', '/shell/state')).kiosk.id;
}

async function reportFile(): Promise<string> {
  const record = await portal.ports.register.findKiosk(await kioskId());
  if (!record) throw new Error('the kiosk is not enrolled');
  const file = join(folder, 'report.json');
  await writeFile(file, JSON.stringify(await reportJournal(record, portal.ports)));
  return file;
}

async function told(run: (say: (line: string) => void) => Promise<number>): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  return { code: await run((line) => lines.push(line)), lines };
}

const verifying = (at: string) => told((say) => verify(join(at, 'safe'), say));
const reconciling = async (at: string, portalReport?: string) =>
  told((say) => reconcile(join(at, 'safe'), portalReport, say, { asJson: false }));
const rescuing = (at: string, target = folder) => told((say) => rescue(join(at, 'safe'), target, say));

async function carriedFiles(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.carried')).map((name) => join(folder, name));
}

async function importAll() {
  const reports = [];
  for (const file of await carriedFiles()) reports.push(await importCarried(createReadStream(file), portal.ports));
  return reports;
}

describe('a dead kiosk', () => {
  test('its filings come to the portal from the safe alone, once, and the same kiosk gets the same receipts later', async () => {
    const filings = await fileThree();
    const dead = await aDeadDisk(kiosk);
    const { code, lines } = await rescuing(dead.folder);
    expect(lines.at(-1)).toBe(`rescued 3 of 3 filings of ${await kioskId()}`);
    expect(code).toBe(0);
    const [report] = await importAll();
    expect(report).toMatchObject({ file: 'whole', fresh: { length: 3 }, refused: [], withdrawals: { recorded: 1 } });
    const again = await importAll();
    expect(again[0]?.known).toHaveLength(3);

    const answer = await syncOnce(kiosk);
    const cases = await portal.ports.register.findCases(filings.map(({ id }) => id));
    expect(answer.filings.map((one) => one.state === 'received' && one.receipt)).toEqual(
      cases.map(({ receipt }) => receipt),
    );
    expect(cases.map(({ status }) => status)).toEqual([1, 1, 7]);
    await dead.remove();
  });

  test('what is damaged is named, a body whole inside the damage is salvaged, everything else is rescued', async () => {
    await fileThree();
    await kiosk.file();
    const dead = await aDeadDisk(kiosk);
    const places = await filedPlaces(dead.folder);
    // Of the first filing's record the meta rots, of the second's the body, of the fourth's the photo does not exist.
    await flip(places[0], 60);
    await flip(places[1], places[1].bodyAt + 300);
    const { code, lines } = await rescuing(dead.folder);
    expect(code).toBe(1);
    const text = lines.join('\n');
    expect(text).toContain(`salvaged from damage  ${places[0]?.slip}`);
    expect(text).toMatch(/DAMAGED {2}damaged: segment/);
    expect(text).not.toContain(`salvaged from damage  ${places[1]?.slip}`);
    const [report] = await importAll();
    expect(report?.fresh.map(({ slip }) => slip).sort()).toEqual(
      [places[0], places[2], places[3]].map((one) => one?.slip),
    );
    expect(await reconciling(dead.folder, await reportFile())).toMatchObject({ code: 1 });
    await dead.remove();
  });

  for (const how of ['gone', 'rotten'] as const)
    test(`a photo that is ${how} is named and its filing is carried all the same`, async () => {
      const [, withPhoto] = await fileThree();
      const dead = await aDeadDisk(kiosk);
      const [part] = withPhoto?.parts ?? [];
      const path = join(dead.folder, 'safe', 'parts', part?.sha256 ?? '');
      if (how === 'gone') await rm(path);
      else await writeFile(path, 'something else');
      const { code, lines } = await rescuing(dead.folder);
      expect([code, lines.filter((line) => line.startsWith('LEFT'))]).toEqual([
        1,
        [`LEFT BEHIND  ${withPhoto?.slip}: part-missing`],
      ]);
      const [report] = await importAll();
      expect(report?.partsMissing.map(({ slip }) => slip)).toEqual([withPhoto?.slip]);
      expect(report?.fresh).toHaveLength(2);
      await dead.remove();
    });

  test('many filings become several files, each of which can be taken in alone', async () => {
    await fileThree();
    await told((say) => rescue(join(kiosk.folder, 'safe'), folder, say, { mostBytes: 3000 }));
    expect((await carriedFiles()).length).toBeGreaterThan(1);
    const reports = await importAll();
    expect(reports.every(({ file }) => file === 'whole')).toBe(true);
    expect(reports.flatMap(({ fresh }) => fresh)).toHaveLength(3);
  });

  test('a target that cannot be written and a folder that is no profile are told apart; nothing half-written is left', async () => {
    await fileThree();
    const nowhere = await rescuing(kiosk.folder, join(folder, 'none', 'x.carried'));
    expect([nowhere.code, nowhere.lines.at(-1)]).toEqual([1, expect.stringContaining('could not write')]);
    const empty = await rescuing(folder);
    expect([empty.code, empty.lines]).toEqual([1, ['no safe here']]);
    expect((await reconciling(kiosk.folder, join(kiosk.folder, 'log', 'kiosk.log'))).code).toBe(2);
    expect(await readdir(folder)).toEqual([]);
  });

  test('on the command line the same, from a profile or from the safe alone', async () => {
    await fileThree();
    const target = join(folder, 'for-the-ward.carried');
    const rescued = await kioskctl('rescue', join(kiosk.folder, 'safe'), target);
    expect(rescued).toMatchObject({ code: 0, out: expect.stringContaining(target) });
    expect(await readdir(folder)).toEqual(['for-the-ward.carried']);
    expect((await kioskctl('rescue', kiosk.folder)).code).toBe(2);
    const json = await kioskctl('reconcile', kiosk.folder, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ filed: 3, receipts: 0, isRight: true });
  }, 60_000);
});

describe('the journal beside the portal', () => {
  test('agrees when everything filed was received, and says of each difference why it is one', async () => {
    const [one] = await fileThree();
    const waiting = await reconciling(kiosk.folder, await reportFile());
    expect(waiting.code).toBe(0);
    expect(waiting.lines.join('\n')).toMatch(
      /waits: .*not yet at the portal[\s\S]*withdrawn: [\s\S]*filed 3, with a receipt here 0, received at the portal 0/,
    );

    await syncWithParts();
    const agreed = await reconciling(kiosk.folder, await reportFile());
    expect(agreed).toMatchObject({ code: 0 });
    expect(agreed.lines.slice(0, -1)).toEqual(['filed 3, with a receipt here 3, received at the portal 3']);

    // The portal is put back to a backup without the first filing: its report lacks it, this kiosk has a receipt.
    const report = JSON.parse(await readFile(await reportFile(), 'utf8'));
    report.received = report.received.filter(({ filing }: { filing: string }) => filing !== one?.id);
    await writeFile(join(folder, 'restored.json'), JSON.stringify(report));
    const lost = await reconciling(kiosk.folder, join(folder, 'restored.json'));
    expect([lost.code, lost.lines[0]]).toEqual([1, expect.stringContaining(`portal-lost: ${one?.slip}`)]);
  });

  test('what the portal received after its report was made is not called lost', async () => {
    const early = await fileThree();
    const yesterday = join(folder, 'yesterday.json');
    await rename(await reportFile(), yesterday);
    await syncWithParts();
    const { code, lines } = await reconciling(kiosk.folder, yesterday);
    expect(lines.filter((line) => line.includes('after-report'))).toHaveLength(early.length);
    expect(code).toBe(0);
  });

  test('a number that was given out and could not be kept is explained, one that was taken out is not', async () => {
    const kept = await fileThree();
    const dead = await aDeadDisk(kiosk);
    const report = JSON.parse(await readFile(await reportFile(), 'utf8'));
    const places = await filedPlaces(dead.folder);
    await flip(places[1], 60);
    await flip(places[1], places[1].bodyAt + 300);
    await writeFile(join(folder, 'report.json'), JSON.stringify(report));
    const { lines } = await reconciling(dead.folder, join(folder, 'report.json'));
    expect(lines.join('\n')).toContain(
      `WRONG  number-missing: number ${kept[1]?.sequence}: neither here nor at the portal`,
    );
    await dead.remove();
  });

  test('a number whose filing could not be kept is explained in the journal, also behind a portal that never saw it', async () => {
    await kiosk.file();
    let fails = false;
    const failing: Disk = {
      ...nodeDisk,
      async openForAppend(path) {
        const file = await nodeDisk.openForAppend(path);
        const refuse = async (work: () => Promise<void>) => {
          if (fails && path.includes('/safe/log/')) throw Object.assign(new Error('EIO'), { code: 'EIO' });
          await work();
        };
        return { ...file, append: (bytes) => refuse(() => file.append(bytes)), sync: () => refuse(() => file.sync()) };
      },
    };
    kiosk = await kiosk.restart({ disk: failing });
    fails = true;
    expect(await kiosk.code('POST', '/shell/filings', { dossier: aDossier() })).toBe('cannot-keep');
    expect(await kiosk.code('POST', '/shell/filings', { dossier: aDossier() })).toBe('cannot-keep');
    fails = false;
    const kept = await kiosk.file();
    expect(kept.filing.sequence).toBe(4);
    await syncWithParts();
    const { code, lines } = await reconciling(kiosk.folder, await reportFile());
    expect([code, lines.filter((line) => line.includes('number')).map((line) => line.split(':')[1])]).toEqual([
      0,
      [' number 2', ' number 3'],
    ]);
    expect(lines.join('\n')).not.toContain('number-missing');
  });

  test('the beginning of a journal may go by age, and then a line says so', async () => {
    const options = {
      disk: nodeDisk,
      folder: join(folder, 'safe'),
      clock: { nowMs: () => Date.now() },
      onTrouble: () => {},
    };
    const safe = await openSafe({ ...options, segmentBytes: 200 });
    const ids: string[] = [];
    for (let filings = 0; filings < 3; filings += 1) {
      const { facts, filing } = aFiling(safe);
      await safe.file(facts, filing);
      ids.push(facts.id);
      await safe.keepReceipts([
        { id: facts.id, token: 't', code: 'c', receivedAt: '2026-01-01T00:00:00Z', receiver: 'r' },
      ]);
    }
    await safe.free(ids.slice(0, 2), undefined);
    await safe.tidy({ forget: new Set(ids.slice(0, 2)), closeCurrent: true });
    await safe.close();
    expect((await readdir(join(folder, 'safe', 'log'))).sort()[0]).not.toBe('00000001.segment');
    const contents = await openReadOnly(nodeDisk, join(folder, 'safe'));
    expect([contents.removedUnexplained, contents.faults]).toEqual([0, []]);
    expect(contents.notes.some(({ code }) => code === 'oldest-removed')).toBe(true);
  });

  const tampering: [string, (dead: Awaited<ReturnType<typeof aDeadDisk>>) => Promise<void>, RegExp][] = [
    ['a changed byte', async (dead) => flip((await filedPlaces(dead.folder))[0], 70), /damaged/],
    [
      'a changed byte with its checksum made right again',
      async (dead) => forge((await filedPlaces(dead.folder))[0]),
      /chain-broken/,
    ],
    ['a cut tail', cutTail, /told-head-missing[\s\S]*portal-head-missing/],
    ['a removed segment in the middle', async (dead) => rm(dead.segment(2)), /chain-broken/],
    ['a removed last segment', removeLast, /told-head-missing[\s\S]*portal-head-missing/],
    ['a removed beginning', async (dead) => rm(dead.segment(1)), /beginning-removed/],
    ['exchanged segments', exchange, /chain-broken/],
  ];
  for (const [what, tamper, expected] of tampering) {
    test(`${what} is found at the machine, and beside the portal's report`, async () => {
      await fileThree();
      for (let more = 0; more < 4; more += 1) await kiosk.file();
      await syncWithParts();
      await syncOnce(kiosk);
      kiosk = await kiosk.restart();
      const dead = await aDeadDisk(kiosk);
      expect(await verifying(dead.folder)).toMatchObject({ code: 0 });
      expect(await reconciling(dead.folder, await reportFile())).toMatchObject({ code: 0 });
      await tamper(dead);
      const found = await reconciling(dead.folder, await reportFile());
      expect(found.lines.join('\n')).toMatch(expected);
      expect([found.code, (await verifying(dead.folder)).code]).toEqual([1, 1]);
      await dead.remove();
    });
  }

  test('another, whole journal in place of this one is found beside the portal’s report', async () => {
    await fileThree();
    await syncWithParts();
    await syncOnce(kiosk);
    const other = await aKiosk({ portal });
    for (let more = 0; more < 9; more += 1) await other.file();
    const dead = await aDeadDisk(other);
    expect(await verifying(dead.folder)).toMatchObject({ code: 0 });
    const { code, lines } = await reconciling(dead.folder, await reportFile());
    expect(code).toBe(1);
    expect(lines.join('\n')).toMatch(/other-kiosk[\s\S]*portal-head-missing/);
    await dead.remove();
    await other.close();
  });

  test('a kiosk put back from a copy of its own disk is noticed by the portal as soon as it goes another way', async () => {
    await fileThree();
    await syncWithParts();
    const copy = await aDeadDisk(kiosk);
    for (let more = 0; more < 3; more += 1) await kiosk.file();
    await syncOnce(kiosk);
    await syncOnce(kiosk);
    const told = portal.log.length;
    await kiosk.restart();
    const again = await kiosk.restart();
    await again.shell.close();
    await rm(join(kiosk.folder, 'safe'), { recursive: true });
    await rename(join(copy.folder, 'safe'), join(kiosk.folder, 'safe'));
    kiosk = await again.restart();
    // As many records as the portal was told of once before: another hash under the same number.
    const record = await portal.ports.register.findKiosk(await kioskId());
    for (let more = 0; more < 8 && !alarmed(told); more += 1) {
      await kiosk.file();
      await syncOnce(kiosk);
    }
    expect(record?.head?.records).toBeGreaterThan(0);
    expect(alarmed(told)).toBe(true);
    const found = await reconciling(kiosk.folder, await reportFile());
    expect(found.lines.join('\n')).toMatch(/portal-head-missing[\s\S]*portal-alarm/);
    await copy.remove();
  });

  test('a log that was cut behind what the portal was told is no torn tail: the kiosk says so once, for good, and works on', async () => {
    await fileThree();
    await syncWithParts();
    await syncOnce(kiosk);
    await kiosk.shell.close();
    const log = join(kiosk.folder, 'safe', 'log');
    const last = join(log, (await readdir(log)).sort().at(-1) ?? '');
    const bytes = await readFile(last);
    await truncate(last, bytes.length - 9);
    kiosk = await kiosk.restart();
    expect(await readFile(join(kiosk.folder, 'log', 'kiosk.log'), 'utf8')).toContain('safe-told-head-missing');
    await kiosk.file();
    await syncOnce(kiosk);
    kiosk = await kiosk.restart();
    const giveUpAt = performance.now() + 5_000;
    while ((await portal.ports.register.reports()).get(await kioskId())?.safe.cutAt == null) {
      if (performance.now() > giveUpAt) throw new Error('the kiosk did not tell the portal');
      await syncOnce(kiosk);
      await new Promise((again) => setTimeout(again, 50));
    }
    const { code, lines } = await verifying(kiosk.folder);
    expect([code, lines.join('\n')]).toEqual([1, expect.stringContaining('was-cut: found cut at a start')]);
    expect(lines.filter((line) => line.includes('was-cut'))).toHaveLength(1);
  });

  function alarmed(since: number): boolean {
    return portal.log.slice(since).some(({ event }) => event === 'journal-forked' || event === 'journal-shorter');
  }
});

async function syncWithParts(): Promise<void> {
  const answer = await syncOnce(kiosk);
  const missing = answer.filings.flatMap((one) => (one.state === 'parts-missing' ? one.parts : []));
  for (const sha256 of missing) await kiosk.get('POST', `/shell/parts/${sha256}/send`, {});
  if (missing.length > 0) await syncOnce(kiosk);
}

interface Place {
  readonly path: string;
  readonly slip: string;
  readonly offset: number;
  readonly length: number;
  /** From the start of the record. */
  readonly bodyAt: number;
}

async function filedPlaces(at: string): Promise<[Place, Place, Place, Place]> {
  const places: Place[] = [];
  const log = join(at, 'safe', 'log');
  for (const name of (await readdir(log)).sort()) {
    const path = join(log, name);
    const bytes = await readFile(path);
    for (let offset = 0; offset < bytes.length; ) {
      const read = decodeFrame(bytes.subarray(offset));
      if (typeof read !== 'object' || !('frame' in read)) break;
      const record = readRecord(read.frame.meta);
      if (record?.type === 'filed') {
        const bodyAt = 48 + read.frame.meta.length;
        places.push({ path, slip: record.filing.slip, offset, length: read.length, bodyAt });
      }
      offset += read.length;
    }
  }
  return places as [Place, Place, Place, Place];
}

async function flip(place: Place, at: number): Promise<void> {
  const bytes = await readFile(place.path);
  bytes[place.offset + at] = (bytes[place.offset + at] ?? 0) ^ 1;
  await writeFile(place.path, bytes);
}

/** Somebody who knows the format: another time in the record, and the checksum to it. */
async function forge(place: Place): Promise<void> {
  const { crc32 } = await import('node:zlib');
  const bytes = await readFile(place.path);
  const frame = bytes.subarray(place.offset, place.offset + place.length);
  const at = frame.indexOf('"filedAt":"20') + 13;
  frame[at] = (frame[at] ?? 0) ^ 1;
  frame.writeUInt32LE(crc32(frame.subarray(4, frame.length - 4)), frame.length - 4);
  await writeFile(place.path, bytes);
}

async function cutTail(dead: { folder: string }): Promise<void> {
  const places = await filedPlaces(dead.folder);
  const last = places.at(-1) as Place;
  const log = join(dead.folder, 'safe', 'log');
  for (const name of (await readdir(log)).sort()) if (join(log, name) > last.path) await rm(join(log, name));
  await truncate(last.path, last.offset);
}

async function removeLast(dead: { folder: string }): Promise<void> {
  const log = join(dead.folder, 'safe', 'log');
  await rm(join(log, (await readdir(log)).sort().at(-1) ?? ''));
}

async function exchange(dead: { segment: (number: number) => string }): Promise<void> {
  await rename(dead.segment(2), dead.segment(99));
  await rename(dead.segment(1), dead.segment(2));
  await rename(dead.segment(99), dead.segment(1));
}

async function kioskctl(...parameters: string[]): Promise<{ code: number; out: string }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [
      join(projectFolder, 'electron', 'kioskctl.ts'),
      ...parameters,
    ]);
    return { code: 0, out: stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { code, out: stdout };
  }
}
