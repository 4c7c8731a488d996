import type { DraftReply } from '../../shared/dossier/dossier.ts';
import type { ResultState } from '../../shared/portal-contract/case-results.ts';
import type { CaseEvent, CaseStatusCode } from '../../shared/portal-contract/case-status.ts';
import type { Mark, RevisionTold } from '../../shared/portal-contract/correction.ts';
import type { Delivery } from '../../shared/portal-contract/delivery.ts';
import type { DraftStanding } from '../../shared/portal-contract/draft-certificate.ts';
import type { KioskReport } from '../../shared/portal-contract/kiosk-report.ts';
import type { RatedFactor, Rating, WithdrawalResult } from '../../shared/portal-contract/messages.ts';
import type { PaymentLine } from '../../shared/portal-contract/payment.ts';
import type { ProblemCode } from '../../shared/portal-contract/problems.ts';
import type { PinHash, PublicKey, StaffMember } from '../../shared/portal-contract/trust.ts';

export interface RatingCount {
  readonly service: string;
  /** Absent: as a whole. */
  readonly factor?: RatedFactor | undefined;
  readonly score: number;
  readonly count: number;
}

/**
 * What the portal holds for good. Every method is one transaction: when its promise resolves the change is durable
 * (on disk and synced), when it rejects nothing of it has happened. Two calls never see each other half done.
 */
export interface Register {
  /** One-time secrets, kept as their SHA-256 (hex) only. */
  addEnrolment(enrolment: EnrolmentRecord): Promise<void>;
  enrolments(): Promise<EnrolmentRecord[]>;
  /**
   * Uses up the secret and adds the kiosk, or does nothing and answers `undefined` when the secret is unknown, used or
   * expired. `makeKiosk` is told the labels that are taken and must give a new one.
   */
  enrol(
    use: { secretHash: string; nowMs: number },
    makeKiosk: (enrolment: EnrolmentRecord, labelsTaken: readonly string[]) => KioskRecord,
  ): Promise<KioskRecord | undefined>;
  findKiosk(id: string): Promise<KioskRecord | undefined>;
  /** In the order they were enrolled. */
  kiosks(): Promise<KioskRecord[]>;
  /** `undefined` lets the kiosk in again. */
  setRevoked(kiosk: string, at: string | undefined): Promise<void>;
  /**
   * What the kiosk says about its journal. Every head is remembered (the newest `headsKept`), and one that cannot follow from what was told
   * before is an alarm, which is answered and kept. Advice for reconciliation, not proof.
   */
  noteHead(kiosk: string, head: KioskHead): Promise<HeadAlarm | undefined>;
  /** In the order they were told. */
  heads(kiosk: string): Promise<KioskHead[]>;
  /** In the order they were raised; the newest `alarmsKept`. */
  headAlarms(kiosk: string): Promise<HeadAlarm[]>;
  /** Somebody has compared journal and register at the machine: what is another journal stays written down, and is no alarm any more. */
  settleForks(kiosk: string, at: string): Promise<void>;
  /** What the kiosk says about its storage; the newest is kept. */
  keepReport(report: KioskReport): Promise<void>;
  /** Newest of each kiosk, by its id. */
  reports(): Promise<ReadonlyMap<string, KioskReport>>;
  keepConfig(kiosk: string, config: SignedConfig): Promise<void>;
  findConfig(kiosk: string): Promise<SignedConfig | undefined>;

  /** `false` when this assertion id was used before. Forgets ids that have expired. */
  spendAssertion(assertion: { kiosk: string; jti: string; expiresMs: number; nowMs: number }): Promise<boolean>;

