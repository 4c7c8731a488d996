import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { words } from '../../renderer/words/words.ts';

const root = resolve(import.meta.dirname, '../..');
const source = listSources(join(root, 'renderer'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

describe('the words of the screens', () => {
  test('stand in every language under the same keys', () => {
    for (const [language, namespaces] of Object.entries(words)) {
      expect([language, keysOf(namespaces)]).toEqual([language, keysOf(words.vi)]);
    }
  });

  test('have the same placeholders in every language', () => {
    const vietnamese = textsOf(words.vi);
    const differing = [...textsOf(words.en)].filter(
      ([key, text]) => placeholders(text).join() !== placeholders(vietnamese.get(key) ?? '').join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  test('are all used: what no screen says is deleted', () => {
    const unused = [...textsOf(words.vi).keys()].filter((key) => !isUsed(key));
    expect(unused).toEqual([]);
  });

  test('never say what is not so before a receipt, and never shout', () => {
    const forbidden = /thành công|lỗi hệ thống|đã gửi|!|quý khách|chúng tôi|successfully|system error/i;
    const offenders = [...textsOf(words.vi), ...textsOf(words.en)].filter(([, text]) => forbidden.test(text));
    expect(offenders).toEqual([]);
  });

  test('are stored composed (NFC), so that a capital keeps its tilde', () => {
    const offenders = [...textsOf(words.vi)].filter(([, text]) => text !== text.normalize('NFC'));
    expect(offenders).toEqual([]);
  });
});

/** Used when a `t('…')` names the key, or builds it from a template whose fixed beginning fits. */
function isUsed(key: string): boolean {
  // Plural forms are asked for by their common name.
  const inside = key.slice(key.indexOf('.') + 1).replace(/_(one|other)$/, '');
  if (source.includes(`'${inside}'`)) return true;
  const parts = inside.split('.');
  return parts.some((_, count) => {
    const beginning = parts.slice(0, count).join('.');
    return (
      source.includes(beginning === '' ? 'problem(' : `\`${beginning}.\${`) &&
      (beginning !== '' || key.startsWith('problems.'))
    );
  });
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name ?? '').sort();
}

function keysOf(tree: unknown): string[] {
  return [...textsOf(tree).keys()].sort();
}

function textsOf(tree: unknown, path: readonly string[] = []): Map<string, string> {
  if (typeof tree === 'string') return new Map([[path.join('.'), tree]]);
  if (typeof tree !== 'object' || tree === null) return new Map();
  return new Map(Object.entries(tree).flatMap(([key, value]) => [...textsOf(value, [...path, key])]));
}

function listSources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
