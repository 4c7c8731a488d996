import { createHash } from 'node:crypto';
import { toBase64Url } from '../../shared/dossier/bytes.ts';
import type { PaperPage } from '../../shared/dossier/dossier.ts';
import { webPartCipher } from '../../shared/dossier/web-cryptography.ts';
import type { Stage } from './stage.ts';

/** What the page does with a picture that was accepted: encrypts it and hands the ciphertext to the safe. */
export async function keepPage(
  stage: Stage,
  at: { paper: string; page: number; picture: Uint8Array },
): Promise<PaperPage> {
  const { key, ciphertext } = await webPartCipher.encryptPart(Uint8Array.from(at.picture));
  const sha256 = createHash('sha256').update(ciphertext).digest('hex');
  await stage.ask('PUT', `/shell/parts/${sha256}`, ciphertext);
  return {
    paper: at.paper,
    page: at.page,
    sha256,
    bytes: ciphertext.length,
    key: toBase64Url(key),
    type: 'image/jpeg',
  };
}
