import { z } from 'zod';
import { Answer, receiverKinds } from '../catalogue/service.ts';
import { Language } from '../catalogue/text.ts';

export const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
export const Base64Url = z.string().regex(/^[A-Za-z0-9_-]*$/);
export const IsoInstant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/);

/** How sharp, bright and whole a photo was found to be at the kiosk; 0 (bad) … 1 (good). */
export const PhotoQuality = z
  .object({ sharpness: z.number(), light: z.number(), glare: z.number(), takenAnyway: z.boolean() })
  .strict();
export type PhotoQuality = z.infer<typeof PhotoQuality>;

/** One page of a paper: its ciphertext lies apart, found by its hash; the key is known to whoever opens the dossier. */
export const PaperPage = z
  .object({
    paper: z.string(),
    page: z.number().int().min(1),
    sha256: Sha256Hex,
    /** Of the ciphertext. */
    bytes: z.number().int().positive(),
    key: Base64Url,
    type: z.enum(['image/jpeg', 'image/png', 'application/pdf']),
    quality: PhotoQuality.optional(),
  })
  .strict();
export type PaperPage = z.infer<typeof PaperPage>;

/** Who helps at the screen, as the resident says; no name. */
export const Helper = z.enum(['family', 'attendant', 'ward-staff']);
export type Helper = z.infer<typeof Helper>;

export const Identity = z
  .object({
    /**
     * `not-given`: where the service may be filed without a name, and the resident chose so.
     * `slip-shown`: a revision by whoever holds the slip and its check code.
     */
    how: z.enum(['card-read', 'typed', 'seen-by-attendant', 'not-given', 'slip-shown']),
    /** Id of the attendant on the portal's signed list who saw the card, or helped. */
    attendant: z.string().optional(),
    /** The resident chose to have somebody help at the screen. */
    helped: z.boolean(),
    /** Who it is, in the resident's own word. Absent: nobody, or chosen before this was asked. */
    helper: Helper.optional(),
  })
  .strict();
export type Identity = z.infer<typeof Identity>;

/** What a resident says of a draft certificate. */
export const DraftReply = z
  .object({
    says: z.enum(['right', 'to-change']),
    /** What is wrong in it, in the resident's words. */
    where: z.string().max(1000).optional(),
  })
  .strict();
export type DraftReply = z.infer<typeof DraftReply>;

/** What is final: everything the resident confirmed, readable by the portal alone once sealed. */
export const Dossier = z
  .object({
    format: z.literal(1),
    /** 128 random bits: two equal forms stay two filings. */
    nonce: z.string().regex(/^[0-9a-f]{32}$/),
    service: z.object({ id: z.string(), version: z.string(), code: z.string().nullable() }).strict(),
    /** The words the resident saw, further languages of a kiosk included. */
    language: Language,
    answers: z.record(z.string(), Answer),
    /** Questions whose answer came from the card and was not changed. */
    fromCard: z.array(z.string()),
    identity: Identity,
    eligibility: z.record(z.string(), z.enum(['yes', 'no'])),
    /** Proof of consent (Law 91/2025/QH15): the very words shown, and when the box was ticked. */
    consents: z.array(z.object({ id: z.string(), text: z.string(), at: IsoInstant }).strict()),
    pledge: z.object({ text: z.string(), at: IsoInstant }).strict(),
    /** The counter it goes in at, and who decides. */
    receiver: z.object({ kind: z.enum(receiverKinds), unit: z.string() }).strict(),
    papers: z.array(PaperPage),
    /** Papers the resident will bring or send later. */
    papersLater: z.array(z.string()),
    /** Warnings that were shown on review and did not stop the filing. */
    warned: z.array(z.string()),
    checkCode: z.string().regex(/^[0-9A-Z]{6}$/),
    /** The kiosk's clock was not confirmed by the portal when this was filed. */
    clockDoubtful: z.boolean(),
    /**
     * A revision: of which filing, and which asking it answers. Then `answers` and `papers` are the corrected ones alone; with a
     * `reply` there are none, and `round` is the number of the draft certificate it is about.
     */
    revises: z
      .object({ filing: Sha256Hex, round: z.number().int().positive(), reply: DraftReply.optional() })
      .strict()
      .optional(),
  })
  .strict();
export type Dossier = z.infer<typeof Dossier>;
