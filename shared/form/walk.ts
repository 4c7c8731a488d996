import type { Question, Section, Step } from '../catalogue/question.ts';
import type { Answer, Answers, Service } from '../catalogue/service.ts';
import { holds } from './condition-holds.ts';
import { plainView } from './derived.ts';
import type { Facts } from './facts.ts';
import { givenAnswer } from './given-answer.ts';

export interface RouteStep {
  readonly step: Step;
  readonly section: Section;
  /** Those whose `when` holds. */
  readonly questions: readonly Question[];
  /** Place among all steps of the service, also those not on this route. Progress counts by it. */
  readonly place: number;
}

/** The way through the questions that these answers give. */
export interface Route {
  readonly service: Service;
  readonly sections: readonly { readonly section: Section; readonly steps: readonly RouteStep[] }[];
  readonly steps: readonly RouteStep[];
  /** Number of steps of the service, on this route or not. */
  readonly places: number;
}

/** A correction asks only these questions of a service again; the answers to the others still steer the route. */
export type Asking = Service & { readonly asksOnly?: ReadonlySet<string> };

/** The route and the answers on it, in one walk; see `route.ts`. */
export function walk(service: Asking, answers: Answers, facts: Facts): { route: Route; reached: Answers } {
  const reached: Record<string, Answer> = {};
  const view = plainView(reached, facts);
  const sections: { section: Section; steps: RouteStep[] }[] = [];
  let place = -1;
  for (const section of service.sections) {
    const isSectionAsked = holds(section.when, view);
    const steps: RouteStep[] = [];
    for (const step of section.steps) {
      place += 1;
      if (!isSectionAsked || !holds(step.when, view)) continue;
      const questions: Question[] = [];
      for (const question of step.questions) {
        if (!holds(question.when, view)) continue;
        if (!service.asksOnly || service.asksOnly.has(question.id)) questions.push(question);
        const answer = givenAnswer(answers, question.id);
        if (answer !== undefined) reached[question.id] = answer;
      }
      if (questions.length > 0) steps.push({ step, section, questions, place });
    }
    if (steps.length > 0) sections.push({ section, steps });
  }
  const route = { service, sections, steps: sections.flatMap((each) => each.steps), places: place + 1 };
  return { route, reached };
}
