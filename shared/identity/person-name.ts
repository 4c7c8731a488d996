import { cleanText } from '../vietnamese/fold.ts';

export type PersonNameWarning = 'single-word';

export type PersonNameReading =
  | { readonly ok: true; readonly name: string; readonly warnings: readonly PersonNameWarning[] }
  | {
      readonly ok: false;
      /** `other-script`: letters, but not Latin ones (a passport has the Latin form of every name). */
      readonly reason: 'empty' | 'too-long' | 'digits' | 'symbols' | 'other-script';
      readonly limit?: number;
    };

/** Ours: room for the longest names known, short enough for a line of the form. The law only says «not too long». */
export const LONGEST_NAME = 100;

/**
 * Reads a full name: letters of Vietnamese or of an ethnic-minority language (so any Latin letter with any marks), apostrophes and
 * hyphens between them (H'Mông, Ê-ban), no digits, no symbols. Decomposed input is composed. One word alone is unusual and warned about.
 * Rule: national record 1.001193; Civil Code 2015 art. 26 (unverified here). Capitals are left as typed, see `properName`.
 */
export function readPersonName(text: string, options: { readonly longest?: number } = {}): PersonNameReading {
  const longest = options.longest ?? LONGEST_NAME;
  const name = cleanText(text, longest + 1)
    .replace(/[’‘ʼ`´]/g, "'")
    .replace(/[‐‑–]/g, '-')
    .replace(/ ?' ?/g, "'");
  if (name === '') return { ok: false, reason: 'empty' };
  if ([...name].length > longest) return { ok: false, reason: 'too-long', limit: longest };
  if (/\p{N}/u.test(name)) return { ok: false, reason: 'digits' };
  if (/(?!\p{Script=Latin})\p{L}/u.test(name)) return { ok: false, reason: 'other-script' };
  if (!NAME.test(name)) return { ok: false, reason: 'symbols' };
  return { ok: true, name, warnings: name.includes(' ') ? [] : ['single-word'] };
}

/** Marks may stay apart where Unicode has no composed letter (ơ̆ in Ê-đê). A name may end with an apostrophe or begin with one. */
const NAME = /^'?(\p{Script=Latin}\p{M}*)+(['\- ](\p{Script=Latin}\p{M}*)+)*'?$/u;
