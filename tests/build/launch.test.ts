import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFolder } from '../../build/folders.ts';

const launch = (...parameters: string[]) =>
  spawnSync(process.execPath, [join(projectFolder, 'build', 'launch.mjs'), ...parameters], { encoding: 'utf8' });
const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8');

test('an unknown command is answered with the list of those there are', () => {
  const answer = launch('strat');
  expect(answer.status).toBe(2);
  expect(answer.stdout).toContain('There is no command "strat"');
  for (const name of Object.keys(JSON.parse(read('build/commands.json')))) expect(answer.stdout).toContain(name);
});

test('an option that a command does not have is answered with those it has', () => {
  const answer = spawnSync(process.execPath, [join(projectFolder, 'build', 'freeze.ts'), '--anwe', 'x'], {
    encoding: 'utf8',
  });
  expect(answer).toMatchObject({ status: 2, stdout: "Unknown option '--anwe'.\nThere are --anew <…>.\n", stderr: '' });
});

test('every command is an npm script and every npm script a command', () => {
  const scripts = JSON.parse(read('package.json')).scripts as Record<string, string>;
  const commands = Object.keys(JSON.parse(read('build/commands.json')));
  expect(scripts).toEqual(Object.fromEntries(commands.map((name) => [name, `node build/launch.mjs ${name}`])));
});

test('the launcher needs nothing that is not there before the first installation', () => {
  const imported = [...read('build/launch.mjs').matchAll(/from '([^']+)'/g)].map(([, name]) => name);
  expect(imported.filter((name) => !name?.startsWith('node:'))).toEqual([]);
});

test('the lock file and the npm settings name no registry', () => {
  expect(read('package-lock.json')).not.toContain('"resolved"');
  expect(read('.npmrc')).not.toMatch(/registry\s*=/);
});
