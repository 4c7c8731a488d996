import type { Jwk, Signing } from '../../shared/dossier/cryptography.ts';
import type { PublicKey } from '../../shared/portal-contract/trust.ts';

/** What the portal knows in secret. Private keys stay behind this port. */
export interface PortalKeys {
  readonly root: PublicKey;
  /** RFC 7638 thumbprint (SHA-256, base64url) of the root key, as enrolment files carry it. */
  readonly rootThumbprint: string;
  /** The bundle signed by the root, and its version. */
  readonly trust: { readonly version: number; readonly token: string };
  /** Private key of this intake key id, while the portal still holds it. */
  intake(keyId: string): Jwk | undefined;
  /** Signs receipts, checkpoints and the time. */
  readonly receiptSigning: Signing;
  readonly configSigning: Signing;
  /** Locks what the register keeps of an opened dossier, bound to the filing's id. */
  lock(plain: Uint8Array, filing: string): Promise<Uint8Array>;
  /** `undefined` when it was not locked by this portal for this filing. */
  unlock(locked: Uint8Array, filing: string): Promise<Uint8Array | undefined>;
  /** Keyed, so that twelve digits cannot be found by trying them all. Equal texts give equal fingerprints. */
  fingerprint(text: string): Promise<string>;
}
