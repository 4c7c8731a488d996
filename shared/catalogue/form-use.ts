import { z } from 'zod';
import { Condition } from './condition.ts';

/** What a service says about an official form it fills; the form's layout is `official-form.ts`. */

export const FieldId = z.string().regex(/^[a-z][A-Za-z0-9]*$/);

const OneSource = z.union([
  /** The answer to this question, or this derived field. */
  z.string(),
  /** A choice in the words of the form: the screen's own speak to the resident («Tôi là mẹ»). */
  z.object({ answer: z.string(), as: z.record(z.string(), z.string()) }).strict(),
  /** One item of several answers, `{id}` each; nothing while one of them is missing. */
  z.object({ composed: z.string().min(1) }).strict(),
  z.object({ said: z.string().min(1), when: Condition.optional() }).strict(),
]);
/** Where a field of a form comes from; of several sources the first that gives something. */
export const FormSource = z.union([OneSource, z.array(OneSource).min(2)]);
export type FormSource = z.infer<typeof FormSource>;
export type OneFormSource = z.infer<typeof OneSource>;

/**
 * Rows of a table: one row, or with `from` and `to` one for each number, `{n}` standing for it in the sources. A row nothing of which
 * is answered is left out.
 */
const Rows = z
  .object({
    cells: z.record(FieldId, FormSource),
    /** There only where this is answered: a table of those who join for the first time, say. */
    given: z.string().optional(),
    from: z.number().int().min(1).optional(),
    to: z.number().int().min(1).max(12).optional(),
  })
  .strict();
export type FormRows = z.infer<typeof Rows>;

/** A form a service fills. */
export const FormUse = z
  .object({
    form: z.string(),
    when: Condition.optional(),
    fields: z.record(FieldId, FormSource),
    tables: z.record(FieldId, z.array(Rows).min(1)).default({}),
  })
  .strict();
export type FormUse = z.infer<typeof FormUse>;

/** Questions and derived fields a source is made of, for each row it stands in. */
export function sourceIds(source: FormSource): string[] {
  if (Array.isArray(source)) return source.flatMap(sourceIds);
  if (typeof source === 'string') return [source];
  if ('answer' in source) return [source.answer];
  return 'composed' in source ? [...source.composed.matchAll(placeholder)].map(([, id = '']) => id) : [];
}

const placeholder = /\{([A-Za-z][A-Za-z0-9]*)\}/g;

/** Every row written out: `mName{n}` becomes `mName1`, `mName2`, …. */
export function rowsWrittenOut({ cells, given, from, to }: FormRows): FormRow[] {
  if (from === undefined || to === undefined) return [{ cells, given }];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => ({
    cells: Object.fromEntries(Object.entries(cells).map(([field, source]) => [field, numbered(source, from + index)])),
    given: given?.replaceAll('{n}', String(from + index)),
  }));
}

export interface FormRow {
  readonly cells: Readonly<Record<string, FormSource>>;
  readonly given: string | undefined;
}

function numbered(source: FormSource, n: number): FormSource {
  const write = (id: string) => id.replaceAll('{n}', String(n));
  const one = (each: OneFormSource): OneFormSource => {
    if (typeof each === 'string') return write(each);
    if ('answer' in each) return { ...each, answer: write(each.answer) };
    if ('composed' in each) return { composed: write(each.composed) };
    return each;
  };
  return Array.isArray(source) ? source.map(one) : one(source);
}
