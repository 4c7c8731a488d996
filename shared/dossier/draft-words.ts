import { z } from 'zod';
import { receiverKinds } from '../catalogue/service.ts';
import { canonicalBytes } from './bytes.ts';
import type { Jwk, Sealing } from './cryptography.ts';
import { Sha256Hex } from './dossier.ts';
import { type OpenOfVisit, openOfVisit, type SealedToVisit, sealToVisit } from './visit-seal.ts';

/** The certificate's words as the office will write them, part by part; in the officer's hand, so Vietnamese alone. */
export const DraftWords = z
  .object({
    parts: z
      .array(
        z
          .object({
            /** Empty where the draft has no parts. */
            title: z.string().max(200),
            lines: z
              .array(z.object({ label: z.string().min(1).max(200), value: z.string().min(1).max(500) }).strict())
              .min(1)
              .max(100),
          })
          .strict(),
      )
      .min(1)
      .max(30),
  })
  .strict();
export type DraftWords = z.infer<typeof DraftWords>;

/** A draft as it comes to a kiosk: its words, and of the dossier what an answer to it needs. */
export const DraftShown = z
  .object({
    format: z.literal(1),
    filing: Sha256Hex,
    number: z.number().int().positive(),
    service: z.object({ id: z.string(), version: z.string(), code: z.string().nullable() }).strict(),
    receiver: z.object({ kind: z.enum(receiverKinds), unit: z.string() }).strict(),
    words: DraftWords,
  })
  .strict();
export type DraftShown = z.infer<typeof DraftShown>;

const info = new TextEncoder().encode('diem-cham/draft/1');

/** One draft of one case: an answer about another one does not open. */
export interface DraftOf {
  readonly filing: string;
  readonly number: number;
}

export async function sealDraft(draft: DraftShown, ports: { to: Jwk; sealing: Sealing }): Promise<SealedToVisit> {
  return sealToVisit(canonicalBytes(draft), { ...ports, info, aad: aadOf(draft) });
}

/** `undefined` when it was not sealed to this visit, or is another draft. Never throws. */
export async function openDraft(
  sealed: SealedToVisit,
  asked: DraftOf,
  open: OpenOfVisit,
): Promise<DraftShown | undefined> {
  const draft = DraftShown.safeParse(await openOfVisit(sealed, { open, info, aad: aadOf(asked) }));
  const isOurs = draft.success && draft.data.filing === asked.filing && draft.data.number === asked.number;
  return isOurs ? draft.data : undefined;
}

function aadOf({ filing, number }: DraftOf): Uint8Array {
  return canonicalBytes({ filing, number });
}
