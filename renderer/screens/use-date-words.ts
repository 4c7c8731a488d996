import type { Question } from '../../shared/catalogue/question.ts';
import type { Answer } from '../../shared/catalogue/service.ts';
import type { Problem } from '../../shared/form/problem.ts';
import { boxesOf, troubleIn } from '../questions/date-parts.ts';
import { useVisitWords } from '../words/use-words.ts';

/** A day no calendar has is told by what is wrong with it («Tháng 11 năm 2026 chỉ có 30 ngày»), which only the boxes know. */
export function useDateWords(
  question: Question,
  answer: Answer | undefined,
  problems: readonly Problem[],
): readonly Problem[] {
  const t = useVisitWords();
  const trouble = question.kind.startsWith('date') ? troubleIn(boxesOf(answer), false) : undefined;
  return problems.map((problem) => {
    if (problem.code !== 'date-impossible' || !trouble || trouble.kind === 'incomplete') return problem;
    const told =
      trouble.kind === 'no-month'
        ? `${t('question.noMonth')} ${t('question.noMonthNote')}`
        : `${t('question.monthDays', trouble)} ${t('question.monthDaysNote')}`;
    return { ...problem, text: { vi: told, en: told } };
  });
}
