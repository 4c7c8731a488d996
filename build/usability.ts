import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry, Sums } from '../tests/usability/entry.ts';
import { projectFolder } from './folders.ts';
import { runProgram } from './run-program.ts';
import { say, sayWhile } from './say.ts';
import { findChromium, findProgram } from './system-packages.ts';
import { openVirtualDisplay } from './virtual-display.ts';

/**
 * `npm run usability`: ten people register a birth, each to the end (tests/usability). `npm run usability -- father hurry` only those
 * whose test says so. Pictures and a diary of each lie in .cache/usability/; what they met is told in docs/usability.md.
 */

const limitMs = 45 * 60_000;
const asked = process.argv.slice(2);
const started = Date.now();

const display = findProgram('Xvfb') === undefined ? undefined : await openVirtualDisplay({ width: 1920, height: 1920 });
try {
  const outcome = await sayWhile('ten people', () =>
    runProgram(
      join(projectFolder, 'node_modules', '.bin', 'playwright'),
      [
        'test',
        '--config=tests/usability/playwright.config.ts',
        '--reporter=list',
        ...(asked.length === 0 ? [] : [`--grep=${asked.join('|')}`]),
      ],
      {
        limitMs,
        cwd: projectFolder,
        env: { ...process.env, NODE_ENV: 'test', CHROMIUM: findChromium(), ...display?.environment },
      },
    ),
  );
  if (outcome.code !== 0) {
    say(outcome.output.trim());
    process.exitCode = 1;
  }
} finally {
  await display?.close();
}
tellDiaries();

/** Only what this run wrote: a person who got stuck has no diary. */
function tellDiaries(): void {
  const folder = join(projectFolder, '.cache', 'usability');
  const people = existsSync(folder) ? readdirSync(folder) : [];
  for (const person of people) {
    const file = join(folder, person, 'diary.json');
    if (!existsSync(file)) continue;
    const { sums, entries, endedAt } = JSON.parse(readFileSync(file, 'utf8')) as Diary;
    if (endedAt < started) continue;
    const { screens, taps, keys, turns, words, seconds } = sums;
    say(
      `${person.padEnd(18)} ${screens} screens, ${taps} taps, ${keys} keys, ${turns} pages turned, ${words} words, ${seconds} s`,
    );
    for (const { picture, seen } of entries) for (const what of seen) say(`  ${picture}: ${what}`);
  }
  say(`Usability: pictures in ${folder}`);
}

interface Diary {
  readonly sums: Sums;
  readonly entries: readonly Entry[];
  readonly endedAt: number;
}