  /**
   * Takes filings in, each once: a filing known by its id is answered as it is, a new one gets its official code in the
   * same transaction and, when a withdrawal for it came earlier, status 7. A revision gets the code of its case, is taken when
   * it answers what is asked now (the case goes back to 4; a reply to a draft certificate in time settles that), and is else set
   * aside. Answers in the order given.
   */
  receive(arrivals: readonly Arrival[]): Promise<CaseRecord[]>;
  /** Keeps the first receipt of each filing for ever and answers what is kept, in the order given. */
  keepReceipts(receipts: readonly { filing: string; receipt: string }[]): Promise<string[]>;
  findCases(filings: readonly string[]): Promise<CaseRecord[]>;
  findCase(filing: string): Promise<CaseRecord | undefined>;
  /** By the number on the slip or by the official code, exactly. */
  findCaseByNumber(number: string): Promise<CaseRecord | undefined>;
  /** By sequence, greater than `after`. */
  casesOfKiosk(kiosk: string, page: { after: number; limit: number }): Promise<CaseRecord[]>;
  /** Remembers what intake refused, newest word on each, `refusalsKept` a kiosk at most. */
  noteRefused(kiosk: string, refusals: readonly RefusalRecord[]): Promise<void>;
  /** Without those that were received after all. */
  refusals(kiosk: string): Promise<RefusalRecord[]>;
  /** Filings of this kiosk that a withdrawal waits for. */
  waitingWithdrawals(kiosk: string): Promise<string[]>;
  findBody(filing: string): Promise<CaseBody | undefined>;
  history(filing: string): Promise<HistoryRecord[]>;
  /** Newest first, without revisions: they are part of their case. `unit` undefined means all units (tests and tools only, never the console). */
  cases(filter: CaseFilter): Promise<CaseRecord[]>;
  /** Pairs of cases of one unit by the same applicant for the same service within a day, neither refused nor withdrawn. */
  probableDoubles(unit: string): Promise<[string, string][]>;
  /**
   * Sets the status only if it is still `from` and the results of a bundle agree; `false` when somebody else was quicker. What was
   * asked for correction ends with status 5, an unanswered draft certificate with anything but 4 and 6; 9 waits for it.
   */
  setStatus(change: StatusChange): Promise<boolean>;
  /** Status 5 with what is to be corrected, as one round more; `false` when somebody else was quicker. */
  askCorrection(asked: AskedCorrection): Promise<boolean>;
  /** Of one case, by their rounds. */
  corrections(filing: string): Promise<CorrectionRecord[]>;
  /**
   * Moves one result of a bundle, and the case with it as `statusesAfter` says; `false` when somebody else was quicker, or the move
   * must wait (for the resident, or for an answer to this result's draft certificate).
   */
  moveResult(move: ResultMove): Promise<boolean>;
  /** Of one case, in the order they were made. */
  resultMoves(filing: string): Promise<MovedResult[]>;
  /** One draft certificate more; `false` when one waits already, its result has ended, or the case is not `from` any more. */
  sendDraft(draft: SentDraft): Promise<boolean>;
  /** Of one case, by their numbers. */
  drafts(filing: string): Promise<DraftRecord[]>;
  /** Every draft that nobody answered in time is agreed to, and its case's history says so. How many there were. */
  settleSilence(nowMs: number): Promise<number>;
  /** Of one case, in the order they came. */
  revisions(filing: string): Promise<CaseRecord[]>;
  /** A withdrawal of a filing that is not here yet is remembered and takes effect when the filing comes. */
  withdraw(withdrawal: { kiosk: string; filing: string; at: string; now: string }): Promise<WithdrawalResult['state']>;

  /** What a dossier is to pay. The first word on it stays, whoever asks again; answers what is kept. */
  openPayment(payment: PaymentRecord): Promise<PaymentRecord>;
  findPayment(filing: string): Promise<PaymentRecord | undefined>;
  /** Worked out anew; only where it was the portal's own working out and no money has come. Answers what is kept. */
  reworkPayment(payment: PaymentRecord): Promise<PaymentRecord>;
  /** Another amount, in place of what was worked out; `false` when `from` is not the amount any more, or the money has come. */
  setPaymentAmount(change: PaymentChange): Promise<boolean>;
  /** The money has come, once; `false` when another amount is due, or none. */
  settlePayment(settled: { filing: string; amount: number; at: string; by: string }): Promise<boolean>;

  /** Each rating counts once, by its id. */
  addRatings(kiosk: string, ratings: readonly Rating[]): Promise<void>;
  ratings(): Promise<(Rating & { kiosk: string })[]>;
  /** How often each score was given at the kiosks of a unit; what was never given is left out. */
  ratingCounts(unit: string): Promise<RatingCount[]>;
  /**
   * Counts a try before it is checked. `allowed` is false when `limit` tries were counted since `sinceMs`; such a try is
   * not counted itself, and `oldestMs` says when the oldest counted one was.
   */
  countTry(attempt: { key: string; nowMs: number; sinceMs: number; limit: number }): Promise<TryCount>;

  /** Sequence numbers of this kiosk that are held for good, as ranges with both ends, ascending, not touching. */
  heldRanges(kiosk: string): Promise<[number, number][]>;
  keepCheckpoint(checkpoint: CheckpointRecord): Promise<void>;
  newestCheckpoint(kiosk: string): Promise<CheckpointRecord | undefined>;

  addOfficer(officer: OfficerRecord): Promise<void>;
  findOfficer(user: string): Promise<OfficerRecord | undefined>;
  officers(): Promise<OfficerRecord[]>;
  /** Replaces the member with the same id. */
  addStaff(member: StaffMember): Promise<void>;
  staff(): Promise<StaffMember[]>;

  audit(entry: AuditRecord): Promise<void>;
  /** In the order they happened; of one filing, or all. */
  auditTrail(filing?: string): Promise<AuditRecord[]>;

