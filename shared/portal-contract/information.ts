import { z } from 'zod';
import { IsoDate, Text } from '../catalogue/text.ts';
import { IsoInstant } from '../dossier/dossier.ts';

/** Something the ward or the city tells everybody. */
export const Notice = z
  .object({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
    title: Text,
    text: Text,
    from: IsoDate,
    until: IsoDate.optional(),
    /** Who says it. */
    source: Text,
  })
  .strict();
export type Notice = z.infer<typeof Notice>;

export const Office = z.object({ name: Text, address: z.string(), hours: Text, phone: z.string() }).strict();
export type Office = z.infer<typeof Office>;

export const readingKinds = ['air', 'water', 'rain'] as const;

/** What a station measured, once. It is never more than that: how old it is stands beside it. */
export const Reading = z
  .object({
    kind: z.enum(readingKinds),
    place: Text,
    value: z.number(),
    /** «AQI», «mm», «m». */
    unit: z.string().max(20),
    /** What the value means, in the words of whoever measured. */
    meaning: Text.optional(),
    at: IsoInstant,
    source: Text,
    /** From this age on it says nothing about now. */
    staleAfterMinutes: z.number().int().positive(),
  })
  .strict();
export type Reading = z.infer<typeof Reading>;

/** What staff write: `information/<unit>.json` in the reference portal's folder. */
export const InformationContent = z
  .object({
    /** Invented, for demos and training: every screen says so. */
    isExample: z.boolean(),
    notices: z.array(Notice).max(20),
    offices: z.array(Office).max(20),
    readings: z.array(Reading).max(30),
  })
  .strict();
export type InformationContent = z.infer<typeof InformationContent>;

/** Of one ward, signed by a config key of the trust bundle under its own kind (`information`). */
export const Information = InformationContent.extend({
  /** Higher replaces lower. */
  version: z.number().int().positive(),
  /** The ward it is for. */
  unit: z.string(),
}).strict();
export type Information = z.infer<typeof Information>;

/** `GET /v1/information`: what holds for the ward of the kiosk that asks. `null`: this portal has none. */
export const InformationAnswer = z
  .object({
    information: z
      .string()
      .max(256 * 1024)
      .nullable(),
  })
  .strict();
export type InformationAnswer = z.infer<typeof InformationAnswer>;
