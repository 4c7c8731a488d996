import { expect } from '@playwright/test';
import { reachableAnswers } from '../../shared/form/route.ts';
import type { Hands } from '../support/hands.ts';
import type { Lobby } from '../support/lobby.ts';
import { oneFinger } from '../support/one-finger.ts';
import type { Identifying, PaperFiles, Resident, ResidentOptions } from '../support/resident.ts';
import { anyOf, type Language, sayingsIn } from '../support/sayings.ts';
import type { SlipSeen } from '../support/slip-on-screen.ts';
import { type Diary, openDiary } from './diary.ts';
import type { Sums } from './entry.ts';
import type { Person } from './people.ts';

/** A person at the kiosk with one finger and a diary. */
export interface Visit {
  readonly lobby: Lobby;
  readonly person: Person;
  readonly resident: Resident;
  readonly diary: Diary;
  /** A picture of what stands there now. */
  look(name?: string): Promise<void>;
  readonly hands: Hands;
  /** One of several, on the sheet that is open. */
  choose(words: string): Promise<void>;
}

/** A loaded machine answers late; a second touch would fall on the next screen. */
const patienceMs = 2_500;

export function visitOf(
  lobby: Lobby,
  person: Person,
  language: Language = 'vi',
  words?: ResidentOptions['words'],
): Visit {
  const say = sayingsIn(words?.in ?? language);
  const turnsTo = anyOf(say('frame', 'touch.seeMore'), say('frame', 'touch.seeFromStart'));
  const { hands, effort } = oneFinger({ turnsTo });
  const diary = openDiary(person.id, effort);
  const resident = lobby.resident({
    language,
    hands,
    words,
    patienceMs,
    onScreen: (name, page) => diary.write(name, page),
  });
  return {
    lobby,
    person,
    resident,
    diary,
    hands,
    choose: (words) => hands.touch(lobby.page().getByRole('dialog').getByText(words, { exact: true })),
    look: async (name) => diary.write(name ?? (await resident.screen()), lobby.page()),
  };
}

/** What differs from person to person between the home screen and the slip. */
interface Ways {
  readonly identified: Identifying;
  /** Written into the search; else the service is found by its life event. */
  readonly searched?: string;
  /** Whoever has papers on a stick; else none are brought. */
  readonly papers?: PaperFiles;
}

export async function fromHomeToSlip(visit: Visit, { identified, searched, papers }: Ways): Promise<SlipSeen> {
  const { resident, person } = visit;
  await (searched ? resident.findBySearch(searched) : resident.findByLifeEvent(person.story));
  await resident.startService(person.story);
  await resident.identify(person.story, identified);
  return fromQuestionsToSlip(visit, papers);
}

export async function fromQuestionsToSlip({ resident, person }: Visit, papers?: PaperFiles): Promise<SlipSeen> {
  await resident.answerQuestions(person.story);
  await resident.givePapers(person.story, papers);
  return resident.file(person.story);
}

/** Ends the diary with the slip in the hand, and looks at what arrived. */
export async function expectDone({ lobby, person, diary }: Visit, slip: SlipSeen) {
  tellSums(diary.end());
  return expectArrived(lobby, person, slip);
}

/** What arrived at the portal is exactly what was said, and the slip in the hand is that dossier's. */
export async function expectArrived(lobby: Lobby, { story }: Person, slip: SlipSeen) {
  const [filing] = await lobby.portal.hasFilings(1);
  expect(await lobby.portal.filings()).toHaveLength(1);
  expect(filing?.slip).toBe(slip.number);
  const { dossier } = await lobby.portal.opened(filing?.filing ?? '');
  expect(dossier.answers).toEqual(reachableAnswers(story.service, story.answers, story.facts));
  expect(dossier.checkCode).toBe(slip.checkCode);
  return dossier;
}

export function tellSums({ person, screens, taps, keys, turns, words, seconds }: Sums): void {
  console.log(
    `${person}: ${screens} screens, ${taps} taps, ${keys} keys, ${turns} turned, ${words} words, ${seconds} s`,
  );
}
