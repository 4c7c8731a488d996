import type { Service } from '../../shared/catalogue/service.ts';
import type { Identity } from '../../shared/dossier/dossier.ts';
import type { MarkedAnswers } from '../../shared/dossier/marked-answers.ts';
import { correctionService } from '../../shared/form/correction.ts';
import type { Facts } from '../../shared/form/facts.ts';
import type { CorrectionAsked, Mark } from '../../shared/portal-contract/correction.ts';
import { type Draft, newDraft, type Revises } from './draft.ts';
import { basisOf, factsOfRevision } from './revision-basis.ts';
import { firstPlace } from './screen-path.ts';

/**
 * What an officer marked, opened for this visit, as a draft of its own: the same screens ask the marked questions again under the
 * version the dossier was filed with. Who has shown slip or card is not asked who they are a second time.
 */
export function correctionDraft(
  marked: MarkedAnswers,
  asked: CorrectionAsked,
  given: {
    service: Service;
    facts: Facts;
    language: Draft['language'];
    nonce: string;
    how: Identity['how'];
    helper: Draft['helper'];
  },
): Draft {
  const revises: Revises = {
    filing: marked.filing,
    round: marked.round,
    code: marked.service.code,
    filedOn: marked.filedOn,
    until: asked.until,
    receiver: marked.receiver,
    marks: asked.marks,
    known: Object.keys(marked.answers),
    asked: marked.asked,
    given: marked.given,
  };
  const draft: Draft = {
    ...newDraft(marked.service, given),
    identity: { how: given.how, helped: given.helper != null, ...(given.helper ? { helper: given.helper } : {}) },
    answers: marked.answers,
    helper: given.helper,
    revises,
  };
  const service = correctionService(given.service, basisOf(revises));
  return { ...draft, place: firstPlace(draft, service, factsOfRevision(revises, given.facts)) };
}

/** What the officer wrote beside this question or paper. */
export function markOf(draft: Draft, kind: Mark['kind'], id: string): Mark | undefined {
  return draft.revises?.marks.find((mark) => mark.kind === kind && mark.id === id);
}
