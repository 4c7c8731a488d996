import type { Answers, Service } from '../catalogue/service.ts';
import type { Text } from '../catalogue/text.ts';
import type { Facts } from './facts.ts';
import { preCheck } from './pre-check.ts';
import type { Problem } from './problem.ts';
import { reachableAnswers } from './route.ts';

/** What of a dossier the rules look at. */
export interface CheckedDossier {
  readonly answers: Answers;
  readonly eligibility: Readonly<Record<string, 'yes' | 'no'>>;
  readonly consents: readonly { readonly id: string }[];
  readonly papers: readonly { readonly paper: string }[];
}

/**
 * What is wrong with a dossier as it came, by the file of the service it was filed under and on the day it was filed: the kiosk's own
 * pre-check, and what a kiosk never sends. Empty: nothing. It is received all the same; this says what to ask the resident for.
 */
export function dossierProblems(service: Service, dossier: CheckedDossier, facts: Facts): Problem[] {
  const { answers, papers } = dossier;
  const reached = reachableAnswers(service, answers, facts);
  const pages: Record<string, number> = {};
  for (const { paper } of papers) pages[paper] = (pages[paper] ?? 0) + 1;
  const known = new Set(service.papers.map(({ id }) => id));
  return [
    ...preCheck(service, answers, pages, facts).filter(({ level }) => level === 'refuse'),
    ...service.eligibility
      .filter(({ id, blocks, goesOnWith }) => blocks && dossier.eligibility[id] !== goesOnWith)
      .map(({ id, otherwise }) => problem(`eligibility-${id}`, otherwise)),
    ...service.consents
      .filter(({ id }) => !dossier.consents.some((given) => given.id === id))
      .map(({ id }) => problem(`consent-${id}`, NO_CONSENT)),
    ...Object.keys(answers)
      .filter((id) => !Object.hasOwn(reached, id))
      .map((id) => problem(`not-asked-${id}`, NOT_ASKED)),
    ...Object.keys(pages)
      .filter((id) => !known.has(id))
      .map((id) => problem(`no-such-paper-${id}`, NOT_ASKED)),
  ];
}

function problem(code: string, text: Text): Problem {
  return { code, level: 'refuse', text };
}

const NO_CONSENT: Text = {
  vi: 'Hồ sơ không có sự đồng ý của người nộp.',
  en: 'The dossier lacks the consent of who filed it.',
};
const NOT_ASKED: Text = {
  vi: 'Có phần thủ tục này không hỏi.',
  en: 'It holds something this procedure does not ask for.',
};
