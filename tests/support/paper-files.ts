import { pngOf } from '../../build/png.ts';

/** Files a resident might have on a stick. Everything on them is invented: grey lines that look like a printed page. */

/** A sharp, well lit page. */
export function aPhoto(size = { width: 1240, height: 1754 }, seed = 1): Buffer {
  return png(size, (x, y) => printed(x, y, size, seed));
}

/** As many bytes as a picture of a very good camera, because nothing in it can be pressed together. */
export function aHugePhoto(megabytes: number): Buffer {
  const width = 4000;
  const height = Math.floor((megabytes * 1_000_000) / (width * 3));
  let state = 1;
  return png(
    { width, height },
    (x, y) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return (x + y) % 7 === 0 ? 20 : 160 + (state >>> 26);
    },
    0,
  );
}

/** One empty page with a line of text, as small as a PDF can be. */
export function aPdf(line = 'A paper'): Buffer {
  const stream = `BT /F1 24 Tf 72 720 Td (${line}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const starts = objects.map((object, index) => {
    const start = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return start;
  });
  const table = text.length;
  const rows = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

/** It begins like a PDF and is none. */
export function notReallyAPdf(): Buffer {
  return Buffer.from(`%PDF-1.7\n${'this is a letter somebody renamed. '.repeat(200)}`, 'latin1');
}

/** A picture that breaks off in the middle of its data. */
export function aBrokenPhoto(): Buffer {
  const whole = aPhoto();
  return whole.subarray(0, 64);
}

/**
 * A film for Chromium's pretended camera: the same page again and again, as raw YUV. `at` gives the brightness of the page at a
 * place; a printed one by default.
 */
export function aFilm(
  size = { width: 1280, height: 960 },
  frames = 2,
  at = (x: number, y: number): number => printed(x, y, size, 1),
): Buffer {
  const header = Buffer.from(`YUV4MPEG2 W${size.width} H${size.height} F15:1 Ip A1:1 C420jpeg\n`, 'latin1');
  const brightness = Buffer.alloc(size.width * size.height);
  for (let y = 0; y < size.height; y += 1)
    for (let x = 0; x < size.width; x += 1) brightness[y * size.width + x] = at(x, y);
  const colour = Buffer.alloc((size.width * size.height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n', 'latin1'), brightness, colour]);
  return Buffer.concat([header, ...Array.from({ length: frames }, () => frame)]);
}

/** Brightness of a page of text at a place: lines of little bars with a margin around. */
function printed(x: number, y: number, { width, height }: { width: number; height: number }, seed: number): number {
  const margin = width / 10;
  if (x < margin || x > width - margin || y < margin || y > height - margin) return 235;
  const line = Math.floor(y / 24);
  if (y % 24 > 13) return 235;
  const word = Math.floor(x / 9);
  return (word * 7919 + line * 104_729 + seed * 31) % 5 < 3 && x % 9 < 5 ? 30 : 235;
}

function png(size: { width: number; height: number }, at: (x: number, y: number) => number, level = 6): Buffer {
  const { width, height } = size;
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    let to = y * (1 + width * 3) + 1;
    for (let x = 0; x < width; x += 1) {
      const light = at(x, y);
      rows[to] = light;
      rows[to + 1] = light;
      rows[to + 2] = light;
      to += 3;
    }
  }
  return pngOf(rows, { width, height, level });
}
