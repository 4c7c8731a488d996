import {
  type BatchProof,
  batchAlgorithm,
  batchSigned,
  makeBatch,
  readProof,
  rootOf,
  writeProof,
} from './batch-signature.ts';
import { canonicalBytes, fromBase64Url, joined, toBase64Url } from './bytes.ts';
import type { Hashing, Jwk, Opening, Sealing, SignedKind, Signing, Verifying } from './cryptography.ts';
import { parseJson } from './seal.ts';

/**
 * The same cryptography as `web-cryptography.ts` (HPKE, ES256), over Node's own calls instead of WebCrypto: shell and portal seal,
 * open, sign and check some thousand times a second while a queue drains, and each WebCrypto call is a trip to another thread.
 * `tests/dossier/native-cryptography.test.ts` holds the two against each other, both ways.
 *
 * HPKE is RFC 9180: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, base mode, one message for each key.
 */
export interface NativeCryptography {
  readonly hashing: Hashing;
  readonly sealing: Sealing;
  readonly opening: Opening;
  readonly verifying: Verifying;
  signing(privateKey: Jwk): Signing;
}

/** What is used of `node:crypto`; shared code imports nothing of Node's. */
export interface NodeCrypto {
  createHash(algorithm: 'sha256'): Digest;
  /** Four times as quick for what is as short as a token; from Node 20.12. */
  hash?(algorithm: 'sha256', data: Uint8Array, encoding: 'buffer'): Uint8Array;
  createHmac(algorithm: 'sha256', key: Uint8Array): Digest;
  createECDH(curve: 'prime256v1'): EcdhKey;
  createCipheriv(algorithm: 'aes-256-gcm', key: Uint8Array, nonce: Uint8Array): Cipher & { getAuthTag(): Uint8Array };
  createDecipheriv(
    algorithm: 'aes-256-gcm',
    key: Uint8Array,
    nonce: Uint8Array,
  ): Cipher & { setAuthTag(tag: Uint8Array): unknown };
  createPrivateKey(key: { key: never; format: 'jwk' }): unknown;
  createPublicKey(key: { key: never; format: 'jwk' }): unknown;
  sign(algorithm: 'sha256', data: Uint8Array, key: SigningKey): Uint8Array;
  verify(algorithm: 'sha256', data: Uint8Array, key: SigningKey, signature: Uint8Array): boolean;
}

interface Digest {
  update(data: Uint8Array): Digest;
  digest(): Uint8Array;
}

interface EcdhKey {
  /** The public point, uncompressed. */
  generateKeys(): Uint8Array;
  setPrivateKey(key: Uint8Array): void;
  getPublicKey(): Uint8Array;
  computeSecret(publicPoint: Uint8Array): Uint8Array;
}

interface Cipher {
  setAAD(aad: Uint8Array): unknown;
  update(data: Uint8Array): Uint8Array;
  final(): Uint8Array;
}

/** `ieee-p1363` is the form of a JWS: r and s side by side. */
type SigningKey = { readonly key: never; readonly dsaEncoding: 'ieee-p1363' };

const tagLength = 16;
const signatureLength = 64;
/** Reading a key costs as much as using it, and the same few are used for every filing. */
const mostKeys = 1000;
const mostRoots = 100;

