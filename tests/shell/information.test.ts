import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoInformation } from '../../portal/demo/demo-information.ts';
import { canonicalBytes } from '../../shared/dossier/bytes.ts';
import { webSigning } from '../../shared/dossier/web-cryptography.ts';
import type { InformationContent } from '../../shared/portal-contract/information.ts';
import type { InformationKnown, ShellState } from '../../shared/shell-contract/messages.ts';
import { newKey } from '../contracts/portal-kiosk.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import type { TestKiosk } from './a-kiosk.ts';
import { kioskAt } from './with-kiosk.ts';

/** City and ward information at a real shell: what is kept, and what never takes its place. */
let portal: EmbeddedPortal;
let writtenSeconds = 1_800_000_000;
const content = (value: number): InformationContent => ({
  ...demoInformation(Date.parse('2026-11-22T03:00:00Z')),
  readings: [{ ...reading, value }],
});
const [reading] = demoInformation(Date.parse('2026-11-22T03:00:00Z')).readings as [InformationContent['readings'][0]];
const quick = { lookForInformationMs: 20, informationHoldsMs: 0 };

beforeAll(async () => {
  portal = await anEmbeddedPortal();
  await mkdir(join(portal.dataFolder, 'information'));
});
afterAll(() => portal.close());

const withKiosk = (use: (kiosk: TestKiosk) => Promise<void>) => kioskAt(() => portal)(use, { portal, limits: quick });

async function write(value: number): Promise<void> {
  const path = join(portal.dataFolder, 'information', '00190.json');
  await writeFile(path, JSON.stringify(content(value)));
  writtenSeconds += 60;
  await utimes(path, writtenSeconds, writtenSeconds);
}

async function valueAt(kiosk: TestKiosk): Promise<number | undefined> {
  const { known } = await kiosk.get<InformationKnown>('GET', '/shell/information');
  return known?.information.readings[0]?.value;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await isSo()) return;
    await new Promise((goOn) => setTimeout(goOn, 25));
  }
  throw new Error('it did not come to be');
}

const looksMs = 150;
const someLooks = () => new Promise((goOn) => setTimeout(goOn, looksMs));

test('what the portal tells is here, is renewed, and stays when the portal is gone and the kiosk starts again', () =>
  withKiosk(async (kiosk) => {
    await write(1);
    await until(async () => (await valueAt(kiosk)) === 1);
    await write(2);
    await until(async () => (await valueAt(kiosk)) === 2);
    const find = portal.ports.information?.find;
    Object.assign(portal.ports.information ?? {}, { find: async () => undefined });
    try {
      const restarted = await kiosk.restart();
      await someLooks();
      expect(await valueAt(restarted)).toBe(2);
      await restarted.shell.close();
    } finally {
      Object.assign(portal.ports.information ?? {}, { find });
    }
  }));

test(
  'what is older, of another ward, of another kind or signed by nobody we know changes nothing',
  () =>
    withKiosk(async (kiosk) => {
      await write(3);
      await until(async () => (await valueAt(kiosk)) === 3);
      const { configSigning } = portal.ports.keys;
      const words = { ...content(9), version: Date.now() * 10, unit: '00190' };
      const stranger = webSigning(await newKey());
      const bad = [
        await configSigning.sign('information', canonicalBytes({ ...words, version: 1 })),
        await configSigning.sign('information', canonicalBytes({ ...words, unit: '00199' })),
        await configSigning.sign('guides', canonicalBytes(words)),
        await stranger.sign('information', canonicalBytes(words)),
        await configSigning.sign('information', canonicalBytes({ ...words, readings: 'none' })),
        'nonsense',
      ];
      const board = portal.ports.information;
      if (!board) throw new Error('this portal has no board');
      const { find } = board;
      try {
        for (const token of bad) {
          Object.assign(board, { find: async () => token });
          await someLooks();
          expect(await valueAt(kiosk)).toBe(3);
        }
        // The portal is told, and when all is well again as well.
        const told = async () => {
          const { kiosk: itself } = await kiosk.get<ShellState>('GET', '/shell/state');
          const report = (await portal.ports.register.reports()).get(itself?.id ?? '');
          return report?.updates?.find(({ kind }) => kind === 'information');
        };
        await until(async () => (await told())?.refused?.code === 'information-signature');
        // The very same words, signed as they should be, are taken.
        const right = await configSigning.sign('information', canonicalBytes(words));
        Object.assign(board, { find: async () => right });
        await until(async () => (await valueAt(kiosk)) === 9);
        await until(async () => (await told())?.refused === null);
        expect((await told())?.version).toBe(words.version);
      } finally {
        Object.assign(board, { find });
      }
    }),
  30_000,
);
