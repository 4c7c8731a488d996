import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Disk } from '../../electron/shell/safe/disk.ts';
import { nodeDisk } from '../../electron/shell/safe/node-disk.ts';
import type {
  FileAnswer,
  FiledNow,
  SafeFilings,
  SavedDraftSlip,
  ShellState,
} from '../../shared/shell-contract/messages.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { aDossier, aKiosk, door, type TestKiosk } from './a-kiosk.ts';

let portal: EmbeddedPortal;
beforeAll(async () => {
  portal = await anEmbeddedPortal();
});
afterAll(() => portal.close());

function aGate(): { reached: Promise<void>; reach: () => void } {
  let reach = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return { reached, reach };
}

/** A disk whose syncs below a path wait while it is held. */
function aSlowDisk(): { disk: Disk; hold(path: string): void; release(): void; waiting(): boolean } {
  let held: { path: string; free: Promise<void>; release: () => void } | undefined;
  let isWaiting = false;
  const disk: Disk = {
    ...nodeDisk,
    async openForAppend(path) {
      const file = await nodeDisk.openForAppend(path);
      return {
        ...file,
        async sync() {
          if (held && path.includes(held.path)) {
            isWaiting = true;
            await held.free;
          }
          await file.sync();
        },
      };
    },
  };
  return {
    disk,
    hold(path) {
      const { reached, reach } = aGate();
      held = { path, free: reached, release: reach };
    },
    release() {
      held?.release();
      held = undefined;
    },
    waiting: () => isWaiting,
  };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !condition(); tries += 1) await new Promise((next) => setTimeout(next, 5));
  expect(condition()).toBe(true);
}

async function withSlowKiosk(
  work: (kiosk: TestKiosk, slow: ReturnType<typeof aSlowDisk>) => Promise<void>,
): Promise<void> {
  const slow = aSlowDisk();
  const kiosk = await aKiosk({ portal, disk: slow.disk });
  try {
    await work(kiosk, slow);
  } finally {
    slow.release();
    await kiosk.close();
  }
}

describe('a visit that ends while something is under way', () => {
  test('a filing being synced keeps its photos, and its slip is not there for the next person', () =>
    withSlowKiosk(async (kiosk, slow) => {
      const { page } = await kiosk.putPart('photo of the one who leaves');
      slow.hold('/safe/log/');
      const filing = kiosk.file({ papers: [page] });
      await until(slow.waiting);
      await kiosk.get('POST', '/shell/session/end');
      await new Promise((next) => setTimeout(next, 30));
      slow.release();
      await filing;
      expect((await kiosk.ask('GET', `/shell/parts/${page.sha256}`)).status).toBe(200);
      expect(await kiosk.get<FiledNow>('GET', '/shell/filed')).toEqual({ filed: null });
      // Nobody saw that it was kept: the attract screen says so, or it would be filed again.
      const [kept] = (await kiosk.get<SafeFilings>('GET', '/shell/filings')).filings;
      const { livedThroughPowerCut } = await kiosk.get<ShellState>('GET', '/shell/state');
      expect(livedThroughPowerCut).toEqual([{ slip: kept?.slip, at: kept?.filedAt }]);
      // What nothing needs goes all the same.
      const { page: unneeded } = await kiosk.putPart('photo nobody filed');
      await kiosk.get('POST', '/shell/session/end');
      expect(await readdir(join(kiosk.folder, 'safe/parts'))).not.toContain(unneeded.sha256);
    }));

  test('a page taken off while its dossier is being filed stays with the dossier', () =>
    withSlowKiosk(async (kiosk, slow) => {
      const { page } = await kiosk.putPart('photo');
      slow.hold('/safe/log/');
      const filing = kiosk.file({ papers: [page] });
      await until(slow.waiting);
      const dropping = kiosk.get('DELETE', `/shell/parts/${page.sha256}`);
      await new Promise((next) => setTimeout(next, 30));
      slow.release();
      await Promise.all([filing, dropping]);
      expect(await readdir(join(kiosk.folder, 'safe/parts'))).toContain(page.sha256);
    }));

  test('a draft being saved for later keeps its photos', () =>
    withSlowKiosk(async (kiosk, slow) => {
      await kiosk.get('PUT', '/shell/draft', { draft: { at: 'papers' } });
      const { page } = await kiosk.putPart('photo for later');
      slow.hold('/drafts/saved/');
      const saving = kiosk.get<SavedDraftSlip>('POST', '/shell/saved-drafts');
      await until(slow.waiting);
      await kiosk.get('POST', '/shell/session/end');
      await new Promise((next) => setTimeout(next, 30));
      slow.release();
      const { token } = await saving;
      await kiosk.get('POST', '/shell/saved-drafts/open', { token });
      expect((await kiosk.ask('GET', `/shell/parts/${page.sha256}`)).status).toBe(200);
    }));

  test('a saved draft that opens behind the end is not opened for the next person', () =>
    withSlowKiosk(async (kiosk) => {
      await kiosk.get('PUT', '/shell/draft', { draft: { name: 'RIÊNG' } });
      const { token } = await kiosk.get<SavedDraftSlip>('POST', '/shell/saved-drafts');
      await kiosk.get('POST', '/shell/session/end');
      const rest = aGate();
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          await rest.reached;
          controller.enqueue(new TextEncoder().encode(JSON.stringify({ token })));
          controller.close();
        },
      });
      const late = kiosk.shell.fetch(
        new Request(`${door}/shell/saved-drafts/open`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
          duplex: 'half',
        } as RequestInit),
      );
      await kiosk.get('POST', '/shell/session/end');
      await kiosk.get('PUT', '/shell/draft', { draft: { name: 'next' } });
      rest.reach();
      expect(await (await late).json()).toEqual({ code: 'no-session' });
      expect(await kiosk.get('GET', '/shell/draft')).toEqual({ draft: { name: 'next' } });
      // It is still there for whoever holds its slip.
      expect(await kiosk.get('POST', '/shell/saved-drafts/open', { token })).toEqual({ draft: { name: 'RIÊNG' } });
    }));

  test('an autosave that arrives behind the end is not found by the next person', () =>
    withSlowKiosk(async (kiosk) => {
      await kiosk.get('PUT', '/shell/draft', { draft: { name: 'first' } });
      const rest = aGate();
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          await rest.reached;
          controller.enqueue(new TextEncoder().encode(JSON.stringify({ draft: { name: 'RIÊNG' } })));
          controller.close();
        },
      });
      const late = kiosk.shell.fetch(
        new Request(`${door}/shell/draft`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body,
          duplex: 'half',
        } as RequestInit),
      );
      await kiosk.get('POST', '/shell/session/end');
      rest.reach();
      await late;
      expect(await kiosk.get('GET', '/shell/draft')).toEqual({ draft: null });
      // The next person's own draft is kept as ever.
      await kiosk.get('PUT', '/shell/draft', { draft: { name: 'next' } });
      expect(await kiosk.get('GET', '/shell/draft')).toEqual({ draft: { name: 'next' } });
    }));

  test('a disk that removes nothing does not keep the old page alive', async () => {
    let refuses = false;
    const disk: Disk = {
      ...nodeDisk,
      async remove(path) {
        if (refuses) throw Object.assign(new Error('EIO'), { code: 'EIO' });
        await nodeDisk.remove(path);
      },
    };
    const kiosk = await aKiosk({ portal, disk });
    await kiosk.get('PUT', '/shell/draft', { draft: { name: 'RIÊNG' } });
    await kiosk.putPart('photo');
    refuses = true;
    await kiosk.get('POST', '/shell/session/end');
    await until(() => kiosk.host.freshPages === 1);
    expect(await kiosk.get('GET', '/shell/draft')).toEqual({ draft: null });
    refuses = false;
    await kiosk.close();
  });
});

