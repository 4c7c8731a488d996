import type { Condition, Operand } from './condition.ts';
import { type FormSource, rowsWrittenOut, sourceIds } from './form-use.ts';
import type { Question } from './question.ts';
import { factsOf, operandReferences, type Reference, referencesOf } from './references.ts';
import type { Answer, Derived, Service } from './service.ts';

/** Facts a condition may use; `form/condition-holds.ts` gives their values. */
export const knownFacts: readonly string[] = ['today', 'month', 'time', 'feeSupportConfirmed'];

/** What a catalogue file says that cannot be so. Empty: it holds together. */
export function crossCheck(service: Service): string[] {
  const questions = service.sections.flatMap((section) => section.steps.flatMap((step) => step.questions));
  const byId = new Map(questions.map((question) => [question.id, question]));
  const known = new Set([...byId.keys(), ...service.derived.map((derived) => derived.id)]);
  return [
    ...duplicateProblems(service, questions),
    ...routeProblems(service),
    ...questions.flatMap((question) => questionProblems(question, byId, known)),
    ...cardProblems(questions),
    ...laterConditions(service).flatMap(({ where, condition }) => conditionProblems(where, condition, byId, known)),
    ...derivedProblems(service, byId),
    ...pointerProblems(service, byId, known),
    ...doorProblems(service, byId),
    ...formSourceProblems(service, byId, known),
    ...sayProblems(service, known),
    ...dateProblems(service),
    ...textProblems(service, service.id),
    ...service.examples.flatMap((example) => exampleShapeProblems(service, example, byId)),
  ];
}

type ById = ReadonlyMap<string, Question>;

function duplicateProblems(service: Service, questions: readonly Question[]): string[] {
  const kinds: [string, readonly string[]][] = [
    ['question', questions.map(({ id }) => id)],
    ['section', service.sections.map(({ id }) => id)],
    ['step', service.sections.flatMap((section) => section.steps.map(({ id }) => id))],
    ['paper', service.papers.map(({ id }) => id)],
    ['fee', service.fees.map(({ id }) => id)],
    ['check or deadline', [...service.checks, ...service.deadlines].map(({ id }) => id)],
    ['eligibility question', service.eligibility.map(({ id }) => id)],
    ['consent', service.consents.map(({ id }) => id)],
    ['result', service.results.map(({ id }) => id)],
    ['example', service.examples.map(({ id }) => id)],
    ...questions.map((question): [string, string[]] => [
      `option of ${question.id}`,
      (question.options ?? []).map(({ value }) => value),
    ]),
  ];
  return kinds.flatMap(([kind, ids]) => repeated(ids).map((id) => `${kind} ${id} is there twice`));
}

/** The route is walked from the front, so what it hangs on must have been asked before. */
function routeProblems(service: Service): string[] {
  const problems: string[] = [];
  const asked = new Map<string, Question>();
  const look = (where: string, condition: Condition | undefined) => {
    for (const reference of referencesOf(condition))
      if (!asked.has(reference.id)) problems.push(`${where}: ${reference.id} is not asked before it`);
    problems.push(...literalProblems(where, referencesOf(condition), asked), ...factProblems(where, condition));
  };
  for (const section of service.sections) {
    look(`section ${section.id}`, section.when);
    for (const step of section.steps) {
      look(`step ${step.id}`, step.when);
      for (const question of step.questions) {
        look(`question ${question.id}`, question.when);
        asked.set(question.id, question);
      }
    }
  }
  return problems;
}

function questionProblems(question: Question, byId: ById, known: ReadonlySet<string>): string[] {
  const where = `question ${question.id}`;
  const problems: string[] = [];
  const isChoice = question.kind === 'choice';
  if (isChoice && (question.options?.length ?? 0) < 2) problems.push(`${where}: a choice needs two options or more`);
  if (!isChoice && question.options) problems.push(`${where}: only a choice has options`);
  if (question.mayBeUnknown && !question.mayBeUnknown.none && !question.mayBeUnknown.forgotten)
    problems.push(`${where}: mayBeUnknown says neither none nor forgotten`);
  if (question.shape && question.kind !== 'paper-number') problems.push(`${where}: only a paper number has a shape`);
  if (question.detailOptional && question.kind !== 'address') problems.push(`${where}: only an address has a detail`);
  if (question.unit && question.kind !== 'whole-number') problems.push(`${where}: only a whole number has a unit`);
  if (question.agreesWith && question.kind !== 'citizen-number')
    problems.push(`${where}: only a citizen number agrees with something`);
  problems.push(...initialProblems(question, byId, known));
  for (const id of [question.agreesWith?.birthDate, sexAnswer(question)])
    if (id !== undefined && !known.has(id)) problems.push(`${where}: ${id} does not exist`);
  for (const operand of [question.minimum, question.maximum]) problems.push(...operandProblems(where, operand, known));
  return problems;
}

