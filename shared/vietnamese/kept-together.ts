/** A piece of a text; one that is kept does not part at the end of a line. */
export interface Piece {
  readonly text: string;
  readonly isKept: boolean;
}

/**
 * What belongs together at a line's end: the two syllables of a word (căn cước), a number and what it counts (60 ngày), the groups of
 * a telephone number, a short name of a place (Ô Chợ Dừa). For headings, buttons and cards, where half a word stands alone on a line.
 */
export function piecesOf(text: string): readonly Piece[] {
  const words = text.split(' ');
  const pieces: Piece[] = [];
  for (let at = 0; at < words.length; ) {
    const length = lengthOfRun(words, at);
    const run = words.slice(at, at + length).join(' ');
    const loose = pieces.at(-1);
    const gap = at === 0 ? '' : ' ';
    if (length > 1) pieces.push(...(gap ? [{ text: gap, isKept: false }] : []), { text: run, isKept: true });
    else if (loose && !loose.isKept) pieces[pieces.length - 1] = { text: loose.text + gap + run, isKept: false };
    else pieces.push({ text: gap + run, isKept: false });
    at += length;
  }
  return pieces;
}

/** A longer run might not fit its line, and would then be cut. */
const longestKept = 14;

function lengthOfRun(words: readonly string[], at: number): number {
  const numbers = runWhile(words, at, (before, after) => DIGITS.test(before) && DIGITS.test(after));
  if (numbers > 1) return fits(words, at, numbers) ? numbers : 1;
  const names = runWhile(words, at, (before, after) => isName(before) && isName(after));
  // «Phường Ô Chợ Dừa» may part behind «Phường», a sentence behind its first word.
  if (names > 1 && !TYPES.has(bare(words[at]))) return fits(words, at, names) ? names : 1;
  const isPair = runWhile(words, at, belongTogether) > 1;
  return isPair && fits(words, at, 2) ? 2 : 1;
}

function runWhile(words: readonly string[], at: number, joined: (before: string, after: string) => boolean): number {
  let length = 1;
  for (; at + length < words.length; length++) {
    const [before = '', after = ''] = [words[at + length - 1], words[at + length]];
    if (!/[\p{L}\p{N}]$/u.test(before) || !/^[\p{L}\p{N}]/u.test(after) || !joined(before, after)) break;
  }
  return length;
}

function fits(words: readonly string[], at: number, length: number): boolean {
  return words.slice(at, at + length).join(' ').length <= longestKept;
}

function belongTogether(before: string, after: string): boolean {
  if (/^\d/.test(before)) return UNITS.has(bare(after));
  if (/^\d/.test(after)) return COUNTED.has(bare(before));
  return COMPOUNDS.has(`${bare(before)} ${bare(after)}`) || bare(before) === 'thứ';
}

/** «Hà» of Hà Nội; not a number, and not a word in capitals (QR, USB). */
function isName(word: string): boolean {
  return /^\p{Lu}(\p{Ll}|\P{L}|$)/u.test(word);
}

function bare(word = ''): string {
  return word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '').toLowerCase();
}

const DIGITS = /^\d{2,}[^\p{L}\p{N}]*$/u;
const listed = (words: string): ReadonlySet<string> => new Set(words.split(', '));

const TYPES = listed('phường, xã, quận, huyện, tỉnh, phố, ngõ, tòa');
const UNITS = listed('đồng, ngày, giờ, phút, giây, tháng, năm, tuổi, trang, tờ, bản, số, chữ, ô, câu');
const COUNTED = listed('câu, phần, trang, ngày, tháng, năm, số, tổ, ngõ, tòa, lớp, lúc');

/** Words of two syllables the screens use. */
const COMPOUNDS = listed(
  'an toàn, âm lịch, bảo hiểm, bàn phím, bản nháp, bản sao, báo tin, bắt buộc, bắt đầu, biên nhận, bổ sung, bưu điện, cài đặt, ' +
    'cam đoan, căn cứ, căn cước, cán bộ, cha mẹ, chấp nhận, chỗ ở, chữ đệm, chủ nhật, chung cư, chứng nhận, chứng sinh, chứng thực, ' +
    'chuyển động, cơ quan, cơ sở, công cụ, công dân, công ty, công việc, cư trú, cứu trợ, dân tộc, dấu cách, dịch vụ, dữ liệu, ' +
    'đánh dấu, đăng ký, đăng nhập, địa chỉ, địa phương, điện thoại, điện tử, điều kiện, định danh, đồng ý, độc thân, em bé, ' +
    'gia đình, giải quyết, giám hộ, giấy phép, giấy tờ, giới tính, gợi ý, góp ý, gửi lại, hành chính, hạ thấp, hết hạn, hiện tại, ' +
    'hình ảnh, họ tên, hỗ trợ, hồ sơ, hộ chiếu, hộ khẩu, hộ tịch, hôm nay, hôm qua, hôn nhân, hoàn thành, hướng dẫn, kết hôn, ' +
    'kết quả, kết thúc, khai báo, khai sinh, khai tử, khu vực, kiểm tra, kinh doanh, kỹ thuật, làm việc, lệ phí, liên lạc, lý do, ' +
    'lý lịch, ly hôn, mang thai, màn hình, máy ảnh, miễn phí, mục đích, nghề nghiệp, ngôn ngữ, người lớn, người thân, ' +
    'nguyên quán, nước ngoài, phản ánh, pháp lý, quê quán, quốc gia, quốc tịch, quyết định, riêng tư, sinh con, ' +
    'số lượng, sửa đổi, tải lên, tạm trú, tài khoản, tàn tật, thanh toán, thẻ nhớ, thế nào, theo dõi, thời gian, thời hạn, ' +
    'thông báo, thông tin, thủ tục, thường trú, tiếng anh, tiếng việt, tiếp nhận, tiếp tục, tìm kiếm, tình trạng, tổ chức, ' +
    'tôn giáo, trạng thái, trẻ em, trích lục, trợ cấp, trợ giúp, trực tuyến, trường hợp, trung tâm, từ chối, tùy thân, ' +
    'ủy ban, ủy quyền, văn bản, việc làm, vợ chồng, xác định, xác minh, xác nhận, yêu cầu, y tế',
);
