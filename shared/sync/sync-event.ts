import { z } from 'zod';
import { Sha256Hex } from '../dossier/dossier.ts';
import { ProblemCode } from '../portal-contract/problems.ts';

/** What the engine announces. Ids and codes only; whoever needs more asks the outbox. */
export const SyncEvent = z.discriminatedUnion('event', [
  /** A receipt was verified, is in the safe, and the outbox says received. */
  z.object({ event: z.literal('filing-received'), id: Sha256Hex, code: z.string() }).strict(),
  z.object({ event: z.literal('filing-refused'), id: Sha256Hex, problem: ProblemCode }).strict(),
  /** The portal lost a filing it had receipted; it is being sent again. */
  z.object({ event: z.literal('filing-lost-by-portal'), id: Sha256Hex }).strict(),
  z
    .object({
      event: z.literal('withdrawal-answered'),
      id: Sha256Hex,
      state: z.enum(['recorded', 'too-late', 'refused']),
    })
    .strict(),
  /** Whether the portal itself answered the last message. */
  z.object({ event: z.literal('network'), online: z.boolean() }).strict(),
  /** Nothing is sent until a technician acts or the portal lets this kiosk in again; `null` when it did. */
  z.object({ event: z.literal('blocked'), problem: ProblemCode.nullable() }).strict(),
  /** Something that should not happen, by code, for the log. */
  z
    .object({ event: z.literal('trouble'), about: z.enum(['outbox', 'safe', 'receipt', 'part', 'many-refused']) })
    .strict(),
  /** Nothing more can be sent now. */
  z.object({ event: z.literal('rested') }).strict(),
]);
export type SyncEvent = z.infer<typeof SyncEvent>;
