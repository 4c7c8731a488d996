import { type LetterFile, letters } from 'virtual:language-letters';
import type { Language } from '../../shared/catalogue/text.ts';

/** Stands beside the letters of the house under the same name, so that no style sheet needs to know of it. */
const family = 'Be Vietnam Pro';

/** The few letters in which further languages write their own names on the attract screen. */
export function showLetterOfNames(): void {
  for (const [, { names }] of Object.entries(letters)) for (const face of names) void add(face).catch(() => {});
}

/** Letters the house's font does not have, cut at the build to those the language's words use. */
export async function loadLetters(language: Language): Promise<void> {
  const all = (await letters[language]?.all()) ?? [];
  await Promise.all(all.map(add));
}

async function add({ url, weights, range }: LetterFile): Promise<void> {
  const faces = weights.map(
    (weight) =>
      new FontFace(family, `url("${url}") format("woff2")`, { weight, unicodeRange: range, display: 'block' }),
  );
  for (const face of faces) document.fonts.add(face);
  await Promise.all(faces.map((face) => face.load()));
}
