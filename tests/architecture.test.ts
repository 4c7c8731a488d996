import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';

/**
 * Who may import whom. The folders of `shared/` stand in the order of the flow: each may import only those before it
 * in its own list. A package or `node:` module is named where it may be used; everything else is refused.
 */
const root = resolve(import.meta.dirname, '..');

interface Rule {
  readonly folder: string;
  /** Folders (or files) of ours it may import; its own folder is always allowed. */
  readonly may: readonly string[];
  readonly packages: readonly string[];
}

const foundations = ['shared/runtime.ts', 'shared/vietnamese', 'shared/identity', 'shared/payment'];
const flow = [
  'shared/catalogue',
  'shared/form',
  'shared/dossier',
  'shared/portal-contract',
  'shared/carrying',
  'shared/outbox',
  'shared/sync',
];
const upTo = (folder: string) => flow.slice(0, flow.indexOf(folder));
const allShared = [...foundations, 'shared/places', ...flow, 'shared/shell-contract'];

const rules: readonly Rule[] = [
  { folder: 'shared/runtime.ts', may: [], packages: [] },
  { folder: 'shared/vietnamese', may: ['shared/runtime.ts', 'shared/identity/calendar-date.ts'], packages: [] },
  { folder: 'shared/identity', may: ['shared/runtime.ts', 'shared/vietnamese'], packages: [] },
  { folder: 'shared/payment', may: [], packages: [] },
  { folder: 'shared/places', may: foundations, packages: ['zod'] },
  { folder: 'shared/catalogue', may: [...foundations, 'shared/places'], packages: ['zod'] },
  { folder: 'shared/form', may: [...foundations, 'shared/places', ...upTo('shared/form')], packages: ['zod'] },
  {
    folder: 'shared/dossier',
    may: [...foundations, ...upTo('shared/dossier')],
    packages: ['zod', 'jose', 'canonicalize', '@hpke/core'],
  },
  {
    // Pure as all of shared/: letters and answers in, a PDF out. The one place that knows the library.
    folder: 'shared/paper',
    may: [...foundations, 'shared/catalogue', 'shared/form'],
    packages: ['pdfkit'],
  },
  { folder: 'shared/portal-contract', may: [...foundations, ...upTo('shared/portal-contract')], packages: ['zod'] },
  { folder: 'shared/carrying', may: [...foundations, ...upTo('shared/carrying')], packages: ['zod'] },
  { folder: 'shared/outbox', may: [...foundations, ...upTo('shared/outbox')], packages: ['zod'] },
  { folder: 'shared/sync', may: [...foundations, ...upTo('shared/sync'), 'shared/shell-contract'], packages: ['zod'] },
  { folder: 'shared/shell-contract', may: [...foundations, ...flow], packages: ['zod'] },

  {
    folder: 'renderer/touch',
    may: ['shared/vietnamese', 'renderer/styles', 'assets'],
    packages: ['react', 'react-dom', 'react-aria-components', 'react-simple-keyboard', 'qr'],
  },
  { folder: 'renderer/styles', may: ['assets'], packages: ['@fontsource/be-vietnam-pro'] },
  {
    folder: 'renderer/words',
    may: ['assets', 'renderer/touch', 'renderer/session', ...allShared],
    packages: ['i18next', 'react-i18next', 'react', 'virtual:language-letters'],
  },
  { folder: 'renderer/session', may: allShared, packages: ['react', 'zod'] },
  {
    folder: 'renderer/capture',
    may: [...allShared, 'renderer/session', 'renderer/touch', 'renderer/words', 'renderer/trusted-types.ts'],
    packages: ['react', 'qr'],
  },
  {
    folder: 'renderer/questions',
    may: [...allShared, 'renderer/session', 'renderer/touch', 'renderer/capture', 'renderer/words', 'assets'],
    packages: ['react', 'react-dom', 'react-i18next', 'i18next', 'zod'],
  },
  {
    // What is on the screen, by ear and by key. It knows no screen: it walks the page.
    folder: 'renderer/speech',
    may: [...allShared, 'renderer/session', 'renderer/touch', 'renderer/words'],
    packages: ['react'],
  },
  {
    // Screens never see store, sync or shell client.
    folder: 'renderer/screens',
    may: [
      ...allShared,
      'renderer/session',
      'renderer/touch',
      'renderer/capture',
      'renderer/questions',
      'renderer/speech',
      'renderer/words',
      'assets',
    ],
    packages: ['react', 'react-i18next', 'i18next'],
  },
  { folder: 'renderer/store', may: allShared, packages: ['dexie', 'zod'] },
  { folder: 'renderer/sync', may: [...allShared, 'renderer/store', 'renderer/zod-without-eval.ts'], packages: ['zod'] },
  {
    folder: 'renderer/desk',
    may: [...allShared, 'renderer/session', 'renderer/store', 'renderer/sync', 'renderer/trusted-types.ts', 'assets'],
    packages: ['zod'],
  },
  {
    folder: 'renderer/gallery',
    may: ['renderer', 'shared', 'assets'],
    packages: ['react', 'react-dom', 'react-aria-components', 'i18next', 'react-i18next'],
  },
  {
    folder: 'renderer',
    may: ['renderer', ...allShared],
    packages: ['react', 'react-dom', 'i18next', 'zod', 'workbox-window'],
  },

  { folder: 'electron/shell', may: [...allShared, 'shared/paper'], packages: ['node:', 'zod', 'jose', 'qr'] },
  { folder: 'electron/main.ts', may: ['electron'], packages: ['electron', 'node:', 'zod'] },
  { folder: 'electron/host.ts', may: ['electron'], packages: ['electron', 'node:'] },
  { folder: 'electron/lockdown.ts', may: ['electron'], packages: ['electron', 'node:'] },
  { folder: 'electron', may: ['electron', ...allShared, 'shared/paper'], packages: ['node:', 'zod'] },

  {
    folder: 'portal',
    may: ['portal', ...allShared, 'shared/paper'],
    packages: ['node:', 'fastify', 'kysely', 'jose', 'zod', 'qr'],
  },
];

