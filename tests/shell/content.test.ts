import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packContent } from '../../build/content-bundle.ts';
import { hashPassword } from '../../portal/access/passwords.ts';
import type { ContentUnits } from '../../shared/catalogue/content-units.ts';
import type { Signing } from '../../shared/dossier/cryptography.ts';
import { webSigning } from '../../shared/dossier/web-cryptography.ts';
import { contentBundleFormat, contentBundleName } from '../../shared/portal-contract/content-bundle.ts';
import type { CatalogueAnswer, FiledNow, ShellState } from '../../shared/shell-contract/messages.ts';
import { addedService, builtInFiles, withAddedService, withOtherForm } from '../catalogue/content-files.ts';
import { newKey } from '../contracts/portal-kiosk.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import type { TestKiosk } from './a-kiosk.ts';
import { learnTrust } from './learn-trust.ts';
import { kioskAt } from './with-kiosk.ts';

/** Bundles of catalogue and lists at a real shell: how they come, when they are used, and what never takes the place of what is here. */
let portal: EmbeddedPortal;
let signing: Signing;
const pin = '314159';
const builtIn = JSON.parse(await readFile(join(import.meta.dirname, '../../assets/content.json'), 'utf8')).version;
const quick = { lookForBundlesMs: 20, fetchBundlesMs: 20, bundlesHoldMs: 0 };
const withKiosk = (use: (kiosk: TestKiosk) => Promise<void>) =>
  kioskAt(() => portal)(
    async (kiosk) => {
      await until(async () => (await stateOf(kiosk)).kiosk !== null);
      await use(kiosk);
    },
    { portal, limits: quick },
  );

beforeAll(async () => {
  portal = await anEmbeddedPortal();
  signing = portal.ports.keys.configSigning;
  const hashed = await hashPassword(pin, portal.ports.dice);
  await portal.ports.register.addStaff({ id: 'staff-1', name: 'Phạm Thu Hà', role: 'technician', pin: hashed });
});
afterAll(() => portal.close());

/** Two services: what is looked at many times is small. */
const few = filesOf(['catalogue/civil-extract.json', 'catalogue/feedback.json', 'units/holidays.json']);
const fewAndOne = withAddedService(few);
const bundle = (version: number, files = fewAndOne, by = signing) =>
  packContent(files, { version: builtIn + version, signing: by });