function initialProblems(question: Question, byId: ById, known: ReadonlySet<string>): string[] {
  const { initial } = question;
  const where = `question ${question.id}`;
  if (initial === undefined) return [];
  if (typeof initial === 'object') {
    if (!known.has(initial.answer)) return [`${where}: initial answer ${initial.answer} does not exist`];
    const source = byId.get(initial.answer);
    return source && source.kind !== question.kind ? [`${where}: initial answer ${source.id} is of another kind`] : [];
  }
  if (question.kind === 'whole-number')
    return typeof initial === 'number' ? [] : [`${where}: initial must be a number`];
  if (typeof initial === 'number') return [`${where}: initial must be a text`];
  const isOption = question.kind !== 'choice' || question.options?.some(({ value }) => value === initial);
  return isOption ? [] : [`${where}: initial ${initial} is no option`];
}

const cardKinds: Readonly<Record<NonNullable<Question['fromCard']>, Question['kind']>> = {
  number: 'citizen-number',
  name: 'person-name',
  birthDate: 'date',
  sex: 'choice',
  address: 'address',
  issuedOn: 'date',
  cardKind: 'choice',
  issuer: 'issuer',
  residenceKind: 'choice',
};

function cardProblems(questions: readonly Question[]): string[] {
  const filled = questions.flatMap((question) => (question.fromCard ? [{ question, field: question.fromCard }] : []));
  return [
    ...filled
      .filter(({ question, field }) => cardKinds[field] !== question.kind)
      .map(({ question, field }) => `question ${question.id}: the card's ${field} does not fill a ${question.kind}`),
    ...filled
      .filter(({ question, field }) => field === 'sex' && !hasSexes(question))
      .map(({ question }) => `question ${question.id}: the card's sex needs the options male and female`),
    ...repeated(filled.map(({ field }) => field)).map((field) => `the card's ${field} fills two questions`),
  ];
}

function laterConditions(service: Service): { where: string; condition: Condition | undefined }[] {
  const questions = service.sections.flatMap((section) => section.steps.flatMap((step) => step.questions));
  return [
    ...questions.map((question) => ({ where: `question ${question.id}`, condition: question.required })),
    ...questions.flatMap((question) =>
      (question.options ?? []).map((option) => ({
        where: `option ${option.value} of ${question.id}`,
        condition: option.when,
      })),
    ),
    ...service.papers.map((paper) => ({ where: `paper ${paper.id}`, condition: paper.when })),
    ...service.fees.map((fee) => ({ where: `fee ${fee.id}`, condition: fee.when })),
    ...service.checks.map((check) => ({ where: `check ${check.id}`, condition: check.when as Condition | undefined })),
    ...service.results.map((result) => ({ where: `result ${result.id}`, condition: result.asked })),
    ...service.processing.cases.map(({ when }, index) => ({ where: `time ${index + 1}`, condition: when })),
  ];
}

function conditionProblems(
  where: string,
  condition: Condition | undefined,
  byId: ById,
  known: ReadonlySet<string>,
): string[] {
  const references = referencesOf(condition);
  return [
    ...references.filter(({ id }) => !known.has(id)).map(({ id }) => `${where}: ${id} does not exist`),
    ...literalProblems(where, references, byId),
    ...factProblems(where, condition),
  ];
}

function literalProblems(where: string, references: readonly Reference[], byId: ById): string[] {
  return references.flatMap(({ id, literals }) => {
    const question = byId.get(id);
    if (question?.kind !== 'choice') return [];
    return literals
      .filter((literal) => !question.options?.some(({ value }) => value === literal))
      .map((literal) => `${where}: ${literal} is no option of ${id}`);
  });
}

function factProblems(where: string, condition: Condition | undefined): string[] {
  return factsOf(condition)
    .filter((name) => !knownFacts.includes(name))
    .map((name) => `${where}: there is no fact ${name}`);
}

function operandProblems(where: string, operand: Operand | undefined, known: ReadonlySet<string>): string[] {
  return operandReferences(operand)
    .filter(({ id }) => !known.has(id))
    .map(({ id }) => `${where}: ${id} does not exist`);
}

