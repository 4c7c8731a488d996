import type { Answer, Service, WorkedExample } from '../../shared/catalogue/service.ts';
import type { Language } from '../../shared/catalogue/text.ts';
import type { Helper, Identity, PaperPage } from '../../shared/dossier/dossier.ts';
import type { CaseLookupAnswer } from '../../shared/portal-contract/messages.ts';
import type { PaymentOrder } from '../../shared/portal-contract/payment.ts';
import { assertNever } from '../../shared/runtime.ts';
import type { FiledSlip, SafeFiling, SavedDraftSlip, SlipAnswer } from '../../shared/shell-contract/messages.ts';
import { type Draft, newDraft, type Place, withAnswers } from './draft.ts';

/**
 * One resident's visit, from the attract screen and back to it.
 *
 * ```
 * attract ──▶ home ──▶ service ──▶ draft (eligibility ▶ consent ▶ identity ▶ question… ▶ papers ▶ review) ──▶ filed ──▶ (ended)
 *                ├──▶ follow ──▶ case ──▶ draft of a correction  ├──▶ form-printed (to sign and bring) ──▶ (ended)
 *                │                                               └──▶ saved (continue later) ──▶ (ended)
 *                ├──▶ search ──▶ guide (what to bring and where to go; nothing is begun)
 *                ├──▶ continue ──▶ draft
 *                ├──▶ information
 *                └──▶ practice: the draft of a worked example ──▶ practised ──▶ (ended); nothing else is reached from it
 * attract ──▶ attendant / technician (doors at the foot of the tools sheet)
 * ```
 * Ending is not a state here: the shell forgets the keys and gives a fresh page, which starts at attract.
 */
export type Screen =
  | { readonly name: 'attract' }
  | { readonly name: 'home'; readonly lifeEvent: string | null }
  | { readonly name: 'search'; readonly query?: string }
  /** Of a bundle of guide entries; back leads to what was searched for. */
  | { readonly name: 'guide'; readonly version: number; readonly row: number; readonly query: string }
  | { readonly name: 'service'; readonly service: string }
  | { readonly name: 'draft' }
  | { readonly name: 'refused'; readonly reason: 'eligibility' | 'consent'; readonly id: string }
  /** `isPaying`: its payment code is shown; the rest of the screen waits behind it. */
  | { readonly name: 'filed'; readonly filed: Filed; readonly isPaying?: boolean }
  /** The service ends with its form, and that is printed; the draft stays, to print it again. */
  | { readonly name: 'form-printed' }
  /** The end of practice; `isWhole` when the review was passed. */
  | { readonly name: 'practised'; readonly isWhole: boolean }
  | { readonly name: 'saved'; readonly slip: SavedDraftSlip }
  | { readonly name: 'continue' }
  | { readonly name: 'follow' }
  | { readonly name: 'case'; readonly known: KnownCase; readonly isPaying?: boolean }
  | { readonly name: 'information' }
  | { readonly name: 'staff'; readonly role: 'attendant' | 'technician' };

export interface Filed {
  readonly filing: SafeFiling;
  readonly slip: FiledSlip;
  /** Unit of the receiver; its name is said in the language of the visit. */
  readonly receiver: string;
  /** Last digits of the phone in the dossier, for the line about messages; shown from memory while the visit lasts. */
  readonly phoneEnd: string | null;
  /** Corrected things of a dossier that the receiver has. */
  readonly isRevision: boolean;
  /** It corrects nothing: it says whether a draft certificate is right. */
  readonly isDraftReply?: true | undefined;
}

/** What could be learned of a slip: by this kiosk itself, and by the portal when it answered. */
export interface KnownCase {
  readonly slip:
    | { readonly token: string }
    | { readonly number: string; readonly checkCode: string }
    | { readonly number: string; readonly card: { readonly number: string; readonly birthDate: string } };
  readonly here: SlipAnswer;
  readonly portal: CaseLookupAnswer | 'needs-network' | 'too-many-tries';
  readonly payment?: KnownPayment | undefined;
}

