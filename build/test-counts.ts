import { stripVTControlCharacters } from 'node:util';

/** What one part of the tests came to. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Why `failed` is more than the failed tests themselves. */
  readonly remarks: readonly string[];
  /** Of the passed ones those that passed only at their second try (docs/decisions/0049). */
  readonly unsteady: readonly Unsteady[];
}

export interface Unsteady {
  readonly name: string;
  /** What the first try failed at, in a line. */
  readonly failedAt: string;
}

export interface PartOutcome {
  /** Exit code of the part's program. */
  readonly code: number;
  readonly timedOut: boolean;
  /** The program's JSON report; undefined when it left none. */
  readonly report: unknown;
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      /** Also of a test that passed later. */
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
  readonly suites: readonly PlaywrightSuite[];
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly {
      readonly status: string;
      readonly results: readonly { readonly error?: { readonly message?: string } }[];
    }[];
  }[];
}

export function countProgram(outcome: PartOutcome): Counts {
  return outcome.code === 0 ? judge(outcome, 1, 0, 0) : judge(outcome, 0, 1, 0);
}

export function countVitest(outcome: PartOutcome): Counts {
  const report = outcome.report as VitestReport | undefined;
  if (report === undefined) return judge(outcome, 0, 0, 0);
  const unsteady = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
    .map(({ fullName, failureMessages }) => ({ name: fullName, failedAt: firstLine(failureMessages[0]) }));
  return judge(
    outcome,
    report.numPassedTests,
    report.numFailedTests,
    report.numPendingTests + report.numTodoTests,
    unsteady,
  );
}

export function countPlaywright(outcome: PartOutcome): Counts {
  const report = outcome.report as PlaywrightReport | undefined;
  if (report === undefined) return judge(outcome, 0, 0, 0);
  const { expected, unexpected, flaky, skipped } = report.stats;
  const unsteady = specsOf(report.suites).flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => status === 'flaky')
      .map(({ results }) => ({ name: title, failedAt: firstLine(results[0]?.error?.message) })),
  );
  return judge(outcome, expected + flaky, unexpected, skipped, unsteady);
}

function specsOf(suites: readonly PlaywrightSuite[]): PlaywrightSuite['specs'] {
  return suites.flatMap(({ specs, suites: inner }) => [...specs, ...specsOf(inner ?? [])]);
}

function firstLine(message = ''): string {
  return stripVTControlCharacters(message).split('\n', 1)[0] ?? '';
}

/** Nothing may pass by not being run: a part without tests, a test switched off and a part cut short all count as failed. */
function judge(
  outcome: PartOutcome,
  passed: number,
  failedTests: number,
  skipped: number,
  unsteady: readonly Unsteady[] = [],
): Counts {
  const remarks: string[] = [];
  let failed = failedTests + skipped;
  if (skipped > 0) remarks.push(`${skipped} not run`);
  if (outcome.timedOut) remarks.push('stopped at its time limit');
  if (passed + failedTests === 0) remarks.push('no test was run');
  if (outcome.code !== 0 && failed === 0) failed = 1;
  if ((outcome.timedOut || passed + failed === 0) && failed === 0) failed = 1;
  if (outcome.code !== 0 && failedTests === 0 && !outcome.timedOut && passed > 0) remarks.push('ended with an error');
  return { passed, failed, remarks, unsteady };
}
