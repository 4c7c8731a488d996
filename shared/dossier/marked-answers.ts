import { z } from 'zod';
import { Answer, receiverKinds } from '../catalogue/service.ts';
import { IsoDate } from '../catalogue/text.ts';
import { canonicalBytes, fromBase64Url, toBase64Url } from './bytes.ts';
import type { Jwk, Sealing } from './cryptography.ts';
import { Sha256Hex } from './dossier.ts';
import { parseJson } from './seal.ts';

/** Of a dossier, what a kiosk needs to have the marked things corrected, and nothing else of it. */
export const MarkedAnswers = z
  .object({
    format: z.literal(1),
    filing: Sha256Hex,
    round: z.number().int().positive(),
    /** The version it was filed under: it is corrected under the same. */
    service: z.object({ id: z.string(), version: z.string(), code: z.string().nullable() }).strict(),
    /** The rules are those of this day. */
    filedOn: IsoDate,
    receiver: z.object({ kind: z.enum(receiverKinds), unit: z.string() }).strict(),
    questions: z.array(z.string()),
    papers: z.array(z.string()),
    /** To the marked questions, and to those their conditions look at. */
    answers: z.record(z.string(), Answer),
    /** Questions that were asked, by name only: the others of them are not asked again. */
    asked: z.array(z.string()),
    /** Papers that are there, by name only. */
    given: z.array(z.string()),
  })
  .strict();
export type MarkedAnswers = z.infer<typeof MarkedAnswers>;

const info = new TextEncoder().encode('diem-cham/correction/1');

/** What one asking of one case is bound to: an answer about another one does not open. */
export interface AskedOf {
  readonly filing: string;
  readonly round: number;
}

export async function sealMarked(
  marked: MarkedAnswers,
  ports: { to: Jwk; sealing: Sealing },
): Promise<{ enc: string; ciphertext: string }> {
  const { enc, ciphertext } = await ports.sealing.seal({
    to: ports.to,
    plain: canonicalBytes(marked),
    info,
    aad: aadOf(marked),
  });
  return { enc: toBase64Url(enc), ciphertext: toBase64Url(ciphertext) };
}

/** `undefined` when it was not sealed to this visit, or is not about this asking. Never throws. */
export async function openMarked(
  sealed: { enc: string; ciphertext: string },
  asked: AskedOf,
  open: (input: {
    enc: Uint8Array;
    ciphertext: Uint8Array;
    info: Uint8Array;
    aad: Uint8Array;
  }) => Promise<Uint8Array | undefined>,
): Promise<MarkedAnswers | undefined> {
  // base64url of an impossible length passes the schema and throws in the reader.
  if ([sealed.enc, sealed.ciphertext].some(({ length }) => length % 4 === 1)) return undefined;
  const plain = await open({
    enc: fromBase64Url(sealed.enc),
    ciphertext: fromBase64Url(sealed.ciphertext),
    info,
    aad: aadOf(asked),
  });
  const marked = plain && MarkedAnswers.safeParse(parseJson(plain));
  const isOurs = marked?.success && marked.data.filing === asked.filing && marked.data.round === asked.round;
  return isOurs ? marked.data : undefined;
}

function aadOf({ filing, round }: AskedOf): Uint8Array {
  return canonicalBytes({ filing, round });
}
