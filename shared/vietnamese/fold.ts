/**
 * Text as a search sees it: lower case, no tones, no diacritics, đ as d, punctuation as one space, apostrophes gone
 * («H’Mông» and «Hmông» are the same word). Composed and decomposed input (NFC, NFD) give the same result.
 */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(MARKS, '')
    .toLowerCase()
    .normalize('NFD') // lower case of İ brings a combining dot of its own
    .replace(MARKS, '')
    .replace(/[đð]/g, 'd') // ð: old fonts and scanners write Ð (eth) for Đ
    .replace(APOSTROPHES, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * Whether two names are the same but for accents, tone placement (Hòa, Hoà), case, spaces and apostrophes. Some scanners drop
 * accents, so only a difference here is worth a warning; agreement here proves nothing.
 */
export function sameName(one: string, other: string): boolean {
  return fold(one).replaceAll(' ', '') === fold(other).replaceAll(' ', '');
}

/**
 * What may be stored of a text somebody typed, pasted or scanned: NFC, without control, invisible and broken characters, spaces
 * trimmed and collapsed. Cut to `maxLength` characters (code points), so check `isTooLong` first where the person must be told.
 */
export function cleanText(
  raw: string,
  maxLength: number,
  options: { readonly newlines?: 'keep' | 'drop' } = {},
): string {
  return [...cleaned(raw, options.newlines === 'keep')].slice(0, maxLength).join('').trimEnd();
}

/** Whether cleaning would have to cut the text. */
export function isTooLong(
  raw: string,
  maxLength: number,
  options: { readonly newlines?: 'keep' | 'drop' } = {},
): boolean {
  return [...cleaned(raw, options.newlines === 'keep')].length > maxLength;
}

/**
 * A person's name as forms want it: each word begins with a capital, also after an apostrophe or hyphen (H'Mông, K'Brơi).
 * A word in capitals only is lowered; one already of mixed case keeps what the person wrote inside it.
 */
export function properName(text: string): string {
  return text
    .normalize('NFC')
    .trim()
    .replace(/\s+/g, ' ')
    .split(' ')
    .map((word) => (isAllCapitals(word) ? word.toLowerCase() : word))
    .map((word) =>
      word.replace(/(^|['’ʼ\-.])(\p{L})/gu, (_all, before: string, letter: string) => before + letter.toUpperCase()),
    )
    .join(' ');
}

const MARKS = /\p{M}+/gu;
const APOSTROPHES = /['’‘ʼ`´]/g;

function isAllCapitals(word: string): boolean {
  return [...word].filter((letter) => /\p{L}/u.test(letter)).length > 1 && word === word.toUpperCase();
}

function cleaned(raw: string, keepNewlines: boolean): string {
  const lines = raw
    .replace(/\r\n?|\u0085|\u2028|\u2029/g, '\n')
    .split(/[\n\v\f]/)
    .map((line) =>
      line
        .replace(/[\t\p{Zs}]+/gu, ' ')
        .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, '')
        .normalize('NFC')
        .replace(/ +/g, ' ')
        .trim(),
    );
  if (!keepNewlines) return lines.filter((line) => line !== '').join(' ');
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '');
}
