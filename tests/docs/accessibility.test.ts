import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectFolder } from '../../build/folders.ts';

/** docs/accessibility.md promises; each promise names the test that holds it. */

const page = readFileSync(join(projectFolder, 'docs', 'accessibility.md'), 'utf8');

describe('the table of accessibility', () => {
  test('names a test that exists, or a reason, in every row', () => {
    expect(brokenRows(page)).toEqual([]);
  });

  test('has every clause it must have', () => {
    const clauses = rowsOf(page).map(([clause]) => clause ?? '');
    expect(clauses.length).toBeGreaterThan(90);
    for (const known of ['1.4.3', '2.2.1', '2.5.8', '3.3.8', '4.1.3', '5.1.3.16', '5.9', '402.4', '407.8', '411'])
      expect(clauses).toContain(known);
  });

  test('a row that leans on nothing is found', () => {
    const row = (last: string) => `| 1.4.3 | contrast | measured | ${last} |`;
    expect(brokenRows(row('`tests/touch/contrast.test.ts` › «no such claim»'))).toHaveLength(1);
    expect(
      brokenRows(row('`tests/touch/no-such.test.ts` › «every drawing has a name and every name a drawing»')),
    ).toHaveLength(1);
    expect(brokenRows(row(''))).toHaveLength(1);
    expect(brokenRows(row('we are careful'))).toHaveLength(1);
    expect(brokenRows(row('Does not apply:'))).toHaveLength(1);
    expect(
      brokenRows(row('`tests/touch/icons.test.ts` › «every drawing has a name and every name a drawing»')),
    ).toEqual([]);
  });
});

function rowsOf(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

function brokenRows(text: string): string[] {
  return rowsOf(text).flatMap((cells) => {
    const [clause = ''] = cells;
    const proof = cells.at(-1) ?? '';
    if (cells.length !== 4) return [`${clause}: ${cells.length} cells`];
    if (/^Does not apply: .{12,}/.test(proof)) return [];
    const named = [...proof.matchAll(/`([^`]+)` › «([^»]+)»/g)];
    if (named.length === 0) return [`${clause}: neither a test nor a reason`];
    return named
      .filter(([, file = '', name = '']) => !testsIn(file).includes(name))
      .map(([, file, name]) => `${clause}: ${file} has no test «${name}»`);
  });
}

const known = new Map<string, readonly string[]>();

/** Claims of the tests of a file, as they are written there. */
function testsIn(file: string): readonly string[] {
  const path = join(projectFolder, file);
  if (!existsSync(path)) return [];
  const before = known.get(path);
  if (before) return before;
  const call = /\btest(?:\.\w+(?:\((?:[^()]|\([^()]*\))*\))?)*\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g;
  const names = [...readFileSync(path, 'utf8').matchAll(call)].map(([, , name = '']) =>
    name.replace(/\\(['"`])/g, '$1'),
  );
  known.set(path, names);
  return names;
}
