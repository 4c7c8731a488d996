import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { CompactSign, compactVerify, importJWK } from 'jose';
import { batchAlgorithm, batchSigned, readProof, rootOf } from './batch-signature.ts';
import { fromBase64Url } from './bytes.ts';
import type { Hashing, Jwk, Opening, PartCipher, Sealing, SignedKind, Signing, Verifying } from './cryptography.ts';
import { parseJson } from './seal.ts';

/** The one file of `shared/` that touches WebCrypto, which pages, workers and Node have alike. */
declare const crypto: {
  readonly subtle: {
    digest(algorithm: 'SHA-256', data: Uint8Array): Promise<ArrayBuffer>;
    generateKey(
      algorithm: unknown,
      extractable: boolean,
      usages: readonly string[],
    ): Promise<{ readonly publicKey: never; readonly privateKey: never }>;
    exportKey(format: 'jwk', key: never): Promise<Jwk>;
    importKey(
      format: 'raw' | 'jwk',
      key: unknown,
      algorithm: unknown,
      extractable: boolean,
      usages: readonly string[],
    ): Promise<never>;
    encrypt(algorithm: unknown, key: never, data: Uint8Array): Promise<ArrayBuffer>;
    decrypt(algorithm: unknown, key: never, data: Uint8Array): Promise<ArrayBuffer>;
    verify(algorithm: unknown, key: never, signature: Uint8Array, data: Uint8Array): Promise<boolean>;
  };
  getRandomValues<T extends Uint8Array>(array: T): T;
};

const nonceLength = 12;

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

export const webHashing: Hashing = {
  sha256: async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)),
};

export const webSealing: Sealing = {
  async seal({ to, plain, info, aad }) {
    const recipientPublicKey = await suite.kem.importKey('jwk', publicPart(to) as never, true);
    const { ct, enc } = await suite.seal({ recipientPublicKey, info: buffer(info) }, buffer(plain), buffer(aad));
    return { enc: new Uint8Array(enc), ciphertext: new Uint8Array(ct) };
  },
};

export const webOpening: Opening = {
  async open({ privateKey, enc, ciphertext, info, aad }) {
    try {
      const recipientKey = await privateKeyOf(privateKey);
      return new Uint8Array(
        await suite.open({ recipientKey, enc: buffer(enc), info: buffer(info) }, buffer(ciphertext), buffer(aad)),
      );
    } catch {
      return undefined;
    }
  },
};

/** What is sealed to `to` can be opened as long as the page lives, by this object alone: nobody can take its private key out. */
export interface VisitKeys {
  readonly to: { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string };
  open(input: {
    enc: Uint8Array;
    ciphertext: Uint8Array;
    info: Uint8Array;
    aad: Uint8Array;
  }): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

export async function makeVisitKeys(): Promise<VisitKeys> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return {
    to: { kty: 'EC', crv: 'P-256', x, y },
    async open({ enc, ciphertext, info, aad }) {
      try {
        return new Uint8Array(
          await suite.open(
            { recipientKey: pair, enc: buffer(enc), info: buffer(info) },
            buffer(ciphertext),
            buffer(aad),
          ),
        );
      } catch {
        return undefined;
      }
    },
  };
}

export function webSigning(privateKey: Jwk): Signing {
  const key = importJWK({ ...keyMaterial(privateKey) }, 'ES256');
  return {
    async sign(kind, payload) {
      const header = { alg: 'ES256', typ: typeOf(kind), ...(privateKey.kid ? { kid: privateKey.kid } : {}) };
      return new CompactSign(payload).setProtectedHeader(header).sign(await key);
    },
  };
}

export const webVerifying: Verifying = {
  async verify(kind, token, keys) {
    for (const candidate of keys) {
      try {
        const key = await publicKeyOf(candidate);
        const inBatch = await readInBatch(kind, token, key as never);
        if (inBatch) return inBatch;
        const { payload, protectedHeader } = await compactVerify(token, key, { algorithms: ['ES256'] });
        if (protectedHeader.typ === typeOf(kind)) return Uint8Array.from(payload);
      } catch {
        // Not signed by this key: try the next one.
      }
    }
    return undefined;
  },
};

/** The payload of a token signed in a batch, when it is one and right. */
async function readInBatch(kind: SignedKind, token: string, key: never): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const [header = '', payload = '', last = '', ...more] = token.split('.');
  const said = parseJson(fromBase64Url(header)) as Record<string, unknown> | undefined;
  if (more.length > 0 || said?.alg !== batchAlgorithm || said.typ !== typeOf(kind) || 'crit' in said) return undefined;
  const proof = readProof(fromBase64Url(last));
  if (!proof) return undefined;
  const root = await rootOf(new TextEncoder().encode(`${header}.${payload}`), proof, webHashing.sha256);
  const signed = batchSigned(typeOf(kind), root);
  const isRight = await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, proof.signature, signed);
  return isRight ? fromBase64Url(payload) : undefined;
}

export const webPartCipher: PartCipher = {
  async encryptPart(plain) {
    const raw = crypto.getRandomValues(new Uint8Array(32));
    const nonce = crypto.getRandomValues(new Uint8Array(nonceLength));
    const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, plain));
    const ciphertext = new Uint8Array(nonceLength + sealed.length);
    ciphertext.set(nonce);
    ciphertext.set(sealed, nonceLength);
    return { key: raw, ciphertext };
  },
  async decryptPart({ key: raw, ciphertext }) {
    try {
      const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
      const iv = ciphertext.subarray(0, nonceLength);
      return new Uint8Array(
        await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, ciphertext.subarray(nonceLength)),
      );
    } catch {
      return undefined;
    }
  },
};

/** Reading a key costs as much as using it, and a portal reads the same few for every filing. */
const publicKeys = new Map<string, ReturnType<typeof importJWK>>();
const mostPublicKeys = 1000;
const privateKeys = new WeakMap<Jwk, ReturnType<typeof suite.kem.importKey>>();

function publicKeyOf(jwk: Jwk): ReturnType<typeof importJWK> {
  const name = `${jwk.x} ${jwk.y}`;
  const known = publicKeys.get(name);
  if (known) return known;
  if (publicKeys.size >= mostPublicKeys) publicKeys.clear();
  const key = importJWK({ ...publicPart(jwk) }, 'ES256');
  publicKeys.set(name, key);
  return key;
}

function privateKeyOf(jwk: Jwk): ReturnType<typeof suite.kem.importKey> {
  const known = privateKeys.get(jwk);
  if (known) return known;
  const key = suite.kem.importKey('jwk', keyMaterial(jwk) as never, false);
  privateKeys.set(jwk, key);
  return key;
}

function typeOf(kind: SignedKind): string {
  return `diem-cham-${kind}+jws`;
}

function publicPart({ x, y }: Jwk): Jwk {
  return { kty: 'EC', crv: 'P-256', x, y };
}

function keyMaterial({ x, y, d }: Jwk): Jwk {
  return { kty: 'EC', crv: 'P-256', x, y, d };
}

/** A tight copy: a view into a larger buffer must not carry its neighbours along. */
function buffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
