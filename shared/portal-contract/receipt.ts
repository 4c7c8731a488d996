import { z } from 'zod';
import { canonicalBytes } from '../dossier/bytes.ts';
import { type Jwk, type SignedKind, type Signing, signEach, type Verifying } from '../dossier/cryptography.ts';
import { IsoInstant, Sha256Hex } from '../dossier/dossier.ts';
import { parseJson } from '../dossier/seal.ts';

/** The portal's alone: signed only after filing and parts are synced to its disk. */
export const Receipt = z
  .object({
    filing: Sha256Hex,
    /** SHA-256 of the sealed body, so that a receipt can never pass for another filing's. */
    body: Sha256Hex,
    /** The official dossier code, minted by the portal. */
    code: z.string(),
    receivedAt: IsoInstant,
    receiver: z.object({ unit: z.string(), name: z.string() }).strict(),
  })
  .strict();
export type Receipt = z.infer<typeof Receipt>;

/** Which filings of one kiosk the portal holds for good (covered by its backup): their bodies may be freed. */
export const Checkpoint = z
  .object({
    kiosk: z.string(),
    issuedAt: IsoInstant,
    /** Ranges of sequence numbers, both ends included, ascending, not touching. */
    held: z.array(z.tuple([z.number().int().positive(), z.number().int().positive()])),
  })
  .strict();
export type Checkpoint = z.infer<typeof Checkpoint>;

/** The portal's signed clock. */
export const PortalTime = z.object({ kiosk: z.string(), now: IsoInstant }).strict();
export type PortalTime = z.infer<typeof PortalTime>;

export function signReceipt(receipt: Receipt, signing: Signing): Promise<string> {
  return signing.sign('receipt', canonicalBytes(receipt));
}

/** Receipts of one page, each to be checked by itself. */
export function signReceipts(receipts: readonly Receipt[], signing: Signing): Promise<string[]> {
  return signEach(signing, 'receipt', receipts.map(canonicalBytes));
}

/**
 * The receipt, only when signature, filing id and body digest are all right. Anything else is no receipt.
 * @param expected `body` is left out by whoever has lost it: the id is the digest of the envelope, which names the body.
 */
export async function readReceipt(
  token: string,
  expected: { filing: string; body?: string | undefined },
  ports: { receiptKeys: readonly Jwk[]; verifying: Verifying },
): Promise<Receipt | undefined> {
  const receipt = await readSigned('receipt', token, Receipt, ports.receiptKeys, ports.verifying);
  if (receipt?.filing !== expected.filing) return undefined;
  return expected.body === undefined || receipt.body === expected.body ? receipt : undefined;
}

export async function readCheckpoint(
  token: string,
  expected: { kiosk: string },
  ports: { receiptKeys: readonly Jwk[]; verifying: Verifying },
): Promise<Checkpoint | undefined> {
  const checkpoint = await readSigned('checkpoint', token, Checkpoint, ports.receiptKeys, ports.verifying);
  return checkpoint?.kiosk === expected.kiosk ? checkpoint : undefined;
}

export function covers(checkpoint: Checkpoint, sequence: number): boolean {
  return checkpoint.held.some(([from, to]) => from <= sequence && sequence <= to);
}

/** Any signed thing of the contract: its parsed payload when signature, kind and shape are right, else `undefined`. */
export async function readSigned<T>(
  kind: SignedKind,
  token: string,
  schema: z.ZodType<T>,
  keys: readonly Jwk[],
  verifying: Verifying,
): Promise<T | undefined> {
  const bytes = await verifying.verify(kind, token, keys);
  const parsed = bytes && schema.safeParse(parseJson(bytes));
  return parsed?.success ? parsed.data : undefined;
}
