import { expect, test } from 'vitest';
import { rehearsalVisits } from '../../renderer/session/rehearsal-visits.ts';
import { startOfVisit } from '../../renderer/session/visit.ts';
import { practiceExample } from '../../shared/catalogue/examples.ts';
import { routeOf } from '../../shared/form/route.ts';
import { services, someFacts } from '../catalogue/world.ts';

const facts = someFacts();
const visits = rehearsalVisits(startOfVisit, services, facts);
const [service] = visits.flatMap(({ service }) => service ?? []);
const places = visits.flatMap(({ visit }) => (visit.draft ? [visit.draft.place] : []));
const questionsAt = (step: string) =>
  service?.sections
    .flatMap(({ steps }) => steps)
    .filter(({ id }) => id === step)
    .flatMap(({ questions }) => questions) ?? [];

test('each kind of screen of a visit is among them once', () => {
  expect(visits.map(({ visit }) => visit.screen.name).filter((name) => name !== 'draft')).toEqual([
    'home',
    'home',
    'service',
  ]);
  expect(places.map(({ at }) => at).filter((at) => at !== 'question')).toEqual([
    'eligibility',
    'consent',
    'identity',
    'papers',
    'review',
  ]);
});

test('each kind of question the way through the form asks is drawn, and none of the drawn is answered', () => {
  const example = service && practiceExample(service);
  if (!service || !example) throw new Error('no service is rehearsed');
  const route = routeOf(service, example.answers, { ...facts, today: example.today });
  const kinds = new Set(route.steps.flatMap(({ questions }) => questions.map(({ kind }) => kind)));
  const drawn = visits.flatMap(({ visit: { draft } }) =>
    draft?.place.at === 'question' ? [{ draft, questions: questionsAt(draft.place.step) }] : [],
  );
  expect(new Set(drawn.flatMap(({ questions }) => questions.map(({ kind }) => kind)))).toEqual(kinds);
  expect(kinds.size).toBeGreaterThan(5);
  expect(drawn.flatMap(({ draft, questions }) => questions.filter(({ id }) => id in draft.answers))).toEqual([]);
});

test('nobody is in them but the people of the worked example', () => {
  const example = service && practiceExample(service);
  for (const { visit } of visits)
    for (const [id, answer] of Object.entries(visit.draft?.answers ?? {})) expect(answer).toEqual(example?.answers[id]);
});

test('a catalogue without a worked example has its way to the services rehearsed', () => {
  const bare = services.map((each) => ({ ...each, examples: [] }));
  expect(rehearsalVisits(startOfVisit, bare, facts).map(({ visit }) => visit.screen.name)).toEqual(['home', 'home']);
});
