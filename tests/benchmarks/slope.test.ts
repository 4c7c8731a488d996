import fc from 'fast-check';
import { expect, test } from 'vitest';
import { growthOf } from '../../build/bench/page/slope.ts';

const visits = 40;
const breathing = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: visits, maxLength: visits });

test('a little more after each visit is found, however the count breathes', () => {
  fc.assert(
    fc.property(breathing, fc.integer({ min: 100, max: 1000 }), (noise, leak) => {
      const counts = noise.map((off, visit) => 10_000 + leak * visit + off);
      expect(growthOf('heap', counts, leak / 2).isRising).toBe(true);
    }),
  );
});

test('a count that only breathes, a step that stays and caches that fill at first are no leak', () => {
  fc.assert(
    fc.property(breathing, fc.integer({ min: visits / 2, max: visits - 1 }), (noise, step) => {
      const counts = noise.map((off, visit) => 10_000 + (visit >= step ? 300 : 0) + (visit < 8 ? -5000 : 0) + off);
      expect(growthOf('heap', counts, 60).isRising).toBe(false);
    }),
  );
});

test('what stays the same does not grow, and too few visits have no slope', () => {
  expect(growthOf('nodes', Array(12).fill(381), 0)).toMatchObject({
    perVisit: 0,
    isRising: false,
    first: 381,
    last: 381,
  });
  expect(() => growthOf('nodes', [1, 2, 3, 4], 0)).toThrow('too few visits');
});
