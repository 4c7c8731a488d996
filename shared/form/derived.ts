import type { Answer, Answers, Derived, Service } from '../catalogue/service.ts';
import type { Text } from '../catalogue/text.ts';
import { isRealDate } from '../identity/calendar-date.ts';
import { dateFullyInWords } from '../vietnamese/dates.ts';
import { holds, type View } from './condition-holds.ts';
import type { Facts } from './facts.ts';
import { givenAnswer } from './given-answer.ts';

/** A field of the official form that follows from other answers and was not asked. */
export interface DerivedAnswer {
  readonly id: string;
  readonly label: Text;
  readonly answer: Answer;
  /** The question whose answer it repeats, so that it is shown the same way. */
  readonly from: string | undefined;
  readonly portalName: string | undefined;
}

/** The fields that follow from answers on the route (`reachableAnswers`), in the order of the catalogue. */
export function derivedAnswers(service: Service, reachable: Answers, facts: Facts): DerivedAnswer[] {
  const view = plainView(reachable, facts);
  const found = new Map<string, DerivedAnswer>();
  for (const derived of service.derived) {
    if (found.has(derived.id) || givenAnswer(reachable, derived.id) !== undefined || !holds(derived.when, view))
      continue;
    const answer = valueOfDerived(derived, reachable);
    if (answer === undefined) continue;
    const from = 'answer' in derived.value ? derived.value.answer : undefined;
    found.set(derived.id, { id: derived.id, label: derived.label, answer, from, portalName: derived.portalName });
  }
  return [...found.values()];
}

/** What checks, papers, fees and the receiver see: answers on the route, and where a question was not asked the derived field. */
export function fullView(service: Service, reachable: Answers, facts: Facts): View {
  const derived = new Map(derivedAnswers(service, reachable, facts).map((each) => [each.id, each]));
  return {
    facts,
    answer: (id) => givenAnswer(reachable, id) ?? derived.get(id)?.answer,
    askedAs: (id) => derived.get(id)?.from ?? id,
  };
}

/** What the route sees: answers only. */
export function plainView(answers: Answers, facts: Facts): View {
  return { facts, answer: (id) => givenAnswer(answers, id), askedAs: (id) => id };
}

function valueOfDerived(derived: Derived, reachable: Answers): Answer | undefined {
  const value = derived.value;
  if ('answer' in value) return givenAnswer(reachable, value.answer);
  if ('said' in value) return { said: value.said };
  if ('number' in value) return value.number;
  const date = givenAnswer(reachable, value.dateInWords);
  return typeof date === 'string' && isRealDate(date) ? dateFullyInWords(date) : undefined;
}
