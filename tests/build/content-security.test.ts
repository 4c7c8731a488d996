import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { contentSecurityPolicy, reactAriaStyleHash } from '../../electron/shell/content-security.ts';

const projectFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

test('the one inline style allowed is the one the installed react-aria writes', () => {
  const source = readFileSync(
    join(projectFolder, 'node_modules/react-aria/dist/private/interactions/usePress.mjs'),
    'utf8',
  );
  const template = /style\.textContent = `([\s\S]*?)`\.trim\(\)/.exec(source)?.[1] ?? '';
  const placeholder = /\$\{([\w$]+)\}/.exec(template)?.[1] ?? '';
  const attribute = new RegExp(`const ${placeholder.replaceAll('$', '\\$')} = '([^']+)'`).exec(source)?.[1] ?? '';
  const style = template.replace(/\$\{[\w$]+\}/, attribute).trim();
  expect(`sha256-${createHash('sha256').update(style).digest('base64')}`).toBe(reactAriaStyleHash);
});

test('the policy allows no inline script, no eval and no other host', () => {
  const directives = contentSecurityPolicy.split('; ').map((directive) => directive.split(' '));
  const sources = directives.flatMap(([, ...values]) => values);
  expect(sources.filter((source) => /unsafe|https?:|\*/.test(source))).toEqual([]);
  expect(directives.find(([name]) => name === 'script-src')).toEqual(['script-src', "'self'"]);
  expect(directives.find(([name]) => name === 'default-src')).toEqual(['default-src', "'none'"]);
});
