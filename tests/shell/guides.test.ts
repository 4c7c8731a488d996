import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeGuideBundle } from '../../build/guide-bundle.ts';
import type { GuideEntry } from '../../shared/catalogue/guide-entry.ts';
import { decodeGuideIndex, encodeGuideIndex } from '../../shared/catalogue/guide-index.ts';
import { importGuides } from '../../shared/catalogue/import-guides.ts';
import { canonicalBytes } from '../../shared/dossier/bytes.ts';
import type { Signing } from '../../shared/dossier/cryptography.ts';
import { webHashing, webSigning } from '../../shared/dossier/web-cryptography.ts';
import { guideBundleFormat, guideBundleName, writeGuideBundle } from '../../shared/portal-contract/guide-bundle.ts';
import { guidesVersionHeader } from '../../shared/shell-contract/messages.ts';
import { recordFiles } from '../catalogue/national-records.ts';
import { newKey } from '../contracts/portal-kiosk.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { aKiosk, type TestKiosk } from './a-kiosk.ts';
import { learnTrust } from './learn-trust.ts';
import { kioskAt } from './with-kiosk.ts';

/** Bundles of guide entries at a real shell, as files in its folders. */
let portal: EmbeddedPortal;
let signing: Signing;
const { entries } = importGuides(recordFiles);
const quick = { lookForBundlesMs: 20 };
const withKiosk = (use: (kiosk: TestKiosk) => Promise<void>) =>
  kioskAt(() => portal)(
    async (kiosk) => {
      await until(async () => (await kiosk.get<{ kiosk: unknown }>('GET', '/shell/state')).kiosk !== null);
      await use(kiosk);
    },
    { portal, limits: quick },
  );

beforeAll(async () => {
  portal = await anEmbeddedPortal();
  signing = portal.ports.keys.configSigning;
});
afterAll(() => portal.close());

describe('a bundle that is right', () => {
  test('is taken, its entries are read, and it is still there after a restart', () =>
    withKiosk(async (kiosk) => {
      expect(await openedIn(kiosk)).toBeUndefined();
      await bring(kiosk, await bundle({ version: 3 }));
      await until(async () => (await openedIn(kiosk))?.version === 3);
      expect(await filesIn(kiosk, 'incoming')).toEqual([]);
      const restarted = await kiosk.restart();
      const opened = await openedIn(restarted);
      expect(opened?.codes).toEqual(entries.map(({ code }) => code));
      for (const row of [0, 5, entries.length - 1]) expect(await entryOf(restarted, 3, row)).toEqual(entries[row]);
      expect(await restarted.code('GET', `/shell/guides/${entries.length}?version=3`)).toBe('not-found');
      expect(await restarted.code('GET', '/shell/guides/0?version=4')).toBe('not-found');
      expect(await restarted.code('GET', '/shell/guides/0')).toBe('bad-request');
      await restarted.shell.close();
    }));

  test('that comes while a page has another in hand changes nothing for that page, and everything for the next', () =>
    withKiosk(async (kiosk) => {
      await bring(kiosk, await bundle({ version: 3 }));
      await until(async () => (await openedIn(kiosk))?.version === 3);
      const changed = entries.map((entry) => ({ ...entry, name: `Mới: ${entry.name}`.slice(0, 1000) }));
      await bring(kiosk, await bundle({ version: 4, of: changed }));
      await until(async () => (await logOf(kiosk)).includes('guides-taken 4'));
      expect(await entryOf(kiosk, 3, 2)).toEqual(entries[2]);
      expect(await filesIn(kiosk, 'guides')).toEqual(['3.dcg', '4.dcg']);
      expect((await openedIn(kiosk))?.version).toBe(4);
      expect(await entryOf(kiosk, 4, 2)).toEqual(changed[2]);
      expect(await kiosk.code('GET', '/shell/guides/2?version=3')).toBe('not-found');
      expect(await filesIn(kiosk, 'guides')).toEqual(['4.dcg']);
    }));

  test('half copied when the power went is not there, and is copied anew', () =>
    withKiosk(async (kiosk) => {
      await mkdir(join(kiosk.folder, 'guides'), { recursive: true });
      await writeFile(join(kiosk.folder, 'guides', '3.dcg.new'), (await bundle({ version: 3 })).subarray(0, 900));
      expect(await openedIn(kiosk)).toBeUndefined();
      await bring(kiosk, await bundle({ version: 3 }));
      await until(async () => (await openedIn(kiosk))?.version === 3);
      expect(await filesIn(kiosk, 'guides')).toEqual(['3.dcg']);
    }));
});

