import * as nodeCrypto from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { GuideEntry } from '../shared/catalogue/guide-entry.ts';
import { encodeGuideIndex } from '../shared/catalogue/guide-index.ts';
import type { Signing } from '../shared/dossier/cryptography.ts';
import { nativeCryptography } from '../shared/dossier/native-cryptography.ts';
import { type GuideManifest, writeGuideBundle } from '../shared/portal-contract/guide-bundle.ts';

/** Read together with its neighbours, an entry costs a few milliseconds; by itself it would not pack well. */
const entriesPerBlock = 32;
const bestPacking = 9;

/** Guide entries (by code) as the signed file a kiosk takes. */
export function makeGuideBundle(
  entries: readonly GuideEntry[],
  { version, signing }: { version: number; signing: Signing },
): Promise<{ bytes: Uint8Array<ArrayBuffer>; manifest: GuideManifest }> {
  const pack = (bytes: Uint8Array) => deflateSync(bytes, { level: bestPacking });
  const groups = Array.from({ length: Math.ceil(entries.length / entriesPerBlock) }, (_, number) =>
    entries.slice(number * entriesPerBlock, (number + 1) * entriesPerBlock),
  );
  return writeGuideBundle(
    {
      version,
      entries: entries.length,
      entriesPerBlock,
      index: pack(encodeGuideIndex(entries)),
      blocks: groups.map((group) => pack(new TextEncoder().encode(JSON.stringify(group)))),
    },
    { hashing: nativeCryptography(nodeCrypto).hashing, signing },
  );
}