describe('a bundle that is right', () => {
  test('is used by the next page, not by the one that is open, and is still there after a restart', () =>
    withKiosk(async (kiosk) => {
      const before = await openPage(kiosk);
      expect(before).toMatchObject({ version: builtIn, units: {} });
      expect(idsOf(before)).not.toContain(addedService);
      await bring(kiosk, await bundle(1));
      await until(async () => (await stateOf(kiosk)).content === builtIn + 1);
      const after = await openPage(kiosk);
      expect(idsOf(after)).toEqual(['certified-copy', 'civil-extract', 'feedback']);
      expect(after.version).toBe(builtIn + 1);
      expect(Object.keys(after.units)).toEqual(['holidays']);
      const restarted = await kiosk.restart();
      expect(await openPage(restarted)).toEqual(after);
      await restarted.shell.close();
    }));

  test('waits for the end of the visit: a page that dies meanwhile gets what the visit began with', () =>
    withKiosk(async (kiosk) => {
      const before = await openPage(kiosk);
      await kiosk.get('PUT', '/shell/draft', { draft: { any: 'thing' } });
      await bring(kiosk, await bundle(1));
      await until(async () => (await logOf(kiosk)).includes(`content-taken ${builtIn + 1}`));
      expect((await stateOf(kiosk)).content).toBe(builtIn);
      expect(await openPage(kiosk)).toEqual(before);
      // Filed, its slip still on the screen.
      await kiosk.file();
      expect((await kiosk.get<FiledNow>('GET', '/shell/filed')).filed).not.toBeNull();
      expect(await openPage(kiosk)).toEqual(before);
      await kiosk.get('POST', '/shell/session/end');
      expect((await stateOf(kiosk)).content).toBe(builtIn + 1);
      expect(idsOf(await openPage(kiosk))).toContain(addedService);
    }));

  test('may bring the form a service fills', () =>
    withKiosk(async (kiosk) => {
      await bring(kiosk, await bundle(1, withOtherForm(few, { isBrought: true })));
      await until(async () => (await stateOf(kiosk)).content === builtIn + 1);
    }));

  test('comes over the network from the portal, once', () =>
    withKiosk(async (kiosk) => {
      await offer(await bundle(1));
      await until(async () => (await stateOf(kiosk)).content === builtIn + 1);
      expect(idsOf(await openPage(kiosk))).toContain(addedService);
      const asked = portal.log.length;
      await someLooks();
      expect((await logOf(kiosk)).filter((line) => line.startsWith('content-'))).toEqual([
        `content-taken ${builtIn + 1}`,
        `content-in-use ${builtIn + 1}`,
      ]);
      expect(portal.log.slice(asked).filter(({ event }) => event === 'failed')).toEqual([]);
      expect(await readdir(join(kiosk.folder, 'incoming'))).toEqual([]);
      await offer();
    }));

  test('goes on where the line broke, also after a restart', () =>
    withKiosk(async (kiosk) => {
      const whole = await packContent(
        { ...builtInFiles, 'later/noise.json': JSON.stringify(noise()) },
        { version: builtIn + 3, signing },
      );
      expect(whole.length).toBeGreaterThan(3 * 1024 * 1024);
      const { bundles } = portal.ports;
      if (!bundles) throw new Error('this portal has no bundles');
      const { read } = bundles;
      const froms: number[] = [];
      let isDown = true;
      Object.assign(bundles, {
        read: async (sha256: string, range: { from: number; length: number }) => {
          froms.push(range.from);
          return isDown && range.from >= 2 * 1024 * 1024 ? undefined : read(sha256, range);
        },
      });
      try {
        await offer(whole);
        await until(async () => froms.includes(2 * 1024 * 1024));
        const restarted = await kiosk.restart();
        isDown = false;
        await until(async () => (await stateOf(restarted)).content === builtIn + 3);
        expect(froms.filter((from) => from === 0)).toHaveLength(1);
        await restarted.shell.close();
      } finally {
        Object.assign(bundles, { read });
        await offer();
      }
    }));

  test('loses to a newer build', () =>
    withKiosk(async (kiosk) => {
      await bring(kiosk, await bundle(1));
      await until(async () => (await stateOf(kiosk)).content === builtIn + 1);
      const newer = join(kiosk.folder, 'newer-build');
      await mkdir(join(newer, 'catalogue'), { recursive: true });
      await writeFile(join(newer, 'content.json'), JSON.stringify({ version: builtIn + 2, sha256: '' }));
      await writeFile(join(newer, 'catalogue', 'feedback.json'), builtInFiles['catalogue/feedback.json'] ?? '');
      const updated = await kiosk.restart({ catalogueFolder: join(newer, 'catalogue') });
      expect(await openPage(updated)).toMatchObject({ version: builtIn + 2, units: {} });
      expect(idsOf(await openPage(updated))).toEqual(['feedback']);
      await updated.shell.close();
    }));
});

