import { z } from 'zod';
import { canonicalBytes } from './bytes.ts';
import type { Jwk, Signing, Verifying } from './cryptography.ts';
import { IsoInstant, Sha256Hex } from './dossier.ts';
import { parseJson } from './seal.ts';

/** What the kiosk signs and prints as QR: the resident's proof. No name, no identity number, no family fact. */
export const SlipFacts = z
  .object({
    kiosk: z.string(),
    number: z.string(),
    filedAt: IsoInstant,
    service: z.string(),
    filing: Sha256Hex,
    checkCode: z.string().regex(/^[0-9A-Z]{6}$/),
  })
  .strict();
export type SlipFacts = z.infer<typeof SlipFacts>;

export function signSlip(facts: SlipFacts, signing: Signing): Promise<string> {
  return signing.sign('slip', canonicalBytes(facts));
}

/** The facts of a genuine slip of one of these devices; `undefined` for anything else a scanner may read. */
export async function readSlip(
  token: string,
  ports: { deviceKeys: readonly Jwk[]; verifying: Verifying },
): Promise<SlipFacts | undefined> {
  const bytes = await ports.verifying.verify('slip', token.trim(), ports.deviceKeys);
  const facts = bytes && SlipFacts.safeParse(parseJson(bytes));
  return facts?.success ? facts.data : undefined;
}
