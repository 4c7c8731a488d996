import type { Service, WorkedExample } from '../catalogue/service.ts';
import type { PlaceIndex } from '../places/place-index.ts';
import type { WorkingCalendar } from '../places/working-days.ts';
import type { Facts } from './facts.ts';
import { feesOf } from './fees.ts';
import { neededPapers } from './papers.ts';
import { preCheck } from './pre-check.ts';
import { receiverOf } from './receiver.ts';
import { askedResults } from './results.ts';
import { routeOf } from './route.ts';

/** The world a worked example is played in. */
export interface ExampleWorld {
  readonly calendar: WorkingCalendar;
  readonly places: PlaceIndex;
  readonly kioskWard: string;
}

export function exampleFacts(example: WorkedExample, world: ExampleWorld): Facts {
  return {
    today: example.today,
    time: '10:00',
    calendar: world.calendar,
    places: world.places,
    feeSupportConfirmed: false,
  };
}

/** Plays an example through the same functions the screens use; one sentence for each thing that is not as it says. */
export function exampleProblems(service: Service, example: WorkedExample, world: ExampleWorld): string[] {
  const facts = exampleFacts(example, world);
  const found = preCheck(service, example.answers, example.papers, facts);
  const codes = (level: 'refuse' | 'warn') =>
    found.filter((problem) => problem.level === level).map((problem) => problem.code);
  const { expect } = example;
  const steps = routeOf(service, example.answers, facts).steps.map((each) => each.step.id);
  return [
    ...differences('refused', expect.refused, codes('refuse')),
    ...differences('warned', expect.warned, codes('warn')),
    ...(expect.steps ? differences('steps', expect.steps, steps) : []),
    ...(expect.fee === undefined
      ? []
      : differences('fee', [expect.fee], [feesOf(service, example.answers, facts).total])),
    ...(expect.results === undefined
      ? []
      : differences(
          'results',
          expect.results,
          askedResults(service, example.answers, facts).map(({ id }) => id),
        )),
    ...(expect.papers === undefined
      ? []
      : differences(
          'papers',
          expect.papers,
          neededPapers(service, example.answers, facts).map(({ paper }) => paper.id),
        )),
    ...(expect.receiver === undefined
      ? []
      : differences(
          'receiver',
          [expect.receiver],
          [receiverOf(service, example.answers, facts, world.kioskWard).unit],
        )),
  ].map((sentence) => `${service.id}, example ${example.id}: ${sentence}`);
}

function differences(what: string, expected: readonly unknown[], found: readonly unknown[]): string[] {
  if (JSON.stringify(expected) === JSON.stringify(found)) return [];
  return [`${what} should be ${JSON.stringify(expected)} but is ${JSON.stringify(found)}`];
}
