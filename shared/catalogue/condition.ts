import { z } from 'zod';

export const dayUnits = ['years', 'months', 'days', 'working-days'] as const;
export type DayUnit = (typeof dayUnits)[number];

/**
 * A condition over answers, as data: no code in catalogue files, no `eval` in the interpreter.
 *
 * Operands: a literal, `{ answer: id }` (the answer to a question, or one member of it: `id.member`),
 * `{ fact: name }` (today, the language, how identity was given …; see `form/facts.ts`),
 * `{ daysSince: operand }` (whole days from that date until today), `{ yearsBetween: [from, to] }`,
 * `{ firstWord: operand }` (the surname of a full name),
 * `{ dayAfter: [operand, number, unit] }` (the day so many years, months, days or working days after that date; negative: before).
 * A comparison with a missing answer is false; `{ missing: id }` asks for that itself.
 */
export const Operand: z.ZodType<Operand> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.object({ answer: z.string() }).strict(),
    z.object({ fact: z.string() }).strict(),
    z.object({ daysSince: Operand }).strict(),
    z.object({ yearsBetween: z.tuple([Operand, Operand]) }).strict(),
    z.object({ firstWord: Operand }).strict(),
    z.object({ dayAfter: z.tuple([Operand, z.number().int().min(-1000).max(1000), z.enum(dayUnits)]) }).strict(),
  ]),
);
export type Operand =
  | string
  | number
  | boolean
  | { answer: string }
  | { fact: string }
  | { daysSince: Operand }
  | { yearsBetween: [Operand, Operand] }
  | { firstWord: Operand }
  | { dayAfter: [Operand, number, DayUnit] };

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.object({ all: z.array(Condition).min(1) }).strict(),
    z.object({ any: z.array(Condition).min(1) }).strict(),
    z.object({ not: Condition }).strict(),
    z.object({ missing: z.string() }).strict(),
    z.object({ unknown: z.string() }).strict(),
    z.object({ equal: z.tuple([Operand, Operand]) }).strict(),
    z.object({ sameName: z.tuple([Operand, Operand]) }).strict(),
    z.object({ less: z.tuple([Operand, Operand]) }).strict(),
    z.object({ more: z.tuple([Operand, Operand]) }).strict(),
    z.object({ oneOf: z.tuple([Operand, z.array(z.union([z.string(), z.number()]))]) }).strict(),
    z.object({ always: z.boolean() }).strict(),
  ]),
);
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { missing: string }
  | { unknown: string }
  | { equal: [Operand, Operand] }
  | { sameName: [Operand, Operand] }
  | { less: [Operand, Operand] }
  | { more: [Operand, Operand] }
  | { oneOf: [Operand, (string | number)[]] }
  | { always: boolean };
