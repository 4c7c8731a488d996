import type { Question } from '../catalogue/question.ts';
import type { Answer, Answers, Service } from '../catalogue/service.ts';
import { fullView } from './derived.ts';
import type { Facts } from './facts.ts';
import { isSaid, isUnknown } from './given-answer.ts';
import { walk } from './walk.ts';

/** What to offer in a field nobody has touched yet: a fixed value or an answer given before. It becomes an answer when the resident goes on. */
export function initialAnswer(
  question: Question,
  service: Service,
  answers: Answers,
  facts: Facts,
): Answer | undefined {
  const initial = question.initial;
  if (initial === undefined || typeof initial !== 'object') return initial;
  const answer = fullView(service, walk(service, answers, facts).reached, facts).answer(initial.answer);
  return isUnknown(answer) || isSaid(answer) ? undefined : answer;
}
