import { expect, test } from 'vitest';
import { everyService } from '../../build/every-service.ts';
import { type KeptCost, minutesToTell, pace, secondsOf } from '../../build/visit-minutes.ts';
import { isInWindow } from '../../shared/catalogue/windows.ts';
import costs from './visit-costs.json';

/** The minutes on a service page are counted, not guessed: `npm run cost -- --keep` plays the visit, visit-minutes.ts makes time of it. */
const kept: readonly KeptCost[] = costs;
const services = everyService();
/** A service grows a question or loses one before somebody counts anew; more than this and what is told is no longer true. */
const boundMinutes = 1;
const quickest = Math.min(
  ...services.flatMap((service) =>
    kept.filter((each) => each.service === service.id).map((cost) => minutesToTell(service, cost)),
  ),
);

test.each(services.map((service) => [service.id, service] as const))(
  '%s tells the minutes its visit takes somebody slow without a card',
  (_, service) => {
    const cost = kept.find((each) => each.service === service.id);
    if (!cost) {
      // Its window was closed when the others were played: nobody could file it. It tells no less than the quickest that was.
      expect(kept.some(({ measuredOn }) => isInWindow(service, measuredOn))).toBe(false);
      return expect(service.minutesToFill).toBeGreaterThanOrEqual(quickest);
    }
    expect(Math.abs(service.minutesToFill - minutesToTell(service, cost))).toBeLessThanOrEqual(boundMinutes);
  },
);

test('each was played with a card too, and was no longer so', () => {
  const slower = kept.filter(({ withCard, without }) => secondsOf(withCard, 0) > secondsOf(without, 0));
  expect(slower.map(({ service }) => service)).toEqual([]);
});

test('only services of the catalogue are kept, each once', () => {
  expect(kept.map(({ service }) => service)).toEqual([
    ...new Set(kept.map(({ service }) => service).filter((id) => services.some((each) => each.id === id))),
  ]);
});

test('a screen, a tap, a key and a page take what the rule says', () => {
  expect(secondsOf({ screens: 10, taps: 20, keys: 30 }, 2)).toBeCloseTo(
    10 * pace.screen + 20 * pace.tap + 30 * pace.key + 2 * pace.page,
  );
  expect(secondsOf({ screens: 10, taps: 20, keys: 30 }, 2)).toBeCloseTo(205);
});
