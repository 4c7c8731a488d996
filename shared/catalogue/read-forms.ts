import { fieldsOf, OfficialForm } from './official-form.ts';
import type { Service } from './service.ts';

export interface FormsRead {
  readonly forms: ReadonlyMap<string, OfficialForm>;
  readonly problems: readonly string[];
}

/** Reads the layouts of official forms (file name → parsed JSON). A file with a problem is left out and its problems told. */
export function readForms(files: Readonly<Record<string, unknown>>): FormsRead {
  const forms = new Map<string, OfficialForm>();
  const problems: string[] = [];
  for (const [name, json] of Object.entries(files)) {
    const parsed = OfficialForm.safeParse(json);
    if (!parsed.success) {
      problems.push(
        ...parsed.error.issues.map(({ path, message }) => `${name}: ${path.join('.') || 'file'}: ${message}`),
      );
      continue;
    }
    const faults = layoutProblems(parsed.data);
    if (faults.length === 0) forms.set(parsed.data.id, parsed.data);
    problems.push(...faults.map((fault) => `${name}: ${fault}`));
  }
  return { forms, problems };
}

function layoutProblems(form: OfficialForm): string[] {
  const tables = form.body.flatMap((block) => ('table' in block ? [block.table] : []));
  return [
    ...form.body.flatMap((block) =>
      'row' in block && block.shares !== undefined && block.shares.length !== block.row.length
        ? [`«${block.row[0]}»: as many shares as lines`]
        : [],
    ),
    ...tables.filter((table, place) => tables.indexOf(table) !== place).map((table) => `table ${table} is there twice`),
    ...(form.body.some((block) => 'sign' in block) ? [] : ['nobody signs it']),
  ];
}

/**
 * Where a service and the forms it fills do not fit each other: a form that is not there, a field it does not print, a field of the
 * form nothing is said about. That the questions exist is checked with the service itself (`cross-check.ts`).
 */
export function formProblems(service: Service, forms: ReadonlyMap<string, OfficialForm>): string[] {
  return service.forms.flatMap((use) => {
    const where = `${service.id}: version ${service.version}, form ${use.form}`;
    const form = forms.get(use.form);
    if (!form) return [`${where}: there is no such form`];
    const { fields, tables } = fieldsOf(form);
    return [
      ...Object.keys(use.fields)
        .filter((field) => !fields.has(field))
        .map((field) => `${where}: it has no field ${field}`),
      ...Object.entries(use.tables).flatMap(([table, rows]) => {
        const columns = tables.get(table);
        if (!columns) return [`${where}: it has no table ${table}`];
        return [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))]
          .filter((cell) => !columns.has(cell))
          .map((cell) => `${where}: its table ${table} has no column ${cell}`);
      }),
    ];
  });
}
