import { z } from 'zod';
import { Sha256Hex } from '../dossier/dossier.ts';

/** Largest bundle that is offered, and largest stretch of one that is given at once. */
export const bundleBounds = { bytes: 128 * 1024 * 1024, pieceBytes: 1024 * 1024 } as const;

/** One bundle a portal has for its kiosks. Nothing here is believed: the bundle itself is signed. */
export const BundleOffer = z.object({
  /** `content`, `guides`; a kiosk passes over what it does not know. */
  kind: z.string().max(40),
  version: z.number().int().positive(),
  bytes: z.number().int().positive().max(bundleBounds.bytes),
  /** Of the whole file; it is asked for by it. */
  sha256: Sha256Hex,
});
export type BundleOffer = z.infer<typeof BundleOffer>;

/** `GET /v1/bundles`: the newest of each kind. */
export const BundlesAnswer = z.object({ bundles: z.array(BundleOffer).max(20) });
export type BundlesAnswer = z.infer<typeof BundlesAnswer>;
