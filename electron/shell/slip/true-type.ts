/** What a PDF needs to know of a TrueType face. */
export interface Face {
  /** Glyph of a character, or `undefined` when the face has none. */
  glyph(codePoint: number): number | undefined;
  /** Width of a glyph in thousandths of the size. */
  width(glyph: number): number;
  readonly glyphs: number;
  readonly ascent: number;
  readonly descent: number;
  readonly box: readonly [number, number, number, number];
}

export function readFace(ttf: Buffer): Face {
  const table = (tag: string): Buffer => {
    for (let entry = 12; entry < 12 + ttf.readUInt16BE(4) * 16; entry += 16) {
      if (ttf.toString('latin1', entry, entry + 4) !== tag) continue;
      const offset = ttf.readUInt32BE(entry + 8);
      return ttf.subarray(offset, offset + ttf.readUInt32BE(entry + 12));
    }
    throw new Error(`the face has no table ${tag}`);
  };
  const head = table('head');
  const hhea = table('hhea');
  const hmtx = table('hmtx');
  const scale = 1000 / head.readUInt16BE(18);
  const metrics = hhea.readUInt16BE(34);
  const glyphs = readCharacterMap(table('cmap'));
  const scaled = (value: number): number => Math.round(value * scale);
  return {
    glyph: (codePoint) => glyphs.get(codePoint),
    width: (glyph) => scaled(hmtx.readUInt16BE(Math.min(glyph, metrics - 1) * 4)),
    glyphs: table('maxp').readUInt16BE(4),
    ascent: scaled(hhea.readInt16BE(4)),
    descent: scaled(hhea.readInt16BE(6)),
    box: [36, 38, 40, 42].map((at) => scaled(head.readInt16BE(at))) as [number, number, number, number],
  };
}

/** Format 4, the one every face of ours has: segments of the Basic Multilingual Plane. */
function readCharacterMap(cmap: Buffer): Map<number, number> {
  const glyphs = new Map<number, number>();
  for (let index = 0; index < cmap.readUInt16BE(2); index += 1) {
    const start = cmap.readUInt32BE(4 + index * 8 + 4);
    if (cmap.readUInt16BE(start) !== 4) continue;
    const segments = cmap.readUInt16BE(start + 6) / 2;
    const at = (list: number, segment: number): number =>
      start + 14 + list * segments * 2 + (list > 0 ? 2 : 0) + segment * 2;
    for (let segment = 0; segment < segments; segment += 1) {
      const [last, first] = [cmap.readUInt16BE(at(0, segment)), cmap.readUInt16BE(at(1, segment))];
      const [delta, range] = [cmap.readUInt16BE(at(2, segment)), cmap.readUInt16BE(at(3, segment))];
      for (let code = first; code <= last && code !== 0xffff; code += 1) {
        const raw = range === 0 ? code : cmap.readUInt16BE(at(3, segment) + range + (code - first) * 2);
        const glyph = raw === 0 && range !== 0 ? 0 : (raw + delta) & 0xffff;
        if (glyph !== 0) glyphs.set(code, glyph);
      }
    }
  }
  return glyphs;
}