  close(): Promise<void>;
}

export interface EnrolmentRecord {
  readonly secretHash: string;
  /** Label wanted for the kiosk; the next free one when absent or taken. */
  readonly label?: string | undefined;
  readonly unit: string;
  readonly site: { readonly name: string; readonly address: string };
  readonly createdAt: string;
  readonly createdBy: string;
  readonly expiresMs: number;
  readonly usedAt?: string | undefined;
}

export interface KioskRecord {
  readonly id: string;
  readonly label: string;
  readonly deviceKey: PublicKey;
  readonly unit: string;
  readonly site: { readonly name: string; readonly address: string };
  readonly enrolledAt: string;
  readonly revokedAt?: string | undefined;
  readonly head?: KioskHead | undefined;
}

export interface KioskHead {
  readonly records: number;
  readonly hash: string;
  readonly at: string;
}

export interface HeadAlarm {
  /** `shorter`: fewer records than were told before, and not a head we know. `forked`: as many as before, and other ones. */
  readonly kind: 'shorter' | 'forked';
  readonly at: string;
  readonly before: { readonly records: number; readonly hash: string };
  readonly told: { readonly records: number; readonly hash: string };
  /** A longer journal was told afterwards. */
  readonly overAt?: string | undefined;
}

export interface RefusalRecord {
  readonly filing: string;
  readonly slip?: string | undefined;
  readonly problem: ProblemCode;
  readonly at: string;
}

export const headsKept = 1000;
export const alarmsKept = 100;
export const refusalsKept = 10_000;

export interface SignedConfig {
  readonly version: number;
  /** Compact JWS of a KioskConfig. */
  readonly token: string;
}

/** A filing that was authenticated and opened and whose parts are on disk. */
export interface Arrival {
  readonly filing: string;
  readonly kiosk: string;
  readonly sequence: number;
  readonly slip: string;
  readonly service: string;
  readonly serviceVersion: string;
  /** The receiver. */
  readonly unit: string;
  /** SHA-256 of the sealed body, as in the envelope. */
  readonly bodySha256: string;
  readonly filedAt: string;
  readonly filedMs: number;
  readonly receivedAt: string;
  readonly receivedMs: number;
  /** Keyed fingerprint of the applicant's number; null when the dossier names none. */
  readonly applicant: string | null;
  /** The code is `<codePrefix>-<codeDay>-<7 digits>`. */
  readonly codePrefix: string;
  readonly codeDay: string;
  /** Numbers up to here may have been given by a register that is lost. */
  readonly codeFloor?: number | undefined;
  /** Absent for a dossier of its own. Its case is in the register. */
  readonly revision?: ArrivingRevision | undefined;
  readonly body: CaseBody;
}

export interface ArrivingRevision {
  readonly of: string;
  readonly round: number;
  /** The new promised day when it is taken; absent leaves it as it is. */
  readonly due?: string | undefined;
  /** It answers the draft certificate of this number instead of a correction. */
  readonly reply?: DraftReply['says'] | undefined;
}

export interface CaseBody {
  /** The kiosk's signed envelope, as it came. */
  readonly envelope: string;
  /** The sealed body, as it came. */
  readonly ciphertext: Uint8Array;
  /** The dossier's canonical bytes, locked with the portal's storage key. */
  readonly locked: Uint8Array;
}

export interface CaseRecord {
  readonly filing: string;
  readonly kiosk: string;
  readonly sequence: number;
  readonly slip: string;
  readonly service: string;
  readonly serviceVersion: string;
  readonly unit: string;
  readonly bodySha256: string;
  readonly filedAt: string;
  readonly filedMs: number;
  readonly receivedAt: string;
  readonly receivedMs: number;
  readonly applicant: string | null;
  readonly code: string;
  readonly status: CaseStatusCode;
  readonly since: string;
  readonly due: string | null;
  readonly receipt: string | null;
  /** A revision, not a case: of which filing, which asking it answers, and what became of it. Its status and due date say nothing. */
  readonly revision: {
    readonly of: string;
    readonly round: number;
    readonly outcome: RevisionTold['outcome'];
    readonly reply?: DraftReply['says'] | undefined;
  } | null;
}

export interface MovedResult {
  /** Of the service. */
  readonly result: string;
  readonly state: ResultState;
  readonly at: string;
  /** Officer's user name. */
  readonly by: string;
  readonly note?: string | undefined;
  readonly delivery?: Delivery | undefined;
}

export interface ResultMove extends MovedResult {
  readonly filing: string;
  readonly from: ResultState;
  /** Every result this dossier asks for: the case follows all of them. */
  readonly asked: readonly string[];
}

