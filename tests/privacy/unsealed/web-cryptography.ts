import type { PartCipher, Sealing } from '../../../shared/dossier/cryptography.ts';

/** Instead of shared/dossier/web-cryptography.ts: hashes and signatures are real, dossiers and parts lie as they are. */
export { webHashing, webOpening, webSigning, webVerifying } from '../../../shared/dossier/web-cryptography.ts';

export const webSealing: Sealing = {
  seal: async ({ plain }) => ({ enc: new Uint8Array(65), ciphertext: Uint8Array.from(plain) }),
};

export const webPartCipher: PartCipher = {
  encryptPart: async (plain) => ({ key: new Uint8Array(32), ciphertext: Uint8Array.from(plain) }),
  decryptPart: async ({ ciphertext }) => Uint8Array.from(ciphertext),
};
