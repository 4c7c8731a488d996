import { z } from 'zod';
import { IsoDate } from '../catalogue/text.ts';
import { IsoInstant, Sha256Hex } from '../dossier/dossier.ts';
import { SealedFiling } from '../dossier/sealed-filing.ts';
import { CaseStatusCode } from '../portal-contract/case-status.ts';
import { ProblemCode } from '../portal-contract/problems.ts';

/**
 * What is owed to the portal. The safe is the truth; the outbox is the working queue the page and the sync engine
 * live from, rebuilt from the safe at every start.
 *
 * ```
 *  waiting ──lease──▶ sending ──accepted──▶ received
 *     ▲                  │  └───refused───▶ needs-attention ──try again──▶ waiting
 *     └─ later, or found ┘
 *        in `sending` at start (power cut): same id, same bytes, so the portal gives the same receipt
 * ```
 */
const toldByReceipt = {
  code: z.string(),
  receivedAt: IsoInstant,
  receiver: z.string(),
  /** Newest status the portal told; absent until it told one. */
  status: z.object({ status: CaseStatusCode, since: IsoInstant, due: IsoDate.optional() }).strict().optional(),
};

/** Only after the portal lost a filing it had given a receipt for (restored from an old backup): what was told still stands. */
const ToldEarlier = z.object(toldByReceipt).strict().optional();
export type ToldEarlier = z.infer<typeof ToldEarlier>;

export const Delivery = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting'), attempts: z.number().int(), earlier: ToldEarlier }).strict(),
  z.object({ state: z.literal('sending'), attempts: z.number().int(), earlier: ToldEarlier }).strict(),
  z.object({ state: z.literal('received'), attempts: z.number().int(), ...toldByReceipt }).strict(),
  z
    .object({
      state: z.literal('needs-attention'),
      attempts: z.number().int(),
      problem: ProblemCode,
      earlier: ToldEarlier,
    })
    .strict(),
]);
export type Delivery = z.infer<typeof Delivery>;
export type DeliveryState = Delivery['state'];

export const OutboxFiling = z
  .object({
    id: Sha256Hex,
    sequence: z.number().int().positive(),
    slip: z.string(),
    service: z.object({ id: z.string(), version: z.string() }).strict(),
    filedAt: IsoInstant,
    /** Digest of the sealed body: what a receipt must name. */
    bodySha256: Sha256Hex,
    parts: z.array(z.object({ sha256: Sha256Hex, bytes: z.number().int() }).strict()),
    /** `null` once freed under a verified receipt. */
    body: SealedFiling.nullable(),
    /** A signed withdrawal that still has to reach the portal, or has (then `withdrawn`). */
    withdrawal: z.object({ token: z.string(), reached: z.boolean() }).strict().nullable(),
    delivery: Delivery,
  })
  .strict();
export type OutboxFiling = z.infer<typeof OutboxFiling>;

/** What became of one filing of a lease. */
export type Outcome =
  | { kind: 'later' }
  | { kind: 'received'; code: string; receivedAt: string; receiver: string }
  | { kind: 'needs-attention'; problem: z.infer<typeof ProblemCode> };

export interface LeaseBounds {
  readonly filings: number;
  readonly bytes: number;
  readonly except?: ReadonlySet<string>;
  readonly only?: string;
  /** `false`: bodies stay where they are (`null` in what is leased): who sends has them in the safe. */
  readonly bodies?: boolean;
}

export interface LeasedFiling extends OutboxFiling {
  /** Of its body in a request, near enough to bound a page. */
  readonly bytes: number;
}

/** Announced after a change is durable, to every observer in every page and worker; may be announced twice. */
export interface OutboxChange {
  readonly ids: readonly string[];
  /** Something is owed to the portal that was not before. */
  readonly owed: boolean;
}

export interface Outbox {
  /** Adds a filing in one strict transaction: when this resolves it survives a power cut. Adding the same id again changes nothing. */
  put(filing: OutboxFiling): Promise<void>;
  /**
   * Takes the oldest waiting filings (by sequence), up to both bounds but at least one, and writes them as `sending`
   * with one attempt more, durably, BEFORE this resolves: after a power cut we must know that we may have sent.
   * `except` names filings whose wait has not passed; `only` takes that one filing, if it is waiting, and no other.
   */
  lease(bounds: LeaseBounds): Promise<LeasedFiling[]>;
  /**
   * Records what became of leased filings. `received` frees the body. An outcome for a filing that is already received changes
   * nothing. A power cut may take the record back: then the filing is found under way at the next start, and sent again.
   */
  record(outcomes: ReadonlyMap<string, Outcome>): Promise<void>;
  /** At start: what was `sending` when the power went is `waiting` again, attempts kept. Returns how many. */
  recover(): Promise<number>;
  /** An attendant's «thử lại»: needs-attention → waiting. */
  tryAgain(id: string): Promise<void>;
  setStatus(
    id: string,
    status: { status: z.infer<typeof CaseStatusCode>; since: string; due?: string | undefined },
  ): Promise<void>;
  setWithdrawal(id: string, withdrawal: { token: string; reached: boolean }): Promise<void>;
  get(id: string): Promise<OutboxFiling | undefined>;
  findBySlip(slip: string): Promise<OutboxFiling | undefined>;
  /** Ascending by sequence; bodies left out. */
  list(query: { states: readonly DeliveryState[]; after?: number; limit: number }): Promise<OutboxFiling[]>;
  count(): Promise<Record<DeliveryState, number>>;
  /** Withdrawals not yet at the portal. */
  openWithdrawals(limit: number): Promise<{ id: string; token: string }[]>;
  /** Received, not yet final by status; ascending by sequence, from behind the filing `after` when it is given. */
  following(limit: number, after?: string): Promise<string[]>;
  /** Forgets received filings with a sequence up to and including this one that are final or older than the retention rule says. */
  forget(ids: readonly string[]): Promise<void>;
  /**
   * Makes the outbox agree with the safe about these filings, in one strict transaction: unknown ones are added, those the
   * safe has a receipt for become received, and a received one the safe names as waiting (the portal lost it) waits again.
   * One that has its body in neither can be sent by nobody: it goes to needs-attention (`filing-changed`), and waits again when the
   * safe brings its body after all.
   */
  agree(kept: readonly OutboxFiling[]): Promise<{ added: number; corrected: number }>;
  /**
   * Does a little of the work that `record` left for a time when nothing is being sent; `true` while there may be more. Nothing
   * that can be read changes by it. What is skipped is made up for by whoever needs it.
   */
  tidy(): Promise<boolean>;
  /** How many rows could not be read. They are kept aside, never dropped; the safe brings their filings back. */
  setAside(): Promise<number>;
  /** Returns how to stop observing. */
  observe(listener: (change: OutboxChange) => void): () => void;
}
