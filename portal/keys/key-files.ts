import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import { canonicalBytes } from '../../shared/dossier/bytes.ts';
import type { Jwk, Signing } from '../../shared/dossier/cryptography.ts';
import { PublicKey, type TrustBundle } from '../../shared/portal-contract/trust.ts';
import { makeDurableFolder, syncFolder } from '../durable-folder.ts';
import type { PortalKeys } from './portal-keys.ts';

/**
 * The portal's keys as files only their owner may read, made at the first start. The trust bundle is signed once and kept,
 * so that its version means the same bytes for every kiosk.
 */
export async function openKeyFiles(
  folder: string,
  { nowIso, signing }: { nowIso: string; signing: (key: Jwk) => Signing },
): Promise<PortalKeys> {
  await makeDurableFolder(folder);
  // A name seen now may have been given just before a kill: without it a power cut would bring other keys.
  await syncFolder(folder);
  const root = await keyPair(folder, 'root');
  const intake = [await keyPair(folder, 'intake-current'), await keyPair(folder, 'intake-next')];
  const receipt = await keyPair(folder, 'receipt');
  const config = await keyPair(folder, 'config');
  const storage = Buffer.from(
    await keptText(join(folder, 'storage.key'), async () => randomBytes(32).toString('hex')),
    'hex',
  );

  const trustFile = await keptText(join(folder, 'trust.json'), async () => {
    const bundle: TrustBundle = {
      version: 1,
      issuedAt: nowIso,
      intake: intake.map(publicPart),
      receipt: [publicPart(receipt)],
      config: [publicPart(config)],
    };
    const token = await signing(root).sign('trust', canonicalBytes(bundle));
    return JSON.stringify({ version: bundle.version, token });
  });

  return {
    root: publicPart(root),
    rootThumbprint: await calculateJwkThumbprint(publicPart(root), 'sha256'),
    trust: z.object({ version: z.number(), token: z.string() }).parse(JSON.parse(trustFile)),
    intake: (keyId) => intake.find(({ kid }) => kid === keyId),
    receiptSigning: signing(receipt),
    configSigning: signing(config),
    async lock(plain, filing) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', storage, nonce).setAAD(Buffer.from(filing));
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    async unlock(locked, filing) {
      try {
        const bytes = Buffer.from(locked);
        const decipher = createDecipheriv('aes-256-gcm', storage, bytes.subarray(0, 12))
          .setAAD(Buffer.from(filing))
          .setAuthTag(bytes.subarray(-16));
        return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
      } catch {
        return undefined;
      }
    },
    fingerprint: async (text) => createHmac('sha256', storage).update(text).digest('hex'),
  };
}

const PrivateKey = PublicKey.extend({ d: z.string() });
type PrivateKey = z.infer<typeof PrivateKey>;

async function keyPair(folder: string, name: string): Promise<PrivateKey> {
  const text = await keptText(join(folder, `${name}.json`), async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const { kty, crv, x, y, d } = await exportJWK(privateKey);
    const kid = await calculateJwkThumbprint({ kty, crv, x, y } as never, 'sha256');
    return JSON.stringify({ kty, crv, x, y, d, kid });
  });
  return PrivateKey.parse(JSON.parse(text));
}

function publicPart({ kty, crv, x, y, kid }: PrivateKey): PublicKey {
  return { kty, crv, x, y, kid };
}

/** The file's text; made, synced and named once when it is not there. A half-written key never gets the name. */
async function keptText(path: string, make: () => Promise<string>): Promise<string> {
  if (existsSync(path)) return readFile(path, 'utf8');
  const text = await make();
  const file = await open(`${path}.partial`, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.partial`, path);
  await syncFolder(dirname(path));
  return text;
}
