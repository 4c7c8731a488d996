import fc from 'fast-check';
import { expect, it } from 'vitest';
import { breakerAfter, closedBreaker } from '../../shared/sync/breaker.ts';

type Happening = Parameters<typeof breakerAfter>[1];

function after(...happenings: Happening[]) {
  return happenings.reduce(breakerAfter, closedBreaker);
}

it('opens at the third failure in a row', () => {
  expect(after('failed', 'failed').state).toBe('closed');
  expect(after('failed', 'failed', 'failed').state).toBe('open');
  expect(after('failed', 'failed', 'carried', 'failed', 'failed').state).toBe('closed');
});

it('lets one probe through after the wait, and opens again when it fails', () => {
  expect(after('failed', 'failed', 'failed', 'waited').state).toBe('probing');
  expect(after('failed', 'failed', 'failed', 'waited', 'failed')).toEqual({ state: 'open', failures: 4 });
  expect(after('failed', 'failed', 'failed', 'waited', 'answered').state).toBe('closed');
});

it('an answered probe does not forget the failures: a portal that answers only probes is still backed off from', () => {
  const flapping = Array.from({ length: 10 }, (): Happening[] => ['failed', 'waited', 'answered']).flat();
  expect(after(...flapping).failures).toBe(10);
  expect(after(...flapping, 'carried')).toEqual(closedBreaker);
});

it('failures count up by one per failure and only carried filings take them back', () => {
  const happening = fc.constantFrom<Happening>('carried', 'answered', 'failed', 'waited');
  fc.assert(
    fc.property(fc.array(happening), (happenings) => {
      const sinceCarried = happenings.slice(happenings.lastIndexOf('carried') + 1);
      expect(after(...happenings).failures).toBe(sinceCarried.filter((one) => one === 'failed').length);
    }),
  );
});
