import { fromBase64Url, toBase64Url } from './bytes.ts';
import type { Jwk, Sealing } from './cryptography.ts';
import { parseJson } from './seal.ts';

/** Something of a case, sealed to the key of one visit. */
export interface SealedToVisit {
  readonly enc: string;
  readonly ciphertext: string;
}

/** What it is bound to: an answer about another thing does not open. */
interface Bound {
  readonly info: Uint8Array;
  readonly aad: Uint8Array;
}

export type OpenOfVisit = (
  input: { readonly enc: Uint8Array; readonly ciphertext: Uint8Array } & Bound,
) => Promise<Uint8Array | undefined>;

export async function sealToVisit(
  plain: Uint8Array,
  { to, sealing, ...bound }: { readonly to: Jwk; readonly sealing: Sealing } & Bound,
): Promise<SealedToVisit> {
  const { enc, ciphertext } = await sealing.seal({ to, plain, ...bound });
  return { enc: toBase64Url(enc), ciphertext: toBase64Url(ciphertext) };
}

/** Parsed, but not yet checked; `undefined` when it was not sealed to this visit, or is bound to something else. Never throws. */
export async function openOfVisit(
  { enc, ciphertext }: SealedToVisit,
  { open, ...bound }: { readonly open: OpenOfVisit } & Bound,
): Promise<unknown> {
  // base64url of an impossible length passes the schema and throws in the reader.
  if ([enc, ciphertext].some(({ length }) => length % 4 === 1)) return undefined;
  const plain = await open({ enc: fromBase64Url(enc), ciphertext: fromBase64Url(ciphertext), ...bound });
  return plain && parseJson(plain);
}
