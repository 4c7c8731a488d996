import { deflateSync, inflateSync } from 'node:zlib';
import encodeQR from 'qr';
import type { PrintLine } from '../../../shared/shell-contract/messages.ts';
import { fontData } from './font-data.ts';
import { type Face, readFace } from './true-type.ts';

/** Points. An 80 mm roll with the 72 mm a receipt printer can reach. */
const millimetre = 72 / 25.4;
const paper = { width: 80 * millimetre, margin: 4 * millimetre };
/** As large as newspapers for the old: whoever takes this paper reads it at home, without the screen's own sizes. */
const textSize = 12;
const largeSize = 26;
const lineSpacing = 1.4;
/** Of the size of the letters: how far ỵ and g go below the line. */
const descent = 0.26;
const qrSize = 42 * millimetre;

type LoadedFace = Face & { readonly name: string; readonly deflated: Buffer; readonly length: number };

let loaded: readonly LoadedFace[] | undefined;

/** The slip as a printer takes it: the page's lines, wrapped, and the signed QR below them. */
export function slipPdf({ lines, qr }: { lines: readonly PrintLine[]; qr: string }): Uint8Array {
  const faces = loadFaces();
  const width = paper.width - 2 * paper.margin;
  const rows = lines.flatMap((line) => rowsOf(line, width, faces));
  const textHeight = rows.reduce((sum, { size }) => sum + size * lineSpacing, 0);
  const height = 2 * paper.margin + textHeight + (qr ? qrSize + textSize * lineSpacing : 0);
  let top = height - paper.margin;
  const text = rows.map(({ words, size }) => {
    top -= size * lineSpacing;
    return drawLine(words, size, top + size * descent, faces);
  });
  return writePdf(faces, { width: paper.width, height }, [...text, qr ? drawQr(qr) : ''].join('\n'));
}

function loadFaces(): readonly LoadedFace[] {
  loaded ??= (['latin', 'vietnamese'] as const).map((name, index) => {
    const deflated = Buffer.from(fontData[name], 'base64');
    const ttf = inflateSync(deflated);
    return { ...readFace(ttf), name: `F${index}`, deflated, length: ttf.length };
  });
  return loaded;
}

interface Run {
  readonly face: LoadedFace;
  readonly glyphs: number[];
}

/** Stretches of one face each; what neither face can draw becomes a question mark. */
function runsOf(line: string, faces: readonly LoadedFace[]): Run[] {
  const runs: Run[] = [];
  for (const character of line) {
    const [face, glyph] = glyphOf(character, faces) ?? glyphOf('?', faces) ?? [];
    if (!face || glyph === undefined) continue;
    const last = runs.at(-1);
    if (last?.face === face) last.glyphs.push(glyph);
    else runs.push({ face, glyphs: [glyph] });
  }
  return runs;
}

function glyphOf(character: string, faces: readonly LoadedFace[]): [LoadedFace, number] | undefined {
  for (const face of faces) {
    const glyph = face.glyph(character.codePointAt(0) ?? 0);
    if (glyph !== undefined) return [face, glyph];
  }
  return undefined;
}

interface Row {
  readonly words: string;
  readonly size: number;
}

/** A large line stays one line: a long code becomes smaller rather than two halves. */
function rowsOf(line: PrintLine, width: number, faces: readonly LoadedFace[]): Row[] {
  if (typeof line === 'string') {
    return wrap(line.normalize('NFC'), width, faces).map((words) => ({ words, size: textSize }));
  }
  const words = line.large.normalize('NFC');
  return [{ words, size: Math.min(largeSize, width / Math.max(widthOf(words, faces), 1e-6)) }];
}

/** In sizes of the letters. */
function widthOf(line: string, faces: readonly LoadedFace[]): number {
  const thousandths = runsOf(line, faces).flatMap(({ face, glyphs }) => glyphs.map((glyph) => face.width(glyph)));
  return thousandths.reduce((sum, width) => sum + width, 0) / 1000;
}

