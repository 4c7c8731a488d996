import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sourcesOf } from '../../shared/catalogue/cross-check.ts';
import { type FormSource, rowsWrittenOut, sourceIds } from '../../shared/catalogue/form-use.ts';
import { fieldsOf } from '../../shared/catalogue/official-form.ts';
import { readServiceFile } from '../../shared/catalogue/read-catalogue.ts';
import { formProblems, readForms } from '../../shared/catalogue/read-forms.ts';
import type { Service } from '../../shared/catalogue/service.ts';
import { reachableAnswers } from '../../shared/form/route.ts';
import { showAnswer } from '../../shared/form/show-answer.ts';
import { aService, catalogueFiles, questionsOf, services } from '../catalogue/world.ts';
import { factsOf, filledWith, formFiles, layouts, pdfOf, squeezed, textOfPages, units } from '../support/form-world.ts';

test('every layout is read, every service fills a form, and each knows the other’s fields', () => {
  expect(layouts.problems).toEqual([]);
  expect(services.flatMap((service) => formProblems(service, layouts.forms))).toEqual([]);
  expect(services.filter(({ forms }) => forms.length === 0).map(({ id }) => id)).toEqual([]);
  const used = new Set(services.flatMap(({ forms }) => forms.map(({ form }) => form)));
  expect([...layouts.forms.keys()].filter((id) => !used.has(id))).toEqual([]);
});

test('CT01 serves more services than one', () => {
  const users = services.filter(({ forms }) => forms.some(({ form }) => form === 'ct01')).map(({ id }) => id);
  expect(new Set(users)).toEqual(new Set(['birth-3in1', 'death-bundle', 'permanent-residence', 'temporary-residence']));
});

test('every field a layout prints is filled by some service, or stands empty on paper on purpose', () => {
  const empty = [...layouts.forms.values()].flatMap((form) => {
    const uses = services.flatMap(({ forms }) => forms.filter((use) => use.form === form.id));
    const { fields } = fieldsOf(form);
    return [...fields]
      .filter((field) => !uses.some((use) => field in use.fields))
      .map((field) => `${form.id}.${field}`);
  });
  // Voluntary insurance only; on the licence form of 2017 only.
  expect(empty.sort()).toEqual(['driver-licence.trainedAt', 'tk1-ts.amount', 'tk1-ts.payMode']);
});

describe('every field of the official forms of the domain research that is asked stands on a form', () => {
  const { forms } = JSON.parse(
    readFileSync(new URL('../catalogue/form-fields.json', import.meta.url), 'utf8'),
  ) as FormFields;
  test.each(forms)('$service', ({ service: id, fields }) => {
    const service = aService(id);
    const printed = idsOnForms(service);
    const lacking = fields
      .filter(({ question, derived }) => [question, derived].some((each) => each !== undefined))
      .filter(({ question, derived }) => ![question, derived].some((each) => each !== undefined && printed.has(each)))
      .map((field) => field.id)
      .filter((field) => !(field in (notOnPaper[id] ?? {})));
    expect(lacking).toEqual([]);
  });
});

/** Asked by the portal's screens; the paper form has no place for them, so they stand below it among what was said besides. */
const notOnPaper: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'birth-registration': { regKind: 'a choice of the portal’s wizard' },
  'birth-3in1': { regKind: 'a choice of the portal’s wizard' },
  'temporary-residence': { mode: 'a choice of the wizard', dwellingReadable: 'what the kiosk needs to know' },
  'permanent-residence': { dwellingReadable: 'what the kiosk needs to know' },
  'health-card-reissue': { reason: 'becomes [18]' },
  'marital-status': { copies: 'the number of certificates, which stands there' },
  'death-bundle': { payeeIsRequester: 'becomes the payee' },
};

const papers = services.flatMap((service) =>
  service.examples
    .filter(({ kind }) => kind !== 'refused')
    .map((example) => ({ name: `${service.id} ${service.version}, ${example.id}`, service, example })),
);