describe('a bundle that is not right keeps the old one', () => {
  const refusedAs = (code: string, bytes: () => Promise<Uint8Array>) =>
    withKiosk(async (kiosk) => {
      await bring(kiosk, await bundle(3));
      await until(async () => (await stateOf(kiosk)).content === builtIn + 3);
      const before = await openPage(kiosk);
      await bring(kiosk, await bytes());
      await until(async () => (await logOf(kiosk)).includes(code));
      expect(await openPage(kiosk)).toEqual(before);
      expect(await readdir(join(kiosk.folder, 'content'))).toEqual([`${builtIn + 3}.dcc`]);
      // What is right comes through all the same.
      await bring(kiosk, await bundle(9));
      await until(async () => (await stateOf(kiosk)).content === builtIn + 9);
    });

  test(
    'and the portal is told of it, until a right one has come',
    () =>
      withKiosk(async (kiosk) => {
        await bring(kiosk, await bundle(3, fewAndOne, webSigning(await newKey())));
        await until(async () => (await toldOf(kiosk))?.refused?.code === 'content-signature');
        expect(await toldOf(kiosk)).toMatchObject({ version: builtIn });
        await bring(kiosk, await bundle(4));
        await until(async () => (await toldOf(kiosk))?.version === builtIn + 4);
        expect(await toldOf(kiosk)).toMatchObject({ refused: null });
      }),
    30_000,
  );

  test('signed by nobody we know', () =>
    refusedAs('content-signature', async () => bundle(4, fewAndOne, webSigning(await newKey()))));
  test('signed as something else', () =>
    refusedAs('content-signature', () =>
      bundle(4, fewAndOne, { sign: (_kind, payload) => signing.sign('config', payload) }),
    ));
  test('an older one', () => refusedAs('content-downgrade', () => bundle(2)));
  test('another of the same version', () => refusedAs('content-downgrade', () => bundle(3, few)));
  test('older than what the build brought', () => refusedAs('content-downgrade', () => bundle(-1)));
  test('with a service that does not read, rightly signed', () =>
    refusedAs('content-schema', () => bundle(4, { ...few, 'catalogue/feedback.json': '{"id":"feedback"}' })));
  test('with a list that does not read', () =>
    refusedAs('content-schema', () => bundle(4, { ...few, 'units/holidays.json': '{"years":2026}' })));
  test('with no service at all', () => refusedAs('content-schema', () => bundle(4, filesOf(['units/holidays.json']))));
  test('with a service that fills a form that is nowhere', () =>
    refusedAs('content-schema', () => bundle(4, withOtherForm(few, { isBrought: false }))));
  test('of a newer format', () =>
    refusedAs('content-schema', async () => {
      const bytes = await bundle(4);
      const head = new TextEncoder().encode(contentBundleFormat.replace('/1', '/2'));
      return Uint8Array.from([...head, ...bytes.subarray(head.length)]);
    }));
  test('cut in the middle', () => refusedAs('content-truncated', async () => (await bundle(4)).subarray(0, 9000)));

  test('whatever byte is another, wherever it is cut', () =>
    withKiosk(async (kiosk) => {
      const before = await openPage(kiosk);
      const whole = await bundle(5);
      let refusals = 0;
      const comes = async (bytes: Uint8Array) => {
        await bring(kiosk, bytes);
        refusals += 1;
        await until(async () => (await refusalsOf(kiosk)).length === refusals);
        expect(await openPage(kiosk)).toEqual(before);
      };
      await fc.assert(
        fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
          const changed = Uint8Array.from(whole);
          changed[at] = (changed[at] ?? 0) ^ by;
          await comes(changed);
        }),
        { numRuns: 25, seed: 20261122 },
      );
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: whole.length - 1 }), (length) => comes(whole.subarray(0, length))),
        { numRuns: 15, seed: 20261122 },
      );
      await bring(kiosk, whole);
      await until(async () => (await stateOf(kiosk)).content === builtIn + 5);
    }));

  test('offered by the portal is fetched once, not again and again', () =>
    withKiosk(async (kiosk) => {
      const { bundles } = portal.ports;
      if (!bundles) throw new Error('this portal has no bundles');
      const { offers, read, size } = bundles;
      const bytes = await bundle(4, fewAndOne, webSigning(await newKey()));
      let fetched = 0;
      Object.assign(bundles, {
        offers: () => [{ kind: 'content', version: builtIn + 4, bytes: bytes.length, sha256: digest }],
        size: () => bytes.length,
        read: async (_sha256: string, { from, length }: { from: number; length: number }) => {
          fetched += 1;
          return bytes.subarray(from, from + length);
        },
      });
      const digest = [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join('');
      try {
        await until(async () => (await refusalsOf(kiosk)).length > 0);
        await someLooks();
        expect(fetched).toBe(1);
        expect((await stateOf(kiosk)).content).toBe(builtIn);
      } finally {
        Object.assign(bundles, { offers, read, size });
      }
    }));
});

