import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync, inflateSync } from 'node:zlib';

/**
 * Writes `font-data.ts`: Be Vietnam Pro (SIL Open Font License), Latin and Vietnamese, as the PDF of a slip embeds it. The packaged
 * application carries no node_modules. Run by hand when the font's version changes: `node electron/shell/slip/make-font-data.ts`.
 */
export function fontData(): string {
  const faces = ['latin', 'vietnamese'].map((subset) => {
    const file = join(fontFolder(), `be-vietnam-pro-${subset}-400-normal.woff`);
    return `  ${subset}:\n    '${deflateSync(fromWoff(readFileSync(file)), { level: 9 }).toString('base64')}',`;
  });
  return `/** TrueType, deflated, base64. Made by make-font-data.ts from @fontsource/be-vietnam-pro; not edited by hand. */\nexport const fontData = {\n${faces.join('\n')}\n};\n`;
}

/** WOFF 1.0 back to TrueType: the same tables, each deflated or not. */
function fromWoff(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('not a WOFF 1.0 file');
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, index) => {
    const entry = 44 + index * 20;
    const [offset, packed, length] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at)) as [number, number, number];
    const data = woff.subarray(offset, offset + packed);
    return {
      tag: woff.subarray(entry, entry + 4),
      checksum: woff.readUInt32BE(entry + 16),
      data: packed < length ? inflateSync(data) : data,
    };
  });
  const head = Buffer.alloc(12 + count * 16);
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  const power = 2 ** Math.floor(Math.log2(count));
  head.writeUInt16BE(power * 16, 6);
  head.writeUInt16BE(Math.log2(power), 8);
  head.writeUInt16BE((count - power) * 16, 10);
  const bodies: Buffer[] = [];
  let offset = head.length;
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    const entry = 12 + index * 16;
    tag.copy(head, entry);
    head.writeUInt32BE(checksum, entry + 4);
    head.writeUInt32BE(offset, entry + 8);
    head.writeUInt32BE(data.length, entry + 12);
    const padded = Buffer.alloc(Math.ceil(data.length / 4) * 4);
    data.copy(padded);
    bodies.push(padded);
    offset += padded.length;
  }
  return Buffer.concat([head, ...bodies]);
}

function fontFolder(): string {
  return join(here(), '..', '..', '..', 'node_modules', '@fontsource', 'be-vietnam-pro', 'files');
}

function here(): string {
  return dirname(fileURLToPath(import.meta.url));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(here(), { recursive: true });
  writeFileSync(join(here(), 'font-data.ts'), fontData());
}