describe('a bundle that is not right keeps the old one and is told by its code', () => {
  const refusedAs = (code: string, bytes: () => Promise<Uint8Array>) =>
    withKiosk(async (kiosk) => {
      await bring(kiosk, await bundle({ version: 3 }));
      await until(async () => (await openedIn(kiosk))?.version === 3);
      await bring(kiosk, await bytes());
      await until(async () => (await logOf(kiosk)).includes(code));
      expect((await openedIn(kiosk))?.version).toBe(3);
      expect(await entryOf(kiosk, 3, 1)).toEqual(entries[1]);
      expect(await filesIn(kiosk, 'guides')).toEqual(['3.dcg']);
      await until(async () => (await filesIn(kiosk, 'incoming')).includes('refused.dcg'));
      // Told once, not every time it is looked at.
      await new Promise((done) => setTimeout(done, 10 * quick.lookForBundlesMs));
      expect((await logOf(kiosk)).filter((line) => line === code)).toEqual([code]);
      // What is right comes through all the same.
      await bring(kiosk, await bundle({ version: 9 }));
      await until(async () => (await openedIn(kiosk))?.version === 9);
    });

  test('signed by nobody we know', () =>
    refusedAs('guides-signature', async () => bundle({ version: 4, by: webSigning(await strangersKey()) })));

  test('signed as something else', () =>
    refusedAs('guides-signature', () =>
      bundle({ version: 4, by: { sign: (_kind, payload) => signing.sign('config', payload) } }),
    ));

  test('an older one', () => refusedAs('guides-downgrade', () => bundle({ version: 2 })));
  test('another of the same version', () =>
    refusedAs('guides-downgrade', () => bundle({ version: 3, of: entries.slice(1) })));

  test('of a newer schema', () =>
    refusedAs('guides-schema', () =>
      bundle({
        version: 4,
        by: {
          sign: (kind, payload) => {
            const manifest = JSON.parse(new TextDecoder().decode(payload));
            return signing.sign(kind, canonicalBytes({ ...manifest, schema: 2 }));
          },
        },
      }),
    ));

  test('of a newer format', () =>
    refusedAs('guides-schema', async () => {
      const bytes = await bundle({ version: 4 });
      const head = new TextEncoder().encode(guideBundleFormat.replace('/1', '/2'));
      return Uint8Array.from([...head, ...bytes.subarray(head.length)]);
    }));

  test('with an entry that does not fit the schema, rightly signed', () =>
    refusedAs('guides-schema', () => handMade([{ ...entries[0], fees: 'many' }])));

  test('with an index of other entries, rightly signed', () =>
    refusedAs('guides-schema', () => handMade([entries[0]], entries.slice(1, 2))));

  test('with a block exchanged for one that reads just as well, but that nobody signed', () =>
    refusedAs('guides-truncated', async () => {
      const honest = JSON.stringify(entries.slice(0, 1));
      const forged = honest.replace(entries[0]?.name ?? '', 'x'.repeat(Buffer.byteLength(entries[0]?.name ?? '')));
      const [block, other] = [honest, forged].map((text) => deflateSync(text, { level: 0 })) as [Buffer, Buffer];
      expect(other.length).toBe(block.length);
      const index = deflateSync(encodeGuideIndex(entries.slice(0, 1)));
      const { bytes } = await writeGuideBundle(
        { version: 4, entries: 1, entriesPerBlock: 10, index, blocks: [block] },
        { hashing: webHashing, signing },
      );
      return Buffer.concat([bytes.subarray(0, bytes.length - block.length), other]);
    }));

  test('cut in its head, in its index, in its last block', () =>
    withKiosk(async (kiosk) => {
      const whole = await bundle({ version: 4 });
      const lengths = [0, 10, 200, Math.floor(whole.length / 2), whole.length - 1];
      for (const [place, length] of lengths.entries()) {
        await bring(kiosk, whole.subarray(0, length));
        await until(
          async () => (await logOf(kiosk)).filter((line) => line === 'guides-truncated').length === place + 1,
        );
        expect(await openedIn(kiosk)).toBeUndefined();
      }
      await bring(kiosk, whole);
      await until(async () => (await openedIn(kiosk))?.version === 4);
    }));

  test('with one byte changed anywhere', () =>
    withKiosk(async (kiosk) => {
      const whole = await bundle({ version: 4 });
      await fc.assert(
        fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (place, by) => {
          const before = (await logOf(kiosk)).length;
          await bring(kiosk, whole.with(place, (whole[place] ?? 0) ^ by));
          await until(async () => (await logOf(kiosk)).length > before);
          expect(await openedIn(kiosk)).toBeUndefined();
        }),
        { numRuns: 25 },
      );
    }));

  test('changed on the disk after it was taken: the piece is not given, and the page is told that there is none', () =>
    withKiosk(async (kiosk) => {
      await bring(kiosk, await bundle({ version: 3 }));
      await until(async () => (await openedIn(kiosk))?.version === 3);
      const path = join(kiosk.folder, 'guides', '3.dcg');
      const bytes = await readFile(path);
      await writeFile(path, bytes.with(bytes.length - 5, (bytes.at(-5) ?? 0) ^ 1));
      expect(await kiosk.code('GET', `/shell/guides/${entries.length - 1}?version=3`)).toBe('not-found');
      // Told, and mended by the same one that comes again.
      expect(await logOf(kiosk)).toContain('guides-unreadable guides-truncated');
      await bring(kiosk, bytes);
      await until(async () => (await filesIn(kiosk, 'incoming')).length === 0);
      expect(await entryOf(kiosk, 3, entries.length - 1)).toEqual(entries.at(-1));
    }));
});

