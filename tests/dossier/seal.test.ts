import { exportJWK, generateKeyPair } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Jwk } from '../../shared/dossier/cryptography.ts';
import type { Dossier } from '../../shared/dossier/dossier.ts';
import { openFiling, readEnvelope, seal } from '../../shared/dossier/seal.ts';
import type { EnvelopeHeader } from '../../shared/dossier/sealed-filing.ts';
import { readSlip, type SlipFacts, signSlip } from '../../shared/dossier/slip.ts';
import {
  webHashing,
  webOpening,
  webPartCipher,
  webSealing,
  webSigning,
  webVerifying,
} from '../../shared/dossier/web-cryptography.ts';
import { readWithdrawal, signWithdrawal } from '../../shared/dossier/withdrawal.ts';

let device: KeyPair;
let otherDevice: KeyPair;
let intake: KeyPair;
let otherIntake: KeyPair;

beforeAll(async () => {
  [device, otherDevice, intake, otherIntake] = await Promise.all([keyPair(), keyPair(), keyPair(), keyPair()]);
});

describe('a sealed dossier', () => {
  test('is opened by the portal it was sealed to, and by nobody else', async () => {
    const { filing, envelope } = await sealed();
    expect(await openFiling(filing, envelope, { privateKey: intake.secret, opening: webOpening })).toEqual(dossier);
    expect(await openFiling(filing, envelope, { privateKey: otherIntake.secret, opening: webOpening })).toBeUndefined();
  });

  test('shows nothing of its answers in what stands outside the seal', async () => {
    const { filing } = await sealed();
    const payload = Buffer.from(filing.envelope.split('.')[1] ?? '', 'base64url').toString();
    expect(payload).toContain('A6-0147');
    expect(payload + Buffer.from(filing.ciphertext, 'base64url').toString('latin1')).not.toContain('Hường');
  });

  test('of two equal forms are two filings', async () => {
    const [one, other] = await Promise.all([sealed(), sealed()]);
    expect(one.filing.id).not.toBe(other.filing.id);
  });

  test.each([
    ['signed by another kiosk', 'signature', async () => (await sealed(otherDevice)).filing],
    ['with another id', 'id', async () => ({ ...(await sealed()).filing, id: 'a'.repeat(64) })],
    [
      'with another body',
      'body',
      async () => ({ ...(await sealed()).filing, ciphertext: (await sealed()).filing.ciphertext }),
    ],
  ] as const)('%s is refused as «%s»', async (_name, fault, make) => {
    const read = await readEnvelope(await make(), {
      deviceKeys: [device.open],
      verifying: webVerifying,
      hashing: webHashing,
    });
    expect(read).toEqual({ ok: false, fault });
  });

  test('does not open when a number outside the seal was changed', async () => {
    const { filing, envelope } = await sealed();
    const changed = { ...envelope, sequence: envelope.sequence + 1 };
    expect(await openFiling(filing, changed, { privateKey: intake.secret, opening: webOpening })).toBeUndefined();
  });
});

describe('what a kiosk signs', () => {
  const slip: SlipFacts = {
    kiosk: 'kiosk-1',
    number: 'A6-0147',
    filedAt: '2026-11-21T12:42:00.000Z',
    service: 'civil-extract',
    filing: 'b'.repeat(64),
    checkCode: 'K7P2QX',
  };

  test('a genuine slip is read, another kiosk’s or anything else a scanner reads is not', async () => {
    const token = await signSlip(slip, webSigning(device.secret));
    const ports = { deviceKeys: [device.open], verifying: webVerifying };
    expect(await readSlip(`${token}\n`, ports)).toEqual(slip);
    expect(await readSlip(token, { ...ports, deviceKeys: [otherDevice.open] })).toBeUndefined();
    expect(await readSlip('https://example.com/qr', ports)).toBeUndefined();
  });

  test('a slip can never pass for a withdrawal', async () => {
    const ports = { deviceKeys: [device.open], verifying: webVerifying };
    const withdrawal = { kiosk: 'kiosk-1', filing: 'b'.repeat(64), at: '2026-11-21T12:50:00.000Z' };
    expect(await readWithdrawal(await signWithdrawal(withdrawal, webSigning(device.secret)), ports)).toEqual(
      withdrawal,
    );
    expect(await readWithdrawal(await signSlip(slip, webSigning(device.secret)), ports)).toBeUndefined();
  });
});

describe('a part', () => {
  test('opens with its own key only, and not when a byte was changed', async () => {
    const plain = new TextEncoder().encode('ảnh giấy chứng sinh');
    const one = await webPartCipher.encryptPart(plain);
    const other = await webPartCipher.encryptPart(plain);
    expect(await webPartCipher.decryptPart(one)).toEqual(plain);
    expect(await webPartCipher.decryptPart({ key: other.key, ciphertext: one.ciphertext })).toBeUndefined();
    one.ciphertext[20] = (one.ciphertext[20] ?? 0) ^ 1;
    expect(await webPartCipher.decryptPart(one)).toBeUndefined();
  });
});

interface KeyPair {
  readonly open: Jwk;
  readonly secret: Jwk;
}

async function keyPair(): Promise<KeyPair> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { open: await exportJWK(publicKey), secret: await exportJWK(privateKey) };
}

function sealed(by: KeyPair = device) {
  return seal(dossier, header, {
    to: intake.open,
    sealing: webSealing,
    signing: webSigning(by.secret),
    hashing: webHashing,
  });
}

const header: EnvelopeHeader = {
  format: 1,
  kiosk: 'kiosk-1',
  sequence: 147,
  slip: 'A6-0147',
  service: { id: 'civil-extract', version: '2026.1' },
  filedAt: '2026-11-21T12:42:00.000Z',
  clock: { confirmed: true, offsetMs: 12 },
  intakeKey: 'intake-1',
  parts: [],
};

const dossier: Dossier = {
  format: 1,
  nonce: '0'.repeat(32),
  service: { id: 'civil-extract', version: '2026.1', code: '2.000635' },
  language: 'vi',
  answers: {
    reqName: 'Nguyễn Thị Hường',
    reqRes: { country: 'VN', province: '01', unit: '00004', detail: 'Ngõ 12/34' },
  },
  fromCard: ['reqName'],
  identity: { how: 'card-read', helped: false },
  eligibility: {},
  consents: [{ id: 'file', text: 'Tôi đồng ý', at: '2026-11-21T12:30:00.000Z' }],
  pledge: { text: 'Tôi cam đoan', at: '2026-11-21T12:41:00.000Z' },
  receiver: { kind: 'ward', unit: '00004' },
  papers: [],
  papersLater: [],
  warned: [],
  checkCode: 'K7P2QX',
  clockDoubtful: false,
};
