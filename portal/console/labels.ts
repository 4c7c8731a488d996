import type { Question } from '../../shared/catalogue/question.ts';
import type { Answer, Answers, Service } from '../../shared/catalogue/service.ts';
import type { Dossier } from '../../shared/dossier/dossier.ts';
import { dossierProblems } from '../../shared/form/check-dossier.ts';
import { derivedAnswers, fullView } from '../../shared/form/derived.ts';
import type { Facts } from '../../shared/form/facts.ts';
import { reachableAnswers, routeOf } from '../../shared/form/route.ts';
import { showAnswer } from '../../shared/form/show-answer.ts';
import { workingDaysOf } from '../../shared/form/timing.ts';
import { addDays } from '../../shared/identity/calendar-date.ts';
import type { Listed } from '../../shared/places/find-listed.ts';
import { addWorkingDays } from '../../shared/places/working-days.ts';
import type { Mark } from '../../shared/portal-contract/correction.ts';
import type { PortalCatalogue } from '../catalogue.ts';

/** What officers read instead of ids: the catalogue's own words, in Vietnamese. What it does not know is shown by its id. */
export interface Labels {
  serviceName(id: string): string;
  /** Everything answered, in the order of the form, then what follows from it, then what this catalogue does not know. */
  answers(dossier: Dossier, filedMs: number): AnswerGroup[];
  paperName(dossier: Dossier, paper: string): string;
  /** What does not hold by the very version the dossier was filed under, in sentences; `unknown` where the portal has not got it. */
  problems(dossier: Dossier, filedMs: number): readonly string[] | 'unknown';
  /** What may be marked for correction: everything on the dossier's way through the form, and every paper of the service. */
  markable(dossier: Dossier, filedMs: number): Markable;
  nameOf(dossier: Dossier, kind: Mark['kind'], id: string): string;
  answerOf(dossier: Dossier, id: string): string;
  /** Without answers that are no longer asked since others were corrected. */
  asAsked(dossier: Dossier, filedMs: number): Dossier;
  /** Its service fills an official form, which can be printed. */
  hasForm(dossier: Dossier): boolean;
  /** Its end is an answer in words, which the resident reads with the slip. */
  endsWithAnswer(id: string, version: string): boolean;
  /** So many working days after this day. */
  daysAfter(day: string, count: number): string;
  /** The last day the law gives, when received on this day; some times hang on what was answered. */
  dueDay(id: string, version: string, day: string, answers?: Answers): string | undefined;
}

export interface AnswerGroup {
  readonly title: string;
  readonly rows: readonly { readonly label: string; readonly answer: string; readonly fromCard: boolean }[];
}

export interface Markable {
  readonly groups: readonly { readonly title: string; readonly rows: readonly MarkableRow[] }[];
  readonly papers: readonly MarkableRow[];
}

export interface MarkableRow {
  readonly id: string;
  readonly label: string;
  /** As it stands; empty where nothing does. */
  readonly answer: string;
}

