import fc from 'fast-check';
import { expect, test } from 'vitest';
import { benchDossier } from '../../build/bench/bench-dossier.ts';
import { median, percentile, spreadOf } from '../../build/bench/spread.ts';
import { Dossier } from '../../shared/dossier/dossier.ts';

// The bench itself times nothing here: a number without its peer in the same run says more about the machine.

test('a percentile is one of the numbers, and at least that share of them is not larger', () => {
  const numbers = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 100 }), (all, share) => {
      const found = percentile(all, share);
      expect(all).toContain(found);
      expect(all.filter((one) => one <= found).length / all.length).toBeGreaterThanOrEqual(share / 100);
    }),
  );
});

test('the spread of known times is known', () => {
  const times = Array.from({ length: 200 }, (_, index) => index + 1);
  expect(spreadOf(times)).toEqual({ p50Ms: 100, p99Ms: 198, count: 200 });
  expect(median([3, 1, 2])).toBe(2);
  expect(() => median([])).toThrow();
});

test.each([1024, 8 * 1024])('a dossier of %i bytes of answers is a dossier, and hardly larger than asked', (bytes) => {
  const dossier = benchDossier(bytes);
  expect(Dossier.safeParse({ ...dossier, nonce: '0'.repeat(32) }).success).toBe(true);
  const size = Buffer.byteLength(JSON.stringify(dossier.answers));
  expect(size).toBeGreaterThanOrEqual(bytes);
  expect(size).toBeLessThan(bytes + 2048);
});
