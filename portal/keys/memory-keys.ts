import { canonicalBytes, toHex } from '../../shared/dossier/bytes.ts';
import type { Hashing, Jwk, Signing } from '../../shared/dossier/cryptography.ts';
import type { PublicKey, TrustBundle } from '../../shared/portal-contract/trust.ts';
import type { PortalKeys } from './portal-keys.ts';

/**
 * The portal's keys from given key pairs and signing, for the simulated world. What the register keeps is not locked:
 * nothing there is a disk.
 */
export async function createMemoryKeys(given: {
  root: Jwk & PublicKey;
  intake: readonly (Jwk & PublicKey)[];
  receipt: Jwk & PublicKey;
  config: Jwk & PublicKey;
  signing: (key: Jwk) => Signing;
  hashing: Hashing;
  issuedAt: string;
  /** Of the trust bundle; goes up whenever a key is rotated. */
  version?: number;
  /** Not announced any more, and not destroyed yet: filings sealed to these may still be on their way. */
  intakeBefore?: readonly (Jwk & PublicKey)[];
  /** Receipts signed by these are still out there. */
  receiptBefore?: readonly PublicKey[];
}): Promise<PortalKeys> {
  const { version = 1, intakeBefore = [], receiptBefore = [] } = given;
  const held = [...given.intake, ...intakeBefore];
  const bundle: TrustBundle = {
    version,
    issuedAt: given.issuedAt,
    intake: given.intake.map(publicPart),
    receipt: [given.receipt, ...receiptBefore].map(publicPart),
    config: [publicPart(given.config)],
  };
  return {
    root: publicPart(given.root),
    rootThumbprint: given.root.kid,
    trust: { version: bundle.version, token: await given.signing(given.root).sign('trust', canonicalBytes(bundle)) },
    intake: (keyId) => held.find(({ kid }) => kid === keyId),
    receiptSigning: given.signing(given.receipt),
    configSigning: given.signing(given.config),
    lock: async (plain) => Uint8Array.from(plain),
    unlock: async (locked) => Uint8Array.from(locked),
    fingerprint: async (text) => toHex(await given.hashing.sha256(new TextEncoder().encode(text))),
  };
}

function publicPart({ kty, crv, x, y, kid }: PublicKey): PublicKey {
  return { kty, crv, x, y, kid };
}
