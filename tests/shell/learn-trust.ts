import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalBytes } from '../../shared/dossier/bytes.ts';
import { webSigning, webVerifying } from '../../shared/dossier/web-cryptography.ts';
import { readSigned } from '../../shared/portal-contract/receipt.ts';
import { type PublicKey, TrustBundle } from '../../shared/portal-contract/trust.ts';
import { publicKey } from '../contracts/portal-kiosk.ts';
import type { EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import type { TestKiosk } from './a-kiosk.ts';

/** The kiosk is told, signed by the portal's root, that the portal's own config key counts, and the others. */
export async function learnTrust(
  kiosk: TestKiosk,
  { portal, version, others }: { portal: EmbeddedPortal; version: number; others: readonly PublicKey[] },
): Promise<void> {
  const { keys } = portal.ports;
  const before = await readSigned('trust', keys.trust.token, TrustBundle, [keys.root], webVerifying);
  if (!before) throw new Error('the portal has no trust bundle');
  const root = JSON.parse(await readFile(join(portal.dataFolder, 'keys', 'root.json'), 'utf8'));
  const config = [...before.config, ...others.map(publicKey)];
  const trust = await webSigning(root).sign('trust', canonicalBytes({ ...before, version, config }));
  await kiosk.get('POST', '/shell/portal-news', { ratings: [], withdrawalsReached: [], trust });
}
