import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasDisplay, openVirtualDisplay, type VirtualDisplay } from '../../build/virtual-display.ts';
import { bundleResident } from './bundle-resident.ts';
import { loseOnPurpose } from './control.ts';
import { runCrashes } from './crash-run.ts';
import { cutOnFirstDay } from './first-day.ts';
import { buildWatchLibrary } from './watch-library.ts';

/** The short version of `npm run crash`: every kind of crash at least once, another seed every day. */

const seed = Math.floor(Date.now() / 86_400_000);
let display: VirtualDisplay | undefined;
let world: { library: string; resident: string };

beforeAll(async () => {
  display = hasDisplay() ? undefined : await openVirtualDisplay({ width: 1080, height: 1920 });
  if (display) Object.assign(process.env, display.environment);
  world = { library: buildWatchLibrary(), resident: await bundleResident() };
}, 60_000);
afterAll(() => display?.close());

test('killed, cut off from power and with a torn log, everything filed is received once and whole', {
  timeout: 240_000,
}, async () => {
  const plan = { seed, kills: 12, powerCuts: 4, tornLogs: 1, byHand: 0, limitMinutes: 3, say: console.log };
  const { broken, undone, comparison, tally } = await runCrashes(plan, world);
  const repeat = `npm run crash -- --kills 12 --cuts 4 --torn 1 --hand 0 --seed ${seed}`;
  expect([...broken, ...undone], repeat).toEqual([]);
  expect(comparison).toMatchObject({ lost: [], duplicated: [], corrupt: [] });
  expect(comparison?.filed).toBeGreaterThan(0);
  expect([tally.tornLogs, tally.powerCuts.kiosk > 0, tally.powerCuts.portal > 0]).toEqual([1, true, true]);
});

test.each(['kiosk', 'portal'] as const)(
  'the power of a %s cut on the day it was set up takes nothing that was promised',
  {
    timeout: 90_000,
  },
  async (whose) => {
    expect(await cutOnFirstDay(seed, whose, world)).toEqual([]);
  },
);

test.each(['kiosk', 'portal'] as const)(
  'a %s on a disk whose syncs do nothing loses what it promised, so the cuts are real',
  {
    timeout: 90_000,
  },
  async (whose) => {
    expect(await loseOnPurpose(seed, world, [{ whose, syncsAreIgnored: true }])).toMatchObject({ isShown: true });
  },
);