function derivedProblems(service: Service, byId: ById): string[] {
  return service.derived.flatMap((derived) => {
    const where = `derived ${derived.id}`;
    const { value } = derived;
    const sources = sourcesOf(value);
    const kind = 'dateInWords' in value ? 'date' : 'numberInWords' in value ? 'whole-number' : undefined;
    return [
      ...sources.filter((id) => !byId.has(id)).map((id) => `${where}: ${id} is not a question`),
      ...sources
        .filter((id) => kind !== undefined && byId.has(id) && byId.get(id)?.kind !== kind)
        .map((id) => `${where}: ${id} is not a ${kind}`),
      ...conditionProblems(where, derived.when, byId, new Set(byId.keys())),
    ];
  });
}

/** Questions a derived field is made of. */
export function sourcesOf(value: Derived['value']): readonly string[] {
  if ('answer' in value) return [value.answer];
  if ('dateInWords' in value) return [value.dateInWords];
  if ('numberInWords' in value) return [value.numberInWords];
  if ('composed' in value) return [...value.composed.matchAll(placeholder)].map(([, id = '']) => id);
  return [];
}

const placeholder = /\{([A-Za-z0-9-]+)\}/g;

/** What a check says in its text must be told where from, in both languages, and nothing is told that is not said. */
function sayProblems(service: Service, known: ReadonlySet<string>): string[] {
  return service.checks.flatMap((check) => {
    const where = `check ${check.id}`;
    const told = Object.keys(check.say ?? {}).sort();
    const said = (['vi', 'en'] as const).map((language) =>
      [...new Set([...check.text[language].matchAll(placeholder)].map(([, name]) => name))].sort(),
    );
    return [
      ...(said.every((names) => names.join() === told.join()) ? [] : [`${where}: its text and what it says differ`]),
      ...Object.values(check.say ?? {}).flatMap((operand) => operandProblems(where, operand, known)),
    ];
  });
}

function pointerProblems(service: Service, byId: ById, known: ReadonlySet<string>): string[] {
  const mustBe = (where: string, id: string, kinds: readonly Question['kind'][]): string[] => {
    const question = byId.get(id);
    if (!question) return known.has(id) ? [] : [`${where}: ${id} does not exist`];
    return kinds.includes(question.kind) ? [] : [`${where}: ${id} is a ${question.kind}`];
  };
  return [
    ...service.checks.flatMap((check) =>
      check.at === undefined || known.has(check.at) ? [] : [`check ${check.id}: ${check.at} does not exist`],
    ),
    ...service.deadlines.flatMap((deadline) =>
      mustBe(`deadline ${deadline.id}`, deadline.from, ['date', 'date-or-year']),
    ),
    ...service.fees.flatMap((fee) =>
      fee.perAnswer === undefined ? [] : mustBe(`fee ${fee.id}`, fee.perAnswer, ['whole-number']),
    ),
    ...service.receiver.by.flatMap((id) => mustBe('receiver', id, ['address'])),
    ...(service.sections[0]?.id === 'requester' ? [] : ['the first section must be requester']),
  ];
}

/** What an official form is filled with must be asked or derived. */
function formSourceProblems({ forms }: Service, byId: ById, known: ReadonlySet<string>): string[] {
  return forms.flatMap(({ form, when, fields, tables }) => {
    const rows = Object.values(tables).flatMap((each) => each.flatMap(rowsWrittenOut));
    const sources = [fields, ...rows.map(({ cells }) => cells)].flatMap((each) => Object.entries(each));
    return [
      ...rows.flatMap(({ given }) =>
        given === undefined || known.has(given) ? [] : [`form ${form}: ${given} does not exist`],
      ),
      ...conditionProblems(`form ${form}`, when, byId, known),
      ...sources.flatMap(([field, source]) => sourceProblems(`form ${form}, ${field}`, source, byId, known)),
    ];
  });
}

function sourceProblems(where: string, source: FormSource, byId: ById, known: ReadonlySet<string>): string[] {
  if (Array.isArray(source)) return source.flatMap((each) => sourceProblems(where, each, byId, known));
  const missing = sourceIds(source)
    .filter((id) => !known.has(id))
    .map((id) => `${where}: ${id} does not exist`);
  if (typeof source === 'object' && 'said' in source) return conditionProblems(where, source.when, byId, known);
  if (typeof source === 'string' || !('as' in source)) return missing;
  const options = byId.get(source.answer)?.options ?? [];
  return [
    ...missing,
    ...Object.keys(source.as)
      .filter((value) => !options.some((option) => option.value === value))
      .map((value) => `${where}: ${value} is no option of ${source.answer}`),
  ];
}

