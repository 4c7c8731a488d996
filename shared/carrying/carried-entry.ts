import { z } from 'zod';
import { canonicalBytes, toHex } from '../dossier/bytes.ts';
import type { Hashing } from '../dossier/cryptography.ts';
import { IsoInstant, Sha256Hex } from '../dossier/dossier.ts';
import { SealedFiling } from '../dossier/sealed-filing.ts';

/*
 * One entry, little-endian:
 *
 *   0   8  magic «DCCARRY1»; the digit is the version of the format
 *   8   1  kind
 *   9   3  zero
 *  12   4  number of the entry in its file, from 0
 *  16   4  length of the payload
 *  20   4  zero
 *  24  32  SHA-256 of the payload; for a part this is its name
 *  56   8  start of the SHA-256 of the 56 bytes before: what passes for a head by chance stops here
 *  64      payload: canonical JSON, of a part its bytes
 */
export const magic = new TextEncoder().encode('DCCARRY1');
export const headLength = 64;
const checkedLength = 56;
/** Nothing we write is longer: a part has 20 MB at most. */
export const longestPayload = 24 * 1024 * 1024;

export const kinds = { header: 1, manifest: 2, filing: 3, part: 4, withdrawal: 5, end: 6 } as const;
export type Kind = keyof typeof kinds;

// Anybody can write such a file: what is shown, logged and audited of it is as short as ours.
const KioskId = z.string().max(64);
const Label = z.string().max(16);
const Slip = z.string().max(32);

export const CarriedHeader = z
  .object({
    format: z.literal(1),
    kiosk: KioskId,
    label: Label,
    madeAt: IsoInstant,
    /** `export` from a kiosk at work, `rescue` from a dead one's disk. */
    by: z.enum(['export', 'rescue']),
    /** Of the safe's journal when the file was begun. */
    head: z.object({ records: z.number().int().nonnegative(), hash: Sha256Hex }),
    filings: z.number().int().nonnegative(),
  })
  .strict();
export type CarriedHeader = z.infer<typeof CarriedHeader>;

export const Named = z.object({ id: Sha256Hex, slip: Slip }).strict();
/** A filing by what may be said of it on a page or in a log. */
export type Named = z.infer<typeof Named>;

export const CarriedManifest = z.object({ filings: z.array(Named) }).strict();
export const CarriedFiling = z.object({ kiosk: KioskId, slip: Slip, filing: SealedFiling }).strict();
export type CarriedFiling = z.infer<typeof CarriedFiling>;
export const CarriedWithdrawal = z.object({ kiosk: KioskId, filing: Sha256Hex, token: z.string() }).strict();
export type CarriedWithdrawal = z.infer<typeof CarriedWithdrawal>;

/** What the writer could not put into the file though the manifest names it. */
export const LeftBehind = z
  .object({ id: Sha256Hex, slip: Slip, why: z.enum(['body-gone', 'body-damaged', 'part-missing']) })
  .strict();
export type LeftBehind = z.infer<typeof LeftBehind>;

export const CarriedEnd = z
  .object({
    filings: z.number().int().nonnegative(),
    parts: z.number().int().nonnegative(),
    withdrawals: z.number().int().nonnegative(),
    left: z.array(LeftBehind),
  })
  .strict();
export type CarriedEnd = z.infer<typeof CarriedEnd>;

export interface EntryHead {
  readonly kind: number;
  readonly number: number;
  readonly length: number;
  /** Hex. */
  readonly sha256: string;
}

/** Head and payload apart, so that a large part is not copied. */
export async function encodeEntry(
  { kind, number, payload }: { kind: Kind; number: number; payload: Uint8Array },
  hashing: Hashing,
): Promise<readonly [Uint8Array, Uint8Array]> {
  if (payload.length > longestPayload) throw new Error('an entry longer than any reader takes');
  const head = new Uint8Array(headLength);
  head.set(magic, 0);
  const view = new DataView(head.buffer);
  view.setUint8(8, kinds[kind]);
  view.setUint32(12, number, true);
  view.setUint32(16, payload.length, true);
  head.set(await hashing.sha256(payload), 24);
  head.set(
    (await hashing.sha256(head.subarray(0, checkedLength))).subarray(0, headLength - checkedLength),
    checkedLength,
  );
  return [head, payload];
}

export function encodeJson(value: unknown): Uint8Array {
  return canonicalBytes(value);
}

/** `undefined` when these bytes are no head of an entry. */
export async function decodeHead(bytes: Uint8Array, hashing: Hashing): Promise<EntryHead | undefined> {
  if (!startsWith(bytes, magic)) return undefined;
  const check = await hashing.sha256(bytes.slice(0, checkedLength));
  for (let place = checkedLength; place < headLength; place += 1) {
    if (bytes[place] !== check[place - checkedLength]) return undefined;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, headLength);
  const length = view.getUint32(16, true);
  if (length > longestPayload) return undefined;
  return {
    kind: view.getUint8(8),
    number: view.getUint32(12, true),
    length,
    sha256: toHex(bytes.subarray(24, checkedLength)),
  };
}

export function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return bytes.length >= start.length && start.every((byte, place) => bytes[place] === byte);
}
