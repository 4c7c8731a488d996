import { expect, test } from 'vitest';
import {
  type ResultState,
  resultRow,
  resultStates,
  resultsMoveIn,
  statusesAfter,
} from '../../shared/portal-contract/case-results.ts';
import { type CaseStatusCode, nextStatuses } from '../../shared/portal-contract/case-status.ts';

/** Every way three results can stand. */
const all: ResultState[][] = resultStates.flatMap((one) =>
  resultStates.flatMap((two) => resultStates.map((three) => [one, two, three])),
);

test.each<[CaseStatusCode, ResultState[], readonly CaseStatusCode[] | 'refused']>([
  [2, ['waiting', 'waiting'], []],
  [2, ['in-process', 'waiting'], [4]],
  [2, ['refused', 'waiting'], [4]],
  [4, ['done', 'in-process'], []],
  [4, ['done', 'refused'], [9]],
  [4, ['handed-over', 'done'], [9]],
  [4, ['handed-over', 'refused'], [9, 10]],
  [9, ['handed-over', 'done'], []],
  [9, ['handed-over', 'handed-over'], [10]],
  [9, ['in-process', 'waiting'], 'refused'],
  [9, ['refused', 'refused'], 'refused'],
  [4, ['refused', 'refused'], [8]],
  [5, ['done', 'in-process'], []],
  [5, ['done', 'done'], 'refused'],
  [6, ['refused', 'refused'], 'refused'],
])('a bundle in %i with %j goes to %j', (now, states, then) => {
  expect(statusesAfter(now, states)).toEqual(then);
});

test('whatever the results do, a case goes only where the table of the ten statuses lets it go', () => {
  for (const before of all)
    for (const place of before.keys())
      for (const state of resultRow(before[place] as ResultState).next) {
        const after = before.map((one, index) => (index === place ? state : one));
        for (const now of casesOf(before)) {
          const follows = statusesAfter(now, after);
          if (follows === 'refused') continue;
          [now, ...follows].reduce((from, to) => {
            expect(nextStatuses(from, 'officer'), `${from}>${to} by ${before} > ${after}`).toContain(to);
            return to;
          });
        }
      }
});

test('one result that is refused never stops the others', () => {
  for (const states of all) {
    const others = states.filter((state) => state !== 'refused');
    if (others.some((state) => state === 'waiting' || state === 'in-process'))
      expect(statusesAfter(4, states)).not.toContain(8);
  }
});

/** Statuses a case can be in while its results stand so. */
function casesOf(states: readonly ResultState[]): CaseStatusCode[] {
  const followed = statusesAfter(4, states);
  const now = followed === 'refused' || followed.length === 0 ? undefined : followed.at(-1);
  if (states.every((state) => state === 'waiting')) return [2, 4, 5, 6];
  return now === undefined ? [4, 5, 6] : [now].filter((status) => resultsMoveIn.includes(status));
}
