import { z } from 'zod';
import { Base64Url, IsoInstant, Sha256Hex } from './dossier.ts';

/** What stands outside the seal, in the clear: nothing about a person. */
export const EnvelopeHeader = z
  .object({
    format: z.literal(1),
    kiosk: z.string(),
    /** Given out by the safe; never goes backwards; the only order of filings. */
    sequence: z.number().int().positive(),
    /** The kiosk's own number on the slip, `A6-0147`. */
    slip: z.string(),
    service: z.object({ id: z.string(), version: z.string() }).strict(),
    filedAt: IsoInstant,
    clock: z.object({ confirmed: z.boolean(), offsetMs: z.number().int().nullable() }).strict(),
    /** Key id of the portal's intake key. */
    intakeKey: z.string(),
    parts: z.array(z.object({ sha256: Sha256Hex, bytes: z.number().int().positive() }).strict()),
  })
  .strict();
export type EnvelopeHeader = z.infer<typeof EnvelopeHeader>;

export const Envelope = EnvelopeHeader.extend({
  enc: Base64Url,
  body: z.object({ sha256: Sha256Hex, bytes: z.number().int().positive() }).strict(),
}).strict();
export type Envelope = z.infer<typeof Envelope>;

/**
 * A dossier on its way. `id` is the SHA-256 of the envelope's canonical bytes: sealing is randomised, so equal forms
 * stay two filings, while a retry is the same filing. It is the idempotency key from the kiosk to the register.
 */
export const SealedFiling = z
  .object({
    id: Sha256Hex,
    /** Compact JWS by the kiosk's device key over the canonical bytes of the `Envelope`. */
    envelope: z.string(),
    ciphertext: Base64Url,
  })
  .strict();
export type SealedFiling = z.infer<typeof SealedFiling>;
