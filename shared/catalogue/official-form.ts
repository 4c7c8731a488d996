import { z } from 'zod';
import { FieldId } from './form-use.ts';

/**
 * The layout of an official paper form, as data: one file in `assets/forms`. A service says which forms it fills and where each field
 * comes from (`FormUse`), so one form serves several services and neither needs code.
 */

/** Words of the form with `{field}` where an answer stands, `{field^}` where the form wants it in capitals. */
const Line = z.string().min(1);

/** `ifAnswered`: left out with its part, while none of these fields is answered. */
const Heading = z.object({ heading: z.string().min(1), ifAnswered: z.array(FieldId).min(1).optional() }).strict();
/** `ifAnswered`: left out while none of its fields is answered (parts of a form not everybody fills). */
const OneLine = z.object({ line: Line, ifAnswered: z.literal(true).optional() }).strict();
/** Lines side by side, in shares of the width (equal ones when not said). */
const Row = z
  .object({
    row: z.array(Line).min(2).max(4),
    shares: z.array(z.number().positive()).optional(),
    ifAnswered: z.literal(true).optional(),
  })
  .strict();
/** Words without answers: the pledge, what the form explains. */
const Words = z
  .object({ words: z.string().min(1), how: z.enum(['plain', 'italic', 'centred']).default('plain') })
  .strict();
const Table = z
  .object({
    table: FieldId,
    /** A first column with 1, 2, 3 …. */
    numbered: z.boolean().default(true),
    columns: z
      .array(z.object({ title: z.string().min(1), field: FieldId, share: z.number().positive() }).strict())
      .min(2)
      .max(7),
    /** Empty rows are drawn up to this many, as on the paper form. */
    least: z.number().int().min(1).max(10),
  })
  .strict();
/** Boxes to sign in, side by side; `name` is the field printed under the space for the signature. */
const Signatures = z
  .object({
    sign: z
      .array(z.object({ title: z.string().min(1), note: z.string().optional(), name: FieldId.optional() }).strict())
      .min(1)
      .max(4),
    /** The line with place and date stands above the last of them. */
    dated: z.boolean().default(false),
  })
  .strict();

export const FormBlock = z.union([Heading, OneLine, Row, Words, Table, Signatures]);
export type FormBlock = z.infer<typeof FormBlock>;

export const OfficialForm = z
  .object({
    schema: z.literal(1),
    id: z.string().regex(/^[a-z][a-z0-9-]*$/),
    /** What stands in the corner: number of the form and what it was issued with. Left out where no source names it. */
    number: Line.optional(),
    title: z.string().min(1),
    /** Below the title, in brackets on the paper. */
    subtitle: z.string().optional(),
    /** «Kính gửi: {receiver}». */
    to: Line,
    /**
     * How sure the layout is: `read` off a copy of the form item by item; `near`: items known, order or wording may differ; `ours`: no
     * form was found. Where it is not `read`, the paper says that the counter decides.
     */
    layout: z.enum(['read', 'near', 'ours']),
    source: z.string().min(1),
    body: z.array(FormBlock).min(1),
  })
  .strict();
export type OfficialForm = z.infer<typeof OfficialForm>;

/** Fields every form may use: nobody is asked for them. */
export const knownFormFields = ['receiver', 'papers', 'place'] as const;

const placeholder = /\{([a-z][A-Za-z0-9]*)(\^?)\}/g;

/** A line in its pieces: words, and fields. */
export type LinePiece = { readonly words: string } | { readonly field: string; readonly inCapitals: boolean };

export function piecesOf(line: string): LinePiece[] {
  const pieces: LinePiece[] = [];
  let at = 0;
  for (const match of line.matchAll(placeholder)) {
    if (match.index > at) pieces.push({ words: line.slice(at, match.index) });
    pieces.push({ field: match[1] ?? '', inCapitals: match[2] === '^' });
    at = match.index + match[0].length;
  }
  if (at < line.length) pieces.push({ words: line.slice(at) });
  return pieces;
}

/** Fields a layout prints, those of its tables apart. */
export function fieldsOf(form: OfficialForm): {
  fields: ReadonlySet<string>;
  tables: ReadonlyMap<string, ReadonlySet<string>>;
} {
  const fields = new Set<string>();
  const tables = new Map<string, ReadonlySet<string>>();
  const look = (line: string) => {
    for (const piece of piecesOf(line)) if ('field' in piece) fields.add(piece.field);
  };
  look(form.to);
  if (form.number !== undefined) look(form.number);
  for (const block of form.body) {
    if ('line' in block) look(block.line);
    else if ('row' in block) for (const line of block.row) look(line);
    else if ('table' in block) tables.set(block.table, new Set(block.columns.map(({ field }) => field)));
    else if ('sign' in block) for (const { name } of block.sign) if (name !== undefined) fields.add(name);
  }
  for (const known of knownFormFields) fields.delete(known);
  return { fields, tables };
}
