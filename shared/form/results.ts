import type { Answers, Result, Service } from '../catalogue/service.ts';
import { holds } from './condition-holds.ts';
import { fullView } from './derived.ts';
import type { Facts } from './facts.ts';
import { walk } from './walk.ts';

/** What these answers ask for, in the order of the catalogue: of a bundle the parts that were chosen. */
export function askedResults(service: Service, answers: Answers, facts: Facts): Result[] {
  const view = fullView(service, walk(service, answers, facts).reached, facts);
  return service.results.filter((result) => holds(result.asked, view));
}
