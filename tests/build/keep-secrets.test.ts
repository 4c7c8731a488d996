import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSecrets, credentialName, type KeyRing } from '../../electron/keep-secrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'credentials-'));
beforeAll(() => writeFileSync(join(folder, credentialName), new Uint8Array(32).fill(7)));
afterAll(() => rmSync(folder, { recursive: true }));

const noKeyRing: KeyRing = {
  isReal: false,
  encrypt: () => {
    throw new Error('basic_text must never be asked');
  },
  decrypt: () => {
    throw new Error('basic_text must never be asked');
  },
};
const aKeyRing: KeyRing = {
  isReal: true,
  encrypt: (text) => new TextEncoder().encode([...text].reverse().join('')),
  decrypt: (bytes) => [...new TextDecoder().decode(bytes)].reverse().join(''),
};
const key = Uint8Array.of(1, 2, 3, 250);

test('a key wrapped by the credential comes back, and never looks the same twice', async () => {
  const secrets = createSecrets({ credentialsFolder: folder, keyRing: noKeyRing });
  const wrapped = await secrets.wrap(key);
  expect(secrets.available).toBe(true);
  expect(await secrets.unwrap(wrapped)).toEqual(key);
  expect(Buffer.from(wrapped).includes(Buffer.from(key))).toBe(false);
  expect(await secrets.wrap(key)).not.toEqual(wrapped);
});

test('without a credential the key ring is used', async () => {
  const secrets = createSecrets({ credentialsFolder: undefined, keyRing: aKeyRing });
  expect(await secrets.unwrap(await secrets.wrap(key))).toEqual(key);
});

test('a kiosk that gains a credential still reads what the key ring wrapped', async () => {
  const wrapped = await createSecrets({ credentialsFolder: undefined, keyRing: aKeyRing }).wrap(key);
  expect(await createSecrets({ credentialsFolder: folder, keyRing: aKeyRing }).unwrap(wrapped)).toEqual(key);
});

test('with neither there is no secret, and no pretending', async () => {
  const secrets = createSecrets({ credentialsFolder: join(folder, 'none'), keyRing: noKeyRing });
  expect(secrets.available).toBe(false);
  await expect(secrets.wrap(key)).rejects.toThrow('no place for secrets');
});

test('a changed byte or another machine opens nothing', async () => {
  const secrets = createSecrets({ credentialsFolder: folder, keyRing: noKeyRing });
  const wrapped = await secrets.wrap(key);
  wrapped[wrapped.length - 1] = (wrapped.at(-1) ?? 0) ^ 1;
  await expect(secrets.unwrap(wrapped)).rejects.toThrow();
  const elsewhere = createSecrets({ credentialsFolder: undefined, keyRing: aKeyRing });
  await expect(elsewhere.unwrap(await secrets.wrap(key))).rejects.toThrow('another machine');
});
