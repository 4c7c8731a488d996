import type { Answers, Service } from '../catalogue/service.ts';
import type { Text } from '../catalogue/text.ts';
import { problemsOfStep } from './answer-rules.ts';
import type { Facts } from './facts.ts';
import { type Route, type RouteStep, walk } from './walk.ts';

/**
 * The route is walked from the front: a condition sees only answers to questions that are on the route before it. So an answer that
 * is no longer asked steers nothing, and answering a step never changes the steps before it.
 */
export function routeOf(service: Service, answers: Answers, facts: Facts): Route {
  return walk(service, answers, facts).route;
}

/** Answers to questions on the route: what is filed. The rest stays in the draft and never reaches a dossier. */
export function reachableAnswers(service: Service, answers: Answers, facts: Facts): Answers {
  return walk(service, answers, facts).reached;
}

/** `step`, `steps` count within the section, `section`, `sections` on the route, both from 1. `done` goes from 0 to below 1 and only grows on the way forward. */
export interface Progress {
  readonly section: number;
  readonly sections: number;
  readonly step: number;
  readonly steps: number;
  readonly title: Text;
  readonly done: number;
}

/** A step that is not on the route counts as its beginning. */
export function progressAt(route: Route, stepId: string): Progress {
  const at = route.steps.find((each) => each.step.id === stepId) ?? route.steps[0];
  const index = route.sections.findIndex((each) => each.section.id === at?.section.id);
  const section = route.sections[index];
  return {
    section: index + 1,
    sections: route.sections.length,
    step: (section?.steps.findIndex((each) => each.step.id === at?.step.id) ?? -1) + 1,
    steps: section?.steps.length ?? 0,
    title: section?.section.title ?? route.service.name,
    done: at === undefined || route.places === 0 ? 0 : at.place / route.places,
  };
}

export function stepAfter(route: Route, stepId: string): RouteStep | undefined {
  const index = route.steps.findIndex((each) => each.step.id === stepId);
  return index < 0 ? undefined : route.steps[index + 1];
}

export function stepBefore(route: Route, stepId: string): RouteStep | undefined {
  const index = route.steps.findIndex((each) => each.step.id === stepId);
  return index < 0 ? undefined : route.steps[index - 1];
}

/** The first step with something that would be refused. */
export function firstOpenStep(route: Route, answers: Answers, facts: Facts): RouteStep | undefined {
  return route.steps.find((each) =>
    problemsOfStep(each, route.service, answers, facts).some((problem) => problem.level === 'refuse'),
  );
}

/** The step of the route that asks this question. */
export function stepAsking(route: Route, questionId: string): RouteStep | undefined {
  return route.steps.find((each) => each.questions.some((question) => question.id === questionId));
}
