import { sourcesOf } from '../catalogue/cross-check.ts';
import { type FormSource, type OneFormSource, rowsWrittenOut, sourceIds } from '../catalogue/form-use.ts';
import type { OfficialForm } from '../catalogue/official-form.ts';
import type { Question } from '../catalogue/question.ts';
import type { Answer, Answers, Service } from '../catalogue/service.ts';
import type { Listed } from '../places/find-listed.ts';
import { holds, type View } from './condition-holds.ts';
import { type DerivedAnswer, derivedAnswers, fullView } from './derived.ts';
import type { Facts } from './facts.ts';
import { provinceName } from './place-names.ts';
import { receiverOf } from './receiver.ts';
import { showAnswer } from './show-answer.ts';
import { walk } from './walk.ts';

/** An official form with everything that is known written in. Always Vietnamese, as the form is. */
export interface FilledForm {
  readonly form: OfficialForm;
  /** Field → what stands there; a field that is not here is a dotted line. */
  readonly fields: ReadonlyMap<string, string>;
  readonly tables: ReadonlyMap<string, readonly ReadonlyMap<string, string>[]>;
}

export interface FilledForms {
  readonly forms: readonly FilledForm[];
  /** What was answered and stands on none of the forms: nothing anybody said is left out of the paper. */
  readonly others: readonly { readonly label: string; readonly answer: string }[];
}

/**
 * The forms a service fills, of these answers. A form whose layout is not at hand is left out. Never throws, whatever the answers
 * hold: like every rule of a form it looks only at what is on the route.
 */
export function filledForms(
  service: Service,
  answers: Answers,
  {
    layouts,
    facts,
    kioskWard,
    papers,
    countries,
  }: {
    readonly layouts: ReadonlyMap<string, OfficialForm>;
    readonly facts: Facts;
    readonly kioskWard: string;
    /** Ids of the papers that lie with it. */
    readonly papers: readonly string[];
    readonly countries: readonly Listed[];
  },
): FilledForms {
  const { route, reached } = walk(service, answers, facts);
  const view = fullView(service, reached, facts);
  const derived = new Map(derivedAnswers(service, reached, facts).map((each) => [each.id, each]));
  const questions = new Map(
    service.sections.flatMap(({ steps }) => steps.flatMap((step) => step.questions)).map((each) => [each.id, each]),
  );
  const sight: Sight = { reached, derived, questions, view, facts, countries };
  const receiver = receiverOf(service, answers, facts, kioskWard);
  const known: [string, string][] = [
    ['receiver', receiver.name.vi],
    ['papers', papersText(service, papers)],
    ['place', placeOf(sight, kioskWard)],
  ];
  const used = new Set<string>();
  const forms = service.forms.flatMap((use): FilledForm[] => {
    const form = layouts.get(use.form);
    if (!form || !holds(use.when, view)) return [];
    const note = (source: FormSource) => {
      for (const id of sourceIds(source)) {
        used.add(id);
        if (reached[id] === undefined) for (const from of standsIn(id, service, sight)) used.add(from);
      }
    };
    const fields = valuesOf(use.fields, sight, note);
    for (const [field, value] of known) if (value !== '') fields.set(field, value);
    const tables = Object.entries(use.tables).map(([table, rows]): [string, ReadonlyMap<string, string>[]] => [
      table,
      rows
        .flatMap(rowsWrittenOut)
        .filter(({ given }) => given === undefined || view.answer(given) !== undefined)
        .map(({ cells }) => valuesOf(cells, sight, note))
        .filter((row) => row.size > 0),
    ]);
    return [{ form, fields, tables: new Map(tables) }];
  });
  const others = route.steps.flatMap((step) =>
    step.questions.flatMap((question) => {
      const answer = used.has(question.id) ? '' : shown(question, reached[question.id], sight);
      return answer === '' ? [] : [{ label: question.label.vi, answer }];
    }),
  );
  return { forms, others };
}

/** Questions whose answers a derived field repeats word for word: what it says is said. */
function standsIn(id: string, service: Service, sight: Sight): readonly string[] {
  const follows = sight.derived.get(id);
  if (!follows) return [];
  if (follows.from !== undefined) return [follows.from];
  const text = plain(follows.answer);
  return service.derived
    .filter((each) => each.id === id)
    .flatMap(({ value }) => sourcesOf(value))
    .filter((source) => {
      const said = shown(sight.questions.get(source), sight.reached[source], sight);
      return said !== '' && text.includes(said);
    });
}

interface Sight {
  readonly reached: Answers;
  readonly derived: ReadonlyMap<string, DerivedAnswer>;
  readonly questions: ReadonlyMap<string, Question>;
  readonly view: View;
  readonly facts: Facts;
  readonly countries: readonly Listed[];
}

function valuesOf(
  sources: Readonly<Record<string, FormSource>>,
  sight: Sight,
  note: (source: FormSource) => void,
): Map<string, string> {
  const values = new Map<string, string>();
  for (const [field, source] of Object.entries(sources)) {
    // Only what was printed counts as printed: of several sources the others may still say something else.
    for (const one of Array.isArray(source) ? source : [source]) {
      const value = textFrom(one, sight);
      if (value === '') continue;
      note(one);
      values.set(field, value);
      break;
    }
  }
  return values;
}

function textFrom(source: OneFormSource, sight: Sight): string {
  if (typeof source === 'string') return textOf(source, sight);
  if ('said' in source) return holds(source.when, sight.view) ? source.said : '';
  if ('composed' in source) {
    const isWhole = sourceIds(source).every((id) => textOf(id, sight) !== '');
    return isWhole ? source.composed.replace(/\{([A-Za-z0-9]+)\}/g, (_, id: string) => textOf(id, sight)) : '';
  }
  const answer = sight.view.answer(source.answer);
  const words = typeof answer === 'string' && Object.hasOwn(source.as, answer) ? source.as[answer] : undefined;
  return words ?? textOf(source.answer, sight);
}

function textOf(id: string, sight: Sight): string {
  const { reached, derived, questions } = sight;
  const asked = reached[id];
  if (asked !== undefined) return shown(questions.get(id), asked, sight);
  const follows = derived.get(id);
  if (!follows) return '';
  return shown(follows.from === undefined ? undefined : questions.get(follows.from), follows.answer, sight);
}

function shown(question: Question | undefined, answer: Answer | undefined, { facts, countries }: Sight): string {
  if (answer === undefined) return '';
  if (!question) return plain(answer);
  // A form wants the day in figures; the weekday is for the screen.
  const asOnForm = question.shortcuts === undefined ? question : { ...question, shortcuts: undefined };
  return showAnswer(asOnForm, answer, 'vi', facts.places, { countries }).trim();
}

function plain(answer: Answer): string {
  if (typeof answer === 'object' && 'said' in answer) return answer.said;
  return typeof answer === 'string' || typeof answer === 'number' ? String(answer) : '';
}

function papersText(service: Service, papers: readonly string[]): string {
  const here = new Set(papers);
  return service.papers
    .filter(({ id }) => here.has(id))
    .map(({ name }) => name.vi)
    .join('; ');
}

/** «Làm tại»: the city of the kiosk. */
function placeOf({ facts }: Sight, kioskWard: string): string {
  const unit = facts.places.units.find(({ code }) => code === kioskWard);
  const name = provinceName(facts.places, unit?.provinceCode ?? '01');
  return name.replace(/^(Thành phố|Tỉnh) /, '');
}
