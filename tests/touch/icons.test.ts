import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readShapes } from '../../renderer/touch/drawing.tsx';
import { iconNames } from '../../renderer/touch/icon-names.ts';

const folder = new URL('../../assets/icons/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.svg'));

test('every drawing has a name and every name a drawing', () => {
  expect(files.map((file) => file.slice(0, -4)).sort()).toEqual([...iconNames].sort());
});

test.each(files)('%s is read whole', (file) => {
  const svg = readFileSync(new URL(file, folder), 'utf8');
  const shapes = svg.match(/<(path|circle|rect|ellipse)\b/g) ?? [];
  expect(readShapes(svg)).toHaveLength(shapes.length);
  expect(svg).toContain('viewBox="0 0 48 48"');
});