describe('a page that dies around the tap on «Nộp hồ sơ»', () => {
  test('finds the slip and no draft to file again; a new draft takes its place', () =>
    withSlowKiosk(async (kiosk) => {
      await kiosk.get('PUT', '/shell/draft', { draft: { at: 'review' } });
      const filed = await kiosk.get<FileAnswer>('POST', '/shell/filings', { dossier: aDossier() });
      expect(await kiosk.get('GET', '/shell/draft')).toEqual({ draft: null });
      expect((await kiosk.get<FiledNow>('GET', '/shell/filed')).filed?.slip).toEqual(filed.slip);
      await kiosk.get('PUT', '/shell/draft', { draft: { at: 'another' } });
      expect(await kiosk.get<FiledNow>('GET', '/shell/filed')).toEqual({ filed: null });
    }));
});

describe('at start', () => {
  test('parts of a visit that ended with the power go; those of a filing the safe cannot read any more stay', async () => {
    const kiosk = await aKiosk({ portal });
    const { page } = await kiosk.putPart('photo of a filing');
    await kiosk.file({ papers: [page] });
    await kiosk.file();
    const { page: unfiled } = await kiosk.putPart('photo of nobody');
    const partsOf = () => readdir(join(kiosk.folder, 'safe/parts'));
    await kiosk.shell.close();
    const segment = join(kiosk.folder, 'safe/log/00000001.segment');
    const bytes = await readFile(segment);
    const at = bytes.indexOf(page.sha256);
    expect(at).toBeGreaterThan(0);

    const again = await kiosk.restart();
    expect(await partsOf()).toEqual([page.sha256]);
    await again.putPart('photo of nobody again');
    await again.shell.close();
    await writeFile(segment, bytes.fill(0xff, at, at + 1));
    const damaged = await again.restart();
    expect(await partsOf()).toContain(page.sha256);
    expect(await partsOf()).not.toContain(unfiled.sha256);
    await damaged.close();
  });
});

test('a saved draft that was filed is gone, also when the power went before it was removed', async () => {
  let refuses = false;
  const disk: Disk = {
    ...nodeDisk,
    async remove(path) {
      if (refuses && path.endsWith('.draft')) throw Object.assign(new Error('EIO'), { code: 'EIO' });
      await nodeDisk.remove(path);
    },
  };
  const kiosk = await aKiosk({ portal, disk });
  await kiosk.get('PUT', '/shell/draft', { draft: { at: 'review' } });
  const { token } = await kiosk.get<SavedDraftSlip>('POST', '/shell/saved-drafts');
  await kiosk.get('POST', '/shell/session/end');
  await kiosk.get('POST', '/shell/saved-drafts/open', { token });
  refuses = true;
  const { filing } = await kiosk.file();
  await kiosk.shell.close();
  refuses = false;
  const again = await kiosk.restart();
  expect(await again.code('POST', '/shell/saved-drafts/open', { token })).toBe('draft-gone');
  expect((await again.get<SafeFilings>('GET', '/shell/filings')).filings).toEqual([filing]);
  await again.close();
});
