import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from './shell/host.ts';

/** What a desktop's key ring offers; Electron's safeStorage in the application. */
export interface KeyRing {
  /** False where there is none, and where "encryption" would be under a password everybody knows. */
  readonly isReal: boolean;
  encrypt(text: string): Uint8Array;
  decrypt(bytes: Uint8Array): string;
}

export const credentialName = 'diem-cham-vault';

const nonceLength = 12;
const tagLength = 16;

/**
 * Wraps keys by the credential systemd hands the service (bound to the TPM where there is one), or by the key ring.
 * A wrapped key starts with a byte that says by which, so that a kiosk that gains a credential can read what it has.
 */
export function createSecrets(options: { credentialsFolder: string | undefined; keyRing: KeyRing }): Host['secrets'] {
  const key = readCredential(options.credentialsFolder);
  const { keyRing } = options;
  return {
    available: key !== undefined || keyRing.isReal,
    wrap: async (plain) => {
      if (key !== undefined) return concatenate(Uint8Array.of(1), sealWith(key, plain));
      if (!keyRing.isReal) throw new Error('this machine has no place for secrets');
      return concatenate(Uint8Array.of(2), keyRing.encrypt(Buffer.from(plain).toString('base64')));
    },
    unwrap: async (wrapped) => {
      const inside = wrapped.subarray(1);
      if (wrapped[0] === 1 && key !== undefined) return openWith(key, inside);
      if (wrapped[0] === 2 && keyRing.isReal) return new Uint8Array(Buffer.from(keyRing.decrypt(inside), 'base64'));
      throw new Error('this secret was wrapped on another machine or by another means');
    },
  };
}

function readCredential(folder: string | undefined): Uint8Array | undefined {
  if (folder === undefined) return undefined;
  try {
    const secret = readFileSync(join(folder, credentialName));
    if (secret.length < 32) return undefined;
    return new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), 'diem-cham vault', 32));
  } catch {
    return undefined;
  }
}

function sealWith(key: Uint8Array, plain: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return new Uint8Array(Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
}

function openWith(key: Uint8Array, sealed: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength));
  const plain = decipher.update(sealed.subarray(nonceLength, sealed.length - tagLength));
  return new Uint8Array(Buffer.concat([plain, decipher.final()]));
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([first, second]));
}
