import type { Question } from '../catalogue/question.ts';
import type { Answer, Answers, Service } from '../catalogue/service.ts';
import { holds, type View } from './condition-holds.ts';
import { fullView } from './derived.ts';
import type { Facts } from './facts.ts';
import { givenAnswer, isSaid, isUnknown } from './given-answer.ts';
import { type Problem, refusal } from './problem.ts';
import { addressProblems } from './rules/address-rules.ts';
import { dateProblems } from './rules/date-rules.ts';
import { citizenNumberProblems, wholeNumberProblems } from './rules/number-rules.ts';
import {
  countryProblems,
  emailProblems,
  ethnicGroupProblems,
  nameProblems,
  phoneProblems,
  shapeProblems,
  textProblems,
} from './rules/text-rules.ts';
import { spokenCheck } from './spoken-check.ts';
import { type RouteStep, walk } from './walk.ts';

/** What is wrong with one answer, seen together with the others on the route. Empty: nothing. Never throws, whatever stands in a draft. */
export function problemsOfAnswer(
  question: Question,
  answer: Answer | undefined,
  service: Service,
  answers: Answers,
  facts: Facts,
): Problem[] {
  const all = withAnswer(answers, question.id, answer);
  const view = fullView(service, walk(service, all, facts).reached, facts);
  return problemsSeen(question, givenAnswer(all, question.id), service, view);
}

/** Problems of every question of a step, in order. */
export function problemsOfStep(routeStep: RouteStep, service: Service, answers: Answers, facts: Facts): Problem[] {
  const view = fullView(service, walk(service, answers, facts).reached, facts);
  return problemsOfQuestions(routeStep.questions, service, view);
}

/** The same over a view already made; see `fullView`. */
export function problemsOfQuestions(questions: readonly Question[], service: Service, view: View): Problem[] {
  return questions.flatMap((question) => problemsSeen(question, view.answer(question.id), service, view));
}

/** The options on offer now. */
export function optionsOf(
  question: Question,
  service: Service,
  answers: Answers,
  facts: Facts,
): NonNullable<Question['options']> {
  const view = fullView(service, walk(service, answers, facts).reached, facts);
  return (question.options ?? []).filter((option) => holds(option.when, view));
}

/** Whether leaving this question empty is refused. */
export function isRequired(question: Question, service: Service, answers: Answers, facts: Facts): boolean {
  return holds(question.required, fullView(service, walk(service, answers, facts).reached, facts));
}

function problemsSeen(question: Question, answer: Answer | undefined, service: Service, view: View): Problem[] {
  if (answer === undefined)
    return holds(question.required, view) ? [missing(question)] : checkProblems(question, service, view);
  const problems = isUnknown(answer)
    ? unknownProblems(question, answer.unknown)
    : kindProblems(question, answer, service, view);
  if (problems.some((problem) => problem.level === 'refuse')) return problems;
  return [...problems, ...checkProblems(question, service, view)];
}

function checkProblems(question: Question, service: Service, view: View): Problem[] {
  return service.checks
    .filter((check) => check.at !== undefined && view.askedAs(check.at) === question.id)
    .flatMap((check) => spokenCheck(check, view).map((problem) => ({ ...problem, at: question.id })));
}

function kindProblems(question: Question, answer: Answer, service: Service, view: View): Problem[] {
  if (question.kind === 'address')
    return isSaid(answer) ? [wrongKind(question)] : addressProblems(question, answer, view.facts);
  if (question.kind === 'whole-number')
    return typeof answer === 'number' ? wholeNumberProblems(question, answer, view) : [wrongKind(question)];
  if (typeof answer !== 'string') return [wrongKind(question)];
  switch (question.kind) {
    case 'person-name':
      return nameProblems(question, answer);
    case 'date':
    case 'date-or-year':
      return dateProblems(question, answer, view);
    case 'choice':
      return choiceProblems(question, answer, view);
    case 'citizen-number':
      return citizenNumberProblems(question, answer, view);
    case 'phone':
      return phoneProblems(question, answer);
    case 'email':
      return emailProblems(question, answer);
    case 'country':
      return countryProblems(question, answer);
    case 'ethnic-group':
      return ethnicGroupProblems(question, answer);
    case 'paper-number':
      return [...textProblems(question, answer), ...shapeProblems(question, answer, deadlineDate(service, view))];
    case 'text':
    case 'long-text':
    case 'issuer':
      return textProblems(question, answer);
  }
}

/** The day the service's first deadline counts from: for a birth notice, the birth. */
function deadlineDate(service: Service, view: View): unknown {
  const from = service.deadlines[0]?.from;
  return from === undefined ? undefined : view.answer(from);
}

function choiceProblems(question: Question, answer: string, view: View): Problem[] {
  const isOffered = question.options?.some((option) => option.value === answer && holds(option.when, view));
  if (isOffered) return [];
  return [
    refusal(
      'not-an-option',
      question.id,
      'Câu trả lời này không còn dùng được. Mời bạn chọn lại.',
      'This answer can no longer be used. Please choose again.',
    ),
  ];
}

function unknownProblems(question: Question, kind: 'none' | 'forgotten'): Problem[] {
  if (question.mayBeUnknown?.[kind] !== undefined) return [];
  return [
    refusal(
      'must-be-known',
      question.id,
      `«${question.label.vi}»: câu này cần câu trả lời. Mời bạn nhập.`,
      `“${question.label.en}” needs an answer. Please enter it.`,
    ),
  ];
}

function wrongKind(question: Question): Problem {
  return refusal(
    'wrong-kind',
    question.id,
    `Máy không đọc được «${question.label.vi}». Mời bạn nhập lại.`,
    `“${question.label.en}” could not be read. Please enter it again.`,
  );
}

function missing(question: Question): Problem {
  const [vi, en] = howToAnswer(question);
  return refusal(
    'missing',
    question.id,
    `Chưa có «${question.label.vi}». Mời bạn ${vi}.`,
    `“${question.label.en}” is missing. Please ${en}.`,
  );
}

function howToAnswer(question: Question): readonly [string, string] {
  switch (question.kind) {
    case 'choice':
      return ['chọn một câu', 'choose one answer'];
    case 'country':
    case 'ethnic-group':
      return ['chọn trong danh sách', 'choose from the list'];
    case 'date':
      return ['nhập đủ ngày, tháng, năm', 'enter day, month and year'];
    case 'date-or-year':
      return ['nhập ngày, hoặc chỉ năm', 'enter the date, or the year alone'];
    case 'citizen-number':
      return ['nhập đủ 12 số', 'enter all 12 digits'];
    case 'address':
      return ['chọn phường, xã rồi nhập số nhà', 'choose the ward, then enter the house'];
    default:
      return ['nhập vào ô này', 'fill it in'];
  }
}

function withAnswer(answers: Answers, id: string, answer: Answer | undefined): Answers {
  const { [id]: _before, ...others } = typeof answers === 'object' && answers !== null ? answers : {};
  return answer === undefined ? others : { ...others, [id]: answer };
}
