import { randomBytes, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { toBase64Url, toHex } from '../../shared/dossier/bytes.ts';
import type { Jwk } from '../../shared/dossier/cryptography.ts';
import type { Dossier } from '../../shared/dossier/dossier.ts';
import { seal } from '../../shared/dossier/seal.ts';
import type { Envelope, EnvelopeHeader, SealedFiling } from '../../shared/dossier/sealed-filing.ts';
import { type SlipFacts, signSlip } from '../../shared/dossier/slip.ts';
import {
  webHashing,
  webPartCipher,
  webSealing,
  webSigning,
  webVerifying,
} from '../../shared/dossier/web-cryptography.ts';
import {
  CaseLookupAnswer,
  contractVersion,
  SyncAnswer,
  type SyncRequest,
  TokenAnswer,
} from '../../shared/portal-contract/messages.ts';
import { type Receipt, readReceipt, readSigned } from '../../shared/portal-contract/receipt.ts';
import { routes } from '../../shared/portal-contract/routes.ts';
import {
  type Enrolment,
  EnrolmentAnswer,
  KioskConfig,
  type PublicKey,
  TrustBundle,
} from '../../shared/portal-contract/trust.ts';

/** A kiosk as a portal sees it: real keys, real sealing, plain HTTP, no retry. For contract tests against any portal. */
export interface PortalKiosk {
  readonly identity: KioskIdentity;
  readonly id: string;
  readonly trust: TrustBundle;
  readonly config: KioskConfig;
  /** A signed assertion for `/v1/token`; claims can be bent. */
  assertion(bent?: { audience?: string; kiosk?: string; key?: Jwk; atSeconds?: number; jti?: string }): Promise<string>;
  askToken(assertion: string): Promise<Response>;
  token(): Promise<string>;
  /** From now on requests carry this token. */
  carryToken(token: string): void;
  /** A request with the device token. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  trySync(request: { readonly [member in keyof SyncRequest]?: unknown }): Promise<Response>;
  sync(request?: Partial<SyncRequest>): Promise<SyncAnswer>;
  lookup(body: unknown): Promise<CaseLookupAnswer>;
  putPart(sha256: string, bytes: Uint8Array): Promise<Response>;
  seal(dossier?: Partial<Dossier>, header?: Partial<EnvelopeHeader>, bent?: { to?: Jwk; key?: Jwk }): Promise<Sealed>;
  sealPart(plain: Uint8Array, paper: string): Promise<{ page: Dossier['papers'][number]; ciphertext: Uint8Array }>;
  slip(sealed: Sealed, bent?: Partial<SlipFacts>): Promise<string>;
  /** The receipt when it is one for this filing. */
  readReceipt(token: string, sealed: Sealed): Promise<Receipt | undefined>;
}

export interface Sealed {
  readonly filing: SealedFiling;
  readonly envelope: Envelope;
  readonly dossier: Dossier;
}

/** What a kiosk keeps of its enrolment. */
export interface KioskIdentity {
  readonly portal: string;
  readonly deviceKey: PublicKey & { d: string };
  readonly rootKey: PublicKey;
  readonly trust: string;
  readonly config: string;
  readonly nextSequence: number;
}

export async function newKey(): Promise<PublicKey & { d: string }> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk, 'sha256');
  return { kty: 'EC', crv: 'P-256', x: jwk.x as string, y: jwk.y as string, d: jwk.d as string, kid };
}

export function publicKey({ kty, crv, x, y, kid }: PublicKey): PublicKey {
  return { kty, crv, x, y, kid };
}

