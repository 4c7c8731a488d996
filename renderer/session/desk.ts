import type { GuideEntry } from '../../shared/catalogue/guide-entry.ts';
import type { GuideIndex } from '../../shared/catalogue/guide-index.ts';
import type { Service } from '../../shared/catalogue/service.ts';
import type { Dossier } from '../../shared/dossier/dossier.ts';
import type { DraftOf, DraftShown } from '../../shared/dossier/draft-words.ts';
import type { AskedOf, MarkedAnswers } from '../../shared/dossier/marked-answers.ts';
import type { DeliveryState, OutboxFiling } from '../../shared/outbox/outbox.ts';
import type {
  CaseLookup,
  CaseLookupAnswer,
  CaseProof,
  CaseWithdrawalAnswer,
} from '../../shared/portal-contract/messages.ts';
import type { ProblemCode } from '../../shared/portal-contract/problems.ts';
import type { CarryState } from '../../shared/shell-contract/carry.ts';
import type {
  FileAnswer,
  FiledNow,
  Health,
  InformationKnown,
  OpenSavedDraft,
  PageLog,
  PrintFormRequest,
  PrintGuideRequest,
  PrintRequest,
  ProvisionCheck,
  ProvisionRequest,
  RateRequest,
  SavedDraftSlip,
  ShellState,
  SignInAnswer,
  SlipAnswer,
  StickList,
  WithdrawAnswer,
  WithdrawRequest,
} from '../../shared/shell-contract/messages.ts';
import type { ShellProblemCode } from '../../shared/shell-contract/shell-problems.ts';
import type { StickUpdates } from '../../shared/shell-contract/updates.ts';
import type { Draft } from './draft.ts';
import type { KnownPayment } from './visit.ts';

export interface OpenVisit {
  readonly draft: Draft | undefined;
  readonly filed: FiledNow['filed'];
}

/** What can be expected to fail comes back as a value; the code chooses the sentence. */
export type Answered<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: DeskProblem };
export type DeskProblem = ShellProblemCode | 'shell-unreachable' | 'too-many-tries';

/** Guide entries of the national database, as far as a search needs them. */
export interface KnownGuides {
  readonly version: number;
  readonly index: GuideIndex;
}

/**
 * Everything a screen may ask for. Screens know no store, no sync and no shell client; `renderer/desk` answers this
 * over all three, and tests answer it with small fakes.
 */
export interface Desk {
  /** None before `servicesRead`. */
  readonly services: readonly Service[];
  /** The catalogue is read once, behind the first screen: every rule in it is checked, and no start waits for that. */
  servicesRead(): Promise<void>;
  /** Read when the first search of this page opens, and the same until the page ends; `not-found` where the kiosk has none. */
  guides(): Promise<Answered<KnownGuides>>;
  guide(asked: { readonly version: number; readonly row: number }): Promise<Answered<GuideEntry>>;
  /** City and ward, as this kiosk heard it last; `undefined` where it has heard nothing. */
  information(): Promise<InformationKnown['known'] | undefined>;
  printGuide(request: PrintGuideRequest): Promise<{ printed: boolean }>;
  /** Newest state of the shell; `observe` tells of every change. */
  state(): ShellState;
  observe(listener: () => void): () => void;

  /** From here on the shell keeps and files nothing for this visit; what was open of it is forgotten. */
  practise(): Promise<Answered<undefined>>;
  keepDraft(draft: Draft): void;
  /** What was open when the page died, if anything: a draft, or a filing whose slip was on the screen. */
  openVisit(): Promise<OpenVisit>;
  /** Forgets everything about this visit and starts a fresh page. Does not come back. */
  endVisit(why: 'finished' | 'timed-out' | 'wiped'): Promise<void>;
  saveForLater(draft: Draft): Promise<Answered<SavedDraftSlip>>;
  openSaved(request: OpenSavedDraft): Promise<Answered<Draft>>;

