import { z } from 'zod';
import { IsoDate } from './text.ts';

/** Changing a schema below changes this number on purpose (a test hashes the schema). */
export const guideSchemaVersion = 1;

/** Most that is kept of one text and one list of a record: a screen cannot say more, and a bad record must not fill the disk. */
export const guideBounds = { line: 1_000, text: 20_000, list: 100, paper: 6_000 } as const;

const Line = z.string().min(1).max(guideBounds.line);
const LongText = z.string().min(1).max(guideBounds.text);
const listOf = <T extends z.ZodType>(schema: T) => z.array(schema).max(guideBounds.list);

export const GuideTime = z
  .object({
    amount: z.number().int().positive(),
    unit: z.enum(['hours', 'days', 'working-days', 'weeks', 'months', 'years']),
  })
  .strict();
export type GuideTime = z.infer<typeof GuideTime>;

export const GuideFee = z
  .object({
    kind: z.enum(['fee', 'service-fee']),
    /** As stated; null where the record names no amount. */
    amount: z.number().nonnegative().nullable(),
    /** Name of the currency, where it is another than đồng. */
    currency: Line.optional(),
    text: LongText.optional(),
  })
  .strict();
export type GuideFee = z.infer<typeof GuideFee>;

/** One way to hand the dossier in. */
export const GuideWay = z
  .object({
    how: z.enum(['direct', 'online', 'post']),
    time: GuideTime.optional(),
    text: LongText.optional(),
    fees: listOf(GuideFee),
  })
  .strict();
export type GuideWay = z.infer<typeof GuideWay>;

export const GuidePaper = z
  .object({
    name: z.string().min(1).max(guideBounds.paper),
    originals: z.number().int().nonnegative(),
    copies: z.number().int().nonnegative(),
  })
  .strict();
export type GuidePaper = z.infer<typeof GuidePaper>;

/**
 * What one record of the national procedure database says of a procedure, for a resident who wants to know what to bring and where
 * to go (stage 1: the kiosk guides, nothing is filed here). Vietnamese only, as published; what the record does not say is not there.
 */
export const GuideEntry = z
  .object({
    schema: z.literal(guideSchemaVersion),
    /** National code of the procedure. */
    code: z.string().regex(/^[0-9A-Za-z][\w.-]{0,59}$/),
    name: Line,
    /** Field of government: «Hộ tịch». */
    field: Line.optional(),
    /** Life event the database files it under, as its slug: «hon-nhan-va-gia-dinh». */
    group: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      .max(80)
      .optional(),
    /** Between authorities: no resident hands it in. */
    isInternal: z.boolean(),
    who: listOf(Line),
    conditions: LongText.optional(),
    results: listOf(Line),
    papers: listOf(z.object({ title: LongText.optional(), papers: listOf(GuidePaper) }).strict()),
    ways: listOf(GuideWay),
    /** Kinds of the procedure and how long each takes. */
    cases: listOf(z.object({ name: Line, time: GuideTime.optional() }).strict()),
    /** Where it is handed in, as stated. */
    places: LongText.optional(),
    /** Who decides. */
    authorities: listOf(Line),
    levels: z.array(z.enum(['ward', 'province', 'ministry'])).max(3),
    legalBasis: listOf(z.object({ code: Line.optional(), name: LongText }).strict()),
    /** The decision that published it. */
    decision: Line.optional(),
    decidedBy: Line.optional(),
    updated: IsoDate.optional(),
  })
  .strict();
export type GuideEntry = z.infer<typeof GuideEntry>;