test.each(papers)('whatever is answered stands on the paper: $name', async ({ service, example }) => {
  const facts = factsOf(example);
  const filled = filledWith(service, example.answers, facts, Object.keys(example.papers));
  const text = textOf(await textOfPages(await pdfOf(filled)));
  const reached = reachableAnswers(service, example.answers, facts);
  const lost = questionsOf(service).flatMap((question) => {
    const answer = reached[question.id];
    const { shortcuts: _onScreen, ...onPaper } = question;
    const shown = showAnswer(onPaper, answer, 'vi', facts.places, { countries: units.countries });
    const said = [shown, ...wordsOfForm(service, question.id, answer)];
    return said.some((each) => text.includes(squeezed(each))) ? [] : [`${question.id}: ${shown}`];
  });
  expect(lost).toEqual([]);
});

test('the paper of a plain birth registration reads like the form', async () => {
  const service = aService('birth-registration');
  const example = service.examples.find(({ kind }) => kind === 'plain');
  if (!example) throw new Error('no plain example');
  const filled = filledWith(service, example.answers, factsOf(example));
  const pages = await textOfPages(await pdfOf(filled));
  const text = textOf(pages);
  const inOrder = [
    'CHƯA NỘP',
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    'Độc lập - Tự do - Hạnh phúc',
    'TỜ KHAI ĐĂNG KÝ KHAI SINH',
    'Kính gửi: Ủy ban nhân dân',
    'Họ, chữ đệm, tên người yêu cầu:',
    'ghi bằng chữ: ngày',
    'Họ, chữ đệm, tên người mẹ:',
    'Tôi cam đoan',
    '(Ký, ghi rõ họ, chữ đệm, tên)',
  ].map((words) => text.indexOf(squeezed(words)));
  expect(inOrder).not.toContain(-1);
  expect([...inOrder].sort((one, other) => one - other)).toEqual(inOrder);
  expect(pages[0]).toContain(`Trang 1/${pages.length}`);
  // As the form wants it: names in capitals.
  expect(pages.join('\n')).toContain(String(example.answers.childName).normalize('NFC').toLocaleUpperCase('vi'));
});

test('each member of a household has a row, and empty rows stay for writing', () => {
  const service = aService('temporary-residence');
  const example = service.examples.find(({ id }) => id === 'family-with-parents');
  if (!example) throw new Error('no family');
  const [form] = filledWith(service, example.answers, factsOf(example)).forms;
  const rows = form?.tables.get('members') ?? [];
  expect(rows).toHaveLength(Number(example.answers.memberCount));
  expect(rows[0]?.get('name')).toBe(example.answers.mName1);
});

test('the number in the corner is that of the form for this case', () => {
  const service = aService('criminal-record');
  const numberFor = (forWhom: string) => {
    const example = service.examples.find(({ answers, kind }) => answers.forWhom === forWhom && kind !== 'refused');
    if (!example) throw new Error(`nobody asks for ${forWhom}`);
    return filledWith(service, example.answers, factsOf(example)).forms[0]?.fields.get('formNumber');
  };
  expect(['ban-than', 'con', 'uy-quyen'].map(numberFor)).toEqual(['01/2025/LLTP', '02/2025/LLTP', '02/2025/LLTP']);
});

test('a form its service does not need in this case is not printed', () => {
  const service = aService('death-bundle');
  const example = service.examples[0];
  if (!example) throw new Error('no example');
  const without = Object.fromEntries(Object.entries(example.answers).filter(([id]) => !id.startsWith('dhh')));
  const ids = (answers: typeof example.answers) =>
    filledWith(service, answers, factsOf(example)).forms.map(({ form }) => form.id);
  expect(ids(example.answers)).toContain('ct01');
  expect(ids(without)).not.toContain('ct01');
});