/** A payment order whose signature is the portal's. */
export interface KnownPayment {
  readonly order: PaymentOrder;
  /** Shown to the portal to be told anew. */
  readonly token: string;
}

export interface Visit {
  readonly language: Language;
  readonly screen: Screen;
  readonly draft: Draft | null;
  readonly comfort: Comfort;
  /** Who is beside the resident, by their own word; null: nobody, or not said. The dossier records it. */
  readonly helper: Helper | null;
  /** This visit only practises, with the answers of this example, to its very end (practice-desk.ts). */
  readonly practice?: WorkedExample;
}

export interface Comfort {
  readonly palette: 'light' | 'dark' | 'contrast';
  readonly textSize: 100 | 125 | 150 | 200;
  readonly reach: boolean;
  /** On the side of this hand stands what is pressed most. */
  readonly hand: 'right' | 'left';
  readonly motion: 'full' | 'less';
}

export const startOfVisit: Visit = {
  language: 'vi',
  screen: { name: 'attract' },
  draft: null,
  comfort: { palette: 'light', textSize: 100, reach: false, hand: 'right', motion: 'full' },
  helper: null,
};

export type VisitEvent =
  | { readonly type: 'language-chosen'; readonly language: Language; readonly begin: boolean }
  | { readonly type: 'comfort-changed'; readonly comfort: Partial<Comfort> }
  | { readonly type: 'went-home' }
  /** Never the attract screen: back there leads only the end of the visit, with a fresh page. */
  | { readonly type: 'screen-opened'; readonly screen: Exclude<Screen, { readonly name: 'attract' }> }
  | { readonly type: 'service-started'; readonly service: Service; readonly nonce: string }
  | {
      readonly type: 'practice-begun';
      readonly service: Service;
      readonly example: WorkedExample;
      readonly nonce: string;
    }
  | { readonly type: 'practised' }
  | { readonly type: 'eligibility-answered'; readonly id: string; readonly answer: 'yes' | 'no' }
  | { readonly type: 'consented'; readonly consents: Draft['consents'] }
  | {
      readonly type: 'identified';
      readonly identity: Identity;
      readonly answers: Record<string, Answer>;
      readonly fromCard: string[];
    }
  | { readonly type: 'answered'; readonly answers: Record<string, Answer> }
  | { readonly type: 'answer-withdrawn'; readonly id: string }
  | { readonly type: 'moved'; readonly place: Place }
  | { readonly type: 'page-added'; readonly page: PaperPage }
  | { readonly type: 'page-dropped'; readonly sha256: string }
  | { readonly type: 'paper-put-off'; readonly paper: string }
  | { readonly type: 'draft-resumed'; readonly draft: Draft }
  /** Back out of a correction: nothing was sent. */
  | { readonly type: 'correction-left' }
  | { readonly type: 'helper-chosen'; readonly helper: Helper | null }
  | { readonly type: 'filed'; readonly filed: Filed };

