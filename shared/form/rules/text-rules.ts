import type { Question } from '../../catalogue/question.ts';
import { CODED_NOTICES_SINCE, readBirthNotice } from '../../identity/birth-notice.ts';
import { isRealDate } from '../../identity/calendar-date.ts';
import { readEmail } from '../../identity/email.ts';
import { readHealthCard } from '../../identity/health-card.ts';
import { LONGEST_NAME, readPersonName } from '../../identity/person-name.ts';
import { readPhone } from '../../identity/phone.ts';
import { grouped } from '../../vietnamese/dates.ts';
import { cleanText } from '../../vietnamese/fold.ts';
import { type Problem, refusal, warning } from '../problem.ts';

/** Limits where a question names none. Ours: what fits the line of the paper form, and a page for a story. */
export const longestByKind = {
  'person-name': LONGEST_NAME,
  text: 200,
  'long-text': 2000,
  'paper-number': 60,
  issuer: 200,
  'ethnic-group': 60,
  email: 254,
  addressDetail: 200,
} as const;

export function nameProblems(question: Question, text: string): Problem[] {
  const longest = question.longest ?? longestByKind['person-name'];
  const reading = readPersonName(text, { longest });
  const at = question.id;
  if (!reading.ok) {
    if (reading.reason === 'too-long') return [tooLong(question, text, longest)];
    if (reading.reason === 'digits')
      return [
        refusal(
          'name-digits',
          at,
          'Tên có chữ số. Mời bạn xóa chữ số.',
          'The name has digits in it. Please remove them.',
        ),
      ];
    if (reading.reason === 'other-script')
      return [
        refusal(
          'name-other-script',
          at,
          'Tên có chữ không phải chữ Việt. Mời bạn gõ như trên hộ chiếu.',
          'The name has letters that are not Latin. Please type it as in the passport.',
        ),
      ];
    return [
      refusal(
        'name-symbols',
        at,
        'Tên có ký hiệu lạ. Mời bạn chỉ gõ chữ cái, dấu cách, dấu nháy hoặc gạch nối.',
        'The name has symbols in it. Please use letters, spaces, apostrophes and hyphens only.',
      ),
    ];
  }
  const problems: Problem[] = [];
  if (reading.warnings.includes('single-word'))
    problems.push(
      warning(
        'name-one-word',
        at,
        'Tên chỉ có một chữ. Mời bạn kiểm tra đã đủ họ và tên chưa.',
        'The name is one word only. Please check that the surname is there too.',
      ),
    );
  if (question.warnLongerThan !== undefined && lengthOf(reading.name) > question.warnLongerThan)
    problems.push(
      warning(
        'name-long',
        at,
        'Tên khá dài. Cán bộ có thể đề nghị tên ngắn hơn.',
        'The name is rather long. An officer may suggest a shorter one.',
      ),
    );
  return problems;
}

export function textProblems(question: Question, text: string): Problem[] {
  const longest = question.longest ?? limitOf(question);
  if (lengthOf(text) > longest) return [tooLong(question, text, longest)];
  return [];
}

/** Numbers with a known form; an unusual one is taken, with a warning. `birthDate`: of the child a birth notice is about. */
export function shapeProblems(question: Question, text: string, birthDate: unknown): Problem[] {
  switch (question.shape) {
    case undefined:
      return [];
    case 'birth-notice':
      return noticeProblems(question, text, birthDate);
    case 'insurance-number':
      return insuranceProblems(question, text);
    case 'tax-code':
      return taxCodeProblems(question, text);
    case 'industry-code':
      return industryCodeProblems(question, text);
  }
}

function insuranceProblems(question: Question, text: string): Problem[] {
  if (readHealthCard(text).ok) return [];
  return [
    warning(
      'insurance-number-shape',
      question.id,
      'Mã số này thường có 10 chữ số, thẻ cũ có 15 ký tự. Mời bạn so lại với thẻ.',
      'This number usually has 10 digits, on old cards 15 characters. Please compare it with the card.',
    ),
  ];
}

/** Whether other shapes are in use is unverified (identifiers.json, taxCode): so it only warns. */
function taxCodeProblems(question: Question, text: string): Problem[] {
  if (/^(\d{10}(-\d{3})?|\d{12})$/.test(text.replaceAll(/\s/g, ''))) return [];
  return [
    warning(
      'tax-code-shape',
      question.id,
      'Mã số thuế thường có 10 hoặc 12 chữ số. Mời bạn kiểm tra lại.',
      'A tax code usually has 10 or 12 digits. Please check it.',
    ),
  ];
}

