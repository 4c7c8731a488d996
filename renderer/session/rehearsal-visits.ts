import { practiceExample } from '../../shared/catalogue/examples.ts';
import type { Question } from '../../shared/catalogue/question.ts';
import type { Service, WorkedExample } from '../../shared/catalogue/service.ts';
import type { Facts } from '../../shared/form/facts.ts';
import { routeOf } from '../../shared/form/route.ts';
import type { RouteStep } from '../../shared/form/walk.ts';
import type { Place } from './draft.ts';
import { type Visit, visitAfter } from './visit.ts';

/** A visit nobody makes, standing at one kind of screen: what is drawn ahead (rehearsal.tsx). */
export interface RehearsalVisit {
  readonly visit: Visit;
  readonly service: Service | undefined;
}

/**
 * Each kind of screen and of question once, of the service that asks the most kinds. The answers are those of its worked example,
 * whose people are invented; a question is drawn before it is answered.
 */
export function rehearsalVisits(atStart: Visit, services: readonly Service[], facts: Facts): readonly RehearsalVisit[] {
  const [widest] = services
    .flatMap((service) => {
      const example = practiceExample(service);
      return example ? [{ service, example, steps: oneOfEachKind(service, example, facts) }] : [];
    })
    .sort((one, other) => other.steps.length - one.steps.length);
  const before = [
    visitAfter(atStart, { type: 'went-home' }),
    visitAfter(atStart, {
      type: 'screen-opened',
      screen: { name: 'home', lifeEvent: widest?.service.lifeEvents[0] ?? null },
    }),
  ].map((visit) => ({ visit, service: undefined }));
  if (!widest) return before;

  const { service, example, steps } = widest;
  const begun = visitAfter(atStart, { type: 'service-started', service, nonce: '' });
  const answered = visitAfter(begun, { type: 'answered', answers: example.answers });
  const at = (visit: Visit, place: Place) => ({ visit: visitAfter(visit, { type: 'moved', place }), service });
  return [
    ...before,
    {
      visit: visitAfter(atStart, { type: 'screen-opened', screen: { name: 'service', service: service.id } }),
      service: undefined,
    },
    ...(service.eligibility.length > 0 ? [at(begun, { at: 'eligibility', question: 0 })] : []),
    at(begun, { at: 'consent' }),
    at(begun, { at: 'identity' }),
    ...steps.map(({ step, questions }) => {
      const asked = questions.reduce((visit, { id }) => visitAfter(visit, { type: 'answer-withdrawn', id }), answered);
      return at(asked, { at: 'question', step: step.id, backToReview: false });
    }),
    at(answered, { at: 'papers', paper: null, backToReview: false }),
    at(answered, { at: 'review' }),
  ];
}

/** The steps of the example's way through the form on which a kind of question is asked for the first time. */
function oneOfEachKind(service: Service, { answers, today }: WorkedExample, facts: Facts): RouteStep[] {
  const seen = new Set<Question['kind']>();
  return routeOf(service, answers, { ...facts, today }).steps.filter(({ questions }) => {
    const fresh = questions.filter(({ kind }) => !seen.has(kind));
    for (const { kind } of fresh) seen.add(kind);
    return fresh.length > 0;
  });
}
