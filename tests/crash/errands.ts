import { dossierOfDraft } from '../../renderer/session/dossier-of-draft.ts';
import { newDraft } from '../../renderer/session/draft.ts';
import { reachableAnswers } from '../../shared/form/route.ts';
import type { SeededDice } from '../simulation/seeded-dice.ts';
import { demoWard, storyOf } from '../support/known-services.ts';
import type { Errand } from './resident-in-page.ts';

const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const story = storyOf('birth-registration', 'agent-unmarried-other-province', { ward: demoWard });
const paperIds = story.service.papers.map(({ id }) => id);
const answers = reachableAnswers(story.service, story.answers, story.facts);

/** What the next resident comes for: a birth to be registered, with so many photos of papers. */
export function anErrand(dice: SeededDice, most: { readonly photos: number; readonly bytes: number }): Errand {
  const { service } = story;
  const now = new Date().toISOString();
  const nonce = hex(dice, 32);
  const photos = Array.from({ length: dice.between(0, most.photos) }, (_, place) => ({
    seed: dice.between(1, 2 ** 31),
    // Most are small, some as large as a good camera's.
    bytes: dice.between(1, 10) === 1 ? dice.between(1000, most.bytes) : dice.between(1000, most.bytes / 10),
    paper: dice.pick(paperIds),
    page: place + 1,
  }));
  const draft = {
    ...newDraft(service, { language: 'vi', nonce }),
    place: { at: 'review' } as const,
    eligibility: Object.fromEntries(service.eligibility.map(({ id, goesOnWith }) => [id, goesOnWith])),
    consents: service.consents.map(({ id, text }) => ({ id, text: text.vi, at: now })),
    identity: { how: 'typed', helped: false } as const,
    // Long and short ones, so that bodies differ in size.
    answers: { ...answers, note: 'x'.repeat(dice.between(0, 2000)) },
  };
  const { papers: _papers, ...dossier } = dossierOfDraft(draft, service, {
    facts: story.facts,
    checkCode: Array.from({ length: 6 }, () => dice.pick([...letters])).join(''),
    pledgedAt: now,
    kioskWard: demoWard,
    clockDoubtful: false,
    say: (text) => text.vi,
  });
  return { draft, dossier, photos };
}

function hex(dice: SeededDice, length: number): string {
  return Array.from({ length }, () => dice.between(0, 15).toString(16)).join('');
}
