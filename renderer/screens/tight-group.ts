import type { Question } from '../../shared/catalogue/question.ts';
import type { Answers } from '../../shared/catalogue/service.ts';
import { isUnknown } from '../../shared/form/given-answer.ts';

/** Kinds that begin with a field and a keyboard; the others begin with cards to touch. */
const writtenKinds: ReadonlySet<Question['kind']> = new Set([
  'person-name',
  'text',
  'long-text',
  'citizen-number',
  'paper-number',
  'phone',
  'email',
  'issuer',
  'date',
  'date-or-year',
  'address',
  'whole-number',
]);

/** The field that is open when the screen appears: the first unanswered one, if it is one to write in; nothing when all are answered. */
export function firstToWrite(questions: readonly Question[], answers: Answers): string | undefined {
  const first = questions.find(({ id }) => answers[id] === undefined);
  if (!first)
    return questions.length === 1 &&
      questions[0] &&
      writtenKinds.has(questions[0].kind) &&
      !isUnknown(answers[questions[0].id])
      ? questions[0].id
      : undefined;
  return writtenKinds.has(first.kind) ? first.id : undefined;
}

/** «Tiếp tục» in a group goes to the next unanswered question below that nobody has been to yet. */
export function nextToWrite(
  questions: readonly Question[],
  answers: Answers,
  where: { readonly active: string | undefined; readonly visited: readonly string[] },
): string | undefined {
  // A question alone on its screen may be left unanswered by one press, if it may be left at all.
  if (questions.length === 1) return undefined;
  const at = questions.findIndex(({ id }) => id === where.active);
  return questions.slice(at + 1).find(({ id }) => answers[id] === undefined && !where.visited.includes(id))?.id;
}
