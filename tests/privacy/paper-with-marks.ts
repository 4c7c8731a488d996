import { crc32 } from 'node:zlib';
import encodeQR from 'qr';
import { aFilm } from '../support/paper-files.ts';
import { aPageOfChromium } from './chromium.ts';

/** Papers that can be told from all others: by a square code in their pixels, by words a camera wrote beside them. */

/** Dark squares of a printed page that carries a code; `at` gives its brightness at a place. */
export function codedPage(text: string, size: { width: number; height: number }): (x: number, y: number) => number {
  const dark = encodeQR(text, 'raw', { ecc: 'high', border: 4 });
  const cell = Math.floor((Math.min(size.width, size.height) * 0.8) / dark.length);
  const [left, top] = [size.width, size.height].map((side) => Math.floor((side - cell * dark.length) / 2)) as [
    number,
    number,
  ];
  return (x, y) => (dark[Math.floor((y - top) / cell)]?.[Math.floor((x - left) / cell)] ? 20 : 235);
}

/** A JPEG of a page with a code, in which its camera wrote where and by whom it was taken (EXIF description, comment). */
export async function aMarkedPhoto(pixels: string, written: string): Promise<Buffer> {
  const size = { width: 1200, height: 1600 };
  const at = codedPage(pixels, size);
  const squares: number[][] = [];
  for (let y = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1) {
      if (at(x, y) > 100) continue;
      const from = x;
      while (x < size.width && at(x, y) < 100) x += 1;
      squares.push([from, y, x - from]);
    }
  }
  const jpeg = await drawnInChromium(size, squares);
  return Buffer.concat([jpeg.subarray(0, 2), exif(written), segment(0xfe, Buffer.from(written)), jpeg.subarray(2)]);
}

/** A PNG with words of its maker, in a text chunk behind its header. */
export function withWords(png: Buffer, words: string): Buffer {
  const behindHeader = 8 + 25;
  const body = Buffer.from(`tEXtComment\0${words}`, 'latin1');
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([png.subarray(0, behindHeader), length, body, sum, png.subarray(behindHeader)]);
}

/** A film for the pretended camera: the page with the code, again and again. */
export function aMarkedFilm(pixels: string): Buffer {
  const size = { width: 1280, height: 960 };
  return aFilm(size, 2, codedPage(pixels, size));
}

async function drawnInChromium(size: { width: number; height: number }, squares: number[][]): Promise<Buffer> {
  const page = await aPageOfChromium();
  try {
    const base64 = await page.evaluate(
      async ({ width, height, rows }) => {
        const canvas = new OffscreenCanvas(width, height);
        const context = canvas.getContext('2d');
        if (!context) throw new Error('no canvas');
        context.fillStyle = '#ebebeb';
        context.fillRect(0, 0, width, height);
        context.fillStyle = '#141414';
        for (const [x = 0, y = 0, length = 0] of rows) context.fillRect(x, y, length, 1);
        const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
        const bytes = new Uint8Array(await blob.arrayBuffer());
        let text = '';
        for (const byte of bytes) text += String.fromCharCode(byte);
        return btoa(text);
      },
      { ...size, rows: squares },
    );
    return Buffer.from(base64, 'base64');
  } finally {
    await page.close();
  }
}

/** One entry of a TIFF directory: ImageDescription (0x010e), ASCII. */
function exif(text: string): Buffer {
  const words = Buffer.from(`${text}\0`);
  const tiff = Buffer.alloc(26);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(0x010e, 10);
  tiff.writeUInt16LE(2, 12);
  tiff.writeUInt32LE(words.length, 14);
  tiff.writeUInt32LE(26, 18);
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, words]));
}

function segment(mark: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, mark, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}
