import { demoSite } from '../../portal/demo/demo-accounts.ts';
import { knownCalendar } from '../../renderer/desk/known-calendar.ts';
import { knownPlaces } from '../../renderer/desk/known-places.ts';
import { type Draft, newDraft, type Place } from '../../renderer/session/draft.ts';
import { factsAt } from '../../renderer/session/facts-now.ts';
import type { Answer, Answers, Service, WorkedExample } from '../../shared/catalogue/service.ts';
import { toHex } from '../../shared/dossier/bytes.ts';
import type { PaperPage } from '../../shared/dossier/dossier.ts';
import type { Facts } from '../../shared/form/facts.ts';
import { neededPapers } from '../../shared/form/papers.ts';
import { routeOf } from '../../shared/form/route.ts';
import { keepPage } from './keep-page.ts';
import type { Scene, Shared } from './scene.ts';
import type { Stage } from './stage.ts';

/**
 * Every place of a draft, from the catalogue and its worked examples alone: a new service or question is in the gallery
 * without another line here. Screens that would look the same are taken once.
 */
export function draftScenes(services: readonly Service[]): Scene[] {
  const facts = factsToday();
  const seen = new Set<string>();
  return services
    .flatMap((service) => [
      ...beforeQuestions(service),
      ...service.examples.flatMap((example) => ofExample(service, example, facts)),
    ])
    .filter(({ key }) => !seen.has(key) && seen.add(key))
    .map(({ scene }) => scene);
}

/** A finished draft of the service's first plain example, at review; of somebody who lives in the kiosk's ward. */
export function finishedDraft(service: Service): Draft {
  const example = service.examples.find(({ kind }) => kind === 'plain') ?? service.examples[0];
  if (!example) throw new Error(`${service.id} has no worked example`);
  const answers = Object.fromEntries(Object.entries(example.answers).map(([id, answer]) => [id, moved(answer)]));
  return { ...draftOf(service, answers), place: { at: 'review' } };
}

/** To the ward of the demo's first officer, so that somebody is there to receive it. */
function moved(answer: Answer): Answer {
  return typeof answer === 'object' && 'unit' in answer ? { ...answer, province: '01', unit: demoSite.unit } : answer;
}

/** Each draft is filed at most once by its nonce, so two filings of the gallery need two. */
export function freshNonce(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(16)));
}

export function factsToday(): Facts {
  return factsAt(Date.now(), { calendar: knownCalendar(), places: knownPlaces(), feeSupportConfirmed: false });
}

interface Keyed {
  /** Two with one key look the same. */
  readonly key: string;
  readonly scene: Scene;
}

function beforeQuestions(service: Service): Keyed[] {
  const at = (name: string, draft: Draft, then?: Scene['open']): Keyed =>
    keyed(`${service.id}/${name}`, service, async (stage, shared) => {
      await stage.resume(draft);
      await then?.(stage, shared);
    });
  const empty = newDraft(service, { language: 'vi', nonce: freshNonce() });
  const next: Scene['open'] = (stage) => stage.press('frame:actions.next');
  return [
    ...service.eligibility.flatMap((question, index): Keyed[] => {
      const place: Place = { at: 'eligibility', question: index };
      const other = question.goesOnWith === 'yes' ? 'no' : 'yes';
      return [
        at(`eligibility-${index + 1}`, { ...empty, place }),
        at(`eligibility-${index + 1}-missing`, { ...empty, place }, next),
        at(`eligibility-${index + 1}-other`, { ...empty, place, eligibility: { [question.id]: other } }, next),
      ];
    }),
    at('consent', { ...empty, place: { at: 'consent' } }),
    at('consent-missing', { ...empty, place: { at: 'consent' } }, (stage) => stage.press('visit:consent.agree')),
    at('consent-refused', { ...empty, place: { at: 'consent' } }, (stage) => stage.press('visit:consent.refuse')),
    at('identity', { ...empty, place: { at: 'identity' } }),
  ];
}

