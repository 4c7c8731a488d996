import { z } from 'zod';
import type { Jwk, SignedKind, Verifying } from '../dossier/cryptography.ts';
import type { BundleFault } from './bundle-kinds.ts';
import { readSigned } from './receipt.ts';

/*
 * Every bundle a kiosk takes begins alike, so that one shelf can keep them all:
 *
 * ```
 * name of the format \n  manifest, a compact JWS of a config key under the bundle's own kind \n  pieces, one behind the other …
 * ```
 * The manifest names length and digest of each piece. Nothing behind it needs a signature of its own.
 */

/** What the manifest says, verified, not yet parsed. `beginning` must hold all of it. */
export async function readBundleHead(
  beginning: Uint8Array,
  { format, kind, keys, verifying }: { format: string; kind: SignedKind; keys: readonly Jwk[]; verifying: Verifying },
): Promise<{ readonly said: unknown; readonly start: number } | Exclude<BundleFault, 'downgrade'>> {
  const lineEnd = beginning.indexOf(newline);
  const start = beginning.indexOf(newline, lineEnd + 1) + 1;
  if (lineEnd < 0 || start === 0) return 'truncated';
  const decode = (from: number, to: number) => new TextDecoder().decode(beginning.subarray(from, to));
  // Another format is another schema, whoever signed it.
  if (decode(0, lineEnd) !== format) return 'schema';
  const said = await readSigned(kind, decode(lineEnd + 1, start - 1), z.unknown(), keys, verifying);
  return said === undefined ? 'signature' : { said, start };
}

const newline = 10;