export function tryEnrol(portal: string, body: unknown): Promise<Response> {
  return fetch(`${portal}${routes.enrol.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

export async function enrolKiosk(enrolment: Enrolment): Promise<PortalKiosk> {
  const deviceKey = await newKey();
  const response = await tryEnrol(enrolment.portal, {
    secret: enrolment.secret,
    deviceKey: publicKey(deviceKey),
    panel: { width: 1080, height: 1920, diagonalInches: 21.5 },
    build: 'contract-test',
  });
  if (!response.ok) throw new Error(`enrolment refused: ${response.status} ${await response.text()}`);
  const { rootKey, trust, config } = EnrolmentAnswer.parse(await response.json());
  if ((await calculateJwkThumbprint({ ...rootKey } as JWK, 'sha256')) !== enrolment.rootKey) {
    throw new Error('the portal answered with another root key than the enrolment names');
  }
  return openKiosk({ portal: enrolment.portal, deviceKey, rootKey, trust, config, nextSequence: 1 });
}

export async function openKiosk(identity: KioskIdentity): Promise<PortalKiosk> {
  const { portal, deviceKey } = identity;
  const trust = await readSigned('trust', identity.trust, TrustBundle, [identity.rootKey], webVerifying);
  if (!trust) throw new Error('the trust bundle is not signed by the root');
  const config = await readSigned('config', identity.config, KioskConfig, trust.config, webVerifying);
  if (!config) throw new Error('the configuration is not signed by a config key of the trust bundle');
  const { id, label } = config.kiosk;
  const signing = webSigning(deviceKey);
  let sequence = identity.nextSequence;
  let currentToken: string | undefined;

  const kiosk: PortalKiosk = {
    get identity() {
      return { ...identity, nextSequence: sequence };
    },
    id,
    trust,
    config,
    async assertion({
      audience = `${portal}${routes.token.path}`,
      kiosk: who = id,
      key = deviceKey,
      atSeconds,
      jti,
    } = {}) {
      const now = atSeconds ?? Math.floor(Date.now() / 1000);
      return new SignJWT({ jti: jti ?? randomUUID() })
        .setProtectedHeader({ alg: 'ES256', kid: deviceKey.kid })
        .setIssuer(who)
        .setSubject(who)
        .setAudience(audience)
        .setIssuedAt(now)
        .setExpirationTime(now + 60)
        .sign(await importJWK({ ...key } as JWK, 'ES256'));
    },
    askToken: (assertion) =>
      fetch(`${portal}${routes.token.path}`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: assertion,
        }),
      }),
    async token() {
      const response = await kiosk.askToken(await kiosk.assertion());
      if (!response.ok) throw new Error(`no token: ${response.status} ${await response.text()}`);
      currentToken = TokenAnswer.parse(await response.json()).access_token;
      return currentToken;
    },
    carryToken(token) {
      currentToken = token;
    },
    async send(method, path, body, headers = {}) {
      const isJson = body !== undefined && !(body instanceof Uint8Array);
      return fetch(`${portal}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${currentToken ?? (await kiosk.token())}`,
          ...(body === undefined ? {} : { 'content-type': isJson ? 'application/json' : 'application/octet-stream' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : (body as Uint8Array<ArrayBuffer>) }),
      });
    },
    trySync: (request) =>
      kiosk.send('POST', routes.sync.path, {
        contract: contractVersion,
        kiosk: id,
        head: { records: sequence, hash: toHex(randomBytes(32)) },
        filings: [],
        withdrawals: [],
        ratings: [],
        following: [],
        known: { trustVersion: trust.version, configVersion: config.version },
        ...request,
      }),
    async sync(request = {}) {
      const response = await kiosk.trySync(request);
      if (!response.ok) throw new Error(`sync failed: ${response.status} ${await response.text()}`);
      return SyncAnswer.parse(await response.json());
    },
    async lookup(body) {
      const response = await kiosk.send('POST', routes.lookup.path, { contract: contractVersion, ...(body as object) });
      if (!response.ok) throw new Error(`lookup failed: ${response.status} ${await response.text()}`);
      return CaseLookupAnswer.parse(await response.json());
    },
    putPart: (sha256, bytes) => kiosk.send('PUT', routes.putPart.path.replace(':sha256', sha256), bytes),
    async seal(bentDossier = {}, bentHeader = {}, { to, key } = {}) {
      const dossier = aDossier({ receiver: { kind: 'ward', unit: config.ward.unit }, ...bentDossier });
      const number = sequence;
      sequence += 1;
      const intake = to ?? (trust.intake[0] as Jwk);
      const header: EnvelopeHeader = {
        format: 1,
        kiosk: id,
        sequence: number,
        slip: `${label}-${String(number).padStart(4, '0')}`,
        service: { id: dossier.service.id, version: dossier.service.version },
        filedAt: new Date().toISOString(),
        clock: { confirmed: true, offsetMs: 0 },
        intakeKey: intake.kid as string,
        parts: dossier.papers.map(({ sha256, bytes }) => ({ sha256, bytes })),
        ...bentHeader,
      };
      const ports = { to: intake, sealing: webSealing, signing: key ? webSigning(key) : signing, hashing: webHashing };
      return { ...(await seal(dossier, header, ports)), dossier };
    },
    async sealPart(plain, paper) {
      const { key, ciphertext } = await webPartCipher.encryptPart(plain);
      const sha256 = toHex(await webHashing.sha256(ciphertext));
      const page = {
        paper,
        page: 1,
        sha256,
        bytes: ciphertext.length,
        key: toBase64Url(key),
        type: 'image/jpeg' as const,
      };
      return { page, ciphertext };
    },
    slip: ({ filing, envelope, dossier }, bent = {}) =>
      signSlip(
        {
          kiosk: id,
          number: envelope.slip,
          filedAt: envelope.filedAt,
          service: envelope.service.id,
          filing: filing.id,
          checkCode: dossier.checkCode,
          ...bent,
        },
        signing,
      ),
    readReceipt: (token, { filing, envelope }) =>
      readReceipt(
        token,
        { filing: filing.id, body: envelope.body.sha256 },
        { receiptKeys: trust.receipt, verifying: webVerifying },
      ),
  };
  return kiosk;
}

const checkLetters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A small true dossier; every person and number in it is invented (numbers as domain/synthetic-data.json asks). */
export function aDossier(bent: Partial<Dossier> = {}): Dossier {
  const at = '2026-11-11T12:42:00.000Z';
  return {
    format: 1,
    nonce: toHex(randomBytes(16)),
    service: { id: 'civil-status-copies', version: '2026.1', code: '2.000635' },
    language: 'vi',
    answers: { requesterName: 'Trần Thị Hường', requesterNumber: citizenNumber(), copies: 2 },
    fromCard: ['requesterName', 'requesterNumber'],
    identity: { how: 'card-read', helped: false },
    eligibility: {},
    consents: [{ id: 'processing', text: 'Tôi đồng ý', at }],
    pledge: { text: 'Tôi cam đoan', at },
    receiver: { kind: 'ward', unit: '00190' },
    papers: [],
    papersLater: [],
    warned: [],
    checkCode: Array.from(randomBytes(6), (byte) => checkLetters[byte % 32]).join(''),
    clockDoubtful: false,
    ...bent,
  };
}

/** Invented: the running part starts with 0000. */
export function citizenNumber(): string {
  return `0011900000${String((randomBytes(1)[0] ?? 0) % 100).padStart(2, '0')}`;
}
