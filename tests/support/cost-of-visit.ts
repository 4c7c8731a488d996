import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isHomeAddress } from '../../shared/form/given-answer.ts';
import { reachableAnswers, routeOf } from '../../shared/form/route.ts';
import { places } from '../catalogue/world.ts';
import type { Story } from './known-services.ts';
import type { Lobby } from './lobby.ts';
import { oneFinger } from './one-finger.ts';
import { aPhoto } from './paper-files.ts';
import type { PaperFiles } from './resident.ts';
import { anyOf, sayingsIn } from './sayings.ts';

/** What a visit asks of the person in front of the screen, counted with one finger and nothing plugged in but the scanner. */
export interface CostOfVisit {
  readonly hasCard: boolean;
  /** From the first touch to the slip, home and slip included. */
  readonly screens: number;
  /** Touches of anything that is no key, pages that were turned included. */
  readonly taps: number;
  /** Keys of pads and digits: numbers, dates, telephone. */
  readonly keys: number;
  /** Keys of the letter keyboard: names, addresses, words nobody can offer. */
  readonly letters: number;
  readonly answers: number;
  /** Answers the dossier says came from the card. */
  readonly fromCard: number;
  /** Questions the card's code answers, and yet somebody did. */
  readonly typedThoughOnCard: readonly string[];
  /** What it took to get to each screen from the one before. */
  readonly path: readonly { readonly screen: string; readonly touches: number }[];
}

/** The certificate of marital status with the card, beyond free text (issue 5, 10): touches and keys at most. */
export const costGoal = { service: 'marital-status', most: 45 };

/** What a card is, who issued it and whose address it tells follow from its day, and not from every day (decision 0039). */
const inItsCode = ['number', 'name', 'birthDate', 'sex', 'address', 'issuedOn'];

/** As a card spells where its owner is registered; nothing where the story says nothing a card could say. */
export function addressOnCard({ service, answers }: Story): string {
  const asked = service.sections.flatMap(({ steps }) => steps.flatMap(({ questions }) => questions));
  const answer = answers[asked.find(({ fromCard }) => fromCard === 'address')?.id ?? ''];
  if (answer === undefined || !isHomeAddress(answer)) return '';
  const name = (code: string) => places.units.find((each) => each.code === code)?.fullName ?? '';
  return [answer.detail, name(answer.unit), name(answer.province)].filter((part) => part !== '').join(', ');
}

/** Every paper lies on the stick; a photo takes a touch or two more or less. */
function layPapers({ stick }: Lobby): PaperFiles {
  const name = 'page-1.png';
  writeFileSync(join(stick, name), aPhoto());
  return () => name;
}

/** A loaded machine answers late; a second touch would fall on the next screen. */
const patienceMs = 2_500;

/** Plays the story from the welcome screen to its slip, files it, and reads at the portal what the dossier says came from where. */
export async function costOfVisit(
  lobby: Lobby,
  told: Story,
  { hasCard }: { readonly hasCard: boolean },
): Promise<CostOfVisit> {
  const story = { ...told, cardAddress: addressOnCard(told) };
  const say = sayingsIn('vi');
  const { hands, effort } = oneFinger({
    turnsTo: anyOf(say('frame', 'touch.seeMore'), say('frame', 'touch.seeFromStart')),
  });
  const path: { screen: string; touches: number }[] = [];
  let before = 0;
  const resident = lobby.resident({
    hands,
    patienceMs,
    onScreen: async (name) => {
      const { taps, keys, turns } = effort;
      path.push({ screen: `${name} «${await resident.heading()}»`, touches: taps + keys + turns - before });
      before = taps + keys + turns;
    },
  });
  const earlier = (await lobby.portal.filings()).length;
  await resident.begin();
  await resident.findByLifeEvent(story);
  await resident.startService(story);
  await resident.identify(story, hasCard ? 'scanned' : 'tapped');
  await resident.answerQuestions(story);
  await resident.givePapers(story, layPapers(lobby));
  const slip = await resident.file(story);
  const spent = { ...effort };
  const filings = await lobby.portal.hasFilings(earlier + 1);
  const own = filings.find((each) => each.slip === slip.number);
  if (!own) throw new Error(`the dossier of slip ${slip.number} did not arrive`);
  const { dossier } = await lobby.portal.opened(own.filing);
  await lobby.endVisit();
  const answers = Object.keys(reachableAnswers(story.service, story.answers, story.facts));
  const onCard = routeOf(story.service, story.answers, story.facts)
    .steps.flatMap(({ questions }) => questions)
    .filter(({ id, fromCard }) => fromCard !== undefined && inItsCode.includes(fromCard) && answers.includes(id));
  return {
    hasCard,
    screens: path.length,
    taps: spent.taps + spent.turns,
    keys: spent.keys - spent.letters,
    letters: spent.letters,
    answers: answers.length,
    fromCard: dossier.fromCard.length,
    typedThoughOnCard: hasCard ? onCard.map(({ id }) => id).filter((id) => !dossier.fromCard.includes(id)) : [],
    path,
  };
}
