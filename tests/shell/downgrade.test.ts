import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeFrame, encodeFrame, frameFlags, noHash } from '../../electron/shell/safe/frame.ts';
import { safeFormat } from '../../electron/shell/safe/newer.ts';
import { SavedDraft } from '../../electron/shell/saved-drafts.ts';
import { canonicalBytes } from '../../shared/dossier/bytes.ts';
import type { Health, SafeFilings, SavedDraftSlip, ShellState } from '../../shared/shell-contract/messages.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { aKiosk, type TestKiosk } from './a-kiosk.ts';

/** An older build over what a newer one wrote: it refuses, touches nothing, says why, and the right build finds all of it. */

const dayMs = 24 * 60 * 60 * 1000;
let portal: EmbeddedPortal;
beforeAll(async () => {
  portal = await anEmbeddedPortal();
});
afterAll(() => portal.close());

const segments = (kiosk: TestKiosk) => join(kiosk.folder, 'safe', 'log');

/** As a build of the next version begins its first segment. */
async function writeAsNextBuild(kiosk: TestKiosk, how: 'header' | 'frame'): Promise<string> {
  const head = { records: 1, hash: noHash };
  const meta = canonicalBytes({
    type: 'segment',
    format: safeFormat + 1,
    segment: 2,
    after: head,
    sequence: 1,
    more: 'words',
  });
  const bytes = Buffer.from(
    encodeFrame({ flags: frameFlags.segmentHeader, before: noHash, meta, body: new Uint8Array(0) }),
  );
  if (how === 'frame') bytes.write(`DCS${safeFormat + 1}`, 0, 'latin1');
  const path = join(segments(kiosk), '00000002.segment');
  // What follows only that build understands; to this one it looks like a torn tail.
  await writeFile(path, Buffer.concat([bytes, Buffer.from('DCS2 of tomorrow')]));
  return path;
}

/** The same segment with the header an older build wrote. */
async function asFormatOne(path: string): Promise<void> {
  const bytes = await readFile(path);
  const read = decodeFrame(bytes);
  if (typeof read !== 'object' || !('frame' in read)) throw new Error('the segment has no header');
  const meta = canonicalBytes({ ...JSON.parse(Buffer.from(read.frame.meta).toString('utf8')), format: 1 });
  await writeFile(path, Buffer.concat([encodeFrame({ ...read.frame, meta }), bytes.subarray(read.length)]));
}

async function fingerprint(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const entry of (await readdir(folder, { recursive: true, withFileTypes: true })).sort()) {
    if (entry.isFile()) hash.update(entry.name).update(await readFile(join(entry.parentPath, entry.name)));
  }
  return hash.digest('hex');
}

test('a segment an older build began is left as it is; what comes now stands in one of this build', async () => {
  let kiosk = await aKiosk({ portal });
  const first = await kiosk.file();
  await kiosk.shell.close();
  const path = join(segments(kiosk), '00000001.segment');
  await asFormatOne(path);
  const before = await readFile(path);
  kiosk = await kiosk.restart();
  const second = await kiosk.file();
  expect((await readdir(segments(kiosk))).sort()).toEqual(['00000001.segment', '00000002.segment']);
  expect(await readFile(path)).toEqual(before);
  await kiosk.shell.close();
  kiosk = await kiosk.restart();
  const { filings } = await kiosk.get<SafeFilings>('GET', '/shell/filings');
  expect(filings.map(({ id }) => id)).toEqual([first.filing.id, second.filing.id]);
  await kiosk.close();
});

for (const how of ['header', 'frame'] as const) {
  test(`a safe of a newer build (told by its ${how}) stays as it is, and everybody is told`, async () => {
    let kiosk = await aKiosk({ portal });
    const { page } = await kiosk.putPart('ảnh');
    const { filing, slip } = await kiosk.file({ papers: [page] });
    const newer = await writeAsNextBuild(kiosk, how);
    await kiosk.shell.close();
    const before = await fingerprint(join(kiosk.folder, 'safe'));

    kiosk = await kiosk.restart();
    const { room } = await kiosk.get<ShellState>('GET', '/shell/state');
    expect(room).toMatchObject({ parts: false, filings: false, shut: 'safe-newer' });
    await expect(kiosk.file()).rejects.toThrow('safe-newer');
    await expect(kiosk.putPart('ảnh')).rejects.toThrow('safe-newer');
    expect(await kiosk.code('GET', '/shell/filings')).toBe('safe-newer');
    expect(await kiosk.code('GET', '/shell/owed')).toBe('safe-newer');
    await kiosk.get('POST', '/shell/session/end');
    await kiosk.shell.close();
    expect(await fingerprint(join(kiosk.folder, 'safe'))).toBe(before);
    expect(await readFile(join(kiosk.folder, 'log', 'kiosk.log'), 'utf8')).toContain(' safe-newer');

    // The right build reads what stands there; for this test that is the build without the tail of tomorrow.
    await rm(newer);
    kiosk = await kiosk.restart();
    const { filings } = await kiosk.get<SafeFilings>('GET', '/shell/filings');
    expect(filings.map(({ id, body }) => [id, body !== null])).toEqual([[filing.id, true]]);
    expect((await kiosk.ask('GET', `/shell/parts/${page.sha256}`)).status).toBe(200);
    expect(slip.number).not.toBe('');
    await kiosk.close();
  });
}

