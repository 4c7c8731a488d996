import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { typeKeys } from '../../shared/vietnamese/typing.ts';

/*
 * Vectors of the project's test data (a sample; see telex/README.md). Mandatory ones are those good engines agree on.
 */
type Vector = { keys: string; text: string; textNew?: string; cat: string; optional?: boolean };

const folder = new URL('./telex/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

function methodOf(file: string): 'telex' | 'vni' | 'direct' {
  return file.startsWith('vni') ? 'vni' : file.startsWith('direct') ? 'direct' : 'telex';
}

const keysOf = (keys: string): readonly string[] => keys.match(/<[A-Z]+>|[\s\S]/gu) ?? [];

const wrong = (file: string, vectors: readonly Vector[]): readonly string[] =>
  vectors.flatMap((vector) =>
    (['old', 'new'] as const).flatMap((toneStyle) => {
      const wanted = toneStyle === 'new' ? (vector.textNew ?? vector.text) : vector.text;
      const typed = typeKeys(keysOf(vector.keys), { method: methodOf(file), toneStyle });
      return typed === wanted ? [] : [`${vector.cat}: ${vector.keys} gives ${typed}, not ${wanted} (${toneStyle})`];
    }),
  );

describe.each(files)('%s', (file) => {
  const vectors = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as readonly Vector[];

  test('every mandatory vector comes out, in both tone styles', () => {
    const mandatory = vectors.filter((vector) => !vector.optional);
    expect(mandatory.length).toBeGreaterThan(100);
    expect(wrong(file, mandatory)).toEqual([]);
  });
});

test('of the optional vectors, where good engines differ, at least four in five come out', () => {
  const optional = files.flatMap((file) => {
    const vectors = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as readonly Vector[];
    return vectors.filter((vector) => vector.optional).map((vector) => wrong(file, [vector]).length === 0);
  });
  expect(optional.filter(Boolean).length / optional.length).toBeGreaterThan(0.8);
});
