import type { Answers, Service } from '../catalogue/service.ts';
import { isInWindow, outsideText } from '../catalogue/windows.ts';
import { problemsOfQuestions } from './answer-rules.ts';
import { fullView } from './derived.ts';
import type { Facts } from './facts.ts';
import { lateDeadlines } from './late-deadlines.ts';
import { neededPapers } from './papers.ts';
import type { Problem } from './problem.ts';
import { spokenCheck } from './spoken-check.ts';
import { walk } from './walk.ts';

/**
 * Everything that would be refused or should be looked at before filing, in the order of the form, then papers. `attachedPapers`
 * counts the pages of each paper by its id. Nothing with level `refuse` means the dossier may be filed.
 */
export function preCheck(
  service: Service,
  answers: Answers,
  attachedPapers: Readonly<Record<string, number>>,
  facts: Facts,
): Problem[] {
  const { route, reached } = walk(service, answers, facts);
  const view = fullView(service, reached, facts);
  const atQuestions = route.steps.flatMap((each) => problemsOfQuestions(each.questions, service, view));
  const asked = new Set(route.steps.flatMap((each) => each.questions.map((question) => question.id)));
  const elsewhere: Problem[] = service.checks
    .filter((check) => check.at === undefined || !asked.has(view.askedAs(check.at)))
    .flatMap((check) => spokenCheck(check, view));
  const late: Problem[] = lateDeadlines(service, view).map((deadline) => ({
    code: deadline.id,
    level: deadline.level,
    at: deadline.from,
    text: deadline.text,
  }));
  const papers = neededPapers(service, answers, facts)
    .filter(({ paper, need }) => need === 'required' && !(pagesOf(attachedPapers, paper.id) > 0))
    .map(
      ({ paper }): Problem => ({
        code: `paper-${paper.id}`,
        level: 'refuse',
        text: {
          vi: `Còn thiếu «${paper.name.vi}». Mời bạn chụp hoặc thêm tệp.`,
          en: `“${paper.name.en}” is missing. Please take a picture or add a file.`,
        },
      }),
    );
  return [...atQuestions, ...elsewhere, ...late, ...outsideWindow(service, facts), ...papers];
}

/** A visit begun on the last evening ends after midnight: it may be filed, and whether it is taken is for the office to say. */
function outsideWindow(service: Service, { today }: Facts): Problem[] {
  const text = outsideText(service, today);
  return isInWindow(service, today) || !text ? [] : [{ code: 'window-closed', level: 'warn', text }];
}

function pagesOf(attached: Readonly<Record<string, number>>, id: string): number {
  const pages = Object.hasOwn(attached, id) ? attached[id] : undefined;
  return typeof pages === 'number' ? pages : 0;
}
