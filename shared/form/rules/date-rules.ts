import type { Question } from '../../catalogue/question.ts';
import { isRealDate } from '../../identity/calendar-date.ts';
import { dateInFigures } from '../../vietnamese/dates.ts';
import { operandValue, type Value, type View } from '../condition-holds.ts';
import { type Problem, refusal } from '../problem.ts';

/** Nobody alive was born before, and no paper in use is older. */
const EARLIEST = '1890-01-01';

export function dateProblems(question: Question, text: string, view: View): Problem[] {
  const isYear = /^\d{4}$/.test(text);
  if (isYear && question.kind === 'date')
    return [
      refusal(
        'date-year-only',
        question.id,
        'Câu này cần đủ ngày, tháng và năm.',
        'This question needs the day, the month and the year.',
      ),
    ];
  if (!isYear && !isRealDate(text))
    return [
      refusal(
        'date-impossible',
        question.id,
        'Không có ngày này trong lịch. Mời bạn nhập lại.',
        'There is no such day. Please enter it again.',
      ),
    ];
  const [earliest, latest] = isYear ? [`${text}-01-01`, `${text}-12-31`] : [text, text];
  if (latest < EARLIEST)
    return [
      refusal(
        'date-too-old',
        question.id,
        'Năm quá xa. Mời bạn kiểm tra lại năm.',
        'The year is too long ago. Please check the year.',
      ),
    ];
  const last = question.maximum === undefined ? undefined : operandValue(question.maximum, view);
  if (isDay(last) && earliest > last) return [afterLast(question, last, view)];
  const first = question.minimum === undefined ? undefined : operandValue(question.minimum, view);
  if (isDay(first) && latest < first)
    return [
      refusal(
        'date-too-early',
        question.id,
        `Ngày phải từ ${dateInFigures(first)} trở đi. Mời bạn kiểm tra lại.`,
        `The date must be ${dateInFigures(first)} or later. Please check it.`,
      ),
    ];
  return [];
}

function afterLast(question: Question, last: string, view: View): Problem {
  if (last === view.facts.today)
    return refusal(
      'date-in-future',
      question.id,
      'Ngày này chưa tới. Mời bạn kiểm tra lại ngày, tháng, năm.',
      'This day has not come yet. Please check the day, month and year.',
    );
  return refusal(
    'date-too-late',
    question.id,
    `Ngày phải trước hoặc đúng ${dateInFigures(last)}. Mời bạn kiểm tra lại.`,
    `The date must be ${dateInFigures(last)} or earlier. Please check it.`,
  );
}

function isDay(value: Value | undefined): value is string {
  return typeof value === 'string' && isRealDate(value);
}
