/**
 * One signature over many tokens: the hashes of the tokens are the leaves of a Merkle tree (RFC 9162 §2.1), its root is signed,
 * and each token carries the root's signature with the way from its leaf to the root. Each is checked by itself, like any other;
 * whoever checks a page of them checks one signature.
 *
 * `header.payload.proof`, the header's `alg` being `ES256-MT`; the proof is the signature (64 bytes, r and s), the leaf's place
 * (4 bytes, big-endian) and the hashes beside its way, lowest first (32 bytes each). The leaves are filled up with zeros to a
 * power of two.
 */
export const batchAlgorithm = 'ES256-MT';

type Sha256 = (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;

export interface BatchProof {
  readonly signature: Uint8Array<ArrayBuffer>;
  readonly place: number;
  readonly beside: readonly Uint8Array[];
}

const signatureLength = 64;
const placeLength = 4;
const hashLength = 32;
/** A page has at most a hundred filings; nothing of a thousand leaves is ours. */
const mostLevels = 10;
const noLeaf = new Uint8Array(hashLength);

/** What is signed for a batch. A colon is in no token, so no signature of one can pass for the other's. */
export function batchSigned(type: string, root: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`${type}:batch:`);
  const bytes = new Uint8Array(head.length + root.length);
  bytes.set(head);
  bytes.set(root, head.length);
  return bytes;
}

/** The root over these signing inputs, and the way of each to it. */
export async function makeBatch(
  inputs: readonly Uint8Array[],
  sha256: Sha256,
): Promise<{ root: Uint8Array; besideOf: readonly (readonly Uint8Array[])[] }> {
  let level: Uint8Array[] = await Promise.all(inputs.map((input) => leafOf(input, sha256)));
  const besideOf: Uint8Array[][] = inputs.map(() => []);
  while (level.length < 2 ** Math.ceil(Math.log2(inputs.length))) level.push(noLeaf);
  for (let height = 0; level.length > 1; height += 1) {
    for (const [place, beside] of besideOf.entries()) beside.push(level[(place >> height) ^ 1] as Uint8Array);
    const above: Uint8Array[] = [];
    for (let place = 0; place < level.length; place += 2) {
      above.push(await nodeOf(level[place] as Uint8Array, level[place + 1] as Uint8Array, sha256));
    }
    level = above;
  }
  return { root: level[0] as Uint8Array, besideOf };
}

/** The root a proof leads to from this signing input. */
export async function rootOf(input: Uint8Array, { place, beside }: BatchProof, sha256: Sha256): Promise<Uint8Array> {
  let hash = await leafOf(input, sha256);
  for (const [height, other] of beside.entries()) {
    hash = (place >> height) & 1 ? await nodeOf(other, hash, sha256) : await nodeOf(hash, other, sha256);
  }
  return hash;
}

export function writeProof({ signature, place, beside }: BatchProof): Uint8Array {
  const bytes = new Uint8Array(signatureLength + placeLength + hashLength * beside.length);
  bytes.set(signature);
  new DataView(bytes.buffer).setUint32(signatureLength, place);
  for (const [height, hash] of beside.entries()) bytes.set(hash, signatureLength + placeLength + hashLength * height);
  return bytes;
}

export function readProof(bytes: Uint8Array): BatchProof | undefined {
  const levels = (bytes.length - signatureLength - placeLength) / hashLength;
  if (!Number.isInteger(levels) || levels < 0 || levels > mostLevels) return undefined;
  const place = new DataView(bytes.buffer, bytes.byteOffset).getUint32(signatureLength);
  if (place >= 2 ** levels) return undefined;
  const from = signatureLength + placeLength;
  const beside = Array.from({ length: levels }, (_, height) =>
    bytes.subarray(from + height * hashLength, from + (height + 1) * hashLength),
  );
  return { signature: new Uint8Array(bytes.subarray(0, signatureLength)), place, beside };
}

function leafOf(input: Uint8Array, sha256: Sha256): Promise<Uint8Array> | Uint8Array {
  const bytes = new Uint8Array(1 + input.length);
  bytes.set(input, 1);
  return sha256(bytes);
}

function nodeOf(left: Uint8Array, right: Uint8Array, sha256: Sha256): Promise<Uint8Array> | Uint8Array {
  const bytes = new Uint8Array(1 + 2 * hashLength);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + hashLength);
  return sha256(bytes);
}