export function nativeCryptography(node: NodeCrypto): NativeCryptography {
  const publicKeys = new Map<string, SigningKey>();
  const openers = new Map<string, { key: EcdhKey; point: Uint8Array }>();
  /** Signatures over whole batches that were found right, so that a page of tokens costs one check. */
  const checkedRoots = new Set<string>();

  const sha256 = (bytes: Uint8Array) =>
    tight(node.hash?.('sha256', bytes, 'buffer') ?? node.createHash('sha256').update(bytes).digest());
  const hmac = (key: Uint8Array, ...pieces: readonly Uint8Array[]) =>
    pieces.reduce((digest, piece) => digest.update(piece), node.createHmac('sha256', key)).digest();

  return {
    hashing: { sha256: async (bytes) => sha256(bytes) },

    sealing: {
      async seal({ to, plain, info, aad }) {
        const point = pointOf(to);
        const mine = node.createECDH('prime256v1');
        const enc = mine.generateKeys();
        const { key, nonce } = scheduleOf(secretOf(mine.computeSecret(point), enc, point), info);
        const cipher = node.createCipheriv('aes-256-gcm', key, nonce);
        cipher.setAAD(aad);
        const sealed = [cipher.update(plain), cipher.final()];
        return { enc: tight(enc), ciphertext: joined([...sealed, cipher.getAuthTag()]) };
      },
    },

    opening: {
      async open({ privateKey, enc, ciphertext, info, aad }) {
        try {
          const { key: mine, point } = openerOf(privateKey);
          const { key, nonce } = scheduleOf(secretOf(mine.computeSecret(enc), enc, point), info);
          const decipher = node.createDecipheriv('aes-256-gcm', key, nonce);
          decipher.setAAD(aad);
          decipher.setAuthTag(ciphertext.subarray(-tagLength));
          const opened = decipher.update(ciphertext.subarray(0, -tagLength));
          return joined([opened, decipher.final()]);
        } catch {
          return undefined;
        }
      },
    },

    signing(privateKey) {
      const { x, y, d, kid } = privateKey;
      const key = node.createPrivateKey({ key: { kty: 'EC', crv: 'P-256', x, y, d } as never, format: 'jwk' }) as never;
      return {
        async sign(kind, payload) {
          const header = canonicalBytes({ alg: 'ES256', typ: typeOf(kind), ...(kid ? { kid } : {}) });
          const signed = `${toBase64Url(header)}.${toBase64Url(payload)}`;
          const signature = node.sign('sha256', ascii(signed), { key, dsaEncoding: 'ieee-p1363' });
          return `${signed}.${toBase64Url(signature)}`;
        },
        async signAll(kind, payloads) {
          const header = toBase64Url(
            canonicalBytes({ alg: batchAlgorithm, typ: typeOf(kind), ...(kid ? { kid } : {}) }),
          );
          const inputs = payloads.map((payload) => `${header}.${toBase64Url(payload)}`);
          const { root, besideOf } = await makeBatch(inputs.map(ascii), sha256);
          const signed = node.sign('sha256', batchSigned(typeOf(kind), root), { key, dsaEncoding: 'ieee-p1363' });
          const signature = tight(signed);
          return inputs.map((input, place) => {
            const beside = besideOf[place] ?? [];
            return `${input}.${toBase64Url(writeProof({ signature, place, beside }))}`;
          });
        },
      };
    },

    verifying: {
      async verify(kind, token, keys) {
        const read = readToken(kind, token);
        if (!read) return undefined;
        const { proof } = read;
        if (!proof) return isSignedByOneOf(keys, read.signed, read.signature) ? read.payload : undefined;
        const root = await rootOf(read.signed, proof, sha256);
        const name = `${typeOf(kind)} ${toBase64Url(root)} ${toBase64Url(proof.signature)} ${keys.map(nameOf).join()}`;
        if (!checkedRoots.has(name)) {
          if (!isSignedByOneOf(keys, batchSigned(typeOf(kind), root), proof.signature)) return undefined;
          if (checkedRoots.size >= mostRoots) checkedRoots.clear();
          checkedRoots.add(name);
        }
        return read.payload;
      },
    },
  };

  function isSignedByOneOf(keys: readonly Jwk[], signed: Uint8Array, signature: Uint8Array): boolean {
    return keys.some((candidate) => {
      try {
        return node.verify('sha256', signed, publicKeyOf(candidate), signature);
      } catch {
        // No key of the curve: the next one.
        return false;
      }
    });
  }

  function publicKeyOf(candidate: Jwk): SigningKey {
    const { x, y } = candidate;
    const name = nameOf(candidate);
    const known = publicKeys.get(name);
    if (known) return known;
    if (publicKeys.size >= mostKeys) publicKeys.clear();
    const key = node.createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y } as never, format: 'jwk' }) as never;
    const signingKey: SigningKey = { key, dsaEncoding: 'ieee-p1363' };
    publicKeys.set(name, signingKey);
    return signingKey;
  }

  function openerOf({ d = '' }: Jwk): { key: EcdhKey; point: Uint8Array } {
    const known = openers.get(d);
    if (known) return known;
    if (openers.size >= mostKeys) openers.clear();
    const key = node.createECDH('prime256v1');
    key.setPrivateKey(fromBase64Url(d));
    const opener = { key, point: key.getPublicKey() };
    openers.set(d, opener);
    return opener;
  }

  /** DHKEM's ExtractAndExpand (RFC 9180 §4.1). */
  function secretOf(shared: Uint8Array, enc: Uint8Array, receiver: Uint8Array): Uint8Array {
    const prk = labeledExtract(kemSuite, none, 'eae_prk', shared);
    return labeledExpand(kemSuite, prk, 'shared_secret', joined([enc, receiver]), 32);
  }

  /** KeyScheduleS and KeyScheduleR of base mode (RFC 9180 §5.1). */
  function scheduleOf(secret: Uint8Array, info: Uint8Array): { key: Uint8Array; nonce: Uint8Array } {
    const context = joined([
      baseMode,
      labeledExtract(hpkeSuite, none, 'psk_id_hash', none),
      labeledExtract(hpkeSuite, none, 'info_hash', info),
    ]);
    const scheduled = labeledExtract(hpkeSuite, secret, 'secret', none);
    return {
      key: labeledExpand(hpkeSuite, scheduled, 'key', context, 32),
      nonce: labeledExpand(hpkeSuite, scheduled, 'base_nonce', context, 12),
    };
  }

  function labeledExtract(suite: Uint8Array, salt: Uint8Array, label: string, input: Uint8Array): Uint8Array {
    return hmac(salt, version, suite, ascii(label), input);
  }

  /** One block of HKDF is all that is ever needed: at most 32 bytes. */
  function labeledExpand(suite: Uint8Array, prk: Uint8Array, label: string, info: Uint8Array, length: number) {
    const size = Uint8Array.of(length >> 8, length & 255);
    return hmac(prk, size, version, suite, ascii(label), info, oneBlock).subarray(0, length);
  }
}