export function labelsOf(catalogue: PortalCatalogue): Labels {
  const { find, factsOf } = catalogue;

  const questionOf = ({ service }: Dossier, id: string) =>
    find(service)
      ?.sections.flatMap(({ steps }) => steps.flatMap(({ questions }) => questions))
      .find((question) => question.id === id);
  const answerOf = (dossier: Dossier, id: string) => {
    const question = questionOf(dossier, id);
    const answer = dossier.answers[id];
    if (answer === undefined) return '';
    return question
      ? showAnswer(question, answer, 'vi', factsOf(0).places, { countries: catalogue.countries })
      : plain(answer);
  };
  const paperName = ({ service }: Dossier, paper: string) =>
    find(service)?.papers.find(({ id }) => id === paper)?.name.vi ?? paper;

  return {
    serviceName: (id) => catalogue.named(id)?.name.vi ?? id,
    answers(dossier, filedMs) {
      const service = find(dossier.service);
      return service
        ? labelled(service, dossier, factsOf(filedMs), catalogue.countries)
        : [unlabelled(dossier, Object.keys(dossier.answers))];
    },
    problems(dossier, filedMs) {
      const service = find(dossier.service);
      if (!service) return 'unknown';
      return dossierProblems(service, dossier, factsOf(filedMs)).map(({ text }) => text.vi);
    },
    paperName,
    markable(dossier, filedMs) {
      const service = find(dossier.service);
      const pages = (paper: string) => dossier.papers.filter((page) => page.paper === paper).length;
      const paperRow = (id: string): MarkableRow => ({
        id,
        label: paperName(dossier, id),
        answer: pages(id) > 0 ? `${pages(id)} trang` : '',
      });
      if (!service) {
        const rows = Object.keys(dossier.answers).map((id) => ({ id, label: id, answer: answerOf(dossier, id) }));
        const papers = [...new Set(dossier.papers.map(({ paper }) => paper))];
        return { groups: [{ title: 'Câu trả lời', rows }], papers: papers.map(paperRow) };
      }
      const { sections } = routeOf(service, dossier.answers, factsOf(filedMs));
      return {
        groups: sections.map(({ section, steps }) => ({
          title: section.title.vi,
          rows: steps
            .flatMap(({ questions }) => questions)
            .map(({ id, label }) => ({ id, label: label.vi, answer: answerOf(dossier, id) })),
        })),
        papers: service.papers.map(({ id }) => paperRow(id)),
      };
    },
    nameOf: (dossier, kind, id) =>
      kind === 'paper' ? paperName(dossier, id) : (questionOf(dossier, id)?.label.vi ?? id),
    answerOf,
    asAsked(dossier, filedMs) {
      const service = find(dossier.service);
      return service ? { ...dossier, answers: reachableAnswers(service, dossier.answers, factsOf(filedMs)) } : dossier;
    },
    hasForm: ({ service }) => catalogue.forms !== undefined && (find(service)?.forms.length ?? 0) > 0,
    endsWithAnswer: (id, version) => find({ id, version })?.ends === 'answer',
    daysAfter: (day, count) => addWorkingDays(day, count, catalogue.calendar),
    dueDay(id, version, day, answers = {}) {
      const service = find({ id, version });
      if (!service) return undefined;
      const facts: Facts = { ...factsOf(0), today: day, time: '00:00' };
      const workingDays = workingDaysOf(service, fullView(service, reachableAnswers(service, answers, facts), facts));
      const { calendarDays } = service.processing;
      if (calendarDays !== undefined) return addDays(day, calendarDays);
      return workingDays === null ? undefined : addWorkingDays(day, Math.max(1, workingDays), catalogue.calendar);
    },
  };
}

function labelled(service: Service, dossier: Dossier, facts: Facts, countries: readonly Listed[]): AnswerGroup[] {
  const show = (question: Question, answer: Answer | undefined) =>
    showAnswer(question, answer, 'vi', facts.places, { countries });
  const route = routeOf(service, dossier.answers, facts);
  const shown = new Set<string>();
  const groups = route.sections.map(({ section, steps }): AnswerGroup => {
    const questions = steps.flatMap((step) => step.questions).filter(({ id }) => dossier.answers[id] !== undefined);
    for (const { id } of questions) shown.add(id);
    return {
      title: section.title.vi,
      rows: questions.map((question) => ({
        label: question.label.vi,
        answer: show(question, dossier.answers[question.id]),
        fromCard: dossier.fromCard.includes(question.id),
      })),
    };
  });
  const questions = new Map(
    service.sections
      .flatMap(({ steps }) => steps.flatMap((step) => step.questions))
      .map((question) => [question.id, question]),
  );
  const derived: AnswerGroup = {
    title: 'Theo các câu trên',
    rows: derivedAnswers(service, dossier.answers, facts).map(({ label, answer, from }) => {
      const like = from === undefined ? undefined : questions.get(from);
      return { label: label.vi, answer: like ? show(like, answer) : plain(answer), fromCard: false };
    }),
  };
  const left = unlabelled(
    dossier,
    Object.keys(dossier.answers).filter((id) => !shown.has(id)),
  );
  return [...groups, derived, left].filter(({ rows }) => rows.length > 0);
}

function unlabelled(dossier: Dossier, ids: readonly string[]): AnswerGroup {
  return {
    title: 'Câu trả lời không có trong danh mục của cổng',
    rows: ids.map((id) => ({
      label: id,
      answer: plain(dossier.answers[id]),
      fromCard: dossier.fromCard.includes(id),
    })),
  };
}

function plain(answer: Answer | undefined): string {
  if (typeof answer === 'object' && 'said' in answer) return answer.said;
  return typeof answer === 'string' || typeof answer === 'number' ? String(answer) : JSON.stringify(answer ?? '');
}
