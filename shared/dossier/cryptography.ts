/**
 * Sealing, signing and hashing as ports. The real implementation is `web-cryptography.ts` (HPKE, ES256, AES-256-GCM);
 * a simulation passes a seeded fast one, so that a seed replays byte for byte.
 */

/** A public or private key as JSON Web Key (RFC 7517), P-256. */
export interface Jwk {
  readonly kty?: string | undefined;
  readonly crv?: string | undefined;
  readonly x?: string | undefined;
  readonly y?: string | undefined;
  readonly d?: string | undefined;
  readonly kid?: string | undefined;
}

export interface Hashing {
  sha256(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
}

/** HPKE (RFC 9180), DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, base mode. Randomised: sealing twice gives two ciphertexts. */
export interface Sealing {
  seal(input: {
    to: Jwk;
    plain: Uint8Array;
    info: Uint8Array;
    aad: Uint8Array;
  }): Promise<{ enc: Uint8Array<ArrayBuffer>; ciphertext: Uint8Array<ArrayBuffer> }>;
}

export interface Opening {
  /** `undefined` when it was not sealed to this key, or anything was changed. */
  open(input: {
    privateKey: Jwk;
    enc: Uint8Array;
    ciphertext: Uint8Array;
    info: Uint8Array;
    aad: Uint8Array;
  }): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** What a signature is for; kept in the JWS header (`typ`), so that one signed thing can never pass for another. */
export type SignedKind =
  | 'filing'
  | 'slip'
  | 'withdrawal'
  | 'receipt'
  | 'payment'
  | 'checkpoint'
  | 'time'
  | 'trust'
  | 'config'
  | 'guides'
  | 'content'
  | 'information';

export interface Signing {
  /** Compact JWS (RFC 7515), ES256. */
  sign(kind: SignedKind, payload: Uint8Array): Promise<string>;
  /** Each a token of its own, in the same order, all under one signature (`batch-signature.ts`). Not every signer can. */
  signAll?(kind: SignedKind, payloads: readonly Uint8Array[]): Promise<string[]>;
}

/** As many tokens as payloads, under one signature where the signer can. */
export function signEach(signing: Signing, kind: SignedKind, payloads: readonly Uint8Array[]): Promise<string[]> {
  if (signing.signAll && payloads.length > 1) return signing.signAll(kind, payloads);
  return Promise.all(payloads.map((payload) => signing.sign(kind, payload)));
}

export interface Verifying {
  /** The signed bytes, or `undefined` when the signature, the kind or the key is wrong. Never throws on bad input. */
  verify(kind: SignedKind, token: string, keys: readonly Jwk[]): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

export interface PartCipher {
  /** AES-256-GCM under a fresh random key; the nonce leads the ciphertext. */
  encryptPart(plain: Uint8Array): Promise<{ key: Uint8Array<ArrayBuffer>; ciphertext: Uint8Array<ArrayBuffer> }>;
  decryptPart(input: { key: Uint8Array; ciphertext: Uint8Array }): Promise<Uint8Array<ArrayBuffer> | undefined>;
}
