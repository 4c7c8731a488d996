import { scrypt, timingSafeEqual } from 'node:crypto';
import type { PinHash } from '../../shared/portal-contract/trust.ts';
import type { Dice } from '../../shared/runtime.ts';

const cost = { n: 2 ** 15, r: 8, p: 1 } as const;

/** scrypt (RFC 7914) with its own salt, for officers' passwords and staff PINs alike. */
export async function hashPassword(password: string, dice: Dice): Promise<PinHash> {
  const salt = dice.bytes(16);
  const hash = await derive(password, Buffer.from(salt), cost);
  return { salt: Buffer.from(salt).toString('base64url'), hash: hash.toString('base64url'), ...cost };
}

export async function isPassword(password: string, known: PinHash): Promise<boolean> {
  const wanted = Buffer.from(known.hash, 'base64url');
  const given = await derive(password, Buffer.from(known.salt, 'base64url'), known);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function derive(password: string, salt: Buffer, { n, r, p }: { n: number; r: number; p: number }): Promise<Buffer> {
  return new Promise((done, fail) => {
    scrypt(password.normalize('NFC'), salt, 32, { N: n, r, p, maxmem: 256 * n * r }, (error, key) =>
      error ? fail(error) : done(key),
    );
  });
}
