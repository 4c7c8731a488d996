import type { Condition, Operand } from './condition.ts';

/** One mention of an answer in a condition. `literals` are what it is compared with, where that can be read off. */
export interface Reference {
  readonly id: string;
  readonly literals: readonly (string | number)[];
}

/** Every answer a condition looks at, in no order; `id.member` counts as `id`. */
export function referencesOf(condition: Condition | undefined): readonly Reference[] {
  if (condition === undefined) return [];
  if ('all' in condition) return condition.all.flatMap(referencesOf);
  if ('any' in condition) return condition.any.flatMap(referencesOf);
  if ('not' in condition) return referencesOf(condition.not);
  if ('missing' in condition) return [{ id: baseOf(condition.missing), literals: [] }];
  if ('unknown' in condition) return [{ id: baseOf(condition.unknown), literals: [] }];
  if ('equal' in condition) return comparedPair(condition.equal);
  if ('sameName' in condition) return condition.sameName.flatMap(operandReferences);
  if ('less' in condition) return condition.less.flatMap(operandReferences);
  if ('more' in condition) return condition.more.flatMap(operandReferences);
  if ('oneOf' in condition)
    return operandReferences(condition.oneOf[0]).map((reference) => ({ ...reference, literals: condition.oneOf[1] }));
  return [];
}

/** Names of the facts a condition looks at. */
export function factsOf(condition: Condition | undefined): readonly string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (typeof value === 'object' && value !== null) {
      if ('fact' in value && typeof value.fact === 'string') found.push(value.fact);
      for (const item of Object.values(value)) visit(item);
    }
  };
  visit(condition);
  return found;
}

export function operandReferences(operand: Operand | undefined): readonly Reference[] {
  if (typeof operand !== 'object') return [];
  if ('answer' in operand) return [{ id: baseOf(operand.answer), literals: [] }];
  if ('daysSince' in operand) return operandReferences(operand.daysSince);
  if ('yearsBetween' in operand) return operand.yearsBetween.flatMap(operandReferences);
  if ('firstWord' in operand) return operandReferences(operand.firstWord);
  if ('dayAfter' in operand) return operandReferences(operand.dayAfter[0]);
  return [];
}

/** `reqRes.unit` looks at the answer `reqRes`. */
export function baseOf(id: string): string {
  return id.split('.', 1)[0] ?? id;
}

function comparedPair([one, other]: readonly [Operand, Operand]): readonly Reference[] {
  return [...withLiteral(one, other), ...withLiteral(other, one)];
}

/** Only a plain `{ answer }` without a member is compared with an option's value. */
function withLiteral(operand: Operand, other: Operand): readonly Reference[] {
  const isPlain = typeof operand === 'object' && 'answer' in operand && !operand.answer.includes('.');
  const literals = isPlain && (typeof other === 'string' || typeof other === 'number') ? [other] : [];
  return operandReferences(operand).map((reference) => ({ ...reference, literals }));
}
