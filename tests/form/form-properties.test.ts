import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Condition } from '../../shared/catalogue/condition.ts';
import type { Answer, Answers, Service } from '../../shared/catalogue/service.ts';
import { problemsOfAnswer, problemsOfStep } from '../../shared/form/answer-rules.ts';
import { holds } from '../../shared/form/condition-holds.ts';
import { derivedAnswers, fullView } from '../../shared/form/derived.ts';
import { exampleFacts } from '../../shared/form/example-answers.ts';
import { feesOf } from '../../shared/form/fees.ts';
import { initialAnswer } from '../../shared/form/initial-answer.ts';
import { normaliseAnswer } from '../../shared/form/normalise-answer.ts';
import { neededPapers, possiblePapers } from '../../shared/form/papers.ts';
import { preCheck } from '../../shared/form/pre-check.ts';
import { receiverOf } from '../../shared/form/receiver.ts';
import {
  firstOpenStep,
  progressAt,
  reachableAnswers,
  routeOf,
  stepAfter,
  stepBefore,
} from '../../shared/form/route.ts';
import { showAnswer } from '../../shared/form/show-answer.ts';
import { timingOf } from '../../shared/form/timing.ts';
import { anyText, places, questionsOf, services, someAnswers, someFacts, world } from '../catalogue/world.ts';

/** Of fifty drawn answers each: for conditions that seldom hold. */
const mostBatches = 40;
const facts = someFacts();
/** `npm test` draws few a service, of which there are many; `npm test -- properties` draws the full count. */
const full = process.env.FULL_COUNT === '1';
const runs = { numRuns: full ? 200 : 40 };

