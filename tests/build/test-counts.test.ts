import { expect, test } from 'vitest';
import { countPlaywright, countProgram, countVitest } from '../../build/test-counts.ts';

const vitest = (passed: number, failed: number, pending = 0) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: pending,
  numTodoTests: 0,
  testResults: [],
});
const playwright = (expected: number, unexpected: number, skipped = 0) => ({
  stats: { expected, unexpected, skipped, flaky: 0 },
  suites: [],
});
const steady = { unsteady: [] };
const ended = (report: unknown, code = 0, timedOut = false) => ({ report, code, timedOut });

test('a part that passes counts its tests', () => {
  expect(countVitest(ended(vitest(12, 0)))).toEqual({ passed: 12, failed: 0, remarks: [], ...steady });
  expect(countPlaywright(ended(playwright(3, 0)))).toEqual({ passed: 3, failed: 0, remarks: [], ...steady });
  expect(countProgram(ended(undefined))).toEqual({ passed: 1, failed: 0, remarks: [], ...steady });
});

test('failed tests are counted once', () => {
  expect(countVitest(ended(vitest(12, 2), 1))).toEqual({ passed: 12, failed: 2, remarks: [], ...steady });
  expect(countPlaywright(ended(playwright(3, 1), 1))).toEqual({ passed: 3, failed: 1, remarks: [], ...steady });
  expect(countProgram(ended(undefined, 1))).toEqual({ passed: 0, failed: 1, remarks: [], ...steady });
});

test('a part that ran nothing has failed', () => {
  for (const count of [countVitest, countPlaywright]) {
    expect(count(ended(undefined)).failed).toBe(1);
  }
  expect(countVitest(ended(vitest(0, 0)))).toEqual({ passed: 0, failed: 1, remarks: ['no test was run'], ...steady });
});

test('a test that was not run counts as failed', () => {
  expect(countVitest(ended(vitest(5, 0, 1))).failed).toBe(1);
  expect(countPlaywright(ended(playwright(5, 0, 2))).failed).toBe(2);
});

test('a test that passed only at the second try is named, with what it failed at first', () => {
  const named = { passed: 3, failed: 0, unsteady: [{ name: 'a finger slides off', failedAt: 'expected 1 to be 2' }] };
  const [first] = named.unsteady;
  expect(
    countVitest(
      ended({
        ...vitest(3, 0),
        testResults: [
          {
            assertionResults: [
              { fullName: 'steady', status: 'passed', failureMessages: [] },
              { fullName: first?.name, status: 'passed', failureMessages: ['expected 1 to be 2\n    at a.test.ts'] },
            ],
          },
          { assertionResults: [{ fullName: 'steady too', status: 'passed', failureMessages: [] }] },
        ],
      }),
    ),
  ).toMatchObject(named);
  const failedOnce = {
    status: 'flaky',
    results: [{ error: { message: '\u001b[31mexpected 1 to be 2\u001b[39m\n at' } }, {}],
  };
  expect(
    countPlaywright(
      ended({
        stats: { expected: 2, unexpected: 0, skipped: 0, flaky: 1 },
        suites: [{ specs: [], suites: [{ specs: [{ title: first?.name, tests: [failedOnce] }] }] }],
      }),
    ),
  ).toMatchObject(named);
});

test('a test that fails twice has failed and is not called unsteady', () => {
  const twice = { fullName: 'a', status: 'failed', failureMessages: ['once', 'twice'] };
  expect(countVitest(ended({ ...vitest(3, 1), testResults: [{ assertionResults: [twice] }] }, 1))).toEqual({
    passed: 3,
    failed: 1,
    remarks: [],
    ...steady,
  });
});

test('a part cut short at its limit has failed, whatever it had passed', () => {
  expect(countVitest(ended(vitest(5, 0), 1, true)).failed).toBe(1);
  expect(countPlaywright(ended(undefined, 1, true)).failed).toBe(1);
});

test('an error outside every test is a failure', () => {
  expect(countVitest(ended(vitest(5, 0), 1))).toEqual({
    passed: 5,
    failed: 1,
    remarks: ['ended with an error'],
    ...steady,
  });
});
