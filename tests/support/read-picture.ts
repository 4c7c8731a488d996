import { inflateSync } from 'node:zlib';

/** Pixels of a PNG as Chromium writes its screenshots: eight bits, no interlacing, with or without transparency. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel. */
  readonly data: Uint8Array;
}

const headerBytes = 8;

export function readPng(png: Buffer): Pixels {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const [depth, colour, , , interlace] = png.subarray(24, 29);
  const samples = colour === 2 ? 3 : colour === 6 ? 4 : 0;
  if (depth !== 8 || interlace !== 0 || samples === 0) throw new Error('not a screenshot');
  const lines = inflateSync(Buffer.concat([...dataOf(png)]));
  const stride = width * samples;
  const data = new Uint8Array(width * height * 4);
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y += 1) {
    const start = y * (stride + 1);
    const line = unfiltered(lines[start] ?? 0, lines.subarray(start + 1, start + 1 + stride), above, samples);
    for (let x = 0; x < width; x += 1) {
      for (let sample = 0; sample < 4; sample += 1) {
        data[(y * width + x) * 4 + sample] = sample < samples ? (line[x * samples + sample] ?? 0) : 255;
      }
    }
    above = line;
  }
  return { width, height, data };
}

function* dataOf(png: Buffer): Generator<Buffer> {
  for (let at = headerBytes; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') yield png.subarray(at + 8, at + 8 + length);
    at += length + 12;
  }
}

/** PNG, section 9: each byte was written as the difference to a guess from its neighbours. */
function unfiltered(filter: number, line: Uint8Array, above: Uint8Array, samples: number): Uint8Array<ArrayBuffer> {
  const plain = new Uint8Array(line.length);
  for (let at = 0; at < line.length; at += 1) {
    const left = at >= samples ? (plain[at - samples] ?? 0) : 0;
    const up = above[at] ?? 0;
    const corner = at >= samples ? (above[at - samples] ?? 0) : 0;
    plain[at] = (line[at] ?? 0) + guess(filter, { left, up, corner });
  }
  return plain;
}

function guess(filter: number, { left, up, corner }: { left: number; up: number; corner: number }): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const [fromLeft, fromUp, fromCorner] = [
    Math.abs(up - corner),
    Math.abs(left - corner),
    Math.abs(left + up - 2 * corner),
  ];
  if (fromLeft <= fromUp && fromLeft <= fromCorner) return left;
  return fromUp <= fromCorner ? up : corner;
}
