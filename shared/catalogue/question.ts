import { z } from 'zod';
import { Condition, Operand } from './condition.ts';
import { Text } from './text.ts';

/** Kinds of answer; each has its own keyboard, its own rule in `form/answer-rules.ts` and its own way to be shown. */
export const questionKinds = [
  'person-name',
  'text',
  'long-text',
  'date',
  'date-or-year',
  'choice',
  'citizen-number',
  'paper-number',
  'phone',
  'email',
  'address',
  'ethnic-group',
  'country',
  'issuer',
  'whole-number',
] as const;
export type QuestionKind = (typeof questionKinds)[number];

export const Option = z
  .object({
    value: z.string().min(1),
    label: Text,
    /** One line of consequence below the answer. */
    consequence: Text.optional(),
    when: Condition.optional(),
    /** Kept behind «khác» on the screen because hardly anybody needs it. */
    rare: z.boolean().optional(),
    /** What the national portal calls this answer, where known. */
    portalValue: z.string().optional(),
  })
  .strict();
export type Option = z.infer<typeof Option>;

export const Question = z
  .object({
    id: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
    kind: z.enum(questionKinds),
    /** The label at the field. */
    label: Text,
    help: Text.optional(),
    when: Condition.optional(),
    /** A missing answer is refused unless this condition is false. Default: always required. */
    required: Condition.optional(),
    options: z.array(Option).optional(),
    /** Value offered before anything is typed: a literal or another answer. */
    initial: z.union([z.string(), z.number(), z.object({ answer: z.string() }).strict()]).optional(),
    /** «không có / không nhớ» is an answer here; the text says what follows from it. */
    mayBeUnknown: z.object({ none: Text.optional(), forgotten: Text.optional() }).strict().optional(),
    minimum: Operand.optional(),
    maximum: Operand.optional(),
    longest: z.number().int().positive().optional(),
    /** What a whole number counts, said behind it: «đồng», «m²». */
    unit: Text.optional(),
    /** A longer text is taken, with a warning: no law names a number, an officer decides. */
    warnLongerThan: z.number().int().positive().optional(),
    /** A known form the text usually has; another one only warns. */
    shape: z.enum(['birth-notice', 'insurance-number', 'tax-code', 'industry-code']).optional(),
    /** An address whose house, street or hamlet may stay empty: a place of origin is often a commune only. */
    detailOptional: z.boolean().optional(),
    /** What else tells the birth date and sex in this citizen number; a contradiction warns, never blocks. */
    agreesWith: z
      .object({
        birthDate: z.string().optional(),
        sex: z.union([z.object({ answer: z.string() }).strict(), z.enum(['male', 'female'])]).optional(),
      })
      .strict()
      .optional(),
    suggest: z.array(z.string()).optional(),
    /** Digits masked once the field is left (identity numbers, phones). */
    masked: z.boolean().optional(),
    /** Printed in capitals on the result: shown so beside the field. */
    printedAs: Text.optional(),
    /** Which field of the citizen card fills this question; what the card is, who issued it and whose address it tells follow from its day. */
    fromCard: z
      .enum(['number', 'name', 'birthDate', 'sex', 'address', 'issuedOn', 'cardKind', 'issuer', 'residenceKind'])
      .optional(),
    /** Only dates that make sense for a birth of an adult get no calendar; likely dates get shortcuts. */
    shortcuts: z.array(z.enum(['today', 'yesterday'])).optional(),
    /** The national portal's own field name, where known (source: domain/forms.json). */
    portalName: z.string().optional(),
  })
  .strict();
export type Question = z.infer<typeof Question>;

/** One screen: one question, or one tight group. */
export const Step = z
  .object({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/),
    title: Text,
    lead: Text.optional(),
    why: z.object({ text: Text, source: Text }).strict().optional(),
    when: Condition.optional(),
    questions: z.array(Question).min(1).max(6),
  })
  .strict();
export type Step = z.infer<typeof Step>;

export const Section = z
  .object({ id: z.string(), title: Text, when: Condition.optional(), steps: z.array(Step).min(1) })
  .strict();
export type Section = z.infer<typeof Section>;
