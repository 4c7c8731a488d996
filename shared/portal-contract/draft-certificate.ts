import { z } from 'zod';
import { Base64Url, IsoInstant } from '../dossier/dossier.ts';

/**
 * ```
 * asked ──«right»──▶ confirmed          (the resident's act)
 *   ├──«to change», with where──▶ to-change ──▶ another draft, number + 1
 *   ├──nobody answers until `until`──▶ silence: that is agreement
 *   └──the case goes elsewhere──▶ void  (not told any more)
 * ```
 */
export const draftStandings = ['asked', 'confirmed', 'to-change', 'silence', 'void'] as const;
export type DraftStanding = (typeof draftStandings)[number];

/** That there is a draft to check, and how it stands; its words come by `POST /v1/drafts` alone. */
export const DraftTold = z
  .object({
    /** Each draft of a case has its own, from 1. */
    number: z.number().int().positive(),
    /** Which result of the service it is of. */
    result: z.string().optional(),
    at: IsoInstant,
    /** Up to here an answer counts; from then on silence is agreement. */
    until: IsoInstant,
    standing: z.enum(draftStandings).exclude(['void']),
  })
  .strict();
export type DraftTold = z.infer<typeof DraftTold>;

/** `POST /v1/drafts` answers the draft's words, sealed to the visit's key (`shared/dossier/draft-words.ts`). */
export const DraftAnswer = z.discriminatedUnion('found', [
  z.object({ found: z.literal('draft'), enc: Base64Url, ciphertext: Base64Url }).strict(),
  /** There is the case, and nothing of it is to be confirmed (any more). */
  z.object({ found: z.literal('nothing-asked') }).strict(),
  z.object({ found: z.literal('unknown') }).strict(),
]);
export type DraftAnswer = z.infer<typeof DraftAnswer>;