/** A line of business is registered at its four digits (Circular 68/2025); an officer finds the code by the name where it is another. */
function industryCodeProblems(question: Question, text: string): Problem[] {
  if (/^\d{4}$/.test(text.replaceAll(/\s/g, ''))) return [];
  return [
    warning(
      'industry-code-shape',
      question.id,
      'Mã ngành có 4 chữ số. Mời bạn kiểm tra lại.',
      'The code of an industry has 4 digits. Please check it.',
    ),
  ];
}

/** Birth notices since October 2025 have a coded number. */
function noticeProblems(question: Question, text: string, birthDate: unknown): Problem[] {
  const date = typeof birthDate === 'string' && isRealDate(birthDate) ? birthDate : undefined;
  const reading = readBirthNotice(text, date);
  if (!reading.ok || reading.warnings.length === 0) return [];
  if (reading.warnings.includes('year-disagrees'))
    return [
      warning(
        'notice-year',
        question.id,
        'Năm trong mã không khớp ngày sinh. Mời bạn kiểm tra lại mã.',
        'The year in the code does not match the birth date. Please check the code.',
      ),
    ];
  const since = CODED_NOTICES_SINCE.slice(0, 4);
  return [
    warning(
      'notice-shape',
      question.id,
      'Mã thường có dạng 00001.GCS.00000.26. Mời bạn kiểm tra lại.',
      `Codes since ${since} look like 00001.GCS.00000.26. Please check it.`,
    ),
  ];
}

export function phoneProblems(question: Question, text: string): Problem[] {
  const reading = readPhone(text);
  const at = question.id;
  if (reading.ok) {
    if (reading.warnings.length === 0) return [];
    return [
      warning(
        'phone-prefix',
        at,
        'Đầu số này ít gặp. Mời bạn kiểm tra lại số.',
        'This number begins in an unusual way. Please check it.',
      ),
    ];
  }
  if (reading.suggestion !== undefined)
    return [
      refusal(
        reading.reason === 'old-eleven' ? 'phone-old' : 'phone-missing-zero',
        at,
        reading.reason === 'old-eleven'
          ? 'Số 11 chữ số không còn dùng. Mời bạn nhập số mới 10 chữ số.'
          : 'Số thiếu chữ số 0 ở đầu. Mời bạn thêm số 0.',
        reading.reason === 'old-eleven'
          ? 'Eleven-digit numbers have ended. Please enter the new ten-digit number.'
          : 'The leading 0 is missing. Please add it.',
      ),
    ];
  if (reading.reason === 'foreign')
    return [
      refusal(
        'phone-foreign',
        at,
        'Máy chỉ nhận số điện thoại Việt Nam. Mời bạn nhập số khác.',
        'Only Vietnamese phone numbers can be taken. Please enter another one.',
      ),
    ];
  return [
    refusal(
      'phone-wrong',
      at,
      'Số điện thoại chưa đúng. Số di động có 10 chữ số, bắt đầu bằng 0.',
      'The phone number is not right. A mobile number has ten digits and begins with 0.',
    ),
  ];
}

export function emailProblems(question: Question, text: string): Problem[] {
  if (readEmail(text).ok) return [];
  return [
    refusal(
      'email-wrong',
      question.id,
      'Địa chỉ thư điện tử chưa đúng. Ví dụ: ten@example.com.',
      'The e-mail address is not right. Example: name@example.com.',
    ),
  ];
}

export function countryProblems(question: Question, text: string): Problem[] {
  if (/^[A-Z]{2}$/.test(text)) return [];
  return [
    refusal(
      'country-wrong',
      question.id,
      'Chưa rõ nước nào. Mời bạn chọn trong danh sách.',
      'The country is not clear. Please choose it from the list.',
    ),
  ];
}

export function ethnicGroupProblems(question: Question, text: string): Problem[] {
  const long = textProblems(question, text);
  if (long.length > 0) return long;
  if (/^[\p{L}\p{M}\s'’\-()]+$/u.test(text)) return [];
  return [
    refusal(
      'ethnic-group-wrong',
      question.id,
      'Tên dân tộc chỉ có chữ cái. Mời bạn chọn trong danh sách.',
      'An ethnic group has letters only. Please choose it from the list.',
    ),
  ];
}

export function tooLong(question: Question, text: string, longest: number): Problem {
  const length = lengthOf(text);
  return refusal(
    'too-long',
    question.id,
    `Dài ${grouped(length)} ký tự, chỉ nhận ${grouped(longest)}. Mời bạn viết ngắn lại.`,
    `This is ${grouped(length, 'en')} characters long; at most ${grouped(longest, 'en')} can be taken. Please shorten it.`,
  );
}

function limitOf(question: Question): number {
  const kind = question.kind;
  return kind in longestByKind ? longestByKind[kind as keyof typeof longestByKind] : longestByKind.text;
}

function lengthOf(text: string): number {
  return [...cleanText(text, Number.POSITIVE_INFINITY, { newlines: 'keep' })].length;
}