describe.each(services.map((service) => ({ id: service.id, service })))('$id, from any answers', ({ service }) => {
  const answersOf = someAnswers(service);

  test('the route is the same every time, in the order of the catalogue, each step once', () => {
    const order = service.sections.flatMap((section) => section.steps.map(({ id }) => id));
    fc.assert(
      fc.property(answersOf, (answers) => {
        const steps = routeOf(service, answers, facts).steps.map((each) => each.step.id);
        expect(steps).toEqual(routeOf(service, structuredClone(answers), facts).steps.map((each) => each.step.id));
        expect(steps).toEqual(order.filter((id) => steps.includes(id)));
        expect(steps.length).toBeGreaterThan(0);
      }),
      runs,
    );
  });

  test('answering a step changes nothing before it, and progress never goes back on the way forward', () => {
    fc.assert(
      fc.property(answersOf, answersOf, fc.nat(), (answers, others, pick) => {
        const route = routeOf(service, answers, facts);
        const at = pick % route.steps.length;
        const here = route.steps[at];
        if (!here) return;
        const changed = { ...answers };
        for (const { id } of here.questions) if (others[id] !== undefined) changed[id] = others[id];
        const after = routeOf(service, changed, facts);
        expect(after.steps.slice(0, at + 1).map((each) => each.step.id)).toEqual(
          route.steps.slice(0, at + 1).map((each) => each.step.id),
        );
        const next = stepAfter(after, here.step.id);
        const [before, then] = [progressAt(route, here.step.id), next && progressAt(after, next.step.id)];
        if (!then) return;
        expect(then.done).toBeGreaterThan(before.done);
        expect(then.section).toBeGreaterThanOrEqual(before.section);
        expect(then.done).toBeLessThan(1);
      }),
      runs,
    );
  });

  test('walking forward from the first step ends at the last, and back again', () => {
    fc.assert(
      fc.property(answersOf, (answers) => {
        const route = routeOf(service, answers, facts);
        const forward: string[] = [];
        for (let at = route.steps[0]; at; at = stepAfter(route, at.step.id)) forward.push(at.step.id);
        const backward: string[] = [];
        for (let at = route.steps.at(-1); at; at = stepBefore(route, at.step.id)) backward.push(at.step.id);
        expect(forward).toEqual(backward.reverse());
        expect(forward.map((id) => progressAt(route, id).step)).toEqual(
          route.sections.flatMap(({ steps }) => steps.map((_, index) => index + 1)),
        );
      }),
      runs,
    );
  });

  test('only answers on the route are filed, and filing them again gives the same', () => {
    fc.assert(
      fc.property(answersOf, (answers) => {
        const reached = reachableAnswers(service, answers, facts);
        const asked = new Set(
          routeOf(service, answers, facts).steps.flatMap((each) => each.questions.map(({ id }) => id)),
        );
        expect(Object.keys(reached).every((id) => asked.has(id) && reached[id] === answers[id])).toBe(true);
        expect(reachableAnswers(service, reached, facts)).toEqual(reached);
        expect(routeOf(service, reached, facts)).toEqual(routeOf(service, answers, facts));
        expect(preCheck(service, reached, {}, facts)).toEqual(preCheck(service, answers, {}, facts));
      }),
      runs,
    );
  });

  test('taking any answer away never breaks anything', () => {
    fc.assert(
      fc.property(answersOf, fc.nat(), (answers, pick) => {
        const ids = Object.keys(answers);
        const { [ids[pick % ids.length] ?? '']: _gone, ...rest } = answers;
        expect(() => everything(service, rest)).not.toThrow();
      }),
      { numRuns: full ? 100 : 20 },
    );
  });

  test('whatever lies in a draft, nothing throws and every problem is a sentence in both languages', () => {
    const garbage = fc.record(
      Object.fromEntries(
        questionsOf(service).map(({ id }) => [id, fc.oneof(fc.anything(), fc.jsonValue(), fc.string())]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(garbage, (answers) => {
        for (const problem of everything(service, answers as Answers)) {
          expect(problem.code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
          for (const text of [problem.text.vi, problem.text.en]) expect(text).toMatch(/^[\p{Lu}“«].*\.$/su);
        }
      }),
      { numRuns: full ? 100 : 20 },
    );
    for (const nothing of [null, undefined, 7, 'x', [], { __proto__: { reqName: 'x' } }])
      everything(service, nothing as never);
  });

  test('with nothing refused at the questions, the first open step is none; else it has the first refusal', () => {
    fc.assert(
      fc.property(
        fc.oneof(answersOf, fc.constantFrom(...service.examples.map(({ answers }) => answers))),
        (answers) => {
          const route = routeOf(service, answers, facts);
          const first = preCheck(service, answers, {}, facts).find(
            (problem) => problem.level === 'refuse' && problem.at,
          );
          const open = firstOpenStep(route, answers, facts);
          expect(open?.questions.some(({ id }) => id === first?.at) ?? false).toBe(first !== undefined);
        },
      ),
      runs,
    );
  });

  test('cleaning an answer twice changes nothing, and leaves composed letters without control characters', () => {
    const text = fc.oneof(
      anyText,
      fc.string(),
      fc.constantFrom(
        'NGUYỄN  VĂN\u0000 AN',
        "h'mông y đào".normalize('NFD'),
        '0900 000.012',
        '001-090-000017',
        '5/3/2026',
        'a\r\nb\u200b',
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...questionsOf(service)), text, (question, raw) => {
        const once = normaliseAnswer(question, raw);
        expect(normaliseAnswer(question, once)).toEqual(once);
        if (typeof once === 'string') expect(once).toBe(once.normalize('NFC'));
        if (typeof once === 'string' && question.kind !== 'long-text') expect(once).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
      { numRuns: full ? 300 : 60 },
    );
  });

  test('every condition comes out both ways in examples or generated answers', () => {
    const seen = new Map(conditionsOf(service).map(({ where }) => [where, new Set<boolean>()]));
    const look = (answers: Answers, on: typeof facts) => {
      const view = fullView(service, reachableAnswers(service, answers, on), on);
      for (const { where, condition } of conditionsOf(service)) seen.get(where)?.add(holds(condition, view));
    };
    for (const example of service.examples) look(example.answers, exampleFacts(example, world));
    const isDone = () => [...seen.values()].every((ways) => ways.size === 2);
    for (let batch = 0; batch < mostBatches && !isDone(); batch += 1)
      for (const answers of fc.sample(answersOf, { seed: 20261111 + batch, numRuns: 50 })) look(answers, facts);
    const onesided = [...seen]
      .filter(([, ways]) => ways.size < 2)
      .map(([where, ways]) => `${where}: only ${[...ways].join()}`);
    expect(onesided).toEqual([]);
  });
});

/** Calls all there is; gives every problem found. */
function everything(service: Service, answers: Answers) {
  const route = routeOf(service, answers, facts);
  timingOf(service, answers, facts, { online: false });
  feesOf(service, answers, facts);
  feesOf(service, answers, { ...facts, feeSupportConfirmed: true });
  receiverOf(service, answers, facts, '00175');
  neededPapers(service, answers, facts);
  possiblePapers(service, answers, facts);
  derivedAnswers(service, reachableAnswers(service, answers, facts), facts);
  const found = preCheck(service, answers, {}, facts);
  for (const each of route.steps) {
    found.push(...problemsOfStep(each, service, answers, facts));
    for (const question of each.questions) {
      const answer = answers && typeof answers === 'object' ? (answers[question.id] as Answer | undefined) : undefined;
      found.push(...problemsOfAnswer(question, answer, service, answers, facts));
      if (answer !== undefined && answer !== null) normaliseAnswer(question, answer);
      showAnswer(question, answer, 'vi', places, { masked: true });
      initialAnswer(question, service, answers, facts);
    }
  }
  firstOpenStep(route, answers, facts);
  return found;
}

/** The conditions of a file, but those fixed to always or never. */
function conditionsOf(service: Service): { where: string; condition: Condition }[] {
  const steps = service.sections.flatMap((section) => section.steps);
  const questions = questionsOf(service);
  const all: { where: string; condition: Condition | undefined }[] = [
    ...service.sections.map(({ id, when }) => ({ where: `section ${id}`, condition: when })),
    ...steps.map(({ id, when }) => ({ where: `step ${id}`, condition: when })),
    ...questions.map(({ id, when }) => ({ where: `question ${id}`, condition: when })),
    ...questions.map(({ id, required }) => ({ where: `required ${id}`, condition: required })),
    ...questions.flatMap(({ id, options }) =>
      (options ?? []).map(({ value, when }) => ({ where: `option ${value} of ${id}`, condition: when })),
    ),
    ...service.papers.map(({ id, when }) => ({ where: `paper ${id}`, condition: when })),
    ...service.fees.map(({ id, when }) => ({ where: `fee ${id}`, condition: when })),
    ...service.checks.map(({ id, when }) => ({ where: `check ${id}`, condition: when as Condition | undefined })),
    ...service.processing.cases.map(({ when }, index) => ({
      where: `time ${index}`,
      condition: when as Condition | undefined,
    })),
    ...service.derived.map(({ id, when }, index) => ({ where: `derived ${id} ${index}`, condition: when })),
  ];
  return all.flatMap(({ where, condition }) => (condition && !('always' in condition) ? [{ where, condition }] : []));
}
