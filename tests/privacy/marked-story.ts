import { type Question, type QuestionKind, questionKinds } from '../../shared/catalogue/question.ts';
import type { Answer, Answers } from '../../shared/catalogue/service.ts';
import { isForeignAddress, isHomeAddress } from '../../shared/form/given-answer.ts';
import { routeOf } from '../../shared/form/route.ts';
import { addDays } from '../../shared/identity/calendar-date.ts';
import { demoWard, type Story, storyOf } from '../support/known-services.ts';
import { aPhrase, type Marker, namedValue, type SeededDice } from './markers.ts';

/** A worked example of the catalogue in which everything that can be said freely is a marker. */
export interface MarkedStory extends Story {
  readonly markers: readonly Marker[];
}

/**
 * How each kind of answer is marked. A kind the catalogue's schema knows and this table does not is a compile error, and
 * `kindsWithoutMarker` says so at run time.
 */
const marks: Record<QuestionKind, (question: Question, told: Answer | undefined, dice: SeededDice) => Marked> = {
  'person-name': (question, _told, dice) => spoken(question, `Nguyễn ${aPhrase(dice)}`),
  text: (question, _told, dice) => spoken(question, `Hội ${aPhrase(dice)}`),
  'long-text': (question, _told, dice) => spoken(question, `Vì bị ốm lâu năm, ${aPhrase(dice)}`),
  issuer: (question, _told, dice) => spoken(question, `Ủy ban nhân dân xã ${aPhrase(dice)}`),
  'paper-number': (question, _told, dice) => exact(question, `${dice.letters(4)}${dice.digits(5)}`),
  phone: (question, _told, dice) => exact(question, `09${1 + dice.below(4)}${dice.digits(7)}`),
  email: (question, _told, dice) => exact(question, `${dice.letters(9).toLowerCase()}${dice.digits(3)}@example.com`),
  date: (question, _told, dice) => dated(question, dice),
  'date-or-year': (question, _told, dice) => dated(question, dice),
  'citizen-number': (question, _told, dice) => exact(question, `0011${dice.digits(8)}`),
  address: (question, told, dice) => addressed(question, told, dice),
  choice: (question, told) => named(question, String(told)),
  'ethnic-group': (question, _told, dice) => named(question, dice.one(['Xơ-đăng', 'Hà Nhì', 'Gié Triêng', 'Pà Thẻn'])),
  country: (question, _told, dice) => named(question, dice.one(['FI', 'PT', 'PL', 'SE'])),
  'whole-number': (question, _told, dice) => named(question, 5 + dice.below(4)),
};

interface Marked {
  readonly answer: Answer;
  readonly marker: Marker;
}

export function kindsWithoutMarker(): readonly string[] {
  return questionKinds.filter((kind) => !Object.hasOwn(marks, kind));
}

/** Marks every question on the example's way, and only there; what decides the way stays as the example tells it. */
export function markedStory(
  serviceId: string,
  exampleId: string,
  dice: SeededDice,
  more: Readonly<Record<string, Answer>> = {},
): MarkedStory {
  const story = storyOf(serviceId, exampleId, { ward: demoWard });
  const told: Answers = { ...story.answers, ...more };
  const markers: Marker[] = [];
  const answers: Record<string, Answer> = { ...told };
  const route = routeOf(story.service, told, story.facts);
  for (const question of route.steps.flatMap(({ questions }) => questions)) {
    const now = told[question.id];
    if (now === undefined || isFixed(question, story)) continue;
    const { answer, marker } = marks[question.kind](question, now, dice);
    answers[question.id] = answer;
    markers.push(marker);
  }
  // Whoever is born on a day has it in their number; the kiosk asks when it disagrees.
  for (const [numberId, birthId, sexId] of peopleOf(story)) {
    const [number, birth] = [answers[numberId], answers[birthId]];
    if (typeof number !== 'string' || typeof birth !== 'string') continue;
    const sex = answers[sexId] === 'female' || /mother/.test(numberId) ? 1 : 0;
    const agreeing = `001${sex + (birth >= '2000' ? 2 : 0)}${birth.slice(2, 4)}${number.slice(6)}`;
    answers[numberId] = agreeing;
    const place = markers.findIndex(({ about }) => about === numberId);
    const marker = markers[place];
    if (marker) markers[place] = { ...marker, texts: [agreeing] };
  }
  return { ...story, answers, markers };
}

/** The child's own birth decides which rules and papers apply: it stays near today. */
function isFixed(question: Question, { answers, facts }: Story): boolean {
  const told = answers[question.id];
  return question.kind === 'date' && typeof told === 'string' && told > addDays(facts.today, -400);
}

function peopleOf({ service }: Story): readonly (readonly [string, string, string])[] {
  const questions = service.sections.flatMap(({ steps }) => steps).flatMap((step) => step.questions);
  return questions.flatMap(({ id, agreesWith }) => {
    const sex = agreesWith?.sex;
    return agreesWith?.birthDate
      ? [[id, agreesWith.birthDate, typeof sex === 'object' ? sex.answer : ''] as const]
      : [];
  });
}

function spoken(question: Question, answer: string): Marked {
  const words = answer.split(' ');
  // The last words alone too: a beginning may be cut off or shown apart.
  const texts = [answer, words.slice(-2).join(' ')];
  return { answer, marker: { kind: question.kind, about: question.id, texts } };
}

function exact(question: Question, answer: string): Marked {
  return { answer, marker: { kind: question.kind, about: question.id, texts: [answer], isExact: true } };
}

function dated(question: Question, dice: SeededDice): Marked {
  // Days of an identity paper are recent and in the past; days of birth are of grown-ups.
  const isIssue = /IdDate|mcDate|recDate|paperDate/.test(question.id);
  const year = isIssue ? 2021 + dice.below(4) : 1961 + dice.below(30);
  const [month, day] = [1 + dice.below(12), 1 + dice.below(28)].map((part) => String(part).padStart(2, '0'));
  const answer = `${year}-${month}-${day}`;
  const texts = [answer, `${day}/${month}/${year}`, `${day}${month}${year}`, `${year}${month}${day}`];
  return { answer, marker: { kind: question.kind, about: question.id, texts, isExact: true } };
}

function addressed(question: Question, told: Answer | undefined, dice: SeededDice): Marked {
  const detail = `Căn ${100 + dice.below(900)} ${aPhrase(dice)}`;
  const marker: Marker = {
    kind: question.kind,
    about: question.id,
    texts: [detail, detail.split(' ').slice(-2).join(' ')],
  };
  if (told !== undefined && (isHomeAddress(told) || isForeignAddress(told)))
    return { answer: { ...told, detail }, marker };
  throw new Error(`the question ${question.id} has no address to mark`);
}

function named(question: Question, answer: string | number): Marked {
  return { answer, marker: namedValue(question.kind, question.id, answer) };
}
