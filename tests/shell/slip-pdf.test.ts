import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fontData as embedded } from '../../electron/shell/slip/font-data.ts';
import { fontData as made } from '../../electron/shell/slip/make-font-data.ts';
import { slipPdf } from '../../electron/shell/slip/slip-pdf.ts';
import { readFace } from '../../electron/shell/slip/true-type.ts';

test('the embedded letters are those of the font package', () => {
  for (const text of Object.values(embedded)) expect(made()).toContain(text);
});

test('every Vietnamese letter has a glyph in one of the two faces', () => {
  const faces = Object.values(embedded).map((text) => readFace(inflateSync(Buffer.from(text, 'base64'))));
  const base = 'aăâeêioôơuưyđAĂÂEÊIOÔƠUƯYĐ';
  const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
  const letters = [...base].flatMap((letter) =>
    tones.map((tone) => (letter.toLowerCase() === 'đ' ? letter : (letter + tone).normalize('NFC'))),
  );
  const missing = letters.filter(
    (letter) => !faces.some((face) => face.glyph(letter.codePointAt(0) ?? 0) !== undefined),
  );
  expect(missing).toEqual([]);
});

test('a slip is a PDF whose table of objects is right, with long lines wrapped', () => {
  const short = Buffer.from(slipPdf({ lines: ['Phiếu A6-0147'], qr: 'e30.e30.e30' })).toString('latin1');
  const long = Buffer.from(slipPdf({ lines: ['Ủy ban nhân dân '.repeat(20)], qr: '' })).toString('latin1');
  const heightOf = (pdf: string): number => Number(/MediaBox \[0 0 [\d.]+ ([\d.]+)\]/.exec(pdf)?.[1]);
  expect(heightOf(long)).toBeGreaterThan(100);
  for (const pdf of [short, long]) {
    const start = Number(/startxref\n(\d+)\n/.exec(pdf)?.[1]);
    expect(pdf.slice(start, start + 4)).toBe('xref');
    const offsets = [...pdf.slice(start).matchAll(/^(\d{10}) 00000 n/gm)].map(([, offset]) => Number(offset));
    for (const [index, offset] of offsets.entries())
      expect(pdf.slice(offset, offset + 10)).toContain(`${index + 1} 0 obj`);
  }
});

test('the number is drawn large, and a long code smaller rather than over the edge or in two', () => {
  const sizesOf = (large: string) => {
    const pdf = Buffer.from(slipPdf({ lines: ['Mã kiểm tra', { large }], qr: '' }));
    const start = pdf.indexOf('stream\n', pdf.indexOf('/Filter /FlateDecode')) + 'stream\n'.length;
    const content = inflateSync(pdf.subarray(start)).toString('latin1');
    return [...content.matchAll(/\/F\d ([\d.]+) Tf/g)].map(([, size]) => Number(size));
  };
  const [plain, ...number] = [...new Set(sizesOf('A6-0147'))];
  expect(number).toEqual([26]);
  expect(plain).toBeLessThan(26);
  const long = [...new Set(sizesOf('H26.19-261122-000147-K7P2QX'))].at(-1) ?? 0;
  expect(long).toBeGreaterThan(plain ?? 0);
  expect(long).toBeLessThan(26);
});
