import type { PhotoQuality } from '../../shared/dossier/dossier.ts';
import { checkedLongSide, checkPhoto, lumaOf, type PhotoFound } from './photo-checks.ts';

/** A page ready to be kept: small enough to travel, without anything its camera wrote about place and time (re-encoding drops EXIF). */
export interface MadePage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: 'image/jpeg';
  readonly width: number;
  readonly height: number;
  readonly found: PhotoFound;
}

const longestSide = 2200;
const largestBytes = 600 * 1024;
/** Tried in this order until the page is small enough; the last is taken whatever its size. */
const qualities = [0.85, 0.75, 0.65, 0.55, 0.45] as const;

/** Decodes, shrinks and checks a picture; undefined when it cannot be decoded. */
export async function makePage(source: Blob): Promise<MadePage | undefined> {
  const bitmap = await decoded(source);
  if (!bitmap) return undefined;
  try {
    const canvas = drawn(bitmap, longestSide);
    const bytes = await encoded(canvas);
    return bytes && { bytes, type: 'image/jpeg', width: canvas.width, height: canvas.height, found: check(bitmap) };
  } finally {
    bitmap.close();
  }
}

/** What the dossier says of a photo. */
export function qualityOf(found: PhotoFound, takenAnyway: boolean): PhotoQuality {
  const rounded = (value: number) => Math.round(value * 100) / 100;
  return { sharpness: rounded(found.sharpness), light: rounded(found.light), glare: rounded(found.glare), takenAnyway };
}

/** Large pictures are shrunk while they are decoded, so that a 40 MB photo does not fill the page's memory twice. */
async function decoded(source: Blob): Promise<ImageBitmap | undefined> {
  try {
    const whole = await createImageBitmap(source, { imageOrientation: 'from-image' });
    const scale = longestSide / Math.max(whole.width, whole.height);
    if (scale >= 0.5) return whole;
    const small = await createImageBitmap(whole, {
      resizeWidth: Math.max(1, Math.round(whole.width * scale)),
      resizeHeight: Math.max(1, Math.round(whole.height * scale)),
      resizeQuality: 'high',
    });
    whole.close();
    return small;
  } catch {
    return undefined;
  }
}

function drawn(bitmap: ImageBitmap, side: number): HTMLCanvasElement {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function encoded(canvas: HTMLCanvasElement): Promise<Uint8Array<ArrayBuffer> | undefined> {
  let last: Blob | null = null;
  for (const quality of qualities) {
    last = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
    if (last && last.size <= largestBytes) break;
  }
  return last ? new Uint8Array(await last.arrayBuffer()) : undefined;
}

function check(bitmap: ImageBitmap): PhotoFound {
  const canvas = drawn(bitmap, checkedLongSide);
  const context = canvas.getContext('2d');
  const { width, height } = canvas;
  const pixels = context?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray(width * height * 4);
  return checkPhoto(lumaOf(pixels, { width, height }));
}
