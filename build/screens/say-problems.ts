import { say } from '../say.ts';
import type { Problem, Shot } from './scene.ts';

const mostLines = 60;

/** A short table: each trouble once, with how many screens have it. */
export function sayProblems(shots: readonly Shot[]): void {
  const found = new Map<string, { problem: Problem; shots: Shot[] }>();
  for (const shot of shots)
    for (const problem of shot.problems) {
      const key = `${problem.kind}: ${problem.what}`;
      const known = found.get(key) ?? { problem, shots: [] };
      known.shots.push(shot);
      found.set(key, known);
    }
  if (found.size === 0) {
    say('Nothing found that a machine can see.');
    return;
  }
  const lines = [...found.values()].sort(
    (one, other) => one.problem.kind.localeCompare(other.problem.kind) || other.shots.length - one.shots.length,
  );
  say('What a machine can see is wrong (kind, screens, what, where first):');
  for (const { problem, shots: where } of lines.slice(0, mostLines)) {
    const [first] = where;
    const place = first
      ? `${first.scene} ${first.panel} ${first.language}${first.look === 'light-100' ? '' : ` ${first.look}`}`
      : '';
    say(`  ${problem.kind.padEnd(12)} ${String(where.length).padStart(4)}  ${problem.what}  (${place})`);
  }
  if (lines.length > mostLines) say(`  … and ${lines.length - mostLines} more, all in shots.json`);
}
