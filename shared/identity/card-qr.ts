import { cleanText } from '../vietnamese/fold.ts';
import { type IsoDate, parseDate } from './calendar-date.ts';
import {
  type CitizenNumberDisagreement,
  citizenNumberDisagrees,
  readCitizenNumber,
  readOldNumber,
  type Sex,
} from './citizen-number.ts';

export type CitizenCard = {
  readonly number: string;
  readonly oldNumber?: string;
  readonly name: string;
  /** Absent where the card's day does not exist (some cards give a year only). */
  readonly birthDate?: IsoDate;
  readonly sex?: Sex;
  readonly address?: string;
  readonly issuedOn?: IsoDate;
};

export type CardReading =
  | {
      readonly ok: true;
      readonly card: CitizenCard;
      /** False for a name without diacritics or with broken letters: compare with it, never fill a field from it. */
      readonly nameUsable: boolean;
      /** The same for the address. */
      readonly addressUsable: boolean;
      /** Where the number tells otherwise than the card's own fields: a worn or altered card, or a misread one. */
      readonly disagreements: readonly CitizenNumberDisagreement[];
    }
  | { readonly ok: false; readonly reason: CardRefusal };

/** `incomplete`: it begins as a card does but was cut off. `number-unreadable`: a card's shape, but no 12-digit number. */
export type CardRefusal = 'empty' | 'not-a-card' | 'incomplete' | 'number-unreadable';

/**
 * Reads the QR of a citizen card: `number|old number|name|ddMMyyyy|Nam/Nữ|address|ddMMyyyy of issue`. The 2024 card may carry more
 * (a draft listed relatives' numbers): whatever follows the seventh field is dropped unread. The payload is personal data; it must
 * not be logged, and no reason given here repeats any of it.
 */
export function readCardQr(payload: string): CardReading {
  const text = payload
    .replace(/[\ufeff\r\n]/g, '')
    .normalize('NFC')
    .trim();
  if (text === '') return { ok: false, reason: 'empty' };
  if (text.length > LONGEST_PAYLOAD || !/^\d{3,}\|/.test(text)) return { ok: false, reason: 'not-a-card' };
  const fields = text.split('|', FIELDS_READ).map((field) => cleanText(field, LONGEST_FIELD));
  if (fields.length < FEWEST_FIELDS) return { ok: false, reason: 'incomplete' };
  const [numberField = '', oldField = '', name = '', birthField = '', sexField = '', address = '', issueField = ''] =
    fields;
  const number = readCitizenNumber(numberField);
  if (!number.ok) return { ok: false, reason: number.reason === 'not-digits' ? 'not-a-card' : 'number-unreadable' };
  if (name === '') return { ok: false, reason: 'incomplete' };
  const card = withoutAbsent({
    number: number.number,
    oldNumber: readOldNumber(oldField),
    name,
    birthDate: cardDate(birthField),
    sex: cardSex(sexField),
    address: address === '' ? undefined : address,
    issuedOn: cardDate(issueField),
  });
  return {
    ok: true,
    card,
    nameUsable: hasVietnameseLetters(name) && !isBroken(name) && !/\d/.test(name),
    addressUsable: address !== '' && hasVietnameseLetters(address) && !isBroken(address),
    disagreements: citizenNumberDisagrees(number.number, card),
  };
}

const FIELDS_READ = 7;
const FEWEST_FIELDS = 6;
/** The card's QR holds some 150 characters; a 2024 card with a whole family stays far below. */
const LONGEST_PAYLOAD = 4000;
const LONGEST_FIELD = 300;

function cardDate(field: string): IsoDate | undefined {
  const digits = field.replace(/[\s/.-]/g, '');
  if (!/^\d{8}$/.test(digits)) return undefined;
  const parsed = parseDate({ day: digits.slice(0, 2), month: digits.slice(2, 4), year: digits.slice(4) });
  return parsed.ok ? parsed.iso : undefined;
}

function cardSex(field: string): Sex | undefined {
  const word = field.toLowerCase();
  if (word === 'nam') return 'male';
  // «Nu» comes from scanners that cannot type Vietnamese.
  return word === 'nữ' || word === 'nu' ? 'female' : undefined;
}

/** Marks or đ anywhere. A true name such as «Cao Minh Quang» fails too, and is typed by hand: the card cannot tell the two apart. */
function hasVietnameseLetters(text: string): boolean {
  return /[\p{M}đ]/iu.test(text.normalize('NFD'));
}

/** Signs no name or address has: replacement characters, question marks for lost letters, and the debris of a wrong encoding. */
function isBroken(text: string): boolean {
  return /[\ufffd?¿»º¼½¾¡€™…‡†¤¦§©®±²³µ¶¹]/.test(text) || /[^\p{Script=Latin}\p{M}\p{N}\p{P}\p{Zs}+]/u.test(text);
}

function withoutAbsent<Shape extends object>(shape: Shape): { [Key in keyof Shape]: Exclude<Shape[Key], undefined> } {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Shape]: Exclude<Shape[Key], undefined>;
  };
}