const sources = [
  ...listSources('shared'),
  ...listSources('renderer'),
  ...listSources('electron'),
  ...listSources('portal'),
];

describe('who imports whom', () => {
  test('there is something to check', () => {
    expect(sources.length).toBeGreaterThan(100);
  });

  test('every import is one the table allows', () => {
    const violations = sources.flatMap((file) => importsOf(file).flatMap((name) => violationOf(file, name)));
    expect(violations).toEqual([]);
  });

  test('the package electron is imported only by main.ts, host.ts and lockdown.ts', () => {
    const importers = sources.filter((file) => importsOf(file).includes('electron'));
    expect(importers.filter((file) => !/^electron\/(main|host|lockdown)\.ts$/.test(file))).toEqual([]);
  });

  test('nothing exports a default, and nothing re-exports another file', () => {
    const offenders = sources.filter((file) => {
      const { staticExports } = parse(file).module;
      return staticExports.some(({ entries }) =>
        entries.some((entry) => entry.exportName.kind === 'Default' || entry.moduleRequest !== null),
      );
    });
    expect(offenders).toEqual([]);
  });

  test('shared code has no clock, no dice and no network of its own', () => {
    const forbidden =
      /\b(Date\.now|new Date\(\)|Math\.random|setTimeout|setInterval|fetch\(|process\.|localStorage|indexedDB)/;
    const offenders = sources
      .filter((file) => file.startsWith('shared/') && file.endsWith('.ts'))
      .filter((file) => forbidden.test(withoutComments(read(file))));
    expect(offenders).toEqual([]);
  });

  test('nothing reads the design folder the project grew from', () => {
    const everything = [...sources, ...listSources('build'), ...listSources('tests')];
    const offenders = everything.filter((file) => /\.\.\/shared\/(design|domain|testdata)|\/work\//.test(read(file)));
    expect(offenders.filter((file) => file !== 'tests/architecture.test.ts')).toEqual([]);
  });
});

function violationOf(file: string, name: string): string[] {
  const rule = rules
    .filter(({ folder }) => isWithin(file, folder))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
  if (!rule) return [`${file} stands in a folder the table does not know`];
  if (name.startsWith('.')) {
    const target = relative(root, resolve(root, dirname(file), name.replace(/\?.*$/, '')));
    const allowed = isWithin(target, rule.folder) || rule.may.some((place) => isWithin(target, place));
    return allowed ? [] : [`${file} must not import ${target}`];
  }
  const allowed = rule.packages.some((known) =>
    known.endsWith(':') ? name.startsWith(known) : isPackage(name, known),
  );
  return allowed ? [] : [`${file} must not import the package ${name}`];
}

function isWithin(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place}/`);
}

function isPackage(name: string, known: string): boolean {
  return name === known || name.startsWith(`${known}/`);
}

function importsOf(file: string): string[] {
  const { staticImports, dynamicImports, staticExports } = parse(file).module;
  const dynamic = dynamicImports.flatMap(({ moduleRequest }) => {
    const text = read(file).slice(moduleRequest.start, moduleRequest.end);
    return /^['"]/.test(text) ? [text.slice(1, -1)] : [];
  });
  const reExports = staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
  );
  return [...staticImports.map(({ moduleRequest }) => moduleRequest.value), ...dynamic, ...reExports];
}

function parse(file: string) {
  return parseSync(file, read(file));
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

function listSources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}
