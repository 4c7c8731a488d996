import type { Answers, Paper, Service } from '../catalogue/service.ts';
import { decide, holds } from './condition-holds.ts';
import { fullView } from './derived.ts';
import type { Facts } from './facts.ts';
import { walk } from './walk.ts';

/** The papers these answers ask for, in the order of the catalogue. */
export function neededPapers(
  service: Service,
  answers: Answers,
  facts: Facts,
): { readonly paper: Paper; readonly need: Paper['need'] }[] {
  const view = fullView(service, walk(service, answers, facts).reached, facts);
  return service.papers.filter((paper) => holds(paper.when, view)).map((paper) => ({ paper, need: paper.need }));
}

/** For the service page: every paper, and whether it is needed for sure or only in some cases (`ifText`). */
export function possiblePapers(
  service: Service,
  answers: Answers,
  facts: Facts,
): { readonly paper: Paper; readonly certain: boolean }[] {
  const view = fullView(service, walk(service, answers, facts).reached, facts);
  return service.papers.flatMap((paper) => {
    const verdict = decide(paper.when, view);
    return verdict === false ? [] : [{ paper, certain: verdict === true }];
  });
}
