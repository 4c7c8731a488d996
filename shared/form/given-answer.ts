import type { Answer } from '../catalogue/service.ts';

/** An address in Vietnam, as answered. */
export type HomeAddress = { country: 'VN'; province: string; unit: string; detail: string; former?: string };

/**
 * The answer somebody gave to a question, or nothing. Drafts are read back from files and wires, so anything may stand here;
 * what is empty counts as not given. Never throws.
 */
export function givenAnswer(answers: Readonly<Record<string, unknown>>, id: string): Answer | undefined {
  if (typeof answers !== 'object' || answers === null || !Object.hasOwn(answers, id)) return undefined;
  const answer = answers[id];
  if (answer === undefined || answer === null || answer === '') return undefined;
  return answer as Answer;
}

export function isUnknown(answer: unknown): answer is { unknown: 'none' | 'forgotten' } {
  return (
    isRecord(answer) &&
    Object.hasOwn(answer, 'unknown') &&
    (answer.unknown === 'none' || answer.unknown === 'forgotten')
  );
}

export function isSaid(answer: unknown): answer is { said: string } {
  return isRecord(answer) && Object.hasOwn(answer, 'said') && typeof answer.said === 'string';
}

export function isHomeAddress(answer: unknown): answer is HomeAddress {
  return (
    isRecord(answer) &&
    answer.country === 'VN' &&
    typeof answer.province === 'string' &&
    typeof answer.unit === 'string' &&
    typeof answer.detail === 'string'
  );
}

export function isForeignAddress(answer: unknown): answer is { country: string; detail: string } {
  return (
    isRecord(answer) &&
    typeof answer.country === 'string' &&
    answer.country !== 'VN' &&
    typeof answer.detail === 'string'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
