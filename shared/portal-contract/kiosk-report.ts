import { z } from 'zod';
import { IsoInstant } from '../dossier/dossier.ts';

/** How the browser's store of a kiosk stands. Everything but `open` means: worked from the safe, which is the truth. */
export const StoreState = z.enum(['open', 'newer', 'blocked', 'upgrade-failed', 'unavailable', 'write-failed']);
export type StoreState = z.infer<typeof StoreState>;

/** How it was noticed that the store had gone: the browser said so, its first row was missing, or there was none at all. */
export const VanishedHow = z.enum(['data-loss', 'canary-missing', 'store-gone']);
export type VanishedHow = z.infer<typeof VanishedHow>;

export const StoreFacts = z
  .object({
    state: StoreState,
    /** The last time it was found gone and made again from the safe; `times` counts all. */
    vanished: z.object({ at: IsoInstant, how: VanishedHow, times: z.number().int().positive() }).strict().nullable(),
    /** Whether the browser promised never to evict it; `null` until a page has asked. */
    persistent: z.boolean().nullable(),
  })
  .strict();
export type StoreFacts = z.infer<typeof StoreFacts>;

/** Of one thing a kiosk is brought up to date with: what it has, and what it did not take and why (`guides-signature`). */
export const UpdateFacts = z.object({
  kind: z.string().max(40),
  /** `null`: none. */
  version: z.number().int().nonnegative().nullable(),
  refused: z.object({ code: z.string().max(60), at: IsoInstant }).nullable(),
});
export type UpdateFacts = z.infer<typeof UpdateFacts>;

/** `POST /v1/kiosk-reports`: how a kiosk's storage stands. Plain facts about a machine, for whoever looks after it. The newest counts. */
export const KioskReport = z
  .object({
    kiosk: z.string(),
    at: IsoInstant,
    build: z.string().max(100),
    store: StoreFacts,
    safe: z
      .object({
        /** A newer build has written there: nothing is taken or sent. */
        shut: z.boolean(),
        damaged: z.number().int().nonnegative(),
        /** When it was found at a start that the journal ends before what the portal was told of, or goes another way; once is for good. */
        cutAt: IsoInstant.nullable(),
      })
      .strict(),
    room: z.object({ freeBytes: z.number().nonnegative(), parts: z.boolean(), filings: z.boolean() }).strict(),
    /** Absent: a kiosk of before there was any. */
    updates: z.array(UpdateFacts).max(20).optional(),
  })
  .strict();
export type KioskReport = z.infer<typeof KioskReport>;
