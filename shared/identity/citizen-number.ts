import { dateParts, type IsoDate } from './calendar-date.ts';

export type Sex = 'male' | 'female';

export type CitizenNumberWarning = 'unknown-province' | 'born-in-future';

export type CitizenNumberReading =
  | {
      readonly ok: true;
      readonly number: string;
      /** Province of birth registration, by its name before July 2025; absent for codes not in the table (births abroad, new codes). */
      readonly province?: string;
      readonly sex: Sex;
      readonly birthYear: number;
      readonly warnings: readonly CitizenNumberWarning[];
    }
  | {
      readonly ok: false;
      /** `old-nine`: the nine digits of a chứng minh nhân dân, good as «old number» only. */
      readonly reason: 'not-digits' | 'old-nine' | 'wrong-length';
      readonly length: number;
    };

/**
 * Reads a personal identification number (số định danh cá nhân, CCCD): 3 digits province of birth registration, 1 century and
 * sex, 2 birth year, 6 random; there is no check digit. Spaces, dots and dashes are forgiven. `thisYear` lets a number of somebody
 * not yet born be warned about.
 * Rule: 137/2015/NĐ-CP art. 13 and 59/2021/TT-BCA art. 4.
 */
export function readCitizenNumber(text: string, options: { readonly thisYear?: number } = {}): CitizenNumberReading {
  const digits = bareDigits(text);
  if (!/^\d*$/.test(digits)) return { ok: false, reason: 'not-digits', length: [...digits].length };
  if (digits.length === 9) return { ok: false, reason: 'old-nine', length: 9 };
  if (digits.length !== 12) return { ok: false, reason: 'wrong-length', length: digits.length };
  const centuryAndSex = Number(digits[3]);
  const birthYear = (19 + Math.floor(centuryAndSex / 2)) * 100 + Number(digits.slice(4, 6));
  const province = PROVINCES_OF_BIRTH[digits.slice(0, 3)];
  const warnings: CitizenNumberWarning[] = [];
  if (province === undefined) warnings.push('unknown-province');
  if (options.thisYear !== undefined && birthYear > options.thisYear) warnings.push('born-in-future');
  return {
    ok: true,
    number: digits,
    ...(province === undefined ? {} : { province }),
    sex: centuryAndSex % 2 === 0 ? 'male' : 'female',
    birthYear,
    warnings,
  };
}

/** A nine-digit number of an ended chứng minh nhân dân, as the «old number» some forms ask for; undefined when it is not one. */
export function readOldNumber(text: string): string | undefined {
  const digits = bareDigits(text);
  return /^\d{9}$/.test(digits) ? digits : undefined;
}

export type CitizenNumberDisagreement = 'birth-year' | 'sex';

/**
 * Where a number tells another birth year or sex than the form. Worth a question, never a refusal: people keep their number after
 * a correction of birth date or a change of sex. An unreadable number disagrees with nothing.
 */
export function citizenNumberDisagrees(
  number: string,
  told: { readonly birthDate?: IsoDate; readonly sex?: Sex },
): readonly CitizenNumberDisagreement[] {
  const reading = readCitizenNumber(number);
  if (!reading.ok) return [];
  const disagreements: CitizenNumberDisagreement[] = [];
  if (told.birthDate !== undefined && dateParts(told.birthDate).year !== reading.birthYear)
    disagreements.push('birth-year');
  if (told.sex !== undefined && told.sex !== reading.sex) disagreements.push('sex');
  return disagreements;
}

/** NFKC turns full-width digits of foreign keyboards into ours. */
function bareDigits(text: string): string {
  return text.normalize('NFKC').replace(/[\s.\-\u200b\ufeff]/g, '');
}

/** 07/2016/TT-BCA. Codes given out after the mergers of July 2025 are not known yet, so a missing code only warns. */
const PROVINCES_OF_BIRTH: Readonly<Record<string, string>> = {
  '001': 'Hà Nội',
  '002': 'Hà Giang',
  '004': 'Cao Bằng',
  '006': 'Bắc Kạn',
  '008': 'Tuyên Quang',
  '010': 'Lào Cai',
  '011': 'Điện Biên',
  '012': 'Lai Châu',
  '014': 'Sơn La',
  '015': 'Yên Bái',
  '017': 'Hòa Bình',
  '019': 'Thái Nguyên',
  '020': 'Lạng Sơn',
  '022': 'Quảng Ninh',
  '024': 'Bắc Giang',
  '025': 'Phú Thọ',
  '026': 'Vĩnh Phúc',
  '027': 'Bắc Ninh',
  '030': 'Hải Dương',
  '031': 'Hải Phòng',
  '033': 'Hưng Yên',
  '034': 'Thái Bình',
  '035': 'Hà Nam',
  '036': 'Nam Định',
  '037': 'Ninh Bình',
  '038': 'Thanh Hóa',
  '040': 'Nghệ An',
  '042': 'Hà Tĩnh',
  '044': 'Quảng Bình',
  '045': 'Quảng Trị',
  '046': 'Thừa Thiên Huế',
  '048': 'Đà Nẵng',
  '049': 'Quảng Nam',
  '051': 'Quảng Ngãi',
  '052': 'Bình Định',
  '054': 'Phú Yên',
  '056': 'Khánh Hòa',
  '058': 'Ninh Thuận',
  '060': 'Bình Thuận',
  '062': 'Kon Tum',
  '064': 'Gia Lai',
  '066': 'Đắk Lắk',
  '067': 'Đắk Nông',
  '068': 'Lâm Đồng',
  '070': 'Bình Phước',
  '072': 'Tây Ninh',
  '074': 'Bình Dương',
  '075': 'Đồng Nai',
  '077': 'Bà Rịa - Vũng Tàu',
  '079': 'TP. Hồ Chí Minh',
  '080': 'Long An',
  '082': 'Tiền Giang',
  '083': 'Bến Tre',
  '084': 'Trà Vinh',
  '086': 'Vĩnh Long',
  '087': 'Đồng Tháp',
  '089': 'An Giang',
  '091': 'Kiên Giang',
  '092': 'Cần Thơ',
  '093': 'Hậu Giang',
  '094': 'Sóc Trăng',
  '095': 'Bạc Liêu',
  '096': 'Cà Mau',
};
