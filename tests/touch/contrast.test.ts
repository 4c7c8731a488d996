import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('../../renderer/styles/palettes.css', import.meta.url), 'utf8');

const palettes = Object.fromEntries(
  ['light', 'dark', 'contrast'].map((name) => {
    const block = css.slice(css.indexOf(`[data-palette="${name}"] {`)).split('}')[0] ?? '';
    return [
      name,
      Object.fromEntries([...block.matchAll(/--(\w+): (#[0-9a-f]{6});/g)].map((match) => [match[1], match[2]])),
    ];
  }),
) as Record<string, Record<string, string>>;

/** Pairs of ui.md §5: [letters or line, ground, least ratio]. */
const pairs: [string, string, number][] = [
  ['ink', 'paper', 7],
  ['ink', 'surface', 7],
  ['ink', 'sunk', 7],
  ['ink', 'brandtint', 7],
  ['ink', 'limetint', 7],
  ['ink', 'ngoitint', 7],
  ['ink2', 'paper', 4.5],
  ['ink2', 'surface', 4.5],
  ['ink2', 'brandtint', 4.5],
  ['ink2', 'limetint', 4.5],
  ['onbrand', 'brand', 7],
  ['brandink', 'paper', 4.5],
  ['brandink', 'brandtint', 4.5],
  ['onbar', 'bar', 7],
  ['onbar', 'barlit', 4.5],
  ['onlime', 'lime', 7],
  ['limeink', 'limetint', 4.5],
  ['limeink', 'paper', 4.5],
  ['sen', 'surface', 4.5],
  ['sen', 'sentint', 4.5],
  ['onsen', 'sen', 4.5],
  ['ngoi', 'surface', 4.5],
  ['ngoi', 'ngoitint', 4.5],
  ['water', 'watertint', 4.5],
  ['edge', 'paper', 3],
  ['edge', 'surface', 3],
  ['paper', 'ink', 7],
];

test.each(Object.keys(palettes))('in the %s palette every pair of text and ground can be read', (name) => {
  const colours = palettes[name] ?? {};
  const weak = pairs
    .map(([front, ground, least]) => ({
      front,
      ground,
      least,
      ratio: contrast(colours[front] ?? '', colours[ground] ?? ''),
    }))
    .filter(({ ratio, least }) => !(ratio >= (name === 'contrast' ? 7 : least)));
  expect(weak).toEqual([]);
});

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
