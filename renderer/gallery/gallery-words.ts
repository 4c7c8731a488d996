import type { TouchWords } from '../touch/words.tsx';

/** Words of the gallery only; the kiosk's come from assets/words. */
export const galleryWords: TouchWords = {
  tools: 'Công cụ',
  close: 'Đóng',
  done: 'Xong',
  show: 'Hiện',
  readBack: 'Đọc lại',
  seeMore: 'Xem tiếp',
  seeFromStart: 'Xem lại từ đầu',
  pageOf: ({ page, pages }) => `trang ${page} trên ${pages}`,
  masked: (lastFour) => `đã điền, bốn số cuối ${lastFour}`,
  keyboard: {
    name: 'Bàn phím',
    numberPad: 'Phím số',
    space: 'dấu cách',
    deleteBack: 'xóa một chữ',
    clear: 'Xóa hết',
    shift: 'chữ hoa',
    letters: 'ABC',
    numbers: '123',
    tones: { sac: 'sắc', huyen: 'huyền', hoi: 'hỏi', nga: 'ngã', nang: 'nặng', none: 'bỏ dấu' },
    methods: { telex: 'Telex', vni: 'VNI', direct: 'Thường' },
    chooseMethod: 'Cách gõ dấu',
  },
};

/** The two strings no box may clip (ui.md §4). */
export const testStrings = [
  'NGUYỄN THỊ HƯỜNG ẪẰỄỘ gỵ',
  'Nguyễn Thị Hường – Phường Ô Chợ Dừa, ngõ 12/34 phố Khâm Thiên',
] as const;

export const ratingAnswers = [
  { value: '5', label: 'Rất hài lòng' },
  { value: '4', label: 'Hài lòng' },
  { value: '3', label: 'Bình thường' },
  { value: '2', label: 'Không hài lòng' },
  { value: '1', label: 'Rất không hài lòng' },
] as const;
