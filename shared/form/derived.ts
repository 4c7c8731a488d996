import type { Question } from '../catalogue/question.ts';
import type { Answer, Answers, Derived, Service } from '../catalogue/service.ts';
import type { Text } from '../catalogue/text.ts';
import { isRealDate } from '../identity/calendar-date.ts';
import { dateFullyInWords } from '../vietnamese/dates.ts';
import { numberInWords } from '../vietnamese/number-words.ts';
import { holds, type View } from './condition-holds.ts';
import type { Facts } from './facts.ts';
import { givenAnswer } from './given-answer.ts';
import { showAnswer } from './show-answer.ts';

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
    const answer = valueOfDerived(derived, service, reachable, facts);
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

function valueOfDerived({ value }: Derived, service: Service, reachable: Answers, facts: Facts): Answer | undefined {
  if ('answer' in value) return givenAnswer(reachable, value.answer);
  if ('said' in value) return { said: value.said };
  if ('number' in value) return value.number;
  if ('composed' in value) return composed(value.composed, service, reachable, facts);
  if ('numberInWords' in value) {
    const amount = givenAnswer(reachable, value.numberInWords);
    return typeof amount === 'number' ? inWords(amount) : undefined;
  }
  const date = givenAnswer(reachable, value.dateInWords);
  return typeof date === 'string' && isRealDate(date) ? dateFullyInWords(date) : undefined;
}

function inWords(amount: number): string | undefined {
  if (!Number.isSafeInteger(amount) || amount < 0 || amount > LARGEST_IN_WORDS) return undefined;
  const words = numberInWords(amount);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const LARGEST_IN_WORDS = 999_999_999_999;

/** Nothing while an answer it is made of is missing: a half sentence on an official form would be a false one. */
function composed(template: string, service: Service, reachable: Answers, facts: Facts): string | undefined {
  let isWhole = true;
  const text = template.replace(/\{([A-Za-z0-9]+)\}/g, (_, id: string) => {
    const question = questionNamed(service, id);
    const shown = question ? showAnswer(question, givenAnswer(reachable, id), 'vi', facts.places) : '';
    if (shown === '') isWhole = false;
    return shown;
  });
  return isWhole ? text : undefined;
}

function questionNamed(service: Service, id: string): Question | undefined {
  for (const section of service.sections)
    for (const step of section.steps) {
      const found = step.questions.find((question) => question.id === id);
      if (found) return found;
    }
  return undefined;
}
