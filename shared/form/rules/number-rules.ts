import type { Question } from '../../catalogue/question.ts';
import { isRealDate } from '../../identity/calendar-date.ts';
import { citizenNumberDisagrees, readCitizenNumber, type Sex } from '../../identity/citizen-number.ts';
import { operandValue, type View } from '../condition-holds.ts';
import { type Problem, refusal, warning } from '../problem.ts';

export function citizenNumberProblems(question: Question, text: string, view: View): Problem[] {
  const at = question.id;
  const reading = readCitizenNumber(text, { thisYear: Number(view.facts.today.slice(0, 4)) });
  if (!reading.ok) {
    if (reading.reason === 'old-nine')
      return [
        refusal(
          'citizen-number-old',
          at,
          'Đây là số cũ (9 số). Cần số căn cước 12 số.',
          'This is the old number (9 digits). The 12-digit citizen number is needed.',
        ),
      ];
    if (reading.reason === 'not-digits')
      return [
        refusal(
          'citizen-number-not-digits',
          at,
          'Số căn cước chỉ có chữ số. Mời bạn nhập 12 số trên thẻ.',
          'A citizen number has digits only. Please enter the 12 digits on the card.',
        ),
      ];
    return [
      refusal(
        'citizen-number-length',
        at,
        `Số này có ${reading.length} chữ số. Số căn cước có 12 số, mời bạn nhập lại.`,
        `This number has ${reading.length} digits. A citizen number has 12; please enter it again.`,
      ),
    ];
  }
  const problems: Problem[] = [];
  if (reading.warnings.includes('unknown-province'))
    problems.push(
      warning(
        'citizen-number-province',
        at,
        'Ba số đầu ít gặp. Mời bạn so lại với thẻ.',
        'The first three digits are unusual. Please compare them with the card.',
      ),
    );
  const disagreements = disagreementsOf(question, text, view);
  if (disagreements.includes('birth-year'))
    problems.push(
      warning(
        'citizen-number-birth',
        at,
        'Số này không khớp năm sinh. Nếu cả hai đúng như trên thẻ, bạn cứ tiếp tục.',
        'This number does not match the birth year. If both are as on the card, go on.',
      ),
    );
  if (disagreements.includes('sex'))
    problems.push(
      warning(
        'citizen-number-sex',
        at,
        'Số này không khớp giới tính. Nếu cả hai đúng như trên thẻ, bạn cứ tiếp tục.',
        'This number does not match the sex. If both are as on the card, go on.',
      ),
    );
  if (problems.length === 0 && reading.warnings.includes('born-in-future'))
    problems.push(
      warning(
        'citizen-number-future',
        at,
        'Theo số này thì người đó chưa sinh. Mời bạn so lại với thẻ.',
        'By this number the person is not born yet. Please compare it with the card.',
      ),
    );
  return problems;
}

export function wholeNumberProblems(question: Question, value: number, view: View): Problem[] {
  const at = question.id;
  if (!Number.isSafeInteger(value))
    return [
      refusal(
        'number-not-whole',
        at,
        'Cần một số nguyên. Mời bạn nhập lại.',
        'A whole number is needed. Please enter it again.',
      ),
    ];
  const smallest = numeric(question.minimum, view) ?? 0;
  const largest = numeric(question.maximum, view);
  if (value < smallest)
    return [
      refusal(
        'number-too-small',
        at,
        `Ít nhất là ${smallest}. Mời bạn nhập lại.`,
        `At least ${smallest}. Please enter it again.`,
      ),
    ];
  if (largest !== undefined && value > largest)
    return [
      refusal(
        'number-too-large',
        at,
        `Nhiều nhất là ${largest}. Mời bạn nhập lại.`,
        `At most ${largest}. Please enter it again.`,
      ),
    ];
  return [];
}

function disagreementsOf(question: Question, text: string, view: View): readonly ('birth-year' | 'sex')[] {
  const { birthDate: dateId, sex } = question.agreesWith ?? {};
  const date = dateId === undefined ? undefined : view.answer(dateId);
  const birthDate = typeof date === 'string' ? dayOf(date) : undefined;
  const told = typeof sex === 'object' ? sexOf(view.answer(sex.answer)) : sex;
  return citizenNumberDisagrees(text, {
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(told === undefined ? {} : { sex: told }),
  });
}

/** Only the year is compared, so a year alone does. */
function dayOf(date: string): string | undefined {
  if (/^[1-9]\d{3}$/.test(date)) return `${date}-01-01`;
  return isRealDate(date) ? date : undefined;
}

function sexOf(answer: unknown): Sex | undefined {
  return answer === 'male' || answer === 'female' ? answer : undefined;
}

function numeric(operand: Question['minimum'], view: View): number | undefined {
  const value = operand === undefined ? undefined : operandValue(operand, view);
  return typeof value === 'number' ? value : undefined;
}