test('a bundle of a key that counts no more is as if it had never come, and does not keep the next one away', () =>
  withKiosk(async (kiosk) => {
    const thief = await newKey();
    await learnTrust(kiosk, { portal, version: 2, others: [thief] });
    await bring(kiosk, await bundle({ version: 9, by: webSigning(thief) }));
    await until(async () => (await openedIn(kiosk))?.version === 9);
    await learnTrust(kiosk, { portal, version: 3, others: [] });
    await until(async () => (await logOf(kiosk)).includes('guides-unreadable guides-signature'));
    // The page that is open reads on in what it has.
    expect(await entryOf(kiosk, 9, 0)).toEqual(entries[0]);
    expect(await openedIn(kiosk)).toBeUndefined();
    await bring(kiosk, await bundle({ version: 3 }));
    await until(async () => (await openedIn(kiosk))?.version === 3);
    expect(await filesIn(kiosk, 'guides')).toEqual(['3.dcg']);
  }));

test('a page that reads from a revoked bundle does not take away the one packed anew in its place', () =>
  withKiosk(async (kiosk) => {
    const thief = await newKey();
    await learnTrust(kiosk, { portal, version: 2, others: [thief] });
    await bring(kiosk, await bundle({ version: 3, by: webSigning(thief) }));
    await until(async () => (await openedIn(kiosk))?.version === 3);
    await learnTrust(kiosk, { portal, version: 3, others: [] });
    await bring(kiosk, await bundle({ version: 3, of: entries.slice(1) }));
    await until(async () => (await logOf(kiosk)).filter((line) => line === 'guides-taken 3').length === 2);
    expect(await kiosk.code('GET', '/shell/guides/0?version=3')).toBe('not-found');
    expect((await openedIn(kiosk))?.codes).toEqual(entries.slice(1).map(({ code }) => code));
  }));

