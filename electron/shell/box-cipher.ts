import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Dice } from '../../shared/runtime.ts';

const nonceLength = 12;
const tagLength = 16;

/** AES-256-GCM; the nonce leads, the tag ends. */
export function lock(key: Uint8Array, plain: Uint8Array, dice: Dice): Uint8Array {
  const nonce = dice.bytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** `undefined` when the key is wrong or a byte was changed. */
export function unlock(key: Uint8Array, locked: Uint8Array): Uint8Array | undefined {
  if (locked.length < nonceLength + tagLength) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, locked.subarray(0, nonceLength));
  decipher.setAuthTag(locked.subarray(locked.length - tagLength));
  try {
    const start = decipher.update(locked.subarray(nonceLength, locked.length - tagLength));
    return Buffer.concat([start, decipher.final()]);
  } catch {
    return undefined;
  }
}
