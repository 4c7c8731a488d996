import { expect, test } from 'vitest';
import { keyRows } from '../../renderer/touch/key-rows.ts';
import { masked } from '../../renderer/touch/masked.ts';
import { questionsOf, services } from '../catalogue/world.ts';

const asked = { isNumbers: false } as const;

test('portrait and landscape offer the same keys, so nobody learns two keyboards', () => {
  for (const layout of ['name', 'text', 'email', 'document'] as const) {
    const keys = (isLandscape: boolean) =>
      keyRows({ ...asked, layout, isLandscape })
        .join(' ')
        .split(' ')
        .sort();
    expect(keys(true)).toEqual(keys(false));
  }
});

test('every Vietnamese letter can be typed from the name keyboard without knowing Telex', () => {
  const keys = keyRows({ ...asked, layout: 'name', isLandscape: false })
    .join(' ')
    .split(' ');
  expect(keys).toEqual(
    expect.arrayContaining([
      ...'aăâbcdđeêghiklmnoôơpqrstuưvxy',
      '{sac}',
      '{huyen}',
      '{hoi}',
      '{nga}',
      '{nang}',
      '{none}',
    ]),
  );
});

test('every number of a paper in the catalogue’s examples can be typed on the keys its question shows', () => {
  const keys = keyRows({ ...asked, layout: 'document', isLandscape: false })
    .join(' ')
    .split(' ');
  const written = services.flatMap((service) => {
    const ids = questionsOf(service).flatMap(({ id, kind }) => (kind === 'paper-number' ? [id] : []));
    return service.examples
      .flatMap(({ answers }) => ids.map((id) => answers[id]))
      .filter((text) => typeof text === 'string');
  });
  expect(written).toContain('00001.GCS.00000.26');
  const lacking = new Set(
    written.flatMap((text) => [...text.toUpperCase()]).filter((sign) => sign !== ' ' && !keys.includes(sign)),
  );
  expect([...lacking]).toEqual([]);
});

test('number questions have no letter keys', () => {
  for (const layout of ['number', 'phone', 'id'] as const)
    expect(keyRows({ ...asked, layout, isLandscape: false })).toEqual([]);
});

test('a private value shows its last four signs only', () => {
  expect([masked('001195000012'), masked('0012'), masked('090 123 4567')]).toEqual(['•••• 0012', '0012', '•••• 4567']);
});