function wrap(line: string, width: number, faces: readonly LoadedFace[]): string[] {
  const rows: string[] = [''];
  for (const word of line.split(/\s+/)) {
    const row = rows.at(-1) ?? '';
    const longer = row === '' ? word : `${row} ${word}`;
    if (row !== '' && widthOf(longer, faces) * textSize > width) rows.push(word);
    else rows[rows.length - 1] = longer;
  }
  return rows;
}

function drawLine(line: string, size: number, baseline: number, faces: readonly LoadedFace[]): string {
  const shows = runsOf(line, faces).map(({ face, glyphs }) => {
    const hex = glyphs.map((glyph) => glyph.toString(16).padStart(4, '0')).join('');
    return `/${face.name} ${fixed(size)} Tf <${hex}> Tj`;
  });
  return `BT ${fixed(paper.margin)} ${fixed(baseline)} Td ${shows.join(' ')} ET`;
}

function drawQr(text: string): string {
  const dark = encodeQR(text, 'raw', { ecc: 'medium', border: 2 });
  const cell = qrSize / dark.length;
  const left = (paper.width - qrSize) / 2;
  const squares = dark.flatMap((row, y) =>
    row.flatMap((isDark, x) =>
      isDark
        ? [
            `${fixed(left + x * cell)} ${fixed(paper.margin + (dark.length - 1 - y) * cell)} ${fixed(cell)} ${fixed(cell)} re`,
          ]
        : [],
    ),
  );
  return `${squares.join('\n')}\nf`;
}

function writePdf(
  faces: readonly LoadedFace[],
  { width, height }: { width: number; height: number },
  content: string,
): Uint8Array {
  const objects: Buffer[] = [];
  const add = (text: string, stream?: Buffer): number => {
    objects.push(
      stream
        ? Buffer.concat([Buffer.from(`${text}\nstream\n`), stream, Buffer.from('\nendstream')])
        : Buffer.from(text),
    );
    return objects.length;
  };
  const [catalogue, pages, page] = [
    add('<< /Type /Catalog /Pages 2 0 R >>'),
    add('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    3,
  ];
  add(''); // The page, written below once its fonts have numbers.
  const packed = deflateSync(Buffer.from(content));
  const drawn = add(`<< /Length ${packed.length} /Filter /FlateDecode >>`, packed);
  const fonts = faces.map((face) => `/${face.name} ${addFont(face)} 0 R`);
  objects[page - 1] = Buffer.from(
    `<< /Type /Page /Parent ${pages} 0 R /MediaBox [0 0 ${fixed(width)} ${fixed(height)}] /Contents ${drawn} 0 R /Resources << /Font << ${fonts.join(' ')} >> >> >>`,
  );

  const chunks: Buffer[] = [Buffer.from('%PDF-1.5\n')];
  let length = chunks[0]?.length ?? 0;
  const offsets = objects.map((object, index) => {
    const chunk = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    const offset = length;
    chunks.push(chunk);
    length += chunk.length;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  chunks.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root ${catalogue} 0 R >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(chunks);

  function addFont(face: LoadedFace): number {
    const file = add(
      `<< /Length ${face.deflated.length} /Length1 ${face.length} /Filter /FlateDecode >>`,
      face.deflated,
    );
    const name = `BeVietnamPro-${face.name}`;
    const descriptor = add(
      `<< /Type /FontDescriptor /FontName /${name} /Flags 4 /FontBBox [${face.box.join(' ')}] /ItalicAngle 0 /Ascent ${face.ascent} /Descent ${face.descent} /CapHeight ${face.ascent} /StemV 80 /FontFile2 ${file} 0 R >>`,
    );
    const widths = Array.from({ length: face.glyphs }, (_, glyph) => face.width(glyph));
    const cid = add(
      `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor ${descriptor} 0 R /CIDToGIDMap /Identity /W [0 [${widths.join(' ')}]] >>`,
    );
    return add(
      `<< /Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H /DescendantFonts [${cid} 0 R] >>`,
    );
  }
}

function fixed(value: number): string {
  return value.toFixed(2);
}
