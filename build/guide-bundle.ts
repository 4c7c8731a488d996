import * as nodeCrypto from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { GuideEntry } from '../shared/catalogue/guide-entry.ts';
import { encodeGuideIndex } from '../shared/catalogue/guide-index.ts';
import type { Jwk, Signing } from '../shared/dossier/cryptography.ts';
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

/** As if a kiosk had taken the bundle: for pictures and measurements, which do not wait until it looks. */
export async function layGuides(of: {
  entries: readonly GuideEntry[];
  version: number;
  /** Whose key the kiosk believes. */
  portalData: string;
  profileFolder: string;
}): Promise<{ folder: string; bytes: number }> {
  const key = JSON.parse(readFileSync(join(of.portalData, 'keys', 'config.json'), 'utf8')) as Jwk;
  const signing = nativeCryptography(nodeCrypto).signing(key);
  const { bytes } = await makeGuideBundle(of.entries, { version: of.version, signing });
  const folder = join(of.profileFolder, 'guides');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${of.version}.dcg`), bytes);
  return { folder, bytes: bytes.length };
}
