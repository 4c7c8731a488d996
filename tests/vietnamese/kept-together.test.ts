import fc from 'fast-check';
import { expect, test } from 'vitest';
import { piecesOf } from '../../shared/vietnamese/kept-together.ts';

const kept = (text: string) =>
  piecesOf(text)
    .filter(({ isKept }) => isKept)
    .map((piece) => piece.text);

test.each([
  ['Gõ 12 số căn cước thay vì quét', ['12 số', 'căn cước']],
  ['Bản sao giấy khai sinh, trích lục hộ tịch', ['Bản sao', 'khai sinh,', 'trích lục', 'hộ tịch']],
  ['Số trực: 0900 000 000', ['0900 000 000']],
  ['Người hỗ trợ ở máy', ['hỗ trợ']],
  ['Trụ sở Phường Ô Chợ Dừa', ['Ô Chợ Dừa']],
  ['Mời bạn tới Hà Nội. Mời vào', ['Hà Nội.']],
  ['Hẹn trả thứ Tư, 25/11/2026', ['thứ Tư,']],
  ['Hẹn trả Chủ nhật, 06/12/2026', ['Chủ nhật,']],
  ['0 đồng trong 60 ngày', ['0 đồng', '60 ngày']],
  ['Phần 2 trên 6', ['Phần 2']],
  ['Nguyễn Thị Minh Khai', ['Thị Minh Khai']],
  ['hồ sơ «giấy tờ»', ['hồ sơ', '«giấy tờ»']],
  ['sinh, con', []],
  ['', []],
])('%s', (text, pieces) => {
  expect(kept(text)).toEqual(pieces);
});

test('no letter is lost or moved, whatever the text, and no kept piece is too long for its line', () => {
  const word = fc.constantFrom('hồ', 'sơ', 'Ô', 'Chợ', '12', '000', 'ngày', 'khai', 'sinh,', 'QR', '', 'ư.', '\u00A0x');
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const text = words.join(' ');
      const pieces = piecesOf(text);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      for (const piece of pieces) if (piece.isKept) expect(piece.text.length).toBeLessThanOrEqual(14);
    }),
  );
});
