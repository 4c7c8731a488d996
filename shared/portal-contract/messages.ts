import { z } from 'zod';
import { IsoDate } from '../catalogue/text.ts';
import { IsoInstant, Sha256Hex } from '../dossier/dossier.ts';
import { SealedFiling } from '../dossier/sealed-filing.ts';
import { CaseState, CaseView } from './case-status.ts';
import { VisitKey } from './correction.ts';
import { ProblemCode } from './problems.ts';

/** Raised when a message changes its shape; a test holds the hash of all schemas against it. */
export const contractVersion = 2;

/** Kiosks from this version on are understood: each version since has only added to what may be said (decision 0037). */
export const oldestContractVersion = 1;

/** The five factors satisfaction is measured by (SIPAS method, Decision 1001/QĐ-BNV, 2023-2026). */
export const ratedFactors = ['access', 'procedure', 'staff', 'result', 'feedback'] as const;
export const RatedFactor = z.enum(ratedFactors);
export type RatedFactor = z.infer<typeof RatedFactor>;

/**
 * Anonymous, optional, one tap: how satisfied the resident was, as a whole or with one factor. No time of day, no dossier;
 * what one person said of several factors travels apart, and nothing tells that it was one person.
 */
export const Rating = z
  .object({
    id: z.string().regex(/^[0-9a-f]{32}$/),
    service: z.string(),
    day: IsoDate,
    /** Absent: as a whole. */
    factor: RatedFactor.optional(),
    score: z.number().int().min(1).max(5),
  })
  .strict();
export type Rating = z.infer<typeof Rating>;

/** Named bounds of one request, kept by both sides. */
export const bounds = {
  filingsPerSync: 100,
  syncBytes: 2 * 1024 * 1024,
  followingPerSync: 200,
  partBytes: 20 * 1024 * 1024,
  /** Of a piece; a portal takes any smaller one. */
  pieceBytes: 4 * 1024 * 1024,
  /** Of one number. */
  lookupTriesPerHour: 5,
  /** With one citizen card, whatever the number: numbers of slips follow one another, and what stands on a card others know, too. */
  cardTriesPerHour: 20,
  /** For so long a payment order stands for the slip it was shown for. */
  paymentLookupMinutes: 60,
} as const;

/** One message carries everything the kiosk owes: `POST /v1/sync`. Every part of it is idempotent. */
export const SyncRequest = z
  .object({
    /** The sender's own: a portal is brought up to date before its kiosks are. */
    contract: z.number().int().min(oldestContractVersion).max(contractVersion),
    kiosk: z.string(),
    /** Head of the safe's hash chain. */
    head: z.object({ records: z.number().int().nonnegative(), hash: Sha256Hex }).strict(),
    filings: z.array(SealedFiling).max(bounds.filingsPerSync),
    /** Compact JWS each. */
    withdrawals: z.array(z.string()).max(bounds.filingsPerSync),
    ratings: z.array(Rating).max(bounds.filingsPerSync),
    /** Filings with a receipt whose status the kiosk wants to know. */
    following: z.array(Sha256Hex).max(bounds.followingPerSync),
    known: z.object({ trustVersion: z.number().int(), configVersion: z.number().int() }).strict(),
  })
  .strict();
export type SyncRequest = z.infer<typeof SyncRequest>;

export const FilingResult = z.discriminatedUnion('state', [
  z.object({ id: Sha256Hex, state: z.literal('received'), receipt: z.string() }).strict(),
  /** The portal takes the filing once these parts are there. */
  z.object({ id: Sha256Hex, state: z.literal('parts-missing'), parts: z.array(Sha256Hex).min(1) }).strict(),
  z.object({ id: Sha256Hex, state: z.literal('refused'), problem: ProblemCode }).strict(),
]);
export type FilingResult = z.infer<typeof FilingResult>;

export const WithdrawalResult = z
  .object({ filing: Sha256Hex, state: z.enum(['recorded', 'not-here-yet', 'too-late', 'refused']) })
  .strict();
