import { z } from 'zod';
import { Answer, receiverKinds } from '../catalogue/service.ts';
import { IsoDate } from '../catalogue/text.ts';
import { canonicalBytes } from './bytes.ts';
import type { Jwk, Sealing } from './cryptography.ts';
import { Sha256Hex } from './dossier.ts';
import { type OpenOfVisit, openOfVisit, type SealedToVisit, sealToVisit } from './visit-seal.ts';

/** Of a dossier, what a kiosk needs to have the marked things corrected, and nothing else of it. */
export const MarkedAnswers = z
  .object({
    format: z.literal(1),
    filing: Sha256Hex,
    round: z.number().int().positive(),
    /** The version it was filed under: it is corrected under the same. */
    service: z.object({ id: z.string(), version: z.string(), code: z.string().nullable() }).strict(),
    /** The rules are those of this day. */
    filedOn: IsoDate,
    receiver: z.object({ kind: z.enum(receiverKinds), unit: z.string() }).strict(),
    questions: z.array(z.string()),
    papers: z.array(z.string()),
    /** To the marked questions, and to those their conditions look at. */
    answers: z.record(z.string(), Answer),
    /** Questions that were asked, by name only: the others of them are not asked again. */
    asked: z.array(z.string()),
    /** Papers that are there, by name only. */
    given: z.array(z.string()),
  })
  .strict();
export type MarkedAnswers = z.infer<typeof MarkedAnswers>;

const info = new TextEncoder().encode('diem-cham/correction/1');

/** What one asking of one case is bound to: an answer about another one does not open. */
export interface AskedOf {
  readonly filing: string;
  readonly round: number;
}

export async function sealMarked(marked: MarkedAnswers, ports: { to: Jwk; sealing: Sealing }): Promise<SealedToVisit> {
  return sealToVisit(canonicalBytes(marked), { ...ports, info, aad: aadOf(marked) });
}

/** `undefined` when it was not sealed to this visit, or is not about this asking. Never throws. */
export async function openMarked(
  sealed: SealedToVisit,
  asked: AskedOf,
  open: OpenOfVisit,
): Promise<MarkedAnswers | undefined> {
  const marked = MarkedAnswers.safeParse(await openOfVisit(sealed, { open, info, aad: aadOf(asked) }));
  const isOurs = marked.success && marked.data.filing === asked.filing && marked.data.round === asked.round;
  return isOurs ? marked.data : undefined;
}

function aadOf({ filing, round }: AskedOf): Uint8Array {
  return canonicalBytes({ filing, round });
}
