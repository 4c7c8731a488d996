import { readLetter } from '../vietnamese/letters.ts';

/** Names by falling frequency, from assets/units/names.json. */
export type KnownNames = {
  readonly surnames: readonly string[];
  readonly middles: readonly string[];
  readonly givens: readonly string[];
};

/**
 * The likeliest names for the word being typed: surnames first, then middle names, from the third word on given names. Letters typed
 * without marks may still get them (nguy: Nguyễn), marks and tones typed already must agree. Before a letter is typed the commonest
 * are offered, as long as they are few; a name that stands there in full is not offered again.
 */
export function suggestNames(
  known: KnownNames,
  typed: { readonly before: string; readonly word: string },
  limit: number,
): string[] {
  const place = typed.before.split(/\s+/u).filter((word) => word !== '').length;
  if (typed.word === '') return [known.surnames, known.middles][place]?.slice(0, limit) ?? [];
  const ranked =
    place === 0
      ? known.surnames
      : place === 1
        ? [...known.middles, ...known.givens, ...known.surnames]
        : [...known.givens, ...known.middles];
  const word = typed.word.normalize('NFC').toLowerCase();
  const fitting = [...new Set(ranked)].filter((name) => mayBecome(word, name.toLowerCase()));
  const isWhole = (name: string) => [...name].length === [...word].length;
  return [...fitting.filter(isWhole), ...fitting.filter((name) => !isWhole(name))]
    .filter((name) => name.toLowerCase() !== word)
    .slice(0, limit);
}

/** Whether the letters typed so far are the beginning of the name, marks and tone aside that are still to come. */
function mayBecome(typed: string, name: string): boolean {
  const letters = [...name].map(readLetter);
  const begun = [...typed].map(readLetter);
  const tone = begun.find((letter) => letter && letter.tone !== 0)?.tone;
  return (
    begun.length <= letters.length &&
    begun.every((letter, index) => {
      const wanted = letters[index];
      return letter && wanted && letter.base === wanted.base && (letter.mark === 'none' || letter.mark === wanted.mark);
    }) &&
    (tone === undefined || letters.some((letter) => letter?.tone === tone))
  );
}