describe('a layout or a service that cannot be so is refused by name', () => {
  const changed = (change: (file: ServiceFile) => void): string[] => {
    const file = structuredClone(catalogueFiles['temporary-residence.json']) as ServiceFile;
    change(file);
    const reading = readServiceFile(file);
    return reading.ok ? reading.versions.flatMap((service) => formProblems(service, layouts.forms)) : reading.problems;
  };

  test('as it is, nothing is wrong', () => expect(changed(() => undefined)).toEqual([]));
  test('a question that is not there', () =>
    expect(changed(({ forms }) => set(forms, 'fields', 'name', 'nobody'))).toEqual([
      'form ct01, name: nobody does not exist',
    ]));
  test('a question of a row that is not there', () =>
    expect(changed(({ forms: [use] }) => set(use?.tables.members, 'cells', 'name', 'mNone{n}'))[0]).toBe(
      'form ct01, name: mNone1 does not exist',
    ));
  test('an answer that is no option', () =>
    expect(
      changed(({ forms }) => set(forms, 'fields', 'hhRelation', { answer: 'hhRelation', as: { nobody: 'Ai đó' } })),
    ).toEqual(['form ct01, hhRelation: nobody is no option of hhRelation']));
  test('a field the form does not print', () =>
    expect(changed(({ forms }) => set(forms, 'fields', 'colour', 'reqName'))[0]).toContain('it has no field colour'));
  test('a form that is not there', () =>
    expect(
      changed(({ forms: [use] }) => {
        if (use) use.form = 'ct99';
      })[0],
    ).toContain('there is no such form'));
  test('a layout nobody signs, with shares that do not fit', () => {
    const file = structuredClone(formFiles['ct01.json']) as { body: Record<string, unknown>[] };
    file.body = file.body.filter((block) => !('sign' in block));
    const row = file.body.find((block) => 'row' in block);
    if (row) row.shares = [1];
    const { forms, problems } = readForms({ 'ct01.json': file, 'none.json': { schema: 1 } });
    expect(forms.size).toBe(0);
    expect(problems.join('\n')).toMatch(/as many shares as lines[\s\S]*nobody signs it[\s\S]*none\.json/);
  });
});

interface ServiceFile {
  forms: { form: string; fields: Record<string, FormSource>; tables: Record<string, Record<string, unknown>[]> }[];
}

function set(list: readonly unknown[] | undefined, part: string, field: string, source: unknown): void {
  const [first] = (list ?? []) as Record<string, Record<string, unknown>>[];
  const fields = first?.[part];
  if (!fields) throw new Error(`no ${part}`);
  fields[field] = source;
}

interface FormFields {
  forms: { service: string; fields: { id: string; question?: string; derived?: string }[] }[];
}

/** Questions and derived fields on the forms of a service, and what the derived ones are made of. */
function idsOnForms(service: Service): ReadonlySet<string> {
  const sources = service.forms.flatMap(({ fields, tables }) => [
    ...Object.values(fields),
    ...Object.values(tables).flatMap((rows) =>
      rows.flatMap(rowsWrittenOut).flatMap(({ cells }) => Object.values(cells)),
    ),
  ]);
  const ids = sources.flatMap(sourceIds);
  const derived = service.derived.filter(({ id }) => ids.includes(id)).flatMap(({ value }) => sourcesOf(value));
  return new Set([...ids, ...derived]);
}

/** The other words a form of this service has for an answer. */
function wordsOfForm(service: Service, id: string, answer: unknown): string[] {
  const sources = service.forms.flatMap(({ fields }) => Object.values(fields)).flat();
  return sources.flatMap((source) =>
    typeof source === 'object' && 'as' in source && source.answer === id && typeof answer === 'string'
      ? [source.as[answer] ?? []].flat()
      : [],
  );
}

/** Everything but the feet of the pages: an answer may go on behind one. */
function textOf(pages: readonly string[]): string {
  return squeezed(pages.map((page) => page.slice(0, page.lastIndexOf('In tại máy Điểm Chạm'))).join(''));
}
