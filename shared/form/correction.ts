import type { Question, Section, Step } from '../catalogue/question.ts';
import type { Answers, Paper, Service } from '../catalogue/service.ts';
import type { Asking } from './walk.ts';

/** What of a dossier an officer wants corrected: questions and papers of its service, by their ids. */
export interface Marked {
  readonly questions: readonly string[];
  readonly papers: readonly string[];
}

/** What a correction is made from, without the dossier itself. */
export interface CorrectionBasis {
  readonly marked: Marked;
  /** Questions whose answers are at hand: those that are marked, and those they hang on. */
  readonly known: readonly string[];
  /** Questions the resident was asked before: what was left empty then is not asked now, unless it is marked. */
  readonly asked: readonly string[];
  readonly given: readonly string[];
}

/**
 * The answers a kiosk needs to have the marked things corrected, as few as will do: to the marked questions, and to whatever
 * decides whether they, or a question or paper a new answer could call for, are asked at all.
 */
export function answersNeeded(
  service: Service,
  answers: Answers,
  { marked, asked: before, given }: Pick<CorrectionBasis, 'marked' | 'asked' | 'given'>,
): Answers {
  const form = formOf(service);
  const asked = askedAgain(form, marked.questions, before);
  const papers = calledFor(form, service.papers, asked, given);
  const needed = new Set(marked.questions);
  const add = (ids: Iterable<string>) => {
    for (const id of ids) {
      if (needed.has(id)) continue;
      needed.add(id);
      add(form.routeOf(id));
    }
  };
  for (const id of asked) {
    add(form.routeOf(id));
    add(form.rulesOf(id));
  }
  for (const paper of papers) add(form.idsIn(paper.when));
  return Object.fromEntries(Object.entries(answers).filter(([id]) => needed.has(id)));
}

/**
 * The service as a correction asks it: the marked questions, those that a new answer calls for and nobody was asked, the marked
 * papers and those newly called for. A rule that looks at what is not at hand does not speak: the portal, which has the whole
 * dossier, checks it again.
 */
export function correctionService(service: Service, { marked, known, asked, given }: CorrectionBasis): Asking {
  const form = formOf(service);
  const asksOnly = askedAgain(form, marked.questions, asked);
  const atHand = new Set([...known, ...asksOnly]);
  const { outsideWindows: _outside, ...rest } = service;
  return {
    ...rest,
    asksOnly,
    windows: [],
    eligibility: [],
    deadlines: [],
    checks: service.checks.filter(
      ({ at, when, say }) =>
        at !== undefined && asksOnly.has(at) && [...form.idsIn([when, say])].every((id) => atHand.has(id)),
    ),
    papers: [
      ...service.papers
        .filter(({ id }) => marked.papers.includes(id))
        .map(({ when: _when, ...paper }): Paper => ({ ...paper, need: 'required' })),
      ...calledFor(form, service.papers, asksOnly, given).filter(({ id }) => !marked.papers.includes(id)),
    ],
  };
}

/** The marked questions, and those that hang on one of them, near or far, and have never been asked. */
function askedAgain(form: Form, marked: readonly string[], before: readonly string[]): Set<string> {
  const has = new Set(before);
  const asked = new Set(marked.filter((id) => form.knows(id)));
  // Conditions see only what is asked before them, so one walk from the front finds everything.
  for (const id of form.ids) {
    if (!asked.has(id) && !has.has(id) && [...form.routeOf(id)].some((other) => asked.has(other))) asked.add(id);
  }
  return asked;
}

/** Papers that are not there and hang on one of these questions. */
function calledFor(
  form: Form,
  papers: readonly Paper[],
  asked: ReadonlySet<string>,
  given: readonly string[],
): readonly Paper[] {
  return papers.filter(
    ({ id, when, need }) =>
      need === 'required' && !given.includes(id) && [...form.idsIn(when)].some((other) => asked.has(other)),
  );
}

interface Form {
  /** Every question, in the order they are asked. */
  readonly ids: readonly string[];
  knows(id: string): boolean;
  /** Questions that decide whether this one is asked. */
  routeOf(id: string): ReadonlySet<string>;
  /** Questions its own rules look at: whether it may stay empty, what it offers, its bounds. */
  rulesOf(id: string): ReadonlySet<string>;
  /** Questions a condition or operand looks at; what a derived field is made of stands for it. */
  idsIn(part: unknown): ReadonlySet<string>;
}

function formOf(service: Service): Form {
  const places = new Map<string, { section: Section; step: Step; question: Question }>();
  for (const section of service.sections)
    for (const step of section.steps)
      for (const question of step.questions) places.set(question.id, { section, step, question });

  const idsIn = (part: unknown): ReadonlySet<string> => {
    const found = new Set<string>();
    const look = (piece: unknown, depth: number): void => {
      if (typeof piece !== 'object' || piece === null || depth > deepest) return;
      for (const [name, value] of Object.entries(piece)) {
        if (typeof value === 'string' && namesAnswer.has(name)) add(value.split('.')[0] as string, depth);
        else if (name === 'composed' && typeof value === 'string')
          for (const [, id] of value.matchAll(/\{([A-Za-z0-9]+)\}/g)) add(id as string, depth);
        else look(value, depth + 1);
      }
    };
    const add = (id: string, depth: number): void => {
      if (found.has(id)) return;
      found.add(id);
      for (const derived of service.derived.filter((each) => each.id === id))
        look({ when: derived.when, value: derived.value }, depth + 1);
    };
    look(part, 0);
    return found;
  };

  return {
    ids: [...places.keys()],
    knows: (id) => places.has(id),
    idsIn,
    routeOf(id) {
      const place = places.get(id);
      return place ? idsIn([place.section.when, place.step.when, place.question.when]) : new Set();
    },
    rulesOf(id) {
      const { required, options, minimum, maximum } = places.get(id)?.question ?? {};
      return idsIn([required, options?.map(({ when }) => when), minimum, maximum]);
    },
  };
}

/** Members of a condition, an operand or a derived field that name a question. */
const namesAnswer = new Set(['answer', 'missing', 'unknown', 'dateInWords', 'numberInWords']);
/** No condition nests so deep; guards against a catalogue that names itself. */
const deepest = 50;