export type WithdrawalResult = z.infer<typeof WithdrawalResult>;

export const SyncAnswer = z
  .object({
    filings: z.array(FilingResult),
    withdrawals: z.array(WithdrawalResult),
    ratings: z.array(z.string()),
    statuses: z.array(CaseState),
    /** Newest checkpoint for this kiosk, when there is one. */
    checkpoint: z.string().optional(),
    time: z.string(),
    /** Newer than what the kiosk knows. */
    trust: z.string().optional(),
    config: z.string().optional(),
  })
  .strict();
export type SyncAnswer = z.infer<typeof SyncAnswer>;

/** Of the kiosk that asks; absent: one of the first, which reads nothing that has been added since (decision 0037). */
const asker = { contract: z.number().int().min(oldestContractVersion).max(contractVersion).optional() };

const proofs = [
  z.object({ slip: z.string(), ...asker }).strict(),
  z.object({ number: z.string(), checkCode: z.string(), ...asker }).strict(),
  z
    .object({ number: z.string(), card: z.object({ number: z.string(), birthDate: IsoDate }).strict(), ...asker })
    .strict(),
] as const;

/**
 * What shows that a case is theirs: the slip's QR, number and check code as typed, or the number and the citizen card of whoever
 * filed, read at the kiosk. Never in a URL.
 */
export const CaseProof = z.union(proofs);
export type CaseProof = z.infer<typeof CaseProof>;

/**
 * `POST /v1/case-lookups`: with a proof, or with the payment order the portal has just signed. Whoever holds that has shown a proof
 * within the hour, and is told how the case stands; to act on it takes the proof itself.
 */
export const CaseLookup = z.union([...proofs, z.object({ payment: z.string(), ...asker }).strict()]);
export type CaseLookup = z.infer<typeof CaseLookup>;

export const CaseLookupAnswer = z.discriminatedUnion('found', [
  z.object({ found: z.literal('case'), case: CaseView }).strict(),
  /** Signed by a kiosk of this portal, and nothing under it has come yet. */
  z
    .object({
      found: z.literal('genuine-not-arrived'),
      number: z.string(),
      keptAt: IsoInstant,
      kiosk: z.string(),
      service: z.string(),
    })
    .strict(),
  z.object({ found: z.literal('unknown') }).strict(),
]);
export type CaseLookupAnswer = z.infer<typeof CaseLookupAnswer>;

/**
 * `POST /v1/corrections`, `POST /v1/drafts`: what is marked in a case, or its draft certificate, sealed to the key of this visit. Both
 * are a person's own words: a payment order, which stood on a screen, does not open them.
 */
export const VisitRequest = z.object({ lookup: CaseProof, to: VisitKey }).strict();
export type VisitRequest = z.infer<typeof VisitRequest>;

/** `POST /v1/case-withdrawals`: the resident takes back a dossier the portal has, at any kiosk. Asked twice, it answers the same. */
export const CaseWithdrawal = z.object({ lookup: CaseProof }).strict();
export type CaseWithdrawal = z.infer<typeof CaseWithdrawal>;

export const CaseWithdrawalAnswer = z.discriminatedUnion('found', [
  /** `isWithdrawn` is false where it has gone too far for that (`caseStatuses`); the case as it stands now says why. */
  z.object({ found: z.literal('case'), isWithdrawn: z.boolean(), case: CaseView }).strict(),
  z.object({ found: z.literal('unknown') }).strict(),
]);
export type CaseWithdrawalAnswer = z.infer<typeof CaseWithdrawalAnswer>;

export const TokenAnswer = z
  .object({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.number().int().positive() })
  .strict();
export type TokenAnswer = z.infer<typeof TokenAnswer>;

export const HealthAnswer = z
  .object({ portal: z.literal('diem-cham'), contract: z.number().int(), now: IsoInstant })
  .strict();
export type HealthAnswer = z.infer<typeof HealthAnswer>;
