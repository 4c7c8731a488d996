import { z } from 'zod';
import { IsoInstant, Sha256Hex } from '../dossier/dossier.ts';
import { CaseStatusCode } from './case-status.ts';
import { ProblemCode } from './problems.ts';

const Head = z.object({ records: z.number().int().nonnegative(), hash: Sha256Hex }).strict();

/**
 * What a portal knows of one kiosk's journal, for `kioskctl reconcile` at the machine: the heads it was told, and what it holds.
 * Ids, numbers of slips and codes; nothing about anybody.
 */
export const JournalReport = z
  .object({
    format: z.literal(1),
    madeAt: IsoInstant,
    kiosk: z.object({ id: z.string(), label: z.string(), revokedAt: IsoInstant.optional() }).strict(),
    /** In the order they were told; older ones may have been let go. */
    heads: z.array(Head.extend({ at: IsoInstant }).strict()),
    alarms: z.array(
      z
        .object({
          /** `shorter`: fewer records than were told before. `forked`: as many, and other ones. */
          kind: z.enum(['shorter', 'forked']),
          at: IsoInstant,
          before: Head,
          told: Head,
          /** A longer journal came afterwards: a message that was late, or a journal that was cut and grew again. */
          overAt: IsoInstant.optional(),
        })
        .strict(),
    ),
    received: z.array(
      z
        .object({
          sequence: z.number().int().positive(),
          filing: Sha256Hex,
          slip: z.string(),
          receivedAt: IsoInstant,
          status: CaseStatusCode,
        })
        .strict(),
    ),
    /** Refused at intake and not received since. `slip` where the envelope could be read. */
    refused: z.array(
      z.object({ filing: Sha256Hex, slip: z.string().optional(), problem: ProblemCode, at: IsoInstant }).strict(),
    ),
    /** Filings a withdrawal waits for. */
    withdrawalsWaiting: z.array(Sha256Hex),
  })
  .strict();
export type JournalReport = z.infer<typeof JournalReport>;
