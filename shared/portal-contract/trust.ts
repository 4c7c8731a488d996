import { z } from 'zod';
import { Text } from '../catalogue/text.ts';
import { IsoInstant } from '../dossier/dossier.ts';

export const PublicKey = z
  .object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string(), kid: z.string() })
  .strict();
export type PublicKey = z.infer<typeof PublicKey>;

/** Signed by the portal's root. A lower version than the one held is refused. */
export const TrustBundle = z
  .object({
    version: z.number().int().positive(),
    issuedAt: IsoInstant,
    /** The first is sealed to now; the next is known ahead, so that a long outage never stops filing. */
    intake: z.array(PublicKey).min(1),
    receipt: z.array(PublicKey).min(1),
    config: z.array(PublicKey).min(1),
  })
  .strict();
export type TrustBundle = z.infer<typeof TrustBundle>;

/** scrypt (RFC 7914) of a PIN with its own salt; both base64url. */
export const PinHash = z
  .object({ salt: z.string(), hash: z.string(), n: z.number().int(), r: z.number().int(), p: z.number().int() })
  .strict();
export type PinHash = z.infer<typeof PinHash>;

export const StaffMember = z
  .object({ id: z.string(), name: z.string(), role: z.enum(['attendant', 'technician']), pin: PinHash })
  .strict();
export type StaffMember = z.infer<typeof StaffMember>;

/** What one kiosk is told about itself; signed by a config key of the trust bundle. */
export const KioskConfig = z
  .object({
    version: z.number().int().positive(),
    issuedAt: IsoInstant,
    kiosk: z.object({ id: z.string(), label: z.string().regex(/^[A-Z0-9]{1,4}$/) }).strict(),
    site: z.object({ name: z.string(), address: z.string() }).strict(),
    ward: z.object({ unit: z.string(), name: z.string() }).strict(),
    nearestCounter: z.object({ name: z.string(), address: z.string(), hours: Text, phone: z.string() }).strict(),
    /** Shown by «Nhờ giúp». */
    helpPhone: z.string(),
    /** After so many hours without network the pages say since when. */
    offlineNoticeHours: z.number().positive(),
    idleSeconds: z.number().int().positive(),
    /** City support of online fees confirmed for filings from kiosks (rule HN-0D). */
    feeSupportConfirmed: z.boolean(),
    /** The portal sends text messages to the phone in the dossier. */
    sendsMessages: z.boolean(),
    staff: z.array(StaffMember),
  })
  .strict();
export type KioskConfig = z.infer<typeof KioskConfig>;

/** What the technician scans or opens from a file on a blank kiosk. */
export const Enrolment = z
  .object({
    format: z.literal('diem-cham-enrolment/1'),
    portal: z.url(),
    secret: z.string().min(20),
    /** RFC 7638 SHA-256 thumbprint (base64url) of the portal's root key. */
    rootKey: z.string().length(43),
  })
  .strict();
export type Enrolment = z.infer<typeof Enrolment>;

export const EnrolmentRequest = z
  .object({
    secret: z.string(),
    deviceKey: PublicKey,
    panel: z.object({ width: z.number(), height: z.number(), diagonalInches: z.number() }).strict(),
    build: z.string(),
  })
  .strict();
export type EnrolmentRequest = z.infer<typeof EnrolmentRequest>;

export const EnrolmentAnswer = z.object({ rootKey: PublicKey, trust: z.string(), config: z.string() }).strict();
export type EnrolmentAnswer = z.infer<typeof EnrolmentAnswer>;
