import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { type Draft, newDraft, type Place } from '../../renderer/session/draft.ts';
import { reachableAnswers } from '../../shared/form/route.ts';
import type { Story } from './known-services.ts';
import type { Language } from './sayings.ts';

/**
 * For journeys about what comes after the questions: the story is laid into the shell as an open draft, and the page
 * comes up at that place as it does after a crash. Nothing is filed this way; that is done by hand from there.
 */
export async function resumeAt(
  page: Page,
  story: Story,
  place: Place,
  { language = 'vi' as Language, without = [] as readonly string[] } = {},
): Promise<void> {
  const { service } = story;
  const answers = { ...reachableAnswers(service, story.answers, story.facts) };
  for (const id of without) delete answers[id];
  const draft: Draft = {
    ...newDraft(service, { language, nonce: randomBytes(16).toString('hex') }),
    place,
    eligibility: Object.fromEntries(service.eligibility.map(({ id, goesOnWith }) => [id, goesOnWith])),
    consents: service.consents.map(({ id, text }) => ({ id, text: text[language], at: new Date().toISOString() })),
    identity: { how: 'typed', helped: false },
    answers,
  };
  const status = await page.evaluate(async (kept) => {
    const answer = await fetch('/shell/draft', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ draft: kept }),
    });
    return answer.status;
  }, draft);
  if (status >= 300) throw new Error(`the shell does not take the draft: ${status}`);
  await page.reload();
}
