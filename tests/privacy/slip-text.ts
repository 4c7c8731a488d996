import { inflateSync } from 'node:zlib';
import { fontData } from '../../electron/shell/slip/font-data.ts';
import { readFace } from '../../electron/shell/slip/true-type.ts';

/**
 * The words of a slip the kiosk drew. Its PDF holds numbers of glyphs, not letters, so no search for text would find anything
 * in it: they are turned back by the font the product embeds.
 */
export function slipText(content: Buffer): string | undefined {
  if (!content.includes(' Tj') || !content.includes('/F0 ')) return undefined;
  const lines = [...content.toString('latin1').matchAll(/BT (.*?) ET/gs)].map(([, drawn = '']) =>
    [...drawn.matchAll(/\/F(\d) \S+ Tf <([0-9a-f]*)> Tj/g)]
      .flatMap(([, face, hex = '']) => (hex.match(/.{4}/g) ?? []).map((glyph) => letterOf(Number(face), glyph)))
      .join(''),
  );
  return lines.length > 0 ? lines.join('\n') : undefined;
}

/** Dark squares of the code a slip carries, as a picture a reader takes; undefined when there is none. */
export function slipSquares(content: Buffer): { width: number; height: number; data: Uint8Array } | undefined {
  const squares = [...content.toString('latin1').matchAll(/^(\S+) (\S+) (\S+) \3 re$/gm)].map(([, x, y, side]) => ({
    x: Number(x),
    y: Number(y),
    side: Number(side),
  }));
  const side = squares[0]?.side;
  if (!side || squares.length < 100) return undefined;
  const [left, bottom] = [Math.min(...squares.map(({ x }) => x)), Math.min(...squares.map(({ y }) => y))];
  const cells = squares.map(({ x, y }) => [Math.round((x - left) / side), Math.round((y - bottom) / side)] as const);
  const count = Math.max(...cells.flat()) + 1;
  const [scale, quiet] = [4, 4];
  const size = (count + 2 * quiet) * scale;
  const data = new Uint8Array(size * size * 4).fill(255);
  for (const [column, row] of cells)
    for (let dy = 0; dy < scale; dy += 1)
      for (let dx = 0; dx < scale; dx += 1) {
        const x = (column + quiet) * scale + dx;
        const y = (count - 1 - row + quiet) * scale + dy;
        data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
      }
  return { width: size, height: size, data };
}

const lastLetter = 0x1eff;
let letters: readonly ReadonlyMap<string, string>[] | undefined;

function letterOf(face: number, glyph: string): string {
  letters ??= (['latin', 'vietnamese'] as const).map((name) => {
    const font = readFace(inflateSync(Buffer.from(fontData[name], 'base64')));
    const known = new Map<string, string>();
    for (let code = 0x20; code <= lastLetter; code += 1) {
      const drawn = font.glyph(code)?.toString(16).padStart(4, '0');
      if (drawn !== undefined && !known.has(drawn)) known.set(drawn, String.fromCodePoint(code));
    }
    return known;
  });
  return letters[face]?.get(glyph) ?? '?';
}
