/** The three faces a form is printed in, TrueType. */
export interface Letters {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
  readonly italic: Uint8Array;
}
export type FaceName = keyof Letters;

/** Stands for what our letters cannot draw: the officer sees that something was typed there. */
export const unknownLetter = '□';

/**
 * Code points our faces hold: Latin with every Vietnamese letter, signs of money and text. `build/make-letters.ts` cuts the faces to
 * exactly these, and a test holds that each has a glyph.
 */
export const letterRanges: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0xa0, 0xac],
  [0xae, 0x17f],
  [0x1a0, 0x1a1],
  [0x1af, 0x1b0],
  [0x2c6, 0x2c7],
  [0x2d8, 0x2dd],
  [0x1ea0, 0x1ef9],
  [0x2010, 0x2015],
  [0x2018, 0x201e],
  [0x2020, 0x2022],
  [0x2026, 0x2026],
  [0x2030, 0x2030],
  [0x2032, 0x2033],
  [0x2039, 0x203a],
  [0x20ab, 0x20ac],
  [0x2116, 0x2116],
  [0x2122, 0x2122],
  [0x2212, 0x2212],
  [0x2248, 0x2248],
  [0x2260, 0x2260],
  [0x2264, 0x2265],
  [0x25a1, 0x25a1],
];

/** A text as it can be printed: composed, without signs nobody sees, and what has no letter as «□». Line breaks stay. */
export function printable(text: string): string {
  const plain = text
    .replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n')
    .normalize('NFC')
    .replace(/\t/g, ' ');
  if (isAllKnown(plain)) return plain;
  // Sign by sign: what joins the parts of one picture is no sign of its own, and nobody sees it alone.
  return signsOf(plain)
    .map((sign) => {
      const seen = sign.replace(/(?!\n)[\p{Cc}\p{Cf}]/gu, '');
      return isAllKnown(seen) ? seen : unknownLetter;
    })
    .join('');
}

const graphemes = new Intl.Segmenter('vi', { granularity: 'grapheme' });

/** The signs of a text as a person counts them. */
export function signsOf(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

function isAllKnown(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character !== '\n' && !letterRanges.some(([first, last]) => first <= code && code <= last)) return false;
  }
  return true;
}
