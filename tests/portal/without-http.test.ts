import { expect, test } from 'vitest';
import { handleEnrolment, makeEnrolment } from '../../portal/enrolment/enrol.ts';
import { issueCheckpoints } from '../../portal/intake/checkpoints.ts';
import { handleLookup } from '../../portal/intake/lookup.ts';
import { handleSync } from '../../portal/intake/sync.ts';
import { createMemoryKeys } from '../../portal/keys/memory-keys.ts';
import { createMemoryPartsStore } from '../../portal/parts/memory-parts-store.ts';
import type { PortalPorts } from '../../portal/ports.ts';
import { createMemoryRegister } from '../../portal/register/memory-register.ts';
import { readSettings } from '../../portal/settings.ts';
import { unitsOf } from '../../portal/units.ts';
import { toHex } from '../../shared/dossier/bytes.ts';
import type { Jwk } from '../../shared/dossier/cryptography.ts';
import { seal } from '../../shared/dossier/seal.ts';
import {
  webHashing,
  webOpening,
  webPartCipher,
  webSealing,
  webSigning,
  webVerifying,
} from '../../shared/dossier/web-cryptography.ts';
import { covers, readCheckpoint, readReceipt, readSigned } from '../../shared/portal-contract/receipt.ts';
import { TrustBundle } from '../../shared/portal-contract/trust.ts';
import { aDossier, newKey, publicKey } from '../contracts/portal-kiosk.ts';
import { emptyCatalogue } from '../support/empty-catalogue.ts';

const startMs = Date.parse('2026-11-11T12:42:00.000Z');

test('the portal’s own functions run in a made-up world: no HTTP, no disk, the clock and the dice given', async () => {
  let cutAt: string | undefined;
  const register = createMemoryRegister({
    beforeCommit: (operation) => {
      if (operation === cutAt) throw new Error('power cut');
    },
  });
  const ports = await aWorld(register);
  const device = await newKey();
  const { secret } = await makeEnrolment(
    { unit: '00190', site: { name: 'Sảnh', address: 'Hà Nội' }, label: 'A6', by: 'test', portal: 'sim://portal' },
    ports,
  );
  const panel = { width: 1080, height: 1920, diagonalInches: 21.5 };
  const enrolled = await handleEnrolment({ secret, deviceKey: publicKey(device), panel, build: 'sim' }, ports);
  const trust = await readSigned('trust', enrolled.trust, TrustBundle, [enrolled.rootKey], webVerifying);
  const [kiosk] = await register.kiosks();
  if (!trust || !kiosk) throw new Error('not enrolled');

  const to = trust.intake[0] as Jwk;
  const dossier = aDossier();
  const { filing, envelope } = await seal(
    dossier,
    {
      format: 1,
      kiosk: kiosk.id,
      sequence: 1,
      slip: 'A6-0001',
      service: { id: dossier.service.id, version: dossier.service.version },
      filedAt: new Date(startMs).toISOString(),
      clock: { confirmed: true, offsetMs: 0 },
      intakeKey: to.kid as string,
      parts: [],
    },
    { to, sealing: webSealing, signing: webSigning(device), hashing: webHashing },
  );
  const request = {
    contract: 1,
    kiosk: kiosk.id,
    head: { records: 1, hash: filing.id },
    filings: [filing],
    withdrawals: [],
    ratings: [],
    following: [],
    known: { trustVersion: 1, configVersion: 1 },
  };

  // The power goes after the case is kept and before the receipt is: the next sending finds the case and signs then.
  cutAt = 'keepReceipts';
  await expect(handleSync(request, kiosk, ports)).rejects.toThrow('power cut');
  expect((await register.findCase(filing.id))?.receipt).toBeNull();
  cutAt = undefined;
  const { filings } = await handleSync(request, kiosk, ports);
  const token = filings[0]?.state === 'received' ? filings[0].receipt : '';
  const receipt = await readReceipt(
    token,
    { filing: filing.id, body: envelope.body.sha256 },
    { receiptKeys: trust.receipt, verifying: webVerifying },
  );
  expect(receipt).toMatchObject({ code: 'H26.1-20261111-7092000', receivedAt: '2026-11-11T12:42:00.000Z' });

  expect(await issueCheckpoints(ports)).toBe(1);
  const { checkpoint = '' } = await handleSync({ ...request, filings: [] }, kiosk, ports);
  const keys = { receiptKeys: trust.receipt, verifying: webVerifying };
  const read = await readCheckpoint(checkpoint, { kiosk: kiosk.id }, keys);
  expect(read && covers(read, 1)).toBe(true);

  const answer = await handleLookup({ number: 'A6-0001', checkCode: dossier.checkCode }, kiosk, ports);
  expect(answer.found).toBe('case');
});