test('the technician of a blank kiosk over such a safe reads why', async () => {
  const kiosk = await aKiosk();
  await mkdir(segments(kiosk), { recursive: true });
  await writeAsNextBuild(kiosk, 'header');
  const again = await kiosk.restart();
  const health = await again.get<Health>('GET', '/shell/health');
  expect(health.room.shut).toBe('safe-newer');
  expect(health.lastLog.map(({ code }) => code)).toContain('safe-newer');
  await again.close();
});

describe('a saved draft that cannot be read', () => {
  const startMs = Date.parse('2026-11-21T02:00:00Z');

  async function savedDraftThat(change: (path: string) => Promise<void>) {
    const world = { nowMs: startMs };
    const clock = { nowMs: () => world.nowMs };
    let kiosk = await aKiosk({ portal, clock });
    // The clock is confirmed: drafts go by age.
    const { id } = (await kiosk.get<ShellState>('GET', '/shell/state')).kiosk ?? { id: '' };
    const tellTime = async () => {
      const now = { kiosk: id, now: new Date(world.nowMs).toISOString() };
      const time = await portal.ports.keys.receiptSigning.sign('time', canonicalBytes(now));
      await kiosk.get('POST', '/shell/portal-news', { ratings: [], withdrawalsReached: [], time });
    };
    await tellTime();
    await kiosk.get('PUT', '/shell/draft', { draft: { text: 'câu trả lời' } });
    const { page } = await kiosk.putPart('ảnh');
    const slip = await kiosk.get<SavedDraftSlip>('POST', '/shell/saved-drafts', {});
    const path = join(kiosk.folder, 'drafts', 'saved', `${slip.number}.draft`);
    await kiosk.shell.close();
    await change(path);
    kiosk = await kiosk.restart();
    await tellTime();
    const part = join(kiosk.folder, 'safe', 'parts', page.sha256);
    const isThere = (file: string) =>
      readFile(file).then(
        () => true,
        () => false,
      );
    return {
      slip,
      kiosk: () => kiosk,
      draftIsThere: () => isThere(path),
      partIsThere: () => isThere(part),
      async daysLater(days: number) {
        world.nowMs += days * dayMs;
        await tellTime();
        kiosk = await kiosk.restart();
        await new Promise((done) => setTimeout(done, 100));
      },
    };
  }

  test('damaged, it is called kept and not gone, keeps its photos, and goes a week after it was found so', async () => {
    const saved = await savedDraftThat((path) => writeFile(path, '{"format":1,"numb'));
    expect(await saved.kiosk().code('POST', '/shell/saved-drafts/open', { token: saved.slip.token })).toBe(
      'draft-unreadable',
    );
    expect(await saved.partIsThere()).toBe(true);
    await saved.daysLater(1);
    await saved.daysLater(5);
    expect([await saved.draftIsThere(), await saved.partIsThere()]).toEqual([true, true]);
    await saved.daysLater(3);
    expect(await saved.draftIsThere()).toBe(false);
    await saved.daysLater(0);
    expect(await saved.partIsThere()).toBe(false);
    await saved.kiosk().close();
  });

  test('of an older build, it opens as it was', async () => {
    const saved = await savedDraftThat(async (path) => {
      await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), format: 1 }));
    });
    const by = { number: saved.slip.number, code: saved.slip.code };
    expect(await saved.kiosk().get('POST', '/shell/saved-drafts/open', by)).toEqual({ draft: { text: 'câu trả lời' } });
    await saved.kiosk().close();
  });

  test('of a newer build, it is there when the right build is back, and goes in its own time', async () => {
    let whole = '';
    const saved = await savedDraftThat(async (path) => {
      whole = await readFile(path, 'utf8');
      await writeFile(
        path,
        JSON.stringify({ ...JSON.parse(whole), format: SavedDraft.shape.format.value + 1, more: 'words' }),
      );
    });
    const by = { number: saved.slip.number, code: saved.slip.code };
    expect(await saved.kiosk().code('POST', '/shell/saved-drafts/open', by)).toBe('draft-unreadable');
    await saved.daysLater(6);
    expect([await saved.draftIsThere(), await saved.partIsThere()]).toEqual([true, true]);
    await writeFile(join(saved.kiosk().folder, 'drafts', 'saved', `${saved.slip.number}.draft`), whole);
    expect(await saved.kiosk().get('POST', '/shell/saved-drafts/open', by)).toEqual({ draft: { text: 'câu trả lời' } });
    await writeFile(
      join(saved.kiosk().folder, 'drafts', 'saved', `${saved.slip.number}.draft`),
      JSON.stringify({ ...JSON.parse(whole), format: SavedDraft.shape.format.value + 1 }),
    );
    await saved.daysLater(2);
    expect(await saved.draftIsThere()).toBe(false);
    await saved.kiosk().close();
  });
});
