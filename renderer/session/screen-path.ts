import type { Service } from '../../shared/catalogue/service.ts';
import type { Facts } from '../../shared/form/facts.ts';
import { neededPapers } from '../../shared/form/papers.ts';
import { routeOf, stepAfter, stepBefore } from '../../shared/form/route.ts';
import type { Draft, Place } from './draft.ts';

/**
 * Where «Tiếp tục» and «Quay lại» lead from each place of an open draft. Derived from the service and the answers,
 * never stored; `'left'` means back to the service page, from a correction back to following.
 */
export function placeAfter(draft: Draft, service: Service, facts: Facts): Place {
  const { place } = draft;
  switch (place.at) {
    case 'eligibility':
      return place.question + 1 < service.eligibility.length
        ? { at: 'eligibility', question: place.question + 1 }
        : { at: 'consent' };
    case 'consent':
      return { at: 'identity' };
    case 'identity':
      return firstPlace(draft, service, facts);
    case 'question': {
      if (place.backToReview) return { at: 'review' };
      const next = stepAfter(routeOf(service, draft.answers, facts), place.step);
      return next ? { at: 'question', step: next.step.id, backToReview: false } : afterQuestions(draft, service, facts);
    }
    case 'papers':
      return { at: 'review' };
    case 'review':
      return place;
  }
}

export function placeBefore(draft: Draft, service: Service, facts: Facts): Place | 'left' {
  const { place } = draft;
  switch (place.at) {
    case 'eligibility':
      return place.question > 0 ? { at: 'eligibility', question: place.question - 1 } : 'left';
    case 'consent':
      return service.eligibility.length > 0 ? { at: 'eligibility', question: service.eligibility.length - 1 } : 'left';
    case 'identity':
      return { at: 'consent' };
    case 'question': {
      if (place.backToReview) return { at: 'review' };
      const before = stepBefore(routeOf(service, draft.answers, facts), place.step);
      return before ? { at: 'question', step: before.step.id, backToReview: false } : beforeQuestions(draft);
    }
    case 'papers':
      if (place.paper !== null) return { at: 'papers', paper: null, backToReview: place.backToReview };
      return place.backToReview ? { at: 'review' } : lastStep(draft, service, facts);
    case 'review':
      return neededPapers(service, draft.answers, facts).some(({ need }) => need !== 'shown')
        ? { at: 'papers', paper: null, backToReview: false }
        : lastStep(draft, service, facts);
  }
}

/**
 * What the card has just said, and its owner has just confirmed, is not asked again: it stands in the review, to be changed.
 * So does whether a name is given, which was said at the card. In a correction nothing was said yet: it asks only what is marked.
 */
export function firstPlace(draft: Draft, service: Service, facts: Facts): Place {
  const { steps } = routeOf(service, draft.answers, facts);
  const isSaid = (id: string) =>
    draft.fromCard.includes(id) ||
    (!draft.revises && id === service.unnamed?.question && draft.answers[id] !== undefined);
  const first = steps.find(({ questions }) => !questions.every(({ id }) => isSaid(id)));
  return first ? { at: 'question', step: first.step.id, backToReview: false } : afterQuestions(draft, service, facts);
}

function lastStep(draft: Draft, service: Service, facts: Facts): Place | 'left' {
  const last = routeOf(service, draft.answers, facts).steps.at(-1);
  return last ? { at: 'question', step: last.step.id, backToReview: false } : beforeQuestions(draft);
}

function beforeQuestions(draft: Draft): Place | 'left' {
  return draft.revises ? 'left' : { at: 'identity' };
}

function afterQuestions(draft: Draft, service: Service, facts: Facts): Place {
  const hasPapers = neededPapers(service, draft.answers, facts).some(({ need }) => need !== 'shown');
  return hasPapers ? { at: 'papers', paper: null, backToReview: false } : { at: 'review' };
}
