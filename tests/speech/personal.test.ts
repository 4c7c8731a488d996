import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newDraft } from '../../renderer/session/draft.ts';
import { maskOf, withoutPersonal } from '../../renderer/speech/personal.ts';
import { personalOf } from '../../renderer/speech/personal-of-visit.ts';
import { storyOf } from '../support/known-services.ts';

const words = { given: 'đã nhập', endsIn: (end: string) => `đã nhập, cuối là ${end}` };
const story = storyOf('civil-extract', 'own-birth-copy');
const places = { units: [], entries: [] };
const draft = { ...newDraft(story.service, { language: 'vi', nonce: '0'.repeat(32) }), answers: story.answers };
const personal = personalOf({ draft, service: story.service, language: 'vi', places });

describe('what was typed', () => {
  test.each([
    'Trên giấy sẽ ghi NGUYỄN VĂN AN.',
    'Chào Nguyễn  Văn\u00A0An, mời bạn',
    'Số định danh 001090000017',
    'Sinh ngày 15/03/1990.',
    'Thứ Năm, 15/03/1990',
    'Gọi 0900000012',
    'Gửi tới an.nguyen@example.com',
    'Căn 1205, tòa CT1, KĐT Mẫu Xanh',
  ])('is not said aloud wherever it stands: %s', (text) => {
    const said = withoutPersonal(text, personal, words);
    expect(said).toContain('đã nhập');
    for (const secret of ['an.nguyen', '0010', '1990', '0900', 'CT1']) expect(said).not.toContain(secret);
    expect(said.toLocaleLowerCase('vi')).not.toContain('văn an');
  });

  test.each(['Phường vẫn tìm được', 'Không nhớ', 'Kinh', 'Cho chính tôi', 'Bưu điện gửi tới nhà', 'Anh chị em'])(
    'hides no words of the kiosk: %s',
    (text) => {
      expect(withoutPersonal(text, personal, words)).toBe(text);
    },
  );

  test('«không nhớ» of an answer is no secret: others must hear it to choose it', () => {
    const unknown = { ...draft, answers: { recNo: { unknown: 'forgotten' as const } } };
    const { typed, shown } = personalOf({ draft: unknown, service: story.service, language: 'vi', places });
    expect([typed, shown]).toEqual([[], []]);
  });

  test('a name of any letters is left out whole, also where it is written in capitals', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-zĐđÂâ]{3,8}( [A-Za-zĐđÂâ]{2,8}){0,3}$/), (name) => {
        const only = { typed: [name], shown: [], openQuestions: [] };
        for (const text of [`Tên: ${name}.`, `${name.toLocaleUpperCase('vi')}, đúng chưa?`]) {
          const said = withoutPersonal(text, only, words);
          expect(said.replace('đã nhập', '').toLocaleLowerCase('vi')).not.toContain(name.toLocaleLowerCase('vi'));
        }
      }),
    );
  });

  test('is masked on review every time it is asked, also what was chosen', () => {
    const value = { matches: (selector: string) => selector.includes('.review-group') } as Element;
    for (let time = 0; time < 3; time += 1) {
      const told = [
        'Cục Cảnh sát quản lý hành chính về trật tự xã hội',
        'Nam',
        '•••• 0017',
        'Mang theo để cán bộ xem',
      ].map((text) => maskOf(value, text, personal, words));
      expect(told).toEqual(['đã nhập', 'đã nhập', 'đã nhập, cuối là 0017', undefined]);
    }
  });

  test('without a draft nothing is hidden', () => {
    expect(personalOf({ draft: null, service: undefined, language: 'vi', places }).typed).toEqual([]);
  });
});
