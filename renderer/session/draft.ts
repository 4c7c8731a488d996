import { z } from 'zod';
import { Answer, type Answers, receiverKinds } from '../../shared/catalogue/service.ts';
import { IsoDate, Language } from '../../shared/catalogue/text.ts';
import { Helper, Identity, IsoInstant, PaperPage, Sha256Hex } from '../../shared/dossier/dossier.ts';
import { Mark } from '../../shared/portal-contract/correction.ts';

/** Where in the visit the resident is; kept with the draft, so that a crash or a saved draft resumes at the same question. */
export const Place = z.discriminatedUnion('at', [
  z.object({ at: z.literal('eligibility'), question: z.number().int().nonnegative() }),
  z.object({ at: z.literal('consent') }),
  z.object({ at: z.literal('identity') }),
  z.object({ at: z.literal('question'), step: z.string(), backToReview: z.boolean() }),
  z.object({ at: z.literal('papers'), paper: z.string().nullable(), backToReview: z.boolean() }),
  z.object({ at: z.literal('review') }),
]);
export type Place = z.infer<typeof Place>;

/** A correction: of which filing, what is marked, and what of the dossier is at hand. */
export const Revises = z.object({
  filing: Sha256Hex,
  round: z.number().int().positive(),
  /** National code of the service. */
  code: z.string().nullable(),
  filedOn: IsoDate,
  until: IsoDate,
  receiver: z.object({ kind: z.enum(receiverKinds), unit: z.string() }),
  marks: z.array(Mark),
  known: z.array(z.string()),
  asked: z.array(z.string()),
  given: z.array(z.string()),
});
export type Revises = z.infer<typeof Revises>;

/** An open, unfiled piece of work. It lives in this page's memory and, encrypted, in the shell. */
export const Draft = z.object({
  format: z.literal(1),
  /** 128 random bits: the dossier's own. Confirmed twice (a crash at the tap), the draft is filed once. */
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
  service: z.object({ id: z.string(), version: z.string() }),
  language: Language,
  place: Place,
  eligibility: z.record(z.string(), z.enum(['yes', 'no'])),
  consents: z.array(z.object({ id: z.string(), text: z.string(), at: IsoInstant })),
  identity: Identity.nullable(),
  answers: z.record(z.string(), Answer),
  fromCard: z.array(z.string()),
  papers: z.array(PaperPage),
  papersLater: z.array(z.string()),
  /** Who helps at the screen; absent in drafts saved before it was asked. */
  helper: Helper.nullable().optional(),
  /** Absent for a dossier of its own. */
  revises: Revises.optional(),
});
export type Draft = z.infer<typeof Draft>;

export function newDraft(
  service: { id: string; version: string },
  given: { language: Draft['language']; nonce: string },
): Draft {
  return {
    format: 1,
    nonce: given.nonce,
    service: { id: service.id, version: service.version },
    language: given.language,
    place: { at: 'eligibility', question: 0 },
    eligibility: {},
    consents: [],
    identity: null,
    answers: {},
    fromCard: [],
    papers: [],
    papersLater: [],
  };
}

/** Pages attached to each paper: what the pre-check counts. */
export function pagesByPaper(draft: Draft): Record<string, number> {
  const pages: Record<string, number> = {};
  for (const { paper } of draft.papers) pages[paper] = (pages[paper] ?? 0) + 1;
  return pages;
}

export function withAnswers(draft: Draft, answers: Answers): Draft {
  const changed = Object.keys(answers).filter(
    (id) => JSON.stringify(answers[id]) !== JSON.stringify(draft.answers[id]),
  );
  return {
    ...draft,
    answers: { ...draft.answers, ...answers },
    // An answer the resident changed by hand no longer comes from the card.
    fromCard: draft.fromCard.filter((id) => !changed.includes(id)),
  };
}