const none = new Uint8Array(0);
const baseMode = Uint8Array.of(0);
const oneBlock = Uint8Array.of(1);
const version = ascii('HPKE-v1');
const kemSuite = joined([ascii('KEM'), Uint8Array.of(0, 0x10)]);
const hpkeSuite = joined([ascii('HPKE'), Uint8Array.of(0, 0x10, 0, 1, 0, 2)]);

interface ReadToken {
  readonly signed: Uint8Array;
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array;
  /** Of a token signed in a batch. */
  readonly proof: BatchProof | undefined;
}

const compact = /^([\w-]+)\.([\w-]*)\.([\w-]+)$/;

/** Only what we sign ourselves: ES256 or a batch under it, the kind asked for, no `crit`. */
function readToken(kind: SignedKind, token: string): ReadToken | undefined {
  const [, header = '', payload = '', signature = ''] = compact.exec(token) ?? [];
  try {
    const said = parseJson(fromBase64Url(header)) as Record<string, unknown> | null;
    if (said?.typ !== typeOf(kind) || 'crit' in said) return undefined;
    const bytes = fromBase64Url(signature);
    const proof = said.alg === batchAlgorithm ? readProof(bytes) : undefined;
    const isPlain = said.alg === 'ES256' && bytes.length === signatureLength;
    if (!isPlain && !proof) return undefined;
    return { signed: ascii(`${header}.${payload}`), payload: fromBase64Url(payload), signature: bytes, proof };
  } catch {
    return undefined;
  }
}

function nameOf({ x, y }: Jwk): string {
  return `${x} ${y}`;
}

function typeOf(kind: SignedKind): string {
  return `diem-cham-${kind}+jws`;
}

/** The public point, uncompressed (SEC 1 §2.3.3). */
function pointOf({ x = '', y = '' }: Jwk): Uint8Array {
  return joined([Uint8Array.of(4), fromBase64Url(x), fromBase64Url(y)]);
}

function ascii(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** A tight copy: a view into a larger buffer must not carry its neighbours along. */
function tight(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