/** Where it is found on the home screen, and how one files it without a name. */
function doorProblems({ ends, lifeEvents, unnamed }: Service, byId: ById): string[] {
  const hasDoor = ends === 'answer' || lifeEvents.length > 0;
  const choice = unnamed && byId.get(unnamed.question);
  const said = unnamed ? [unnamed.answer, unnamed.otherwise] : [];
  return [
    ...(hasDoor ? [] : ['lifeEvents: what ends with a result belongs to a life event']),
    ...(unnamed && choice?.kind !== 'choice' ? [`unnamed: ${unnamed.question} is no choice`] : []),
    ...said
      .filter((value) => choice?.kind === 'choice' && !choice.options?.some((option) => option.value === value))
      .map((value) => `unnamed: ${value} is no option of ${unnamed?.question}`),
  ];
}

function dateProblems(service: Service): string[] {
  const isBackwards = service.validUntil !== undefined && service.validUntil < service.validFrom;
  return [
    ...(isBackwards ? ['validUntil is before validFrom'] : []),
    ...service.windows
      .filter(({ from, until }) => until < from)
      .map(({ from }) => `window ${from}: ends before it begins`),
    ...service.windows
      .filter(({ until, afterwards }) => afterwards !== undefined && afterwards.until <= until)
      .map(({ from }) => `window ${from}: what is said afterwards ends before it closes`),
    ...(service.windows.length > 0 && !service.outsideWindows ? ['windows without outsideWindows'] : []),
    ...(service.receiver.kind === 'city' && !service.receiver.name
      ? ['receiver: an office of the city has a name']
      : []),
    ...(service.receiver.kind !== 'city' && service.receiver.by.length === 0
      ? ['receiver: a ward is found by an address']
      : []),
    ...service.legalBasis
      .filter(({ from, until }) => from !== undefined && until !== undefined && until < from)
      .map(({ text }) => `legal basis ${text}: until is before from`),
  ];
}

/** Every text composed (NFC), without blanks around it or invisible characters: what is compared and spoken must be what is seen. */
function textProblems(value: unknown, where: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => textProblems(item, `${where}.${index}`));
  if (typeof value !== 'object' || value === null) return [];
  if (isText(value)) {
    return (['vi', 'en'] as const).flatMap((language) => {
      const text = value[language];
      const isClean = text === text.normalize('NFC').trim() && !/[\p{Cc}\p{Cf}]|\s{2}/u.test(text);
      return isClean ? [] : [`${where}.${language}: blanks around it, decomposed letters or invisible characters`];
    });
  }
  return Object.entries(value).flatMap(([key, item]) =>
    key === 'examples' ? [] : textProblems(item, `${where}.${key}`),
  );
}

function exampleShapeProblems(service: Service, example: Service['examples'][number], byId: ById): string[] {
  const where = `example ${example.id}`;
  const steps = new Set(service.sections.flatMap((section) => section.steps.map(({ id }) => id)));
  const papers = new Set(service.papers.map(({ id }) => id));
  const isInForce =
    service.validFrom <= example.today && (service.validUntil === undefined || example.today <= service.validUntil);
  return [
    ...Object.keys(example.answers)
      .filter((id) => !byId.has(id))
      .map((id) => `${where}: ${id} is not a question`),
    ...Object.entries(example.answers).flatMap(([id, answer]) => optionProblem(where, byId.get(id), answer)),
    ...Object.keys(example.papers)
      .filter((id) => !papers.has(id))
      .map((id) => `${where}: there is no paper ${id}`),
    ...(example.expect.steps ?? []).filter((id) => !steps.has(id)).map((id) => `${where}: there is no step ${id}`),
    ...(isInForce ? [] : [`${where}: the service does not hold on ${example.today}`]),
  ];
}

function optionProblem(where: string, question: Question | undefined, answer: Answer): string[] {
  if (question?.kind !== 'choice' || typeof answer !== 'string') return [];
  return question.options?.some(({ value }) => value === answer)
    ? []
    : [`${where}: ${answer} is no option of ${question.id}`];
}

function isText(value: object): value is { vi: string; en: string } {
  return 'vi' in value && 'en' in value && typeof value.vi === 'string' && typeof value.en === 'string';
}

function sexAnswer(question: Question): string | undefined {
  const sex = question.agreesWith?.sex;
  return typeof sex === 'object' ? sex.answer : undefined;
}

function hasSexes(question: Question): boolean {
  return ['male', 'female'].every((sex) => question.options?.some(({ value }) => value === sex));
}

function repeated(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}
