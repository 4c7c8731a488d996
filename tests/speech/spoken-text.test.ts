import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { letterName } from '../../renderer/speech/letter-names.ts';
import { sentencesOf } from '../../renderer/speech/sentences.ts';
import { spokenText } from '../../renderer/speech/spoken-text.ts';

describe('what stands on the screen is said as people say it', () => {
  test.each([
    ['thứ Tư, 25/11/2026', 'thứ Tư, ngày hai mươi lăm tháng mười một năm hai nghìn không trăm hai mươi sáu'],
    ['ngày 04/04/1990', 'ngày bốn tháng tư năm một nghìn chín trăm chín mươi'],
    ['Thứ Bảy, 21/11', 'Thứ Bảy, ngày hai mươi mốt tháng mười một'],
    ['lúc 19:42', 'lúc mười chín giờ bốn mươi hai phút'],
    ['lúc 08:00', 'lúc tám giờ'],
    ['10.000 đồng', 'mười nghìn đồng'],
    ['1.250.000 đồng', 'một triệu hai trăm năm mươi nghìn đồng'],
    ['0 đồng', 'không đồng'],
    ['Phần 2 trên 6: Em bé', 'Phần hai trên sáu: Em bé'],
    ['Xem tiếp 1/3', 'Xem tiếp một trên ba'],
    ['ngõ 12/34 phố Khâm Thiên', 'ngõ mười hai trên ba mươi tư phố Khâm Thiên'],
    ['•••• 0012', 'những số cuối là không không một hai'],
    ['••/••/1990', 'một nghìn chín trăm chín mươi'],
    ['0900 000 012', 'không chín không không, không không không, không một hai'],
    ['001090000012', 'không không một, không chín không, không không không, không một hai'],
    ['K7-000123', 'ca bảy, không không không một hai ba'],
    ['Mã H26.7-20261122-0001', 'Mã hát hai sáu, bảy, hai không hai sáu một một hai hai, không không không một'],
    ['cỡ chữ 125%', 'cỡ chữ một trăm hai mươi lăm phần trăm'],
    ['Chụp mã QR', 'Chụp mã quy a'],
    ['thường\u00A0trú', 'thường trú'],
    ['Có mạng · Chưa gửi…', 'Có mạng, Chưa gửi,'],
    ['32/13/2026 là ngày sai', 'ba mươi hai gạch chéo mười ba gạch chéo hai nghìn không trăm hai mươi sáu là ngày sai'],
  ])('Vietnamese: %s', (text, said) => {
    expect(spokenText(text, 'vi')).toBe(said);
  });

  test.each([
    ['Wednesday, 25/11/2026', 'Wednesday, 25 November 2026'],
    ['at 19:42', 'at 19 42'],
    ['at 09:00', "at 9 o'clock"],
    ['10,000 dong', '10000 dong'],
    ['•••• 0012', 'ending in 0 0 1 2'],
    ['0900000012', '0 9 0 0, 0 0 0, 0 1 2'],
    ['K7-000123', 'k 7, 0 0 0, 1 2 3'],
    ['page 1/3', 'page 1 of 3'],
  ])('English: %s', (text, said) => {
    expect(spokenText(text, 'en').toLowerCase()).toBe(said.toLowerCase());
  });

  test('no sign is left that a voice reads as a symbol, and no bullet of a mask', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.constantFrom('vi', 'en', 'ko'),
        (text, language) => {
          expect(spokenText(text, language)).not.toMatch(/[•«»[\]{}<>|]/u);
        },
      ),
    );
  });

  test('a number of any length is said to its last digit', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{7,15}$/), (digits) => {
        const said = spokenText(digits, 'en').replaceAll(/[ ,]/g, '');
        expect(said).toBe(digits);
      }),
    );
  });
});

describe('signs by name', () => {
  test('no two letters of a Vietnamese keyboard are called the same', () => {
    const letters = [...'aăâbcdđeêfghijklmnoôơpqrstuưvwxyz0123456789-_.,/@:;()&"\'?!+%= '];
    const names = letters.map((letter) => letterName(letter, 'vi'));
    expect(new Set(names).size).toBe(letters.length);
    expect(letterName('Đ', 'vi')).toBe('đê gạch');
  });
});

describe('a long text is said piece by piece', () => {
  test('in the order it is written, nothing lost, no piece too long', () => {
    fc.assert(
      fc.property(fc.array(fc.lorem({ maxCount: 30 }), { maxLength: 8 }), (parts) => {
        const text = parts.join('. ');
        const pieces = sentencesOf(text);
        const bare = (told: string) => told.replaceAll(/[^\p{L}]/gu, '');
        expect(bare(pieces.join(''))).toBe(bare(text));
        expect(Math.max(0, ...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(260);
      }),
    );
  });
});
