import { z } from 'zod';
import { canonicalBytes, joined, toHex } from '../dossier/bytes.ts';
import type { Hashing, Jwk, Signing, Verifying } from '../dossier/cryptography.ts';
import { Sha256Hex } from '../dossier/dossier.ts';
import { readBundleHead } from './bundle-head.ts';
import type { BundleFault } from './bundle-kinds.ts';

/**
 * What a kiosk works with (`catalogue/read-content.ts` says which files) as one signed file, in the form of `bundle-head.ts`: the
 * pieces are the files, each deflated (RFC 1950). A bundle holds the whole catalogue, never a part of it.
 */
export const contentBundleFormat = 'diem-cham-content/1';

/** Name of the file, wherever one is put for a kiosk. */
export const contentBundleName = 'noi-dung.dcc';

/** Of the manifest. A newer one is refused by kiosks that do not know it; the files carry schemas of their own. */
export const contentSchemaVersion = 1;

/** Bounds of what a kiosk takes, whoever signed it. */
export const contentBundleBounds = {
  manifestBytes: 256 * 1024,
  files: 500,
  fileBytes: 4 * 1024 * 1024,
  /** Of one file, inflated. */
  plainBytes: 16 * 1024 * 1024,
  /** Of all of them: a small file that inflates to gigabytes must fill neither a kiosk nor a portal. */
  allPlainBytes: 64 * 1024 * 1024,
  bytes: 32 * 1024 * 1024,
} as const;

export const ContentManifest = z
  .object({
    schema: z.number().int(),
    /** Higher replaces lower: the second it was packed. Kiosks compare it with that of what they were built with. */
    version: z.number().int().positive(),
    files: z
      .array(
        z
          .object({
            /** Its kind and its name: `catalogue/birth-registration.json`. */
            name: z.string().regex(/^[a-z]+\/[a-z0-9-]+\.json$/),
            bytes: z.number().int().positive().max(contentBundleBounds.fileBytes),
            sha256: Sha256Hex,
          })
          .strict(),
      )
      .min(1)
      .max(contentBundleBounds.files),
  })
  .strict();
export type ContentManifest = z.infer<typeof ContentManifest>;

export type ContentBundleFault = `content-${BundleFault}`;

export interface ContentBundleHead {
  readonly manifest: ContentManifest;
  /** Where each file lies. */
  readonly files: readonly {
    readonly name: string;
    readonly from: number;
    readonly bytes: number;
    readonly sha256: string;
  }[];
  /** Of the whole bundle. */
  readonly length: number;
}

/** @param files by name, deflated */
export async function writeContentBundle(
  { version, files }: { version: number; files: Readonly<Record<string, Uint8Array>> },
  { hashing, signing }: { hashing: Hashing; signing: Signing },
): Promise<Uint8Array<ArrayBuffer>> {
  const named = Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1));
  const manifest: ContentManifest = {
    schema: contentSchemaVersion,
    version,
    files: await Promise.all(
      named.map(async ([name, bytes]) => ({ name, bytes: bytes.length, sha256: toHex(await hashing.sha256(bytes)) })),
    ),
  };
  const token = await signing.sign('content', canonicalBytes(manifest));
  const head = new TextEncoder().encode(`${contentBundleFormat}\n${token}\n`);
  return joined([head, ...named.map(([, bytes]) => bytes)]);
}

/** What lies where in a bundle, verified, from its beginning (`contentBundleBounds.manifestBytes` are enough). */
export async function readContentHead(
  beginning: Uint8Array,
  { keys, verifying }: { keys: readonly Jwk[]; verifying: Verifying },
): Promise<ContentBundleHead | ContentBundleFault> {
  const read = await readBundleHead(beginning, { format: contentBundleFormat, kind: 'content', keys, verifying });
  if (typeof read === 'string') return `content-${read}`;
  const parsed = ContentManifest.safeParse(read.said);
  if (!parsed.success || parsed.data.schema !== contentSchemaVersion) return 'content-schema';
  let from = read.start;
  const files = parsed.data.files.map((file) => {
    const placed = { ...file, from };
    from += file.bytes;
    return placed;
  });
  const isEachOnce = new Set(files.map(({ name }) => name)).size === files.length;
  if (!isEachOnce || from > contentBundleBounds.bytes) return 'content-schema';
  return { manifest: parsed.data, files, length: from };
}
