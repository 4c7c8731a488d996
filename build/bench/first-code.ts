import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, parseSync, type Rolldown } from 'vite';
import { projectFolder } from '../folders.ts';

/** What the page must read before it can show the attract screen. */
export interface FirstCode {
  readonly gzipBytes: number;
  readonly plainBytes: number;
  readonly styleGzipBytes: number;
  /** Of the first code, by package or folder, before minifying; the largest first. */
  readonly largest: readonly { readonly name: string; readonly bytes: number }[];
  readonly laterGzipBytes: number;
}

const mostNamed = 14;

/** Builds the page once more, in memory, to see what is in its first scripts. */
export async function measureFirstCode(): Promise<FirstCode> {
  const built = (await build({
    configFile: join(projectFolder, 'vite.config.ts'),
    mode: 'page',
    logLevel: 'silent',
    build: { write: false },
  })) as Rolldown.RolldownOutput | Rolldown.RolldownOutput[];
  const output = (Array.isArray(built) ? built : [built]).flatMap((part) => part.output);
  const chunks = output.filter((file) => file.type === 'chunk');
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const entry = chunks.find(({ isEntry, fileName }) => isEntry && fileName !== 'service-worker.js');
  if (!entry) throw new Error('the page has no first script');

  const first = new Set<Rolldown.OutputChunk>();
  const take = (chunk: Rolldown.OutputChunk | undefined) => {
    if (!chunk || first.has(chunk)) return;
    first.add(chunk);
    for (const name of chunk.imports) take(byName.get(name));
  };
  take(entry);

  const sizes = new Map<string, number>();
  for (const { modules } of first)
    for (const [id, { renderedLength }] of Object.entries(modules)) {
      const name = nameOf(id);
      sizes.set(name, (sizes.get(name) ?? 0) + renderedLength);
    }
  const styles = output.flatMap((file) =>
    file.type === 'asset' && file.fileName.endsWith('.css') ? [file.source] : [],
  );
  const later = chunks.filter((chunk) => !first.has(chunk) && chunk.fileName !== 'service-worker.js');
  return {
    gzipBytes: sum([...first].map(({ code }) => gzipSync(code).length)),
    plainBytes: sum([...first].map(({ code }) => Buffer.byteLength(code))),
    styleGzipBytes: sum(styles.map((style) => gzipSync(style).length)),
    largest: [...sizes]
      .map(([name, bytes]) => ({ name, bytes }))
      .sort((one, other) => other.bytes - one.bytes)
      .slice(0, mostNamed),
    laterGzipBytes: sum(later.map(({ code }) => gzipSync(code).length)),
  };
}

export interface Script {
  readonly name: string;
  readonly code: string;
}

/** The scripts a built page names in its first line and what these import at once. `dist`: the folder the application was built into. */
export function firstScripts(dist: string): Script[] {
  const page = join(dist, 'page');
  const entry = /<script[^>]+src="\/([^"]+)"/.exec(readFileSync(join(page, 'index.html'), 'utf8'))?.[1];
  if (!entry) throw new Error('the page has no first script');
  const found = new Map<string, Script>();
  const read = (name: string): void => {
    if (found.has(name)) return;
    const code = readFileSync(join(page, name), 'utf8');
    found.set(name, { name, code });
    const { staticImports, staticExports } = parseSync(name, code).module;
    const from = [
      ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
      ...staticExports.flatMap(({ entries }) => entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
    ];
    for (const each of from) read(posix.join(dirname(name), each));
  };
  read(entry);
  return [...found.values()];
}

export function gzipBytesOf(scripts: readonly Script[]): number {
  return sum(scripts.map(({ code }) => gzipSync(code).length));
}

/** A package by its name, our own code by its folder, data by its file. */
function nameOf(id: string): string {
  const path = id.replace(/\0/g, '').replace(/\?.*$/, '');
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  if (inPackage) return inPackage;
  const own = path.startsWith(projectFolder) ? path.slice(projectFolder.length + 1) : path;
  return own.endsWith('.json') ? own : own.split('/').slice(0, 2).join('/');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