test('a kept bundle that cannot be read any more is told, and the kiosk works with what it was built with', () =>
  withKiosk(async (kiosk) => {
    await bring(kiosk, await bundle(1));
    await until(async () => (await stateOf(kiosk)).content === builtIn + 1);
    await kiosk.shell.close();
    const path = join(kiosk.folder, 'content', `${builtIn + 1}.dcc`);
    const kept = await readFile(path);
    let told = 0;
    for (const at of [5, 300, kept.length - 50]) {
      const spoilt = Uint8Array.from(kept);
      spoilt[at] = (spoilt[at] ?? 0) ^ 1;
      await writeFile(path, spoilt);
      const restarted = await kiosk.restart();
      expect((await openPage(restarted)).version).toBe(builtIn);
      expect((await logOf(restarted)).filter((line) => line.startsWith('content-unreadable')).length).toBeGreaterThan(
        told,
      );
      told = (await logOf(restarted)).filter((line) => line.startsWith('content-unreadable')).length;
      await restarted.shell.close();
    }
  }));

describe('a key that counts no more', () => {
  /** Believed for a while, then revoked; its bundle has a version nobody will reach. */
  const stolen = 4_000_000_000;
  const withStolen = (use: (kiosk: TestKiosk, revoke: () => Promise<void>) => Promise<void>) =>
    withKiosk(async (kiosk) => {
      const thief = await newKey();
      await learnTrust(kiosk, { portal, version: 2, others: [thief] });
      await bring(kiosk, await packContent(few, { version: stolen, signing: webSigning(thief) }));
      await until(async () => (await stateOf(kiosk)).content === stolen);
      await use(kiosk, () => learnTrust(kiosk, { portal, version: 3, others: [] }));
    });

  test('takes its content with it at once: the page after it has what the build brought, and what mends it is taken', () =>
    withStolen(async (kiosk, revoke) => {
      expect((await openPage(kiosk)).version).toBe(stolen);
      await revoke();
      await until(async () => (await stateOf(kiosk)).content === builtIn);
      expect((await openPage(kiosk)).version).toBe(builtIn);
      await bring(kiosk, await bundle(1));
      await until(async () => (await stateOf(kiosk)).content === builtIn + 1);
      expect(await refusalsOf(kiosk)).toEqual([]);
      expect(await readdir(join(kiosk.folder, 'content'))).toEqual([`${builtIn + 1}.dcc`]);
    }));

  test('leaves an open visit what it began with, to its end', () =>
    withStolen(async (kiosk, revoke) => {
      const before = await openPage(kiosk);
      await kiosk.get('PUT', '/shell/draft', { draft: { any: 'thing' } });
      await revoke();
      await until(async () => (await logOf(kiosk)).includes('content-unreadable content-signature'));
      await bring(kiosk, await bundle(1));
      await until(async () => (await logOf(kiosk)).includes(`content-taken ${builtIn + 1}`));
      expect((await stateOf(kiosk)).content).toBe(stolen);
      expect(await openPage(kiosk)).toEqual(before);
      await kiosk.get('POST', '/shell/session/end');
      expect((await openPage(kiosk)).version).toBe(builtIn + 1);
    }));
});