/** The visit after something happened. Total: an event that makes no sense where the resident is changes nothing. */
export function visitAfter(visit: Visit, event: VisitEvent): Visit {
  // A second tap on the way in: the practice it asks for has begun.
  if (visit.practice && event.type === 'practice-begun') return visit;
  if (visit.practice && leavesPractice(event))
    return { ...visit, draft: null, screen: { name: 'practised', isWhole: event.type === 'practised' } };
  switch (event.type) {
    case 'language-chosen':
      return {
        ...visit,
        language: event.language,
        draft: visit.draft && { ...visit.draft, language: event.language },
        screen: event.begin ? { name: 'home', lifeEvent: null } : visit.screen,
      };
    case 'comfort-changed':
      return { ...visit, comfort: { ...visit.comfort, ...event.comfort } };
    case 'went-home':
      return { ...visit, screen: { name: 'home', lifeEvent: null } };
    case 'screen-opened':
      return { ...visit, screen: event.screen };
    case 'service-started':
      return {
        ...visit,
        screen: { name: 'draft' },
        draft: {
          ...startDraft(event.service, { language: visit.language, nonce: event.nonce }),
          helper: visit.helper,
        },
      };
    case 'practice-begun':
      return {
        ...visit,
        practice: event.example,
        screen: { name: 'draft' },
        draft: {
          ...startDraft(event.service, { language: visit.language, nonce: event.nonce }),
          helper: visit.helper,
          answers: event.example.answers,
        },
      };
    case 'practised':
      return visit;
    case 'draft-resumed':
      return {
        ...visit,
        language: event.draft.language,
        screen: { name: 'draft' },
        draft: event.draft,
        helper: event.draft.helper ?? null,
      };
    case 'helper-chosen':
      return { ...visit, helper: event.helper, draft: visit.draft && { ...visit.draft, helper: event.helper } };
    case 'correction-left':
      return { ...visit, draft: null, screen: { name: 'follow' } };
    case 'filed':
      // What was filed is sealed; the page forgets the answers at once.
      return { ...visit, screen: { name: 'filed', filed: event.filed }, draft: null };
    case 'eligibility-answered':
    case 'consented':
    case 'identified':
    case 'answered':
    case 'answer-withdrawn':
    case 'moved':
    case 'page-added':
    case 'page-dropped':
    case 'paper-put-off':
      return visit.draft ? { ...visit, draft: draftAfter(visit.draft, event) } : visit;
    default:
      return assertNever(event);
  }
}

/** Out of practice leads its end screen and nothing else: whatever is begun or opened behind it would be real. */
function leavesPractice(event: VisitEvent): boolean {
  switch (event.type) {
    case 'screen-opened':
      return event.screen.name !== 'draft' && event.screen.name !== 'refused';
    case 'went-home':
    case 'service-started':
    case 'draft-resumed':
    case 'correction-left':
    case 'filed':
    case 'practised':
      return true;
    case 'language-chosen':
      return event.begin;
    default:
      return false;
  }
}

type DraftEvent = Extract<
  VisitEvent,
  {
    type:
      | 'eligibility-answered'
      | 'consented'
      | 'identified'
      | 'answered'
      | 'answer-withdrawn'
      | 'moved'
      | 'page-added'
      | 'page-dropped'
      | 'paper-put-off';
  }
>;

function draftAfter(draft: Draft, event: DraftEvent): Draft {
  switch (event.type) {
    case 'eligibility-answered':
      return { ...draft, eligibility: { ...draft.eligibility, [event.id]: event.answer } };
    case 'consented':
      return { ...draft, consents: event.consents };
    case 'identified':
      return {
        ...draft,
        identity: event.identity,
        answers: { ...draft.answers, ...event.answers },
        fromCard: event.fromCard,
      };
    case 'answered':
      return withAnswers(draft, event.answers);
    case 'answer-withdrawn': {
      const { [event.id]: _gone, ...answers } = draft.answers;
      return { ...draft, answers, fromCard: draft.fromCard.filter((id) => id !== event.id) };
    }
    case 'moved':
      return { ...draft, place: event.place };
    case 'page-added':
      return {
        ...draft,
        papers: [...draft.papers, event.page],
        papersLater: draft.papersLater.filter((paper) => paper !== event.page.paper),
      };
    case 'page-dropped':
      return { ...draft, papers: renumbered(draft.papers.filter(({ sha256 }) => sha256 !== event.sha256)) };
    case 'paper-put-off':
      return draft.papersLater.includes(event.paper)
        ? draft
        : { ...draft, papersLater: [...draft.papersLater, event.paper] };
    default:
      return assertNever(event);
  }
}

/** A service without eligibility questions begins at the notice. */
function startDraft(service: Service, given: { language: Language; nonce: string }): Draft {
  const draft = newDraft(service, given);
  return service.eligibility.length > 0 ? draft : { ...draft, place: { at: 'consent' } };
}

function renumbered(pages: readonly PaperPage[]): PaperPage[] {
  const next: Record<string, number> = {};
  return pages.map((page) => {
    const number = (next[page.paper] ?? 0) + 1;
    next[page.paper] = number;
    return { ...page, page: number };
  });
}
