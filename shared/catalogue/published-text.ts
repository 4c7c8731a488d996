import { cleanText } from '../vietnamese/fold.ts';

/**
 * A text of a published record as a person reads it: without HTML, composed (NFC), without control and invisible characters, spaces
 * and empty lines collapsed, no longer than `most` characters.
 */
export function publishedText(raw: string, most: number): { readonly text: string; readonly isCut: boolean } {
  // Bounded first: what a single field may cost must not depend on the record.
  const bounded = raw.slice(0, mostRead);
  const plain = bounded
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<\/?(?:br|p|div|ul|ol|li|table|tr|h[1-6])\b[^<>]*>/gi, '\n')
    .replace(/<\/?[a-zA-Z][^<>]*>/g, ' ')
    .replace(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/gi, (all, name: string) => entityOf(name) ?? all);
  const whole = cleanText(plain, mostRead, { newlines: 'keep' });
  const letters = [...whole];
  const isCut = letters.length > most || raw.length > mostRead;
  if (!isCut) return { text: whole, isCut };
  return {
    text: `${letters
      .slice(0, most - 1)
      .join('')
      .trimEnd()}…`,
    isCut,
  };
}

const mostRead = 200_000;

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  bull: '•',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
};

function entityOf(name: string): string | undefined {
  if (!name.startsWith('#')) return named[name.toLowerCase()];
  const point = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  const isCharacter = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
  return isCharacter ? String.fromCodePoint(point) : undefined;
}
