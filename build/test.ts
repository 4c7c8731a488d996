import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './folders.ts';
import { runProgram } from './run-program.ts';
import { say, sayWhile } from './say.ts';
import { findChromium, findProgram } from './system-packages.ts';
import { type Counts, countPlaywright, countProgram, countVitest, type PartOutcome } from './test-counts.ts';
import { openVirtualDisplay } from './virtual-display.ts';

/**
 * `npm test`: every part in order, then one line `N passed, N failed`. `npm test -- unit journeys` runs only those.
 * The output of a part is shown when it fails.
 */

interface Part {
  readonly name: string;
  readonly limitMinutes: number;
  readonly run: (reportFile: string) => { program: string; parameters: readonly string[]; env?: NodeJS.ProcessEnv };
  readonly count: (outcome: PartOutcome) => Counts;
  readonly onlyWhenAsked?: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

const tool = (name: string) => join(projectFolder, 'node_modules', '.bin', name);

const script = (name: string, file: string, limitMinutes: number, ...parameters: string[]): Part => ({
  name,
  limitMinutes,
  run: () => ({ program: process.execPath, parameters: [join(projectFolder, file), ...parameters] }),
  count: countProgram,
});

/** Where a browser is driven a test may be tried a second time, and is named for it (docs/decisions/0049). */
const secondTry = 1;
/** Beyond this it is not the machine: the run has failed. */
const mostUnsteady = 3;

const vitest = (name: string, limitMinutes: number, ...filters: string[]): Part => ({
  name,
  limitMinutes,
  run: (reportFile) => ({
    program: tool('vitest'),
    parameters: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`, ...filters],
  }),
  count: countVitest,
});

const playwright = (name: string, limitMinutes: number): Part => ({
  name,
  limitMinutes,
  run: (reportFile) => ({
    program: tool('playwright'),
    parameters: ['test', '--reporter=line,json', `--retries=${secondTry}`],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile, CI: '1' },
  }),
  count: countPlaywright,
});

const ownParts = [
  'tests/architecture.test.ts',
  'tests/contracts/',
  'tests/simulation/',
  'tests/browser/',
  'tests/upgrades/',
  'tests/package/',
  'tests/looks/',
  'tests/crash/',
];

const parts: readonly Part[] = [
  script('types', 'build/typecheck.ts', 4),
  script('lint', 'build/lint.ts', 2),
  vitest('architecture', 2, 'tests/architecture.test.ts'),
  vitest('unit', 8, ...ownParts.map((path) => `--exclude=${path.endsWith('/') ? `${path}**` : path}`)),
  vitest('contracts', 5, 'tests/contracts/'),
  vitest('simulation', 12, 'tests/simulation/'),
  vitest('browser-engine', 25, `--retry=${secondTry}`, 'tests/browser/', 'tests/upgrades/'),
  vitest('crash', 10, 'tests/crash/'),
  playwright('journeys', 25),
  script('privacy', 'build/privacy.ts', 6, '--short'),
  vitest('package', 12, 'tests/package/'),
  // The properties of every service's form, as often as once a day is worth.
  { ...vitest('properties', 20, 'tests/form/form-properties.test.ts'), onlyWhenAsked: true, env: { FULL_COUNT: '1' } },
  // Every screen, one by one: a quarter of an hour on a busy machine, so only when asked for.
  { ...vitest('looks', 30, 'tests/looks/'), onlyWhenAsked: true },
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  say(`There is no part "${unknown.join('", "')}". Parts: ${parts.map((part) => part.name).join(', ')}.`);
  process.exit(2);
}

// Tests draw where nobody is disturbed, also on a desktop.
const display = findProgram('Xvfb') === undefined ? undefined : await openVirtualDisplay({ width: 1920, height: 1920 });
const reports = join(projectFolder, '.cache', 'test-reports');
mkdirSync(reports, { recursive: true });

let passed = 0;
let failed = 0;
let unsteady = 0;
try {
  for (const part of parts.filter(({ name, onlyWhenAsked }) =>
    asked.length === 0 ? !onlyWhenAsked : asked.includes(name),
  )) {
    const counts = await runPart(part);
    passed += counts.passed;
    failed += counts.failed;
    unsteady += counts.unsteady.length;
  }
} finally {
  await display?.close();
}
if (unsteady > 0)
  say(`${unsteady} passed only at the second try (named above; more than ${mostUnsteady} is a failure)`);
if (unsteady > mostUnsteady) {
  passed -= unsteady;
  failed += unsteady;
}
say(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

async function runPart(part: Part): Promise<Counts> {
  const reportFile = join(reports, `${part.name}.json`);
  rmSync(reportFile, { force: true });
  const { program, parameters, env } = part.run(reportFile);
  const started = performance.now();
  const outcome = await sayWhile(part.name, () =>
    runProgram(program, parameters, {
      limitMs: part.limitMinutes * 60_000,
      cwd: projectFolder,
      env: { ...process.env, NODE_ENV: 'test', CHROMIUM: findChromium(), ...display?.environment, ...part.env, ...env },
    }),
  );
  const counts = part.count({ ...outcome, report: readReport(reportFile) });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const remarks = counts.remarks.length === 0 ? '' : ` (${counts.remarks.join('; ')})`;
  if (counts.failed > 0) say(outcome.output.trim());
  say(`${part.name.padEnd(16)} ${counts.passed} passed, ${counts.failed} failed${remarks}  ${seconds} s`);
  for (const { name, failedAt } of counts.unsteady) say(`  only at the second try: ${name} (${failedAt})`);
  return counts;
}

function readReport(file: string): unknown {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
