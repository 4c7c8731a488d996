import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { pngOf } from './png.ts';

/**
 * Writes a picture of a virtual display from the frame buffer file Xvfb keeps (XWD format, 32 bits per pixel), so that
 * no screenshot tool is needed.
 */
export function writeScreenPicture(frameBuffer: string, picture: string): void {
  const xwd = readFileSync(frameBuffer);
  const headerSize = xwd.readUInt32BE(0);
  const width = xwd.readUInt32BE(16);
  const height = xwd.readUInt32BE(20);
  const bytesPerLine = xwd.readUInt32BE(48);
  const colours = xwd.readUInt32BE(76);
  const pixels = headerSize + colours * 12;
  const rows = Buffer.alloc(height * (1 + width * 3));
  let to = 0;
  for (let y = 0; y < height; y++) {
    // Each row of a PNG starts with the number of its filter; 0 is none.
    rows[to++] = 0;
    let from = pixels + y * bytesPerLine;
    for (let x = 0; x < width; x++, from += 4) {
      rows[to++] = xwd[from + 2] ?? 0;
      rows[to++] = xwd[from + 1] ?? 0;
      rows[to++] = xwd[from] ?? 0;
    }
  }
  const png = pngOf(rows, { width, height, level: 3 });
  // Whoever looks at the file sees a whole picture.
  writeFileSync(`${picture}.part`, png);
  renameSync(`${picture}.part`, picture);
}
