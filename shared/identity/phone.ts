export type PhoneWarning = 'unverified-prefix';

export type PhoneReading =
  | {
      readonly ok: true;
      /** Ten digits (mobile) or ten to eleven (landline), beginning with 0. */
      readonly number: string;
      readonly kind: 'mobile' | 'landline';
      readonly warnings: readonly PhoneWarning[];
    }
  | {
      readonly ok: false;
      readonly reason: 'not-digits' | 'wrong-length' | 'old-eleven' | 'missing-zero' | 'foreign' | 'unknown-prefix';
      /** A number to offer instead, where there is a sure one: an ended 01xx number in its form since 2018, or the lost zero. */
      readonly suggestion?: string;
    };

/** Reads a Vietnamese phone number; spaces, dots, dashes and brackets are forgiven, +84 and 84 become 0. */
export function readPhone(text: string): PhoneReading {
  const bare = text.normalize('NFKC').replace(/[\s.\-()/\u200b\ufeff]/g, '');
  if (!/^\+?\d*$/.test(bare)) return { ok: false, reason: 'not-digits' };
  if (bare.startsWith('+') && !bare.startsWith('+84')) return { ok: false, reason: 'foreign' };
  const number = withoutCountry(bare);
  if (/^01\d{9}$/.test(number)) return endedNumber(number);
  if (/^[35789]\d{8}$/.test(number)) return { ok: false, reason: 'missing-zero', suggestion: `0${number}` };
  if (/^0[35789]\d{8}$/.test(number)) {
    const isVerified = MOBILE.test(number) && !UNVERIFIED_PREFIXES.has(number.slice(0, 3));
    return { ok: true, number, kind: 'mobile', warnings: isVerified ? [] : ['unverified-prefix'] };
  }
  if (/^024\d{8}$/.test(number)) return { ok: true, number, kind: 'landline', warnings: [] };
  if (/^02(?!4)\d{8,9}$/.test(number)) return { ok: true, number, kind: 'landline', warnings: ['unverified-prefix'] };
  return { ok: false, reason: /^0[2-9]/.test(number) || number.length < 10 ? 'wrong-length' : 'unknown-prefix' };
}

/** «0912 345 678», «024 3825 3536»: a read number in the groups it is spoken in. */
export function phoneText(number: string): string {
  const cuts = number.length === 10 ? [4, 7] : [3, 7];
  return [number.slice(0, cuts[0]), number.slice(cuts[0], cuts[1]), number.slice(cuts[1])].join(' ').trim();
}

const MOBILE = /^0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}$/;

/** In use by hearsay; no source read confirms them. New prefixes come every few years, so none is refused. */
const UNVERIFIED_PREFIXES: ReadonlySet<string> = new Set(['052', '055', '087', '088', '089']);

/** Eleven-digit numbers ended in 2018; each old prefix became one new one. */
const PREFIX_SINCE_2018: Readonly<Record<string, string>> = {
  '0120': '070',
  '0121': '079',
  '0122': '077',
  '0123': '083',
  '0124': '084',
  '0125': '085',
  '0126': '076',
  '0127': '081',
  '0128': '078',
  '0129': '082',
  '0162': '032',
  '0163': '033',
  '0164': '034',
  '0165': '035',
  '0166': '036',
  '0167': '037',
  '0168': '038',
  '0169': '039',
  '0186': '056',
  '0188': '058',
  '0199': '059',
};

function endedNumber(number: string): PhoneReading {
  const prefix = PREFIX_SINCE_2018[number.slice(0, 4)];
  if (prefix === undefined) return { ok: false, reason: 'old-eleven' };
  return { ok: false, reason: 'old-eleven', suggestion: `${prefix}${number.slice(4)}` };
}

function withoutCountry(bare: string): string {
  if (bare.startsWith('+84')) return `0${bare.slice(3).replace(/^0/, '')}`;
  return /^84\d{9,10}$/.test(bare) ? `0${bare.slice(2).replace(/^0(?=\d{9})/, '')}` : bare;
}
