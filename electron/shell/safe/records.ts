import { z } from 'zod';
import { Sha256Hex } from '../../../shared/dossier/dossier.ts';
import { parseJson } from '../../../shared/dossier/seal.ts';
import { Rating } from '../../../shared/portal-contract/messages.ts';

const FiledFacts = z.object({
  id: Sha256Hex,
  sequence: z.number().int().positive(),
  slip: z.string(),
  service: z.object({ id: z.string(), version: z.string() }),
  filedAt: z.string(),
  bodySha256: Sha256Hex,
  parts: z.array(z.object({ sha256: Sha256Hex, bytes: z.number().int().positive() })),
  /** HMAC of number and check code under a key of the vault: lets this kiosk, and nobody with its disk, check a typed code. */
  check: Sha256Hex,
  /** Number of the saved draft it was filed from: that one is done, should it still lie here after a power cut. */
  savedDraft: z.string().optional(),
  /** Corrected things of a dossier that was received before: said so to whoever shows its slip. */
  isRevision: z.literal(true).optional(),
});
export type FiledFacts = z.infer<typeof FiledFacts>;

/**
 * Everything the safe remembers. Types and fields are forever: a new version reads every record an old one wrote.
 * `at` is this machine's clock in milliseconds, for retention alone; the order is the log's.
 */
export const SafeRecord = z.discriminatedUnion('type', [
  /** Followed by a body: the sealed filing. Its sync is the moment of filing. */
  z.object({
    type: z.literal('filed'),
    at: z.number(),
    filing: FiledFacts,
    body: z.object({ sha256: Sha256Hex, bytes: z.number().int() }),
  }),
  z.object({ type: z.literal('shown'), at: z.number(), id: Sha256Hex }),
  z.object({
    type: z.literal('receipt'),
    at: z.number(),
    id: Sha256Hex,
    token: z.string(),
    code: z.string(),
    receivedAt: z.string(),
    receiver: z.string(),
  }),
  z.object({ type: z.literal('withdrawn'), at: z.number(), id: Sha256Hex, token: z.string() }),
  z.object({ type: z.literal('withdrawal-reached'), at: z.number(), id: Sha256Hex }),
  /** Bodies that may be dropped: a receipt is kept, and a checkpoint covers them (or 30 days have passed). */
  z.object({ type: z.literal('freed'), at: z.number(), ids: z.array(Sha256Hex), checkpoint: z.string().optional() }),
  z.object({ type: z.literal('rating'), at: z.number(), rating: Rating }),
  z.object({ type: z.literal('rating-reached'), at: z.number(), ids: z.array(z.string()) }),
  z.object({ type: z.literal('provisioned'), at: z.number(), kiosk: z.string(), device: z.string() }),
  z.object({ type: z.literal('note'), at: z.number(), code: z.string(), about: z.string().optional() }),
]);
export type SafeRecord = z.infer<typeof SafeRecord>;

/** Leads every segment; no record of the chain. What stands in the segment before it, behind the head named here, was refused. */
export const SegmentHeader = z.object({
  type: z.literal('segment'),
  /** What the build that began it wrote; a newer one begins a segment of its own. */
  format: z.union([z.literal(1), z.literal(2)]),
  segment: z.number().int().positive(),
  after: z.object({ records: z.number().int().nonnegative(), hash: Sha256Hex }),
  /** Highest sequence number given out, also for filings that were refused: none is given twice. */
  sequence: z.number().int().nonnegative(),
});
export type SegmentHeader = z.infer<typeof SegmentHeader>;

export function readRecord(meta: Uint8Array): SafeRecord | undefined {
  const parsed = SafeRecord.safeParse(parseJson(meta));
  return parsed.success ? parsed.data : undefined;
}

export function readSegmentHeader(meta: Uint8Array): SegmentHeader | undefined {
  const parsed = SegmentHeader.safeParse(parseJson(meta));
  return parsed.success ? parsed.data : undefined;
}
