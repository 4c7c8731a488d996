/** The characters a font in the SFNT format (TrueType, OpenType) has, from its `cmap` table (formats 4 and 12). */
export function charactersIn(font: Uint8Array): Set<number> {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const cmap = tableAt(view, 'cmap');
  const found = new Set<number>();
  const tables = view.getUint16(cmap + 2);
  for (let table = 0; table < tables; table++) {
    const at = cmap + view.getUint32(cmap + 4 + table * 8 + 4);
    const format = view.getUint16(at);
    if (format === 4) readSegments(view, at, found);
    if (format === 12) readGroups(view, at, found);
  }
  return found;
}

function tableAt(view: DataView, name: string): number {
  const tables = view.getUint16(4);
  for (let table = 0; table < tables; table++) {
    const entry = 12 + table * 16;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((at) => view.getUint8(entry + at)));
    if (tag === name) return view.getUint32(entry + 8);
  }
  throw new Error(`the font has no table ${name}`);
}

function readSegments(view: DataView, at: number, found: Set<number>): void {
  const segments = view.getUint16(at + 6) / 2;
  for (let segment = 0; segment < segments; segment++) {
    const last = view.getUint16(at + 14 + segment * 2);
    const first = view.getUint16(at + 16 + (segments + segment) * 2);
    // The table ends with a segment for U+FFFF, which is no character.
    for (let code = first; code <= last && code < 0xffff; code++) found.add(code);
  }
}

function readGroups(view: DataView, at: number, found: Set<number>): void {
  const groups = view.getUint32(at + 12);
  for (let group = 0; group < groups; group++) {
    const entry = at + 16 + group * 12;
    const [first, last] = [view.getUint32(entry), view.getUint32(entry + 4)];
    for (let code = first; code <= last; code++) found.add(code);
  }
}