test('a technician brings it on a stick, and reads there and then what became of it; nobody else may', () =>
  withKiosk(async (kiosk) => {
    const stick = join(kiosk.folder, 'stick', 'updates');
    await mkdir(stick, { recursive: true });
    const onStick = await kiosk.restart({ stickFolder: join(kiosk.folder, 'stick') });
    expect(await onStick.code('POST', '/shell/updates/stick')).toBe('not-signed-in');
    await onStick.get('POST', '/shell/staff/sign-in', { role: 'technician', pin });
    expect(await onStick.get('POST', '/shell/updates/stick')).toEqual({ found: [] });
    await writeFile(join(stick, contentBundleName), await bundle(1));
    expect(await onStick.get('POST', '/shell/updates/stick')).toEqual({
      found: [{ kind: 'content', arrival: 'taken' }],
    });
    expect((await stateOf(onStick)).content).toBe(builtIn + 1);
    expect(await onStick.get('POST', '/shell/updates/stick')).toEqual({
      found: [{ kind: 'content', arrival: 'taken' }],
    });
    // As it was packed, its version in the name; the newest counts, whatever else lies there.
    await writeFile(join(stick, `noi-dung-${builtIn + 2}.dcc`), await bundle(2));
    await mkdir(join(stick, 'noi-dung-9999999999.dcc'));
    await writeFile(join(stick, contentBundleName), await bundle(1));
    await utimes(join(stick, contentBundleName), 1, 1);
    expect(await onStick.get('POST', '/shell/updates/stick')).toEqual({
      found: [{ kind: 'content', arrival: 'taken' }],
    });
    expect((await stateOf(onStick)).content).toBe(builtIn + 2);
    await rm(join(stick, `noi-dung-${builtIn + 2}.dcc`));
    await writeFile(join(stick, contentBundleName), await bundle(-1));
    expect(await onStick.get('POST', '/shell/updates/stick')).toEqual({
      found: [{ kind: 'content', arrival: 'content-downgrade' }],
    });
    expect((await readFile(join(stick, contentBundleName))).length).toBeGreaterThan(0);
    await onStick.shell.close();
  }));

function filesOf(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, builtInFiles[name] ?? '']));
}

/** Does not pack well, and is of a kind this build passes over. */
function noise(): string {
  let state = 1;
  return Array.from({ length: 4 * 1024 * 1024 }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return String.fromCharCode(33 + ((state >>> 16) % 90));
  }).join('');
}

/** Written aside and put there in one step, as a careful hand does. */
async function bring(kiosk: TestKiosk, bytes: Uint8Array): Promise<void> {
  const incoming = join(kiosk.folder, 'incoming');
  await mkdir(incoming, { recursive: true });
  await writeFile(join(incoming, 'being-copied'), bytes);
  await rename(join(incoming, 'being-copied'), join(incoming, contentBundleName));
}

let offered = 0;
/** The only one in the portal's folder; without one there is none. */
async function offer(bytes?: Uint8Array): Promise<void> {
  const folder = join(portal.dataFolder, 'bundles');
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) await writeFile(join(folder, name), '');
  offered += 1;
  if (bytes) await writeFile(join(folder, `${offered}.dcc`), bytes);
}

const openPage = (kiosk: TestKiosk) => kiosk.get<CatalogueAnswer & { units: ContentUnits }>('GET', '/shell/catalogue');
const stateOf = (kiosk: TestKiosk) => kiosk.get<ShellState>('GET', '/shell/state');
const idsOf = ({ services }: CatalogueAnswer) => [...new Set(services.map(({ id }) => id))].sort();

/** What the portal knows of this kiosk's content. */
async function toldOf(kiosk: TestKiosk) {
  const id = (await stateOf(kiosk)).kiosk?.id ?? '';
  const report = (await portal.ports.register.reports()).get(id);
  return report?.updates?.find(({ kind }) => kind === 'content');
}

async function refusalsOf(kiosk: TestKiosk): Promise<string[]> {
  return (await logOf(kiosk)).filter((line) => /^content-(truncated|signature|schema|downgrade)$/.test(line));
}

async function logOf(kiosk: TestKiosk): Promise<string[]> {
  const folder = join(kiosk.folder, 'log');
  const files = await Promise.all((await readdir(folder)).sort().map((name) => readFile(join(folder, name), 'utf8')));
  return files
    .join('')
    .split('\n')
    .map((line) => line.slice(line.indexOf(' ') + 1));
}

const someLooks = () => new Promise((goOn) => setTimeout(goOn, 200));

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await isSo()) return;
    await new Promise((goOn) => setTimeout(goOn, 20));
  }
  throw new Error('it did not come to be');
}
