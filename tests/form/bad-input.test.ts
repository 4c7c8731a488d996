import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dossierOfDraft } from '../../renderer/session/dossier-of-draft.ts';
import { type Draft, newDraft } from '../../renderer/session/draft.ts';
import type { Answer, Answers, Service, WorkedExample } from '../../shared/catalogue/service.ts';
import { Dossier } from '../../shared/dossier/dossier.ts';
import { dossierProblems } from '../../shared/form/check-dossier.ts';
import { exampleFacts } from '../../shared/form/example-answers.ts';
import { normaliseAnswer } from '../../shared/form/normalise-answer.ts';
import { preCheck } from '../../shared/form/pre-check.ts';
import { routeOf } from '../../shared/form/route.ts';
import { questionsOf, services, world } from '../catalogue/world.ts';

/**
 * Every worked example, spoilt: the form refuses with a sentence, at the field where it is one field's fault, or files a dossier in
 * which the portal, by the same catalogue file, finds nothing. There is no third outcome.
 */

const at = '2026-11-11T03:00:00Z';

/** What people, scanners and hands on a keyboard put where something else belongs. */
const spoilt: readonly ((answer: Answer | undefined) => Answer | undefined)[] = [
  () => undefined,
  () => '',
  () => 'x'.repeat(10_000),
  () => 'Ưỡng '.repeat(2_000).normalize('NFD'),
  (answer) => (typeof answer === 'string' ? answer.normalize('NFD') : answer),
  (answer) => (typeof answer === 'string' ? `  ${answer}\u200b\u0007 ` : answer),
  () => '\u202e<script>alert(1)</script>\ud800',
  () => 0,
  () => -1,
  () => 1.5,
  () => Number.MAX_SAFE_INTEGER,
  () => '9999-12-31',
  () => '0001-01-01',
  () => '2026-02-30',
  () => '1890',
  () => '000000000000',
  () => ({ unknown: 'none' }),
  () => ({ unknown: 'forgotten' }),
  () => ({ said: 'Đã chết' }),
  () => ({ country: 'VN', province: '01', unit: '99999', detail: 'Số 1' }),
  () => ({ country: 'VN', province: '99', unit: '00175', detail: 'x'.repeat(10_000) }),
  () => ({ country: 'KR', detail: '' }),
];

describe.each(services.map((service) => ({ name: `${service.id} ${service.version}`, service })))(
  '$name',
  ({ service }) => {
    const asked = questionsOf(service).map(({ id }) => id);

    test('each answer of each example, spoilt in each way', () => {
      // Each answer in some of the ways, which take turns from answer to answer; more of them in the first example.
      for (const [place, example] of service.examples.entries())
        for (const [position, id] of Object.keys(example.answers).entries())
          for (const [way, spoil] of spoilt.entries())
            if ((place + position + way) % (place === 0 ? 3 : 11) === 0)
              refusedOrWhole(service, example, { [id]: spoil(example.answers[id]) });
    });

    test('answers swapped with each other, several spoilt at once, and answers to what was not asked', () => {
      const change = fc.record({ id: fc.constantFrom(...asked), from: fc.constantFrom(...asked), how: fc.nat() });
      fc.assert(
        fc.property(
          fc.constantFrom(...service.examples),
          fc.array(change, { minLength: 1, maxLength: 5 }),
          (example, changes) => {
            const made = changes.map(({ id, from, how }): [string, Answer | undefined] => [
              id,
              how % 3 === 0 ? spoilt[how % spoilt.length]?.(example.answers[id]) : example.answers[from],
            ]);
            refusedOrWhole(service, example, Object.fromEntries(made));
          },
        ),
        { numRuns: 60 },
      );
    });
  },
);

test('what a kiosk never sends is found by the portal', () => {
  const [service, example] = plainOne();
  const facts = exampleFacts(example, world);
  const whole = filedAs(service, example, example.answers, facts);
  const codes = (change: Partial<Dossier>) =>
    dossierProblems(service, { ...whole, ...change }, facts).map(({ code }) => code);
  expect(codes({})).toEqual([]);
  expect(codes({ consents: [] })).toEqual(['consent-filing']);
  expect(codes({ eligibility: {} }).every((code) => code.startsWith('eligibility-'))).toBe(true);
  expect(codes({ eligibility: {} }).length).toBeGreaterThan(0);
  expect(codes({ answers: { ...whole.answers, nobody: 'x' } })).toEqual(['not-asked-nobody']);
  expect(codes({ papers: [{ ...page('nothing'), page: 1 }] })).toEqual(['no-such-paper-nothing']);
  const { reqName: _gone, ...rest } = whole.answers;
  expect(codes({ answers: rest })).toEqual(['missing']);
});

function refusedOrWhole(service: Service, example: WorkedExample, changes: Record<string, Answer | undefined>): void {
  const questions = new Map(questionsOf(service).map((question) => [question.id, question]));
  const answers: Record<string, Answer> = { ...example.answers };
  for (const [id, answer] of Object.entries(changes)) {
    const question = questions.get(id);
    // As the screen does: what is kept is normalised, what is emptied is gone.
    if (answer === undefined || !question) delete answers[id];
    else answers[id] = normaliseAnswer(question, answer);
  }
  const facts = exampleFacts(example, world);
  const refusals = preCheck(service, answers, example.papers, facts).filter(({ level }) => level === 'refuse');
  if (refusals.length > 0) {
    const onRoute = new Set(
      routeOf(service, answers, facts).steps.flatMap((step) => step.questions.map(({ id }) => id)),
    );
    for (const { code, at: field, text } of refusals) {
      expect(text.vi.length * text.en.length, code).toBeGreaterThan(0);
      if (field !== undefined) expect(onRoute.has(field), `${code} at ${field}`).toBe(true);
    }
    return;
  }
  const dossier = filedAs(service, example, answers, facts);
  expect(Dossier.safeParse(JSON.parse(JSON.stringify(dossier))).success, JSON.stringify(changes)).toBe(true);
  expect(dossierProblems(service, dossier, facts), JSON.stringify(changes)).toEqual([]);
}

function filedAs(
  service: Service,
  example: WorkedExample,
  answers: Answers,
  facts: Parameters<typeof preCheck>[3],
): Dossier {
  const draft: Draft = {
    ...newDraft(service, { language: 'vi', nonce: '0'.repeat(32) }),
    eligibility: Object.fromEntries(service.eligibility.map(({ id, goesOnWith }) => [id, goesOnWith])),
    consents: service.consents.map(({ id, text }) => ({ id, text: text.vi, at })),
    identity: { how: 'typed', helped: false },
    answers,
    papers: Object.entries(example.papers).flatMap(([paper, pages]) =>
      Array.from({ length: pages }, (_, index) => ({ ...page(paper), page: index + 1 })),
    ),
  };
  return dossierOfDraft(draft, service, {
    facts,
    checkCode: 'ABC234',
    pledgedAt: at,
    kioskWard: world.kioskWard,
    clockDoubtful: false,
    say: (text) => text.vi,
  });
}

function page(paper: string) {
  return { paper, sha256: 'a'.repeat(64), bytes: 1, key: 'AAAA', type: 'image/jpeg' as const };
}

function plainOne(): [Service, WorkedExample] {
  for (const service of services)
    for (const example of service.examples)
      if (example.kind === 'plain' && service.eligibility.some(({ blocks }) => blocks)) return [service, example];
  throw new Error('no plain example');
}