test('a portal whose list has not changed says so again every day: else nobody would notice what a restored one has lost', async () => {
  const register = createMemoryRegister({ beforeCommit: () => {} });
  const world = await aWorld(register);
  let nowMs = startMs;
  const ports: PortalPorts = { ...world, clock: { nowMs: () => nowMs } };
  const device = await newKey();
  const site = { name: 'Sảnh', address: 'Hà Nội' };
  const { secret } = await makeEnrolment({ unit: '00190', site, label: 'A6', by: 'test', portal: 'sim://p' }, ports);
  const panel = { width: 1080, height: 1920, diagonalInches: 21.5 };
  await handleEnrolment({ secret, deviceKey: publicKey(device), panel, build: 'sim' }, ports);
  // Also for a kiosk that has filed nothing as far as this portal knows.
  expect([await issueCheckpoints(ports), await issueCheckpoints(ports)]).toEqual([1, 0]);
  nowMs += 24 * 3600_000;
  expect(await issueCheckpoints(ports)).toBe(1);
  const [kiosk] = await register.kiosks();
  expect((await register.newestCheckpoint(kiosk?.id ?? ''))?.issuedAt).toBe(new Date(nowMs).toISOString());
});

async function aWorld(register: PortalPorts['register']): Promise<PortalPorts> {
  const units = unitsOf([{ code: '00190', name: 'Phường Ô Chợ Dừa' }]);
  let rolls = 0;
  return {
    register,
    parts: createMemoryPartsStore(webHashing),
    keys: await createMemoryKeys({
      root: await newKey(),
      intake: [await newKey(), await newKey()],
      receipt: await newKey(),
      config: await newKey(),
      signing: webSigning,
      hashing: webHashing,
      issuedAt: new Date(startMs).toISOString(),
    }),
    clock: { nowMs: () => startMs },
    dice: {
      bytes(length) {
        rolls += 1;
        return Uint8Array.from({ length }, (_, index) => (rolls * 31 + index * 7) % 256);
      },
    },
    hashing: webHashing,
    opening: webOpening,
    sealing: webSealing,
    catalogue: emptyCatalogue,
    verifying: webVerifying,
    partCipher: webPartCipher,
    units,
    settings: readSettings(undefined, units),
    log: () => {},
  };
}

test('a part in memory is kept only under its own hash, once', async () => {
  const store = createMemoryPartsStore(webHashing);
  const bytes = Uint8Array.of(1, 2, 3);
  const sha256 = toHex(await webHashing.sha256(bytes));
  const pieces = async function* () {
    yield bytes.subarray(0, 2);
    yield bytes.subarray(2);
  };
  expect(await store.put('0'.repeat(64), pieces(), 10)).toBe('hash-wrong');
  expect(await store.put(sha256, pieces(), 2)).toBe('too-large');
  expect(await store.size(sha256)).toBeUndefined();
  expect(await store.put(sha256, pieces(), 10)).toBe('stored');
  expect(await store.put(sha256, pieces(), 10)).toBe('was-there');
  expect(await store.size(sha256)).toBe(3);
});
