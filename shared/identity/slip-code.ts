/**
 * Letters of check codes: the ten digits and 22 capitals, without I and L (read as 1), O (read as 0) and U (read as V). What looks
 * like a letter left out is read as the one kept, so a code copied by hand from a slip still works. (Crockford's base 32.)
 */
export const CHECK_CODE_LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 30 bits: enough for a code that is tried five times an hour at most. */
export const CHECK_CODE_LENGTH = 6;
/** 40 bits, behind a slow hash and five tries: the typed way back into a draft. */
export const DRAFT_CODE_LENGTH = 8;

/** A code of as many letters as there are random bytes; every letter is as likely as any other. */
export function makeCheckCode(randomBytes: Uint8Array): string {
  return Array.from(randomBytes, (byte) => CHECK_CODE_LETTERS[byte % 32]).join('');
}

export type CheckCodeReading =
  | { readonly ok: true; readonly code: string }
  | { readonly ok: false; readonly reason: 'wrong-length' | 'unknown-letter'; readonly length: number };

/** Reads a code as somebody types it: lower case, spaces, dashes, accents of a Vietnamese keyboard and look-alikes forgiven. */
export function readCheckCode(typed: string, length: number = CHECK_CODE_LENGTH): CheckCodeReading {
  const letters = typed
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[\s.\-–—·_\u200b\ufeff]/g, '')
    .replace(/Đ/g, 'D')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
    .replace(/U/g, 'V');
  const count = [...letters].length;
  if (![...letters].every((letter) => CHECK_CODE_LETTERS.includes(letter))) {
    return { ok: false, reason: 'unknown-letter', length: count };
  }
  return count === length ? { ok: true, code: letters } : { ok: false, reason: 'wrong-length', length: count };
}

/** What a kiosk numbers its slips by: a short label given at provisioning (`A6`) and a count that never goes back. */
export type SlipNumber = { readonly label: string; readonly count: number };

/** Labels are capitals, digits and dots, so that a slip number never needs a Vietnamese keyboard. */
export const SLIP_LABEL = /^[A-Z0-9][A-Z0-9.]{0,11}$/;

/** «A6-0147». Not the shape of an official dossier code, and must never become one. */
export function slipNumber(slip: SlipNumber): string {
  if (!SLIP_LABEL.test(slip.label) || !Number.isSafeInteger(slip.count) || slip.count < 0)
    throw new Error('not a slip number');
  return `${slip.label}-${String(slip.count).padStart(4, '0')}`;
}

/** Reads «A6-0147» as typed: lower case, other dashes or a space instead of the dash. Undefined when it is not one. */
export function readSlipNumber(typed: string): SlipNumber | undefined {
  const match = /^([A-Z0-9][A-Z0-9.]{0,11})[\s\-–—_]+(\d{1,9})$/.exec(typed.normalize('NFKC').trim().toUpperCase());
  return match ? { label: match[1] as string, count: Number(match[2]) } : undefined;
}
