import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chanceFrom, retryBounds, retryWaitMs } from '../../shared/sync/retry.ts';

const chance = fc.double({ min: 0, max: 0.999999, noNaN: true });
const failures = fc.integer({ min: 1, max: 100_000 });

it('a wait lies between the floor and five minutes, however often it failed', () => {
  fc.assert(
    fc.property(failures, chance, (count, luck) => {
      const waitMs = retryWaitMs({ failures: count, chance: luck });
      expect(waitMs).toBeGreaterThanOrEqual(retryBounds.floorMs);
      expect(waitMs).toBeLessThanOrEqual(5 * 60_000);
    }),
  );
});

it('the longest possible wait doubles with every failure, up to the cap', () => {
  const longest = [1, 2, 3, 9, 10, 50].map((count) => retryWaitMs({ failures: count, chance: 0.9999999 }));
  expect(longest).toEqual([1000, 2000, 4000, 256_000, 300_000, 300_000]);
});

it('full jitter: the same failure waits anything from the floor to the longest', () => {
  expect(retryWaitMs({ failures: 9, chance: 0 })).toBe(retryBounds.floorMs);
  expect(retryWaitMs({ failures: 9, chance: 0.5 })).toBe(128_150);
});

it('Retry-After is never cut short, and never longer than an hour and a little', () => {
  fc.assert(
    fc.property(failures, chance, fc.integer({ min: 1, max: 10 ** 12 }), (count, luck, retryAfterMs) => {
      const waitMs = retryWaitMs({ failures: count, chance: luck, retryAfterMs });
      expect(waitMs).toBeGreaterThanOrEqual(Math.min(retryAfterMs, retryBounds.retryAfterCapMs));
      expect(waitMs).toBeLessThanOrEqual(retryBounds.retryAfterCapMs + 10_000);
    }),
  );
});

it('chance from bytes is in [0, 1)', () => {
  expect(chanceFrom(Uint8Array.of(0, 0, 0, 0))).toBe(0);
  expect(chanceFrom(Uint8Array.of(128, 0, 0, 0))).toBe(0.5);
  expect(chanceFrom(Uint8Array.of(255, 255, 255, 255))).toBeLessThan(1);
});
