import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../shared/catalogue/text.ts';
import { projectFolder } from '../folders.ts';

type Tree = { readonly [key: string]: string | Tree };

const loaded = new Map<string, Tree>();

/** Finds a control by the beginning of its words, given as `namespace:key`, so that a reworded button needs no new scene. */
export function wordsPattern(key: string, language: Language): RegExp {
  const [namespace = '', path = ''] = key.split(':');
  const text = textAt(namespaceOf(namespace, language), path);
  if (text === undefined) throw new Error(`no words for ${key} in ${language}`);
  const parts = text.split(/\{\{\w+\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^\\s*${parts.join('.*').replace(/\s+/g, '\\s+')}`, 'u');
}

function namespaceOf(name: string, language: Language): Tree {
  const file = join(projectFolder, 'assets', 'words', language, `${name}.json`);
  const known = loaded.get(file);
  if (known) return known;
  const tree = JSON.parse(readFileSync(file, 'utf8')) as Tree;
  loaded.set(file, tree);
  return tree;
}

function textAt(tree: Tree, path: string): string | undefined {
  const found = path
    .split('.')
    .reduce<string | Tree | undefined>((at, key) => (typeof at === 'object' ? at[key] : undefined), tree);
  return typeof found === 'string' ? found : undefined;
}