test('a kiosk that belongs to no portal believes no bundle', async () => {
  const kiosk = await aKiosk({ limits: quick });
  try {
    await bring(kiosk, await bundle({ version: 3 }));
    await new Promise((done) => setTimeout(done, 10 * quick.lookForBundlesMs));
    expect(await kiosk.code('GET', '/shell/guides')).toBe('not-found');
    expect(await filesIn(kiosk, 'incoming')).toEqual([guideBundleName]);
  } finally {
    await kiosk.close();
  }
});

test('what is printed of an entry goes to the printer as it was written', () =>
  withKiosk(async (kiosk) => {
    const asked = { code: '1.004194', lines: ['Đăng ký tạm trú', 'Mang theo: Tờ khai CT01'] };
    expect(await kiosk.get('POST', '/shell/guides/print', asked)).toEqual({ printed: false, reason: 'no-printer' });
    expect(await kiosk.code('POST', '/shell/guides/print', { ...asked, lines: 'x' })).toBe('bad-request');
  }));

async function bundle(of: { version: number; of?: readonly GuideEntry[]; by?: Signing }): Promise<Buffer> {
  const made = await makeGuideBundle(of.of ?? entries, { version: of.version, signing: of.by ?? signing });
  return Buffer.from(made.bytes);
}

async function handMade(content: readonly unknown[], indexed: readonly GuideEntry[] = entries.slice(0, 1)) {
  const { bytes } = await writeGuideBundle(
    {
      version: 4,
      entries: content.length,
      entriesPerBlock: 10,
      index: deflateSync(encodeGuideIndex(indexed)),
      blocks: [deflateSync(JSON.stringify(content))],
    },
    { hashing: webHashing, signing },
  );
  return bytes;
}

/** As whoever brings one must: written beside it and renamed. */
async function bring(kiosk: TestKiosk, bytes: Uint8Array): Promise<void> {
  const folder = join(kiosk.folder, 'incoming');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'on-its-way'), bytes);
  await rename(join(folder, 'on-its-way'), join(folder, guideBundleName));
}

async function openedIn(kiosk: TestKiosk) {
  const response = await kiosk.ask('GET', '/shell/guides');
  if (!response.ok) return undefined;
  const index = decodeGuideIndex(new Uint8Array(await response.arrayBuffer()));
  return { version: Number(response.headers.get(guidesVersionHeader)), codes: index?.codes };
}

const entryOf = (kiosk: TestKiosk, version: number, row: number) =>
  kiosk.get<GuideEntry>('GET', `/shell/guides/${row}?version=${version}`);

async function filesIn(kiosk: TestKiosk, name: string): Promise<string[]> {
  const folder = join(kiosk.folder, name);
  return (await stat(folder).catch(() => undefined)) ? (await readdir(folder)).sort() : [];
}

/** What the shell has written of guides: code, and what it is about. */
async function logOf(kiosk: TestKiosk): Promise<string[]> {
  const folder = join(kiosk.folder, 'log');
  const text = (await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))).join(
    '',
  );
  return text
    .split('\n')
    .map((line) => line.slice(line.indexOf(' ') + 1))
    .filter((line) => line.startsWith('guides-'));
}

async function strangersKey() {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']);
  return { ...(await crypto.subtle.exportKey('jwk', pair.privateKey)), kid: 'stranger' } as never;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const limit = Date.now() + 10_000;
  while (!(await isSo())) {
    if (Date.now() > limit) throw new Error('it did not come');
    await new Promise((done) => setTimeout(done, 10));
  }
}
