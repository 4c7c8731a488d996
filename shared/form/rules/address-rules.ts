import type { Question } from '../../catalogue/question.ts';
import type { Facts } from '../facts.ts';
import { isForeignAddress, isHomeAddress } from '../given-answer.ts';
import { unitOf } from '../place-names.ts';
import { type Problem, refusal } from '../problem.ts';
import { longestByKind, tooLong } from './text-rules.ts';

export function addressProblems(question: Question, answer: unknown, facts: Facts): Problem[] {
  if (isForeignAddress(answer)) return foreignProblems(question, answer);
  if (!isHomeAddress(answer)) return [choosePlace(question)];
  if (unitOf(facts.places, answer) === undefined) return [choosePlace(question)];
  if (answer.detail.trim() === '' && question.detailOptional !== true)
    return [
      refusal(
        'address-detail',
        question.id,
        'Còn thiếu số nhà, tên đường, tòa nhà hoặc thôn, tổ. Mời bạn nhập thêm.',
        'House number, street, building or hamlet is missing. Please add it.',
      ),
    ];
  return detailProblems(question, answer.detail);
}

function foreignProblems(question: Question, answer: { country: string; detail: string }): Problem[] {
  if (!/^[A-Z]{2}$/.test(answer.country)) return [choosePlace(question)];
  if (answer.detail.trim() === '' && question.detailOptional !== true)
    return [
      refusal(
        'address-detail',
        question.id,
        'Còn thiếu địa chỉ ở nước ngoài. Mời bạn nhập thêm.',
        'The address abroad is missing. Please add it.',
      ),
    ];
  return detailProblems(question, answer.detail);
}

function detailProblems(question: Question, detail: string): Problem[] {
  const longest = question.longest ?? longestByKind.addressDetail;
  return [...detail].length > longest ? [tooLong(question, detail, longest)] : [];
}

function choosePlace(question: Question): Problem {
  return refusal(
    'address-place',
    question.id,
    'Chưa rõ phường, xã nào. Mời bạn chọn trong danh sách.',
    'The ward or commune is not clear. Please choose it from the list.',
  );
}
