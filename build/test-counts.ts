/** What one part of the tests came to. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Why `failed` is more than the failed tests themselves. */
  readonly remarks: readonly string[];
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
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
}

export function countProgram(outcome: PartOutcome): Counts {
  return outcome.code === 0 ? judge(outcome, 1, 0, 0) : judge(outcome, 0, 1, 0);
}

export function countVitest(outcome: PartOutcome): Counts {
  const report = outcome.report as VitestReport | undefined;
  if (report === undefined) return judge(outcome, 0, 0, 0);
  return judge(outcome, report.numPassedTests, report.numFailedTests, report.numPendingTests + report.numTodoTests);
}

export function countPlaywright(outcome: PartOutcome): Counts {
  const stats = (outcome.report as PlaywrightReport | undefined)?.stats;
  if (stats === undefined) return judge(outcome, 0, 0, 0);
  // A test that passes at the second try has failed once.
  return judge(outcome, stats.expected, stats.unexpected + stats.flaky, stats.skipped);
}

/** Nothing may pass by not being run: a part without tests, a test switched off and a part cut short all count as failed. */
function judge(outcome: PartOutcome, passed: number, failedTests: number, skipped: number): Counts {
  const remarks: string[] = [];
  let failed = failedTests + skipped;
  if (skipped > 0) remarks.push(`${skipped} not run`);
  if (outcome.timedOut) remarks.push('stopped at its time limit');
  if (passed + failedTests === 0) remarks.push('no test was run');
  if (outcome.code !== 0 && failed === 0) failed = 1;
  if ((outcome.timedOut || passed + failed === 0) && failed === 0) failed = 1;
  if (outcome.code !== 0 && failedTests === 0 && !outcome.timedOut && passed > 0) remarks.push('ended with an error');
  return { passed, failed, remarks };
}
