import { hash } from 'node:crypto';
import { UnsecuredJWT } from 'jose';
import type { SignAssertion } from '../../electron/shell/portal-connection.ts';
import type { VerifyAssertion } from '../../portal/access/device-assertion.ts';
import { fromBase64Url, toBase64Url } from '../../shared/dossier/bytes.ts';
import type {
  Hashing,
  Jwk,
  Opening,
  PartCipher,
  Sealing,
  SignedKind,
  Signing,
  Verifying,
} from '../../shared/dossier/cryptography.ts';
import type { PublicKey } from '../../shared/portal-contract/trust.ts';
import type { Dice } from '../../shared/runtime.ts';

/**
 * The cryptography ports without cryptography: quick, and the same bytes from the same seed. Whoever lacks the right key id
 * gets nothing, and any changed byte is noticed; that is all the world needs of it.
 */
export interface WorldCryptography {
  readonly hashing: Hashing;
  readonly sealing: Sealing;
  readonly opening: Opening;
  readonly verifying: Verifying;
  readonly partCipher: PartCipher;
  signing(key: Jwk): Signing;
  readonly signAssertion: SignAssertion;
  readonly verifyAssertion: VerifyAssertion;
  /** A new key pair. */
  key(kid: string): Promise<PrivateKey>;
}

export type PrivateKey = PublicKey & { readonly d: string };

export function createSeededCryptography(dice: Dice): WorldCryptography {
  return {
    hashing: { sha256: async (bytes) => sha256(bytes) },
    sealing: {
      async seal({ to, plain, info, aad }) {
        const enc = dice.bytes(32);
        return { enc, ciphertext: lock(plain, sha256(enc, text(to.kid ?? ''), info, aad)) };
      },
    },
    opening: {
      open: async ({ privateKey, enc, ciphertext, info, aad }) =>
        unlock(ciphertext, sha256(enc, text(privateKey.kid ?? ''), info, aad)),
    },
    signing: (key) => ({
      sign: async (kind, payload) => {
        const head = toBase64Url(text(JSON.stringify({ alg: 'SIM', typ: kind, kid: key.kid })));
        return `${head}.${toBase64Url(payload)}.${signature(key.kid, kind, payload)}`;
      },
    }),
    verifying: {
      async verify(kind, token, keys) {
        const [, payload = '', signed] = token.split('.');
        if (!/^[A-Za-z0-9_-]*$/.test(payload)) return undefined;
        const bytes = fromBase64Url(payload);
        return keys.some(({ kid }) => signature(kid, kind, bytes) === signed) ? bytes : undefined;
      },
    },
    partCipher: {
      async encryptPart(plain) {
        const key = dice.bytes(32);
        return { key, ciphertext: lock(plain, key) };
      },
      decryptPart: async ({ key, ciphertext }) => unlock(ciphertext, key),
    },
    async signAssertion(claims, { kid }) {
      const payload = text(JSON.stringify(claims));
      return `${toBase64Url(text('{"alg":"SIM"}'))}.${toBase64Url(payload)}.${signature(kid, 'assertion', payload)}`;
    },
    async verifyAssertion(assertion, { kid }, claims) {
      const [, payload = '', signed] = assertion.split('.');
      if (signature(kid, 'assertion', fromBase64Url(payload)) !== signed) throw new Error('not signed by this key');
      // What the claims must say is jose's to judge, here as in the portal.
      return UnsecuredJWT.decode(`${toBase64Url(text('{"alg":"none"}'))}.${payload}.`, claims).payload;
    },
    key: async (kid) => ({ kty: 'EC', crv: 'P-256', x: toBase64Url(sha256(text(kid))), y: 'AA', d: 'AA', kid }),
  };
}

export function sha256(...pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const [first = nothing] = pieces;
  return Uint8Array.from(hash('sha256', pieces.length === 1 ? first : Buffer.concat(pieces), 'buffer'));
}

const nothing = new Uint8Array(0);

function signature(kid: string | undefined, kind: SignedKind | 'assertion', payload: Uint8Array): string {
  return toBase64Url(sha256(text(`signed/${kid}/${kind}/`), payload).slice(0, 16));
}

function lock(plain: Uint8Array, key: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(plain.length + 16);
  out.set(sha256(key, plain).slice(0, 16));
  // Keys are 32 bytes here.
  for (let index = 0; index < plain.length; index++) {
    out[index + 16] = (plain[index] as number) ^ (key[index & 31] as number);
  }
  return out;
}

function unlock(locked: Uint8Array, key: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const plain = new Uint8Array(Math.max(0, locked.length - 16));
  for (let index = 0; index < plain.length; index++) {
    plain[index] = (locked[index + 16] as number) ^ (key[index & 31] as number);
  }
  return Buffer.compare(sha256(key, plain).slice(0, 16), locked.slice(0, 16)) === 0 ? plain : undefined;
}

const encoder = new TextEncoder();

function text(value: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(value);
}
