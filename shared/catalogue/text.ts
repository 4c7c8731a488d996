import { z } from 'zod';

/** What every text of the catalogue is written in. */
export const houseLanguages = ['vi', 'en'] as const;
export type HouseLanguage = (typeof houseLanguages)[number];

/** Short tag (ISO 639) of a language the kiosk speaks: the name of a folder of `assets/words`, so never a closed list. */
export const Language = z.string().regex(/^[a-z]{2,3}$/);
export type Language = z.infer<typeof Language>;

/** A text in every language of the house; a missing one fails the catalogue check. Further languages translate it by its Vietnamese. */
export const Text = z.object({ vi: z.string().min(1), en: z.string().min(1) }).strict();
export type Text = z.infer<typeof Text>;

/** The text as the house wrote it: its English for an English session, its Vietnamese for every other. */
export function inHouseWords(text: Text, language: Language): string {
  return language === 'en' ? text.en : text.vi;
}

export const IsoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
