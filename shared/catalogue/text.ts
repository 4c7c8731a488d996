import { z } from 'zod';

export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];

/** A text in every language the kiosk speaks; a missing language fails the catalogue check. */
export const Text = z.object({ vi: z.string().min(1), en: z.string().min(1) }).strict();
export type Text = z.infer<typeof Text>;

export const IsoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
