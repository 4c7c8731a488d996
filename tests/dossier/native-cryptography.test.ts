import * as crypto from 'node:crypto';
import fc from 'fast-check';
import { exportJWK, generateKeyPair } from 'jose';
import { describe, expect, test } from 'vitest';
import type { Jwk } from '../../shared/dossier/cryptography.ts';
import { nativeCryptography } from '../../shared/dossier/native-cryptography.ts';
import { webHashing, webOpening, webSealing, webSigning, webVerifying } from '../../shared/dossier/web-cryptography.ts';

const native = nativeCryptography(crypto);
const web = {
  hashing: webHashing,
  sealing: webSealing,
  opening: webOpening,
  verifying: webVerifying,
  signing: webSigning,
};
const [mine, others] = [await aKeyPair('mine'), await aKeyPair('others')];
const bytes = (maxLength: number) => fc.uint8Array({ maxLength });

async function aKeyPair(kid: string): Promise<{ secret: Jwk; open: Jwk }> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const { x, y, d } = await exportJWK(privateKey);
  return { secret: { kty: 'EC', crv: 'P-256', x, y, d, kid }, open: { kty: 'EC', crv: 'P-256', x, y, kid } };
}

describe.each([
  ['Node', native, 'WebCrypto', web],
  ['WebCrypto', web, 'Node', native],
] as const)('what %s makes', (_one, maker, _other, reader) => {
  test('of a seal is opened by the other, whatever it holds', () =>
    fc.assert(
      fc.asyncProperty(bytes(9000), bytes(60), bytes(600), async (plain, info, aad) => {
        const { enc, ciphertext } = await maker.sealing.seal({ to: mine.open, plain, info, aad });
        const sealed = { enc, ciphertext, info, aad };
        expect(await reader.opening.open({ privateKey: mine.secret, ...sealed })).toEqual(new Uint8Array(plain));
        expect(await reader.opening.open({ privateKey: others.secret, ...sealed })).toBeUndefined();
        expect(await reader.opening.open({ privateKey: mine.secret, ...sealed, aad: Uint8Array.of(...aad, 1) })).toBe(
          undefined,
        );
      }),
      { numRuns: 25 },
    ));

  test('of a signature is checked by the other, for this kind and key alone', () =>
    fc.assert(
      fc.asyncProperty(bytes(400), async (payload) => {
        const token = await maker.signing(mine.secret).sign('receipt', payload);
        expect(await reader.verifying.verify('receipt', token, [others.open, mine.open])).toEqual(
          new Uint8Array(payload),
        );
        expect(await reader.verifying.verify('checkpoint', token, [mine.open])).toBeUndefined();
        expect(await reader.verifying.verify('receipt', token, [others.open])).toBeUndefined();
      }),
      { numRuns: 25 },
    ));
});

describe.each([
  ['Node', native],
  ['WebCrypto', web],
] as const)('tokens signed in a batch, read by %s,', (_name, reader) => {
  test('are each checked by themselves, for their kind and key alone', () =>
    fc.assert(
      fc.asyncProperty(fc.array(bytes(200), { minLength: 1, maxLength: 40 }), async (payloads) => {
        const tokens = await native.signing(mine.secret).signAll?.('receipt', payloads);
        for (const [place, token] of (tokens ?? []).entries()) {
          const read = await reader.verifying.verify('receipt', token, [others.open, mine.open]);
          expect(read).toEqual(new Uint8Array(payloads[place] ?? []));
        }
        const [first = ''] = tokens ?? [];
        expect(await reader.verifying.verify('checkpoint', first, [mine.open])).toBeUndefined();
        expect(await reader.verifying.verify('receipt', first, [others.open])).toBeUndefined();
      }),
      { numRuns: 15 },
    ));

  test('are none with a letter changed, the payload or the proof of a neighbour, or the root’s signature for a token', async () => {
    const payloads = Array.from({ length: 5 }, (_, number) => new TextEncoder().encode(`{"code":"H26-${number}"}`));
    const tokens = (await native.signing(mine.secret).signAll?.('receipt', payloads)) ?? [];
    const [one = '', two = ''] = tokens;
    const [header, payload, proof] = one.split('.');
    const [, payloadOfTwo, proofOfTwo] = two.split('.');
    const plain = Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'diem-cham-receipt+jws' })).toString('base64url');
    const signature = Buffer.from(proof ?? '', 'base64url')
      .subarray(0, 64)
      .toString('base64url');
    for (const odd of [
      `${header}.${payloadOfTwo}.${proof}`,
      `${header}.${payload}.${proofOfTwo}`,
      `${header}.${payload}.${signature}`,
      `${plain}.${payload}.${signature}`,
      `${plain}.${payload}.${proof}`,
      `${one}AAAA`,
      `${header}.${payload}.`,
    ]) {
      expect(await reader.verifying.verify('receipt', odd, [mine.open])).toBeUndefined();
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(one.length - 2), fc.constantFrom('A', 'b', '.', ''), async (place, letter) => {
        fc.pre(one[place] !== letter);
        const changed = one.slice(0, place) + letter + one.slice(place + 1);
        expect(await reader.verifying.verify('receipt', changed, [mine.open])).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});

test('both digest alike', () =>
  fc.assert(
    fc.asyncProperty(bytes(3000), async (some) => {
      expect(await native.hashing.sha256(some)).toEqual(await web.hashing.sha256(some));
    }),
    { numRuns: 20 },
  ));

test('a token with one letter changed, cut or added is no token, and none of it throws', async () => {
  const token = await native.signing(mine.secret).sign('receipt', new TextEncoder().encode('{"code":"H26"}'));
  await fc.assert(
    fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom('A', 'b', '.', '~', ''), async (place, letter) => {
      // The last letter of a signature carries bits that nobody reads.
      fc.pre(token[place] !== letter && place < token.length - 1);
      const changed = token.slice(0, place) + letter + token.slice(place + 1);
      expect(await native.verifying.verify('receipt', changed, [mine.open])).toBeUndefined();
    }),
  );
  for (const odd of ['', '..', 'a.b.c', `${token}.x`, token.split('.').slice(0, 2).join('.')]) {
    expect(await native.verifying.verify('receipt', odd, [mine.open])).toBeUndefined();
  }
});

test('a key that is no key of the curve opens and checks nothing', async () => {
  const token = await native.signing(mine.secret).sign('receipt', Uint8Array.of(1));
  const broken: Jwk = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' };
  expect(await native.verifying.verify('receipt', token, [broken, mine.open])).toEqual(Uint8Array.of(1));
  const none = new Uint8Array(0);
  const opened = native.opening.open({
    privateKey: mine.secret,
    enc: Uint8Array.of(4, 1),
    ciphertext: none,
    info: none,
    aad: none,
  });
  expect(await opened).toBeUndefined();
});
