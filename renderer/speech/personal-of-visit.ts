import type { Question, QuestionKind } from '../../shared/catalogue/question.ts';
import type { Answer, Service } from '../../shared/catalogue/service.ts';
import type { Language } from '../../shared/catalogue/text.ts';
import { isForeignAddress, isHomeAddress, isUnknown } from '../../shared/form/given-answer.ts';
import { showAnswer } from '../../shared/form/show-answer.ts';
import { isRealDate } from '../../shared/identity/calendar-date.ts';
import type { PlaceIndex } from '../../shared/places/place-index.ts';
import { dateInFigures, dateInWords } from '../../shared/vietnamese/dates.ts';
import type { Draft } from '../session/draft.ts';
import { nothingPersonal, type Personal } from './personal.ts';

/** Written by the resident in their own words or digits; the other kinds are chosen from what everybody is offered. */
const typedKinds: readonly QuestionKind[] = [
  'person-name',
  'text',
  'long-text',
  'date',
  'date-or-year',
  'citizen-number',
  'paper-number',
  'phone',
  'email',
  'issuer',
  'address',
];

/** Shorter ones are parts of other words, and tell nobody anything. */
const shortestTyped = 3;

/** What must not be said aloud in the lobby: every answer of the open draft, in every way a screen may write it. */
export function personalOf(visit: {
  readonly draft: Draft | null;
  readonly service: Service | undefined;
  readonly language: Language;
  readonly places: PlaceIndex;
}): Personal {
  const { draft, service, language, places } = visit;
  if (!draft || !service) return nothingPersonal;
  const questions = service.sections.flatMap(({ steps }) => steps.flatMap((step) => step.questions));
  const given = questions.flatMap((question) => {
    const answer = draft.answers[question.id];
    // «Không nhớ» tells nothing of anybody, and stands on the page for others to choose.
    return answer === undefined || isUnknown(answer) ? [] : [{ question, answer }];
  });
  const show = (question: Question, answer: Answer, masked: boolean) =>
    showAnswer(question, answer, language, places, { masked });
  return {
    openQuestions: questions.flatMap(({ id, kind }) => (kind === 'whole-number' ? [id] : [])),
    typed: distinct(
      given.flatMap(({ question, answer }) =>
        typedKinds.includes(question.kind) ? [...waysToWrite(answer, language), show(question, answer, false)] : [],
      ),
    ).filter((text) => [...text].length >= shortestTyped),
    shown: distinct(
      given.flatMap(({ question, answer }) => [show(question, answer, true), show(question, answer, false)]),
    ),
  };
}

function waysToWrite(answer: Answer, language: Language): readonly string[] {
  if (isHomeAddress(answer) || isForeignAddress(answer)) return [answer.detail];
  if (typeof answer !== 'string') return [];
  if (!isRealDate(answer)) return [answer];
  return [answer, dateInFigures(answer), dateInWords(answer, language)];
}

/** The longest first: a name inside a longer one must not leave the rest of it standing. */
function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts.map((text) => text.normalize('NFC').trim()))]
    .filter((text) => text !== '')
    .sort((one, other) => other.length - one.length);
}
