import { fromBase64Url } from '../../shared/dossier/bytes.ts';
import { Dossier } from '../../shared/dossier/dossier.ts';
import { parseJson } from '../../shared/dossier/seal.ts';
import type { PortalPorts } from '../ports.ts';

/** The dossier of a case, readable. Callers audit before they show it. */
export async function openCase(filing: string, ports: PortalPorts): Promise<Dossier | undefined> {
  const body = await ports.register.findBody(filing);
  const plain = body && (await ports.keys.unlock(body.locked, filing));
  const parsed = plain && Dossier.safeParse(parseJson(plain));
  return parsed?.success ? parsed.data : undefined;
}

export interface OpenedPart {
  readonly type: 'image/jpeg' | 'image/png' | 'application/pdf';
  readonly bytes: Uint8Array;
}

/** One page of a paper of this dossier, readable; `undefined` when it is not of this dossier or is not held. */
export async function openPart(dossier: Dossier, sha256: string, ports: PortalPorts): Promise<OpenedPart | undefined> {
  const page = dossier.papers.find((paper) => paper.sha256 === sha256);
  const ciphertext = page && (await ports.parts.read(sha256));
  if (!page || !ciphertext) return undefined;
  const bytes = await ports.partCipher.decryptPart({ key: fromBase64Url(page.key), ciphertext });
  return bytes && { type: page.type, bytes };
}
