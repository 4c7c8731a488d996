import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstPage, largestPage, pageAfter, pageFor, smallestPage } from '../../shared/sync/page-size.ts';

type Happening = Parameters<typeof pageAfter>[1];
const quick: Happening = { happened: 'answered', full: true, elapsedMs: 100 };
const slow: Happening = { happened: 'answered', full: true, elapsedMs: 10_000 };

function after(...happenings: Happening[]) {
  return happenings.reduce(pageAfter, firstPage);
}

it('grows by steps while full pages are answered quickly, up to what the contract allows', () => {
  expect(after(quick)).toEqual({ filings: 32, bytes: 256 * 1024, lanes: 2 });
  expect(after(...Array.from({ length: 50 }, () => quick))).toEqual(largestPage);
});

it('does not grow on pages that were not full: they say nothing about larger ones', () => {
  expect(after({ happened: 'answered', full: false, elapsedMs: 1 })).toEqual(firstPage);
});

it('halves when too large or too slow, and one filing is always allowed', () => {
  expect(after({ happened: 'too-large' }).filings).toBe(8);
  expect(after(slow).filings).toBe(8);
  expect(after(...Array.from({ length: 20 }, (): Happening => ({ happened: 'too-large' })))).toMatchObject({
    filings: smallestPage.filings,
    bytes: smallestPage.bytes,
  });
});

it('goes back to one lane when a message fails', () => {
  expect(after(quick, quick, { happened: 'failed' }).lanes).toBe(1);
});

it('while somebody is at the screen pages are small and go one at a time, whatever was learnt', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(quick, slow, { happened: 'too-large' } as const)), (happenings) => {
      const learnt = after(...happenings);
      const polite = pageFor(learnt, { somebodyAtTheScreen: true });
      expect(polite.lanes).toBe(1);
      expect(polite.filings).toBeLessThanOrEqual(Math.min(6, learnt.filings));
      expect(pageFor(learnt, { somebodyAtTheScreen: false })).toBe(learnt);
    }),
  );
});
