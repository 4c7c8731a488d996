import { describe, expect, it } from 'vitest';
import { checkFile, kindOf, largestPdfBytes, pictureSize } from '../../renderer/capture/file-kind.ts';

const text = (words: string) => Uint8Array.from([...words].map((letter) => letter.charCodeAt(0)));
const joined = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

/** A JPEG's beginning: an EXIF segment, then the frame header with its size. */
const jpeg = (width: number, height: number) =>
  Uint8Array.from([
    ...[0xff, 0xd8, 0xff, 0xe1, 0x00, 0x08, 0x45, 0x78, 0x69, 0x66, 0x00, 0x00],
    ...[0xff, 0xc0, 0x00, 0x11, 0x08, height >> 8, height & 255, width >> 8, width & 255, 3, 1, 0x22, 0],
    ...[2, 0x11, 1, 3, 0x11, 1, 0xff, 0xda, 0, 12],
  ]);
const png = (width: number, height: number) => {
  const bytes = new Uint8Array(40);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  return bytes;
};
const pdf = text('%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\nstartxref\n9\n%%EOF\n');

describe('a file from a stick is judged by its bytes', () => {
  it('pictures and PDF are known by their beginning', () => {
    expect([jpeg(10, 10), png(10, 10), pdf].map(kindOf)).toEqual(['image/jpeg', 'image/png', 'application/pdf']);
  });

  it.each([
    ['nothing at all', new Uint8Array(0), 'empty'],
    ['a letter that calls itself PDF', text('Dear ward, this is my certificate.'), 'not-what-it-says'],
    ['a web page', text('<!doctype html><html></html>'), 'not-what-it-says'],
    ['a PDF cut off in the middle', pdf.subarray(0, 30), 'unreadable'],
    ['a PDF with a password', joined(text('%PDF-1.7\n1 0 obj\n/Encrypt 5 0 R '), pdf.subarray(9)), 'locked-pdf'],
    ['a PDF of more than may travel', joined(pdf, new Uint8Array(largestPdfBytes)), 'too-large'],
    ['a picture cut off before its size', jpeg(10, 10).subarray(0, 14), 'unreadable'],
    ['a picture of no width', jpeg(0, 10), 'unreadable'],
    ['a picture of more pixels than the page can hold', png(40_000, 40_000), 'too-many-pixels'],
  ] as const)('%s is refused with its reason', (_what, bytes, reason) => {
    expect(checkFile(bytes)).toEqual({ ok: false, reason });
  });

  it('a good picture and a good PDF are taken', () => {
    expect(checkFile(jpeg(3000, 4000))).toEqual({ ok: true, kind: 'image/jpeg' });
    expect(checkFile(pdf)).toEqual({ ok: true, kind: 'application/pdf' });
  });

  it('the size is read from the header without decoding', () => {
    expect(pictureSize(jpeg(3000, 4000), 'image/jpeg')).toEqual({ width: 3000, height: 4000 });
    expect(pictureSize(png(640, 480), 'image/png')).toEqual({ width: 640, height: 480 });
  });
});
