import { createHash } from 'node:crypto';
import { decodeQR } from 'qr/decode.js';
import { aPageOfChromium } from './chromium.ts';

/** Something in a file that begins like a picture. */
export interface CarvedPicture {
  readonly file: string;
  readonly path: readonly string[];
  readonly offset: number;
  readonly hash: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

const marks: readonly (readonly [string, Buffer])[] = [
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['image/webp', Buffer.from('WEBPVP8')],
];
const smallest = 2_000;
const largest = 12 * 1024 * 1024;

/** Pictures wherever they begin; a decoder does not mind what stands behind them. */
export function* picturesIn(bytes: Uint8Array, file: string, path: readonly string[]): Generator<CarvedPicture> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const [type, mark] of marks) {
    for (let at = buffer.indexOf(mark); at !== -1; at = buffer.indexOf(mark, at + 1)) {
      const start = type === 'image/webp' ? at - 8 : at;
      if (start < 0 || buffer.length - start < smallest) continue;
      const picture = buffer.subarray(start, start + largest);
      const hash = createHash('sha256').update(picture).digest('hex');
      yield { file, path, offset: start, hash, type, bytes: picture };
    }
  }
}

/** What can be seen in a picture: whether it is one at all, and the code in it. */
export interface SeenPicture {
  readonly picture: CarvedPicture;
  readonly width: number;
  readonly height: number;
  /** Text of the square code in it, if there is one. */
  readonly code: string | undefined;
}

/** Decoded by the system's Chromium, so that every kind a page can show is read; those that are no pictures are left out. */
export async function lookAtPictures(pictures: readonly CarvedPicture[]): Promise<SeenPicture[]> {
  if (pictures.length === 0) return [];
  const page = await aPageOfChromium();
  try {
    const seen: SeenPicture[] = [];
    for (const picture of pictures) {
      const pixels = await page.evaluate(decodeInPage, {
        type: picture.type,
        base64: Buffer.from(picture.bytes).toString('base64'),
      });
      if (pixels === null) continue;
      const { width, height, grey } = pixels;
      seen.push({ picture, width, height, code: codeIn({ width, height, grey: Buffer.from(grey, 'base64') }) });
    }
    return seen;
  } finally {
    await page.close();
  }
}

async function decodeInPage(given: { type: string; base64: string }) {
  const bytes = Uint8Array.from(atob(given.base64), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: given.type })).catch(() => null);
  if (bitmap === null) return null;
  const scale = Math.min(1, 1100 / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [
    Math.max(1, Math.round(bitmap.width * scale)),
    Math.max(1, Math.round(bitmap.height * scale)),
  ];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.drawImage(bitmap, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  let grey = '';
  for (let at = 0; at < data.length; at += 4)
    grey += String.fromCharCode(Math.round(((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3));
  return { width, height, grey: btoa(grey) };
}

function codeIn({ width, height, grey }: { width: number; height: number; grey: Buffer }): string | undefined {
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let at = 0; at < width * height; at += 1) data.fill(grey[at] ?? 0, at * 4, at * 4 + 3);
  try {
    return decodeQR({ width, height, data });
  } catch {
    return undefined;
  }
}
