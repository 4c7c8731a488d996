/** Most characters of a transfer's message (tag 62.08), and of every other label of that template. */
export const longestMessage = 25;

/**
 * A text in the letters a banking app keeps: no tones, no diacritics, đ as d, every run of other signs one space. Never cut: whoever
 * writes a message checks its length, because a message that lost its end is money nobody can match.
 */
export function plainMessage(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đð]/g, 'd')
    .replace(/[ĐÐ]/g, 'D')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}
