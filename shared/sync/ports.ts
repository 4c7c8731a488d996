import type { Outbox } from '../outbox/outbox.ts';
import type { SyncAnswer, SyncRequest } from '../portal-contract/messages.ts';
import type { ProblemCode } from '../portal-contract/problems.ts';
import type { Clock, Dice, Timer } from '../runtime.ts';
import type { Owed, PortalNews, PortalNewsAnswer } from '../shell-contract/messages.ts';

/** What came of sending one message once. */
export type Attempt =
  | {
      readonly kind: 'answered';
      readonly answer: SyncAnswer;
      /** Whose receipts the shell has verified and kept already; absent when it kept none. */
      readonly kept?: readonly string[] | undefined;
    }
  | { readonly kind: 'problem'; readonly problem: ProblemCode; readonly retryAfterMs?: number | undefined }
  /** Nothing was sent: the safe lacks the bodies of these. */
  | { readonly kind: 'not-in-safe'; readonly filings: readonly string[] }
  /** Somebody answered, but not the portal's words: a captive page, half a reply, a proxy's error. */
  | { readonly kind: 'unreadable'; readonly retryAfterMs?: number | undefined }
  | { readonly kind: 'unreachable' };

export interface PortalDoor {
  /** One attempt, no retry. Never rejects, and answers within a bound of its own. */
  sync(request: SyncRequest): Promise<Attempt>;
  /**
   * The same for filings alone, which the shell sends straight from the safe: their bodies need not travel through the page.
   * The shell keeps the receipts before this answers. Absent where there is no shell.
   */
  syncFromSafe?(filings: readonly string[]): Promise<Attempt>;
}

export interface KioskFacts {
  readonly id: string;
  readonly trustVersion: number;
  readonly configVersion: number;
}

/** `undefined` from any of these: the shell did not answer or could not; nothing changed that may be relied on. Never rejects. */
export interface SafeDoor {
  /** As the shell knows it now; `null` while nobody has provisioned this kiosk. */
  kiosk(): Promise<KioskFacts | null | undefined>;
  owed(): Promise<Owed | undefined>;
  /** When this answers, the receipts named as kept are genuine (signature, filing, digest of its body) and on the disk. */
  recordReceipts(receipts: readonly { id: string; receipt: string }[]): Promise<ReceiptsKept | undefined>;
  takeNews(news: PortalNews): Promise<PortalNewsAnswer | undefined>;
  /** One attempt to send one part straight from the safe. */
  sendPart(sha256: string): Promise<PartSending>;
}

/** `gone`: the safe does not hold it. `damaged`: what arrived did not have the hash. */
export type PartSending = 'sent' | 'later' | 'gone' | 'damaged' | 'too-large';

export interface ReceiptsKept {
  readonly kept: readonly string[];
  readonly refused: readonly string[];
}

export interface SyncPorts {
  readonly outbox: Outbox;
  readonly portal: PortalDoor;
  readonly safe: SafeDoor;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly timer: Timer;
}