export interface DraftRecord {
  readonly filing: string;
  readonly number: number;
  /** Of the service; null where the portal does not know which. */
  readonly result: string | null;
  readonly at: string;
  /** Officer's user name. */
  readonly by: string;
  readonly untilMs: number;
  /** The words, locked with the portal's storage key. */
  readonly locked: Uint8Array;
  readonly standing: DraftStanding;
  readonly closedAt?: string | undefined;
  /** The reply that was taken. */
  readonly answeredBy?: string | undefined;
}

export interface SentDraft extends Pick<DraftRecord, 'filing' | 'result' | 'at' | 'by' | 'untilMs' | 'locked'> {
  readonly from: CaseStatusCode;
}

export interface CorrectionRecord {
  readonly filing: string;
  readonly round: number;
  readonly at: string;
  /** Officer's user name. */
  readonly by: string;
  readonly until: string;
  readonly marks: readonly Mark[];
  /** What was left of the promised time when its clock was stopped; null where nothing was promised. */
  readonly workingDaysLeft: number | null;
  /** Nothing is asked any more: it was answered, or the case went on without. */
  readonly closedAt?: string | undefined;
  /** The revision that was taken. */
  readonly answeredBy?: string | undefined;
}

export interface AskedCorrection extends Omit<CorrectionRecord, 'round' | 'closedAt' | 'answeredBy'> {
  readonly from: CaseStatusCode;
  /** What is said besides the marks' own notes. */
  readonly note?: string | undefined;
}

export interface HistoryRecord {
  readonly status: CaseStatusCode;
  readonly at: string;
  readonly note?: string | undefined;
  /** How the result reaches the resident. */
  readonly delivery?: Delivery | undefined;
  /** Officer's user name, `kiosk` or `portal`. */
  readonly by: string;
  /** Absent where the status itself was set. */
  readonly event?: CaseEvent | undefined;
}

/** What one dossier is to pay. */
export interface PaymentRecord {
  readonly filing: string;
  /** Dong; null while nobody knows it. */
  readonly amount: number | null;
  /** Of what it is made up; none when an officer has set it. */
  readonly lines: readonly PaymentLine[];
  readonly note?: string | undefined;
  /** Of the portal's own: when that arrived of which it is worked out, the dossier or the newest correction that was taken. */
  readonly setAt: string;
  /** Officer's user name, or `portal`. */
  readonly setBy: string;
  readonly paid?: { readonly amount: number; readonly at: string; readonly by: string } | undefined;
}

export interface PaymentChange {
  readonly filing: string;
  readonly from: number | null;
  readonly to: number;
  readonly at: string;
  readonly by: string;
  readonly note: string;
}

export interface CaseFilter {
  readonly unit?: string | undefined;
  readonly status?: CaseStatusCode | undefined;
  readonly service?: string | undefined;
  /** Exact slip number, also of a revision, or official code. */
  readonly number?: string | undefined;
  readonly limit?: number | undefined;
}

export interface StatusChange {
  readonly filing: string;
  readonly from: CaseStatusCode;
  readonly to: CaseStatusCode;
  readonly at: string;
  readonly by: string;
  readonly note?: string | undefined;
  readonly delivery?: Delivery | undefined;
  /** Absent leaves the due date as it is. */
  readonly due?: string | undefined;
  /** Every result a bundle asks for; absent or empty where the status says it all. */
  readonly asked?: readonly string[] | undefined;
}

export type TryCount = { readonly allowed: true } | { readonly allowed: false; readonly oldestMs: number };

export interface CheckpointRecord {
  readonly kiosk: string;
  readonly issuedAt: string;
  readonly held: [number, number][];
  readonly token: string;
}

export interface OfficerRecord {
  readonly user: string;
  readonly name: string;
  readonly unit: string;
  readonly password: PinHash;
}

export const auditActs = [
  'signed-in',
  'sign-in-refused',
  'dossier-opened',
  'part-opened',
  'form-opened',
  'status-set',
  'status-refused',
  'correction-asked',
  'result-set',
  'draft-sent',
  'slip-checked',
  'other-unit-refused',
  'enrolment-made',
  'file-imported',
  'journal-report-taken',
  'journal-compared',
  'payment-set',
  'payment-received',
  'payment-refused',
] as const;
export type AuditAct = (typeof auditActs)[number];

/** Who did what to which dossier. Ids and codes only. */
export interface AuditRecord {
  readonly at: string;
  readonly officer: string;
  readonly unit: string;
  readonly act: AuditAct;
  readonly filing?: string | undefined;
  /** A part's hash, `1>2`, a verdict. */
  readonly detail?: string | undefined;
}

/** Statuses from which the citizen may still withdraw are those with 7 among the next ones; these are neither double nor alive. */
export const deadForDoubles: readonly CaseStatusCode[] = [3, 7];
export const doubleWindowMs = 24 * 60 * 60 * 1000;
