import { z } from 'zod';
import { guideSchemaVersion } from '../catalogue/guide-entry.ts';
import { canonicalBytes, joined } from '../dossier/bytes.ts';
import type { Hashing, Jwk, Signing, Verifying } from '../dossier/cryptography.ts';
import { Sha256Hex } from '../dossier/dossier.ts';
import { readBundleHead } from './bundle-head.ts';
import type { BundleFault } from './bundle-kinds.ts';

/**
 * Guide entries of the national procedure database as one signed file:
 *
 * ```
 * diem-cham-guides/1 \n  manifest, a compact JWS of a config key \n  index  block  block …
 * ```
 * The manifest names length and digest of everything behind it, so that a kiosk can check the whole file once, when it comes, and
 * later each piece it reads by itself. Index and blocks are deflated (RFC 1950). Whoever inflates is a port: a page, Node.
 */
export const guideBundleFormat = 'diem-cham-guides/1';

/** Name of the file, wherever one is put for a kiosk. */
export const guideBundleName = 'huong-dan.dcg';

/** Bounds of what a kiosk takes, whoever signed it. */
export const guideBundleBounds = {
  manifestBytes: 256 * 1024,
  indexBytes: 32 * 1024 * 1024,
  blockBytes: 16 * 1024 * 1024,
  entries: 20_000,
  blocks: 2_000,
} as const;

const Piece = z.object({ bytes: z.number().int().positive(), sha256: Sha256Hex }).strict();

export const GuideManifest = z
  .object({
    /** Of the entries: a kiosk refuses what it cannot read before it reads any. */
    schema: z.number().int(),
    /** Higher replaces lower. */
    version: z.number().int().positive(),
    entries: z.number().int().positive().max(guideBundleBounds.entries),
    entriesPerBlock: z.number().int().positive(),
    index: Piece,
    blocks: z.array(Piece).min(1).max(guideBundleBounds.blocks),
  })
  .strict();
export type GuideManifest = z.infer<typeof GuideManifest>;

/** The bundle as one file. The same entries give the same bytes but for the signature, which is randomised. */
export async function writeGuideBundle(
  content: {
    readonly version: number;
    readonly entries: number;
    readonly entriesPerBlock: number;
    /** Deflated. */
    readonly index: Uint8Array;
    readonly blocks: readonly Uint8Array[];
  },
  { hashing, signing }: { hashing: Hashing; signing: Signing },
): Promise<{ bytes: Uint8Array<ArrayBuffer>; manifest: GuideManifest }> {
  const pieceOf = async (bytes: Uint8Array) => ({
    bytes: bytes.length,
    sha256: [...(await hashing.sha256(bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
  });
  const manifest: GuideManifest = {
    schema: guideSchemaVersion,
    version: content.version,
    entries: content.entries,
    entriesPerBlock: content.entriesPerBlock,
    index: await pieceOf(content.index),
    blocks: await Promise.all(content.blocks.map(pieceOf)),
  };
  const token = await signing.sign('guides', canonicalBytes(manifest));
  const head = new TextEncoder().encode(`${guideBundleFormat}\n${token}\n`);
  return { bytes: joined([head, content.index, ...content.blocks]), manifest };
}

export type GuideBundleFault = `guides-${BundleFault}`;

export interface GuideBundleHead {
  readonly manifest: GuideManifest;
  /** Where the index begins. */
  readonly start: number;
  /** Length of the whole file. */
  readonly length: number;
}

/**
 * The manifest of a bundle from the beginning of its file (`guideBundleBounds.manifestBytes` are enough), verified. Whether what
 * follows is what it names is checked piece by piece.
 */
export async function readGuideHead(
  beginning: Uint8Array,
  { keys, verifying }: { keys: readonly Jwk[]; verifying: Verifying },
): Promise<GuideBundleHead | GuideBundleFault> {
  const read = await readBundleHead(beginning, { format: guideBundleFormat, kind: 'guides', keys, verifying });
  if (typeof read === 'string') return `guides-${read}`;
  const { said, start } = read;
  const manifest = GuideManifest.safeParse(said);
  if (!manifest.success || manifest.data.schema !== guideSchemaVersion) return 'guides-schema';
  const { entries, entriesPerBlock, index, blocks } = manifest.data;
  const { indexBytes, blockBytes } = guideBundleBounds;
  const fits = index.bytes <= indexBytes && blocks.every(({ bytes }) => bytes <= blockBytes);
  if (!fits || Math.ceil(entries / entriesPerBlock) !== blocks.length) return 'guides-schema';
  const length = start + index.bytes + blocks.reduce((sum, { bytes }) => sum + bytes, 0);
  return { manifest: manifest.data, start, length };
}

/** Where in the file the block of an entry lies; undefined when there is no such entry. */
export function blockOfEntry(
  { manifest, start }: GuideBundleHead,
  row: number,
): { from: number; bytes: number; sha256: string; place: number } | undefined {
  const number = Math.floor(row / manifest.entriesPerBlock);
  const block = manifest.blocks[number];
  if (!block || row < 0 || row >= manifest.entries) return undefined;
  const before = manifest.blocks.slice(0, number).reduce((sum, { bytes }) => sum + bytes, 0);
  return { from: start + manifest.index.bytes + before, ...block, place: row % manifest.entriesPerBlock };
}
