export type FileKind = 'image/jpeg' | 'image/png' | 'application/pdf';

/** Stable: chooses the sentence (`stick.refused`) and stands in the log. */
export type FileRefusal = 'empty' | 'not-what-it-says' | 'unreadable' | 'too-large' | 'too-many-pixels' | 'locked-pdf';

/** Pictures are made smaller, so they may be large; a PDF goes as it is. Ours. */
export const largestPictureBytes = 80 * 1024 * 1024;
export const largestPdfBytes = 8 * 1024 * 1024;
/** Four bytes a pixel while it is made smaller: a picture above this would take the page's memory. */
export const mostPixels = 120_000_000;

/** What a file is by its first bytes, whatever its name says; undefined for anything we do not take. */
export function kindOf(bytes: Uint8Array): FileKind | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  if (indexOf(bytes.subarray(0, 1024), '%PDF-') >= 0) return 'application/pdf';
  return undefined;
}

/** Everything that can be said about a file before it is opened. */
export function checkFile(bytes: Uint8Array): { ok: true; kind: FileKind } | { ok: false; reason: FileRefusal } {
  if (bytes.length === 0) return { ok: false, reason: 'empty' };
  const kind = kindOf(bytes);
  if (kind === undefined) return { ok: false, reason: 'not-what-it-says' };
  if (kind === 'application/pdf') return checkPdf(bytes);
  if (bytes.length > largestPictureBytes) return { ok: false, reason: 'too-large' };
  const size = pictureSize(bytes, kind);
  if (!size) return { ok: false, reason: 'unreadable' };
  if (size.width * size.height > mostPixels) return { ok: false, reason: 'too-many-pixels' };
  return { ok: true, kind };
}

/** A PDF that an officer can open: it has an end and pages, and no password. It is not rewritten, so it is checked more closely. */
function checkPdf(bytes: Uint8Array): ReturnType<typeof checkFile> {
  if (bytes.length > largestPdfBytes) return { ok: false, reason: 'too-large' };
  const tail = bytes.subarray(Math.max(0, bytes.length - 2048));
  const hasEnd = indexOf(tail, '%%EOF') >= 0 && indexOf(bytes, 'startxref') >= 0;
  const hasObjects = indexOf(bytes, ' obj') >= 0;
  if (!hasEnd || !hasObjects) return { ok: false, reason: 'unreadable' };
  if (indexOf(bytes, '/Encrypt') >= 0) return { ok: false, reason: 'locked-pdf' };
  return { ok: true, kind: 'application/pdf' };
}

/** Width and height as the header says, without decoding a pixel. */
export function pictureSize(bytes: Uint8Array, kind: FileKind): { width: number; height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (kind === 'image/png') {
    if (bytes.length < 24) return undefined;
    return sizeOf(view.getUint32(16), view.getUint32(20));
  }
  return kind === 'image/jpeg' ? jpegSize(view) : undefined;
}

/** Walks the segments of a JPEG to its frame header. */
function jpegSize(view: DataView): { width: number; height: number } | undefined {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return sizeOf(view.getUint16(at + 7), view.getUint16(at + 5));
    if (marker === 0xd9 || marker === 0xda) return undefined;
    const isBare = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += isBare ? 2 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function sizeOf(width: number, height: number): { width: number; height: number } | undefined {
  return width > 0 && height > 0 ? { width, height } : undefined;
}

function startsWith(bytes: Uint8Array, signs: readonly number[]): boolean {
  return signs.every((sign, index) => bytes[index] === sign);
}

function indexOf(bytes: Uint8Array, text: string): number {
  const signs = [...text].map((letter) => letter.charCodeAt(0));
  const first = signs[0] ?? 0;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (signs.every((sign, index) => bytes[at + index] === sign)) return at;
  }
  return -1;
}