function ofExample(service: Service, example: WorkedExample, facts: Facts): Keyed[] {
  const { answers } = example;
  const route = routeOf(service, answers, facts);
  const found: Keyed[] = [];
  const before: Record<string, Answer> = {};
  for (const { step, questions } of route.steps) {
    const ids = questions.map(({ id }) => id);
    const place: Place = { at: 'question', step: step.id, backToReview: false };
    const asked = `${service.id}/${step.id}/${ids.join('+')}`;
    const empty = { ...draftOf(service, before), place };
    for (const id of ids) if (answers[id] !== undefined) before[id] = answers[id];
    const filled = { ...draftOf(service, before), place };
    const name = `${service.id}/${step.id}`;
    found.push(
      keyed(name, service, (stage) => stage.resume(empty), `${asked}/empty`),
      // In English only the question differs, and that is in the empty one.
      keyed(
        `${name}-filled`,
        service,
        (stage) => stage.resume(filled),
        `${asked}/filled/${shapeOf(ids, answers)}`,
        'vi',
      ),
    );
    found.push(
      keyed(
        `${name}-missing`,
        service,
        async (stage) => {
          await stage.resume(empty);
          for (let press = 0; press <= questions.length; press++) await stage.press('frame:actions.next');
        },
        `missing/${questions.map(({ kind }) => kind).join('+')}`,
      ),
    );
  }
  return [...found, ...papersAndReview(service, example, facts)];
}

function papersAndReview(service: Service, example: WorkedExample, facts: Facts): Keyed[] {
  const draft = draftOf(service, example.answers);
  const needed = neededPapers(service, example.answers, facts).filter(({ need }) => need !== 'shown');
  const list: Place = { at: 'papers', paper: null, backToReview: false };
  const withPages = async (stage: Stage, shared: Shared, place: Place) =>
    stage.resume({ ...draft, papers: await keepPages(stage, shared, example.papers), place });
  return [
    ...(needed.length === 0
      ? []
      : [
          keyed(
            `${service.id}/papers-${example.id}`,
            service,
            (stage) => stage.resume({ ...draft, place: list }),
            `${service.id}/papers/${needed.map(({ paper }) => paper.id).join('+')}`,
          ),
        ]),
    ...needed.flatMap(({ paper }) => [
      keyed(`${service.id}/paper-${paper.id}`, service, (stage) =>
        stage.resume({ ...draft, place: { ...list, paper: paper.id } }),
      ),
      ...(example.papers[paper.id]
        ? [
            keyed(`${service.id}/paper-${paper.id}-kept`, service, (stage, shared) =>
              withPages(stage, shared, { ...list, paper: paper.id }),
            ),
          ]
        : []),
    ]),
    keyed(`${service.id}/review-${example.id}`, service, (stage, shared) => withPages(stage, shared, { at: 'review' })),
    keyed(
      `${service.id}/review-${example.id}-too-early`,
      service,
      async (stage, shared) => {
        await withPages(stage, shared, { at: 'review' });
        await stage.press('visit:review.file');
      },
      `review-too-early/${example.kind}`,
    ),
  ];
}

function keyed(
  name: string,
  service: Service,
  open: Scene['open'],
  key = name,
  languages: Scene['languages'] = 'switch',
): Keyed {
  return { key, scene: { name, group: service.id, languages, open } };
}

/** A draft that has come past consent and identity. */
function draftOf(service: Service, answers: Answers): Draft {
  const at = new Date().toISOString();
  return {
    ...newDraft(service, { language: 'vi', nonce: freshNonce() }),
    eligibility: Object.fromEntries(service.eligibility.map(({ id, goesOnWith }) => [id, goesOnWith])),
    consents: service.consents.map(({ id, text }) => ({ id, text: text.vi, at })),
    identity: { how: 'typed', helped: false },
    answers: { ...answers },
  };
}

/** Which questions are answered, and how: a date and a year alone look different, two names do not. */
function shapeOf(ids: readonly string[], answers: Answers): string {
  return ids
    .map((id) => {
      const answer = answers[id];
      if (typeof answer === 'object') return Object.keys(answer).sort().join();
      return typeof answer === 'string' ? `text${answer.length > 60 ? '-long' : ''}` : typeof answer;
    })
    .join('/');
}

async function keepPages(stage: Stage, shared: Shared, counts: Readonly<Record<string, number>>): Promise<PaperPage[]> {
  const pages: PaperPage[] = [];
  for (const [paper, count] of Object.entries(counts))
    for (let page = 1; page <= count; page++) pages.push(await keepPage(stage, { paper, page, picture: shared.paper }));
  return pages;
}
