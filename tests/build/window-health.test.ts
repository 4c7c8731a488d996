import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  failuresUntilRelaunch,
  failureWindowMs,
  forgivenAfterMs,
  newPage,
  type PageLife,
  type PageSays,
  pageAnswered,
  pageFailed,
  type Remedy,
  startHealth,
  startLimitMs,
  troubleLimitMs,
  troubleOf,
} from '../../electron/window-health.ts';

/** The remedies for failures at these minutes. */
function remedies(minutes: readonly number[], relaunches = 0): readonly Remedy[] {
  let health = startHealth(0, relaunches);
  return minutes.map((minute) => {
    const answer = pageFailed(health, minute * 60_000);
    health = answer.health;
    return answer.remedy;
  });
}

test('one page that dies is loaded again', () => {
  expect(remedies([5])).toEqual(['reload']);
});

test('the third failure within ten minutes relaunches the application', () => {
  expect(remedies([1, 4, 9])).toEqual(['reload', 'reload', 'relaunch']);
});

test('failures far apart are only reloads, however many there are', () => {
  expect(remedies([0, 11, 22, 33, 44])).toEqual(['reload', 'reload', 'reload', 'reload', 'reload']);
});

test('an application relaunched once that fails the same way ends, for systemd to decide', () => {
  expect(remedies([1, 2, 3], 1)).toEqual(['reload', 'reload', 'exit']);
});

test('after an hour without failure an earlier relaunch is forgiven', () => {
  expect(remedies([61, 62, 63], 1)).toEqual(['reload', 'reload', 'relaunch']);
});

test('never more reloads in ten minutes than the limit, whatever the failures', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: forgivenAfterMs + 1 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 0, max: 3 }), (waits, relaunches) => {
      let health = startHealth(0, relaunches);
      let now = 0;
      const reloads: number[] = [];
      for (const wait of waits) {
        now += wait;
        const answer = pageFailed(health, now);
        health = answer.health;
        if (answer.remedy !== 'reload') return true;
        reloads.push(now);
        const recent = reloads.filter((at) => now - at < failureWindowMs);
        if (recent.length >= failuresUntilRelaunch) return false;
      }
      return true;
    }),
  );
});

/** Asked every second; `undefined` = it does not answer from then on. When trouble is seen, and which. */
function lifeOf(says: readonly (PageSays | undefined)[]): [number, string] | undefined {
  let life: PageLife = newPage;
  for (let second = 0; second < 60; second += 1) {
    const now = second * 1_000;
    const trouble = troubleOf(life, now);
    if (trouble) return [now, trouble];
    if (life.askedAtMs !== undefined) continue;
    life = { ...life, askedAtMs: now };
    const answer = second < says.length ? says[second] : says.at(-1);
    if (answer) life = pageAnswered(life, answer, now);
  }
  return undefined;
}

test('a page that is well, or ill for a moment, is left alone', () => {
  expect(lifeOf(['well'])).toBeUndefined();
  expect(lifeOf(['blank', 'blank', 'blank', 'well', 'deaf', 'deaf', 'well'])).toBeUndefined();
});

test('a page that stood and falls silent, empty or deaf is seen early enough to be well again within ten seconds', () => {
  for (const [says, reason] of [
    [undefined, 'unresponsive'],
    ['blank', 'blank'],
    ['deaf', 'deaf'],
  ] as const) {
    expect(lifeOf(['well', says])).toEqual([troubleLimitMs + 1_000, reason]);
  }
  expect(troubleLimitMs).toBeLessThanOrEqual(7_000);
});

test('a page that is only starting gets longer', () => {
  expect(lifeOf(['blank'])).toEqual([startLimitMs, 'blank']);
  expect(lifeOf([undefined])).toEqual([startLimitMs, 'unresponsive']);
});

test('what was wrong first does not count anew when it changes its shape', () => {
  expect(lifeOf(['well', 'blank', 'blank', 'blank', 'deaf'])).toEqual([troubleLimitMs + 1_000, 'deaf']);
});
