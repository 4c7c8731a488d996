import { z } from 'zod';
import { IsoDate } from '../catalogue/text.ts';
import { Base64Url, DraftReply, IsoInstant } from '../dossier/dossier.ts';

/** One field or paper an officer wants corrected, and why, in the officer's words. */
export const Mark = z
  .object({ kind: z.enum(['question', 'paper']), id: z.string().min(1).max(100), note: z.string().min(1).max(500) })
  .strict();
export type Mark = z.infer<typeof Mark>;

export const mostMarks = 100;

/** «Bổ sung»: what is asked of the resident. Each asking of a case has its own round, from 1. */
export const CorrectionAsked = z
  .object({
    round: z.number().int().positive(),
    at: IsoInstant,
    /** The last day; how many working days that leaves is reckoned where it is read. */
    until: IsoDate,
    marks: z.array(Mark).min(1).max(mostMarks),
  })
  .strict();
export type CorrectionAsked = z.infer<typeof CorrectionAsked>;

/**
 * What became of a revision that came. `taken`: it answers what was asked. `set-aside`: it came when that was no longer asked
 * (another one was first, the case had ended); it is kept, and officers see it. `withdrawn`: the resident took it back at the kiosk.
 */
export const revisionOutcomes = ['taken', 'set-aside', 'withdrawn'] as const;
export const RevisionTold = z
  .object({
    slip: z.string(),
    at: IsoInstant,
    outcome: z.enum(revisionOutcomes),
    /** It corrects nothing: it answers whether a draft certificate is right. Without where it is not. */
    reply: DraftReply.shape.says.optional(),
  })
  .strict();
export type RevisionTold = z.infer<typeof RevisionTold>;

/** A key pair of one visit: made by the page, kept by nobody. */
export const VisitKey = z
  .object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: Base64Url.length(43), y: Base64Url.length(43) })
  .strict();
export type VisitKey = z.infer<typeof VisitKey>;

/** `POST /v1/corrections` answers what was marked, sealed to the visit's key (`shared/dossier/marked-answers.ts`). */
export const CorrectionAnswer = z.discriminatedUnion('found', [
  z.object({ found: z.literal('marked'), enc: Base64Url, ciphertext: Base64Url }).strict(),
  /** There is the case, and nothing of it is to be corrected (any more). */
  z.object({ found: z.literal('nothing-asked') }).strict(),
  z.object({ found: z.literal('unknown') }).strict(),
]);
export type CorrectionAnswer = z.infer<typeof CorrectionAnswer>;
