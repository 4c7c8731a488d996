import { describe, expect, it } from 'vitest';
import type { sabotages } from './sabotage.ts';
import { simulateMany } from './simulate-many.ts';
import { simulateWorld } from './simulate-world.ts';
import { faultNames, promiseNames } from './tally.ts';

const seeds = 200;
/** Of the real ones `npm run simulate -- --real 200` runs more. */
const realSeeds = 8;
const workers = 2;
/** A fifth of a minute on two idle cores; this is for a machine that has other work. */
const limitMs = 600_000;

describe('simulated worlds', () => {
  it(`keep every promise over ${seeds} seeds, in which every fault happens`, { timeout: limitMs }, async () => {
    const { sums, faults, checks, broken, heapBytes } = await simulateMany({ from: 1, seeds, workers });
    expect(broken.map(({ seed, what }) => `${what}\n    npm run simulate -- --replay ${seed}`)).toEqual([]);
    // A world in which nothing happens keeps every promise, too.
    const { kiosks = 0, filed = 0, received = 0, refused = 0, withdrawn = 0, revised = 0 } = sums;
    expect(kiosks).toBeGreaterThan(seeds * 2);
    expect(filed).toBeGreaterThan(seeds * 6);
    expect(received).toBeGreaterThan(filed * 0.7);
    expect(refused).toBeGreaterThan(seeds / 4);
    expect(withdrawn).toBeGreaterThan(seeds / 10);
    expect(revised).toBeGreaterThan(seeds / 2);
    expect(faultNames.filter((name) => !faults[name])).toEqual([]);
    expect(promiseNames.filter((name) => !checks[name])).toEqual([]);
    expect(heapBytes / 2 ** 20).toBeLessThan(600);
  });

  it('replay byte for byte from their seed, whatever ran before', { timeout: limitMs }, async () => {
    const first = [];
    for (const seed of [3, 1, 2]) first.push((await simulateWorld(seed)).traceHash);
    const again = [];
    for (const seed of [3, 2, 1]) again.push((await simulateWorld(seed)).traceHash);
    expect([again[0], again[2], again[1]]).toEqual(first);
    expect(new Set(first).size).toBe(3);
  });
});

describe('worlds of the real database, store and cryptography', () => {
  it(`keep the same promises over ${realSeeds} seeds`, { timeout: limitMs }, async () => {
    const { sums, faults, broken } = await simulateMany({ from: 1, seeds: realSeeds, workers, real: true });
    expect(broken.map(({ seed, what }) => `${what}\n    npm run simulate -- --real 1 --from ${seed}`)).toEqual([]);
    expect(sums.received).toBeGreaterThan(realSeeds);
    expect(faults['portal rolled back its last work']).toBeGreaterThan(0);
    expect(faults['power cut at the portal, at any await']).toBeGreaterThan(0);
  });
});

/** What the world must say when the mistake is in: found for another reason would prove nothing. */
const findings: Record<keyof typeof sabotages, RegExp> = {
  'pop before send': /kept and not in the outbox/,
  'ignore the status': /shown as received under taken for granted, the portal has/,
  'id made per attempt': /one dossier was registered twice/,
  'receipt not verified': /shown as received under FORGED/,
  'retry without a wait': /unanswered attempts within an hour|messages within an hour|something spins/,
  'retry without cap': /not delivered in the end/,
  'last revision wins': /two revisions were taken for one asking/,
};

describe(`a planted mistake is found within ${seeds} seeds`, () => {
  for (const [plant, found] of Object.entries(findings)) {
    it(plant, { timeout: limitMs }, async () => {
      const isEnough = ({ broken }: { broken: string | undefined }) => broken !== undefined && found.test(broken);
      const { broken } = await simulateMany({ from: 1, seeds, workers, plant, isEnough });
      expect(broken.filter(({ what }) => found.test(what))).not.toEqual([]);
    });
  }
});