  /** Encrypts a page at once and hands the ciphertext to the safe. */
  keepPart(bytes: Uint8Array): Promise<Answered<{ sha256: string; bytes: number; key: string }>>;
  dropPart(sha256: string): Promise<void>;
  /** Decrypted again for the review screen, while the visit is open. */
  readPart(part: { sha256: string; key: string }): Promise<Uint8Array | undefined>;
  openCamera(open: boolean): Promise<void>;
  sticks(): Promise<StickList['files']>;
  stickFile(id: string): Promise<Uint8Array | undefined>;

  /** Resolves `ok` when the dossier lies synced in the safe: only then is it filed. */
  file(dossier: Dossier): Promise<Answered<FileAnswer>>;
  /** The screen has said "kept". */
  shown(filingId: string): Promise<void>;
  print(request: PrintRequest): Promise<{ printed: boolean }>;
  /** The official forms of a draft, or of what this visit has filed. */
  printForm(request: PrintFormRequest): Promise<{ printed: boolean }>;
  rate(rating: RateRequest): Promise<void>;

  knowSlip(request: WithdrawRequest): Promise<Answered<SlipAnswer>>;
  lookUp(request: CaseLookup): Promise<CaseLookupAnswer | 'needs-network' | 'too-many-tries'>;
  /** The payment order in an answer, when the portal has signed it for this very case; undefined when there is none. */
  readPayment(answer: CaseLookupAnswer | 'needs-network' | 'too-many-tries'): Promise<KnownPayment | undefined>;
  /** What an officer marked in this case, sealed by the portal to a key made for this one question and opened here. */
  fetchMarked(
    lookup: CaseProof,
    asked: AskedOf,
  ): Promise<MarkedAnswers | 'nothing-asked' | 'needs-network' | 'too-many-tries'>;
  /** The draft certificate that waits in this case, sealed and opened in the same way. */
  fetchDraft(
    lookup: CaseProof,
    asked: DraftOf,
  ): Promise<DraftShown | 'nothing-asked' | 'needs-network' | 'too-many-tries'>;
  withdraw(request: WithdrawRequest): Promise<Answered<WithdrawAnswer>>;
  /** Takes back what the portal has already. */
  withdrawCase(proof: CaseProof): Promise<CaseWithdrawalAnswer | 'needs-network' | 'too-many-tries'>;

  filing(id: string): Promise<OutboxFiling | undefined>;
  filings(query: { states: readonly DeliveryState[]; after?: number; limit: number }): Promise<OutboxFiling[]>;
  counts(): Promise<Record<DeliveryState, number>>;
  tryAgain(id: string): Promise<void>;
  sendNow(): void;
  /** Why the portal refuses this kiosk, if it does: a technician's matter, while everything filed stays kept. */
  portalRefusal(): ProblemCode | undefined;

  signIn(role: 'attendant' | 'technician', pin: string): Promise<Answered<SignInAnswer>>;
  signOut(): Promise<void>;
  staffTouched(): void;
  /** Rings for a person; what becomes of it stands in the state. */
  callHelper(): Promise<void>;
  /** Nobody is needed any more. */
  endHelp(): Promise<void>;
  health(): Promise<Answered<Health>>;
  /** What is owed and could be copied to a stick, and how the newest copy goes. Signed-in staff only. */
  carryState(): Promise<Answered<CarryState>>;
  carry(stick: string): Promise<Answered<CarryState>>;
  /** Takes the bundles on a plugged-in stick. A signed-in technician only. */
  stickUpdates(): Promise<Answered<StickUpdates>>;
  checkEnrolment(request: ProvisionRequest): Promise<Answered<ProvisionCheck>>;
  /** The enrolment file on a technician's stick, if there is one. */
  enrolmentFile(): Promise<string | undefined>;
  provision(request: ProvisionRequest): Promise<Answered<ShellState>>;

  log(entry: PageLog): void;
  /** Random bytes for check codes and nonces. */
  random(length: number): Uint8Array;
}
