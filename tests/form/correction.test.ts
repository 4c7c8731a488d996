import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer, Service } from '../../shared/catalogue/service.ts';
import { answersNeeded, correctionService } from '../../shared/form/correction.ts';
import { exampleFacts } from '../../shared/form/example-answers.ts';
import { neededPapers } from '../../shared/form/papers.ts';
import { preCheck } from '../../shared/form/pre-check.ts';
import { reachableAnswers, routeOf } from '../../shared/form/route.ts';
import { aService, services, world } from '../catalogue/world.ts';

/** What a kiosk has of an example's dossier when these are marked, and what it asks. */
function corrected(service: Service, place: number, questions: readonly string[], papers: readonly string[] = []) {
  const example = service.examples[place % service.examples.length] as Service['examples'][number];
  const facts = exampleFacts(example, world);
  const answers = reachableAnswers(service, example.answers, facts);
  const given = Object.keys(example.papers);
  const marked = { questions, papers };
  const asked = routeOf(service, answers, facts).steps.flatMap((step) => step.questions.map(({ id }) => id));
  const sent = answersNeeded(service, answers, { marked, asked, given });
  const narrow = correctionService(service, { marked, known: Object.keys(sent), asked, given });
  const asks = (now: Readonly<Record<string, Answer>>) =>
    routeOf(narrow, now, facts).steps.flatMap((step) => step.questions.map(({ id }) => id));
  return { example, facts, answers, sent, narrow, asks, given };
}

describe('a correction asks what is marked and nothing else', () => {
  test('of every service, any few answered questions marked are asked again as they stand, and pass the pre-check as they passed it before', () => {
    fc.assert(
      fc.property(
        fc.nat(services.length - 1),
        fc.nat(20),
        fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
        (index, place, picks) => {
          const service = services[index] as Service;
          const { answers, facts, example } = corrected(service, place, []);
          const ids = Object.keys(answers);
          const marked = [...new Set(picks.map((pick) => ids[pick % ids.length] as string))];
          const { sent, asks, narrow } = corrected(service, place, marked);
          expect(asks(sent).sort()).toEqual([...marked].sort());
          for (const id of Object.keys(sent)) expect(sent[id]).toEqual(answers[id]);
          if (example.expect.refused.length > 0) return;
          const refused = preCheck(narrow, sent, {}, facts).filter(({ level }) => level === 'refuse');
          expect(refused).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a question nothing else hangs on brings its own answer alone', () => {
    const { sent } = corrected(aService('birth-registration'), 0, ['reqPhone']);
    expect(Object.keys(sent)).toEqual(['reqPhone']);
  });

  test('a new answer that calls for questions nobody answered has them asked, and those that have an answer stay unasked', () => {
    const service = aService('marital-status');
    const { sent, asks, answers } = corrected(service, 0, ['marital']);
    expect(answers.marital).toBe('chua-ket-hon');
    expect(asks(sent)).toEqual(['marital']);
    expect(asks({ ...sent, marital: 'ly-hon' })).toEqual(['marital', 'paperNo', 'paperDate', 'paperBy']);
    const again = corrected(service, 0, ['purpose']);
    expect(again.answers.purpose).toBeDefined();
    for (const id of again.asks({ ...again.sent, purpose: 'ket-hon' }).slice(1))
      expect(again.answers[id]).toBeUndefined();
  });

  test('a marked paper is asked for whatever the answers say; one that is there and not marked is not', () => {
    const service = aService('birth-registration');
    const { narrow, sent, facts } = corrected(service, 0, ['reqPhone'], ['birth-notice']);
    const papers = neededPapers(narrow, sent, facts);
    expect(papers.map(({ paper, need }) => [paper.id, need])).toEqual([['birth-notice', 'required']]);
    expect(preCheck(narrow, sent, {}, facts).map(({ code }) => code)).toEqual(['paper-birth-notice']);
  });
});
