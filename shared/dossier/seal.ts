import { canonicalBytes, fromBase64Url, toBase64Url, toHex } from './bytes.ts';
import type { Hashing, Jwk, Opening, Sealing, Signing, Verifying } from './cryptography.ts';
import { Dossier } from './dossier.ts';
import { Envelope, EnvelopeHeader, type SealedFiling } from './sealed-filing.ts';

const info = new TextEncoder().encode('diem-cham/filing/1');

/** Seals a dossier to the portal's intake key and signs the envelope with the device key. The result is never edited. */
export async function seal(
  dossier: Dossier,
  header: EnvelopeHeader,
  ports: { to: Jwk; sealing: Sealing; signing: Signing; hashing: Hashing },
): Promise<{ filing: SealedFiling; envelope: Envelope }> {
  const plain = canonicalBytes(dossier);
  const aad = canonicalBytes(header);
  const { enc, ciphertext } = await ports.sealing.seal({ to: ports.to, plain, info, aad });
  const envelope: Envelope = {
    ...header,
    enc: toBase64Url(enc),
    body: { sha256: toHex(await ports.hashing.sha256(ciphertext)), bytes: ciphertext.length },
  };
  const bytes = canonicalBytes(envelope);
  const filing: SealedFiling = {
    id: toHex(await ports.hashing.sha256(bytes)),
    envelope: await ports.signing.sign('filing', bytes),
    ciphertext: toBase64Url(ciphertext),
  };
  return { filing, envelope };
}

export type EnvelopeFault = 'signature' | 'envelope' | 'id' | 'body';

/** Checks a filing from outside: signature, shape, id and body digest. Opens nothing. */
export async function readEnvelope(
  filing: SealedFiling,
  ports: { deviceKeys: readonly Jwk[]; verifying: Verifying; hashing: Hashing },
): Promise<{ ok: true; envelope: Envelope } | { ok: false; fault: EnvelopeFault }> {
  const bytes = await ports.verifying.verify('filing', filing.envelope, ports.deviceKeys);
  if (!bytes) return { ok: false, fault: 'signature' };
  const envelope = Envelope.safeParse(parseJson(bytes));
  if (!envelope.success) return { ok: false, fault: 'envelope' };
  if (toHex(await ports.hashing.sha256(bytes)) !== filing.id) return { ok: false, fault: 'id' };
  const body = await ports.hashing.sha256(fromBase64Url(filing.ciphertext));
  if (toHex(body) !== envelope.data.body.sha256) return { ok: false, fault: 'body' };
  return { ok: true, envelope: envelope.data };
}

/** Opens a filing at the portal. `undefined` when it was sealed to another key or holds no dossier. */
export async function openFiling(
  filing: SealedFiling,
  envelope: Envelope,
  ports: { privateKey: Jwk; opening: Opening },
): Promise<Dossier | undefined> {
  const { enc, body: _body, ...header } = envelope;
  const plain = await ports.opening.open({
    privateKey: ports.privateKey,
    enc: fromBase64Url(enc),
    ciphertext: fromBase64Url(filing.ciphertext),
    info,
    aad: canonicalBytes(EnvelopeHeader.parse(header)),
  });
  if (!plain) return undefined;
  const dossier = Dossier.safeParse(parseJson(plain));
  return dossier.success ? dossier.data : undefined;
}

/** JSON from bytes, or `undefined`: what comes from outside never throws. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
