import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { resumeAt } from '../support/fast-forward.ts';
import { scan, write } from '../support/hardware-keys.ts';
import { cardOf } from '../support/known-services.ts';
import { aHugePhoto, aPdf } from '../support/paper-files.ts';
import type { Resident } from '../support/resident.ts';
import { type MarkedStory, markedStory } from './marked-story.ts';
import { aPhrase, type Marker, type MarkerKind, namedValue, seededDice } from './markers.ts';
import { aMarkedPhoto, withWords } from './paper-with-marks.ts';
import type { WatchedKiosk } from './watched-kiosk.ts';

/** One resident, all that is theirs, and how they leave. */
export interface Way {
  readonly name: string;
  readonly story: MarkedStory;
  readonly service: ServiceToMark;
  /** The kiosk's camera sees this resident's paper. */
  readonly camera: boolean;
  /** Takes a picture of forty megabytes besides: what a browser might move to the disk to have more room. */
  readonly veryLarge: boolean;
  /** All planted in this visit, the story's among them. Those only the kiosk can make (codes of slips) are added as they are read. */
  readonly markers: Marker[];
  readonly planted: Planted;
  readonly leave: (visit: Visit) => Promise<void>;
}

/** What besides answers, in words. */
export interface Planted {
  readonly searched: string;
  readonly searchedPlace: string;
  readonly oldNumber: string;
  readonly relative: string;
  readonly pasted: string;
  readonly fileName: string;
  readonly pixels: string;
  readonly writtenByCamera: string;
  readonly pdf: string;
  readonly film: string;
  readonly clipboard: string;
  readonly selection: string;
  readonly note: string;
}

export interface Visit {
  readonly kiosk: WatchedKiosk;
  readonly way: Way;
  readonly resident: Resident;
  readonly page: () => Page;
  /** Looks at every place as it is now: while somebody types, after they left, before the next start. */
  readonly look: (moment: string) => Promise<void>;
  /** Codes of a slip, as the resident holds it in the hand. */
  /** The power goes, the plug being pulled; what was not synced is lost, or comes back where it was removed. */
  readonly cutPower: (survival: 'nothing' | 'scattered') => void;
  /** Something short that came to light in this visit, looked for by its name. */
  readonly knows: (kind: MarkerKind, name: string, value: string) => void;
  readonly hold: (slip: { number: string; checkCode: string; token: string; title: string }) => void;
}

const veryLargeMegabytes = 40;
const typedPauseMs = 150;
const autosavedMs = 700;

/** Everything from one seed. The film of the pretended camera is one for a start of the kiosk: of one way only. */
export function planWay(
  name: string,
  seed: string,
  leave: Way['leave'],
  more: {
    readonly service?: ServiceToMark;
    readonly camera?: boolean;
    readonly note?: boolean;
    readonly veryLargePicture?: boolean;
  } = {},
): Way {
  const { service = organisation } = more;
  const dice = seededDice(`${seed}/${name}`);
  const story = markedStory(service.id, service.example, dice, service.more);
  const phrase = () => aPhrase(dice);
  const planted: Planted = {
    searched: phrase(),
    searchedPlace: phrase(),
    oldNumber: `1${dice.digits(8)}`,
    relative: `Nguyễn ${phrase()}`,
    pasted: `Dán ${phrase()}`,
    fileName: phrase(),
    pixels: `pixels-${dice.letters(16)}`,
    writtenByCamera: `${dice.letters(8)} ${dice.letters(8)}`,
    pdf: `${dice.letters(8)} ${dice.letters(8)}`,
    film: `camera-${dice.letters(16)}`,
    clipboard: `Sao ${phrase()}`,
    selection: `Bôi ${phrase()}`,
    note: `Bổ sung giấy của ${phrase()}`,
  };
  const spoken = (kind: MarkerKind, about: string, text: string): Marker => ({ kind, about, texts: [text] });
  const markers: Marker[] = [
    ...story.markers,
    spoken('searched-words', 'service search', planted.searched),
    spoken('searched-place', 'place search', planted.searchedPlace),
    { ...spoken('card-code', 'old number', planted.oldNumber), isExact: true },
    spoken('card-code', 'what follows on the card', planted.relative),
    spoken('pasted-text', 'field of a question', planted.pasted),
    spoken('stick-file-name', 'name of a file', planted.fileName),
    spoken('photo-pixels', 'picture from a stick', planted.pixels),
    spoken('photo-file', 'what the camera wrote', planted.writtenByCamera),
    spoken('pdf-text', 'file from a stick', planted.pdf),
    spoken('clipboard', 'copied', planted.clipboard),
    spoken('clipboard', 'selected', planted.selection),
    namedValue('helper-present', 'helper', 'family'),
    ...(more.camera ? [spoken('camera-pixels', "picture of the kiosk's camera", planted.film)] : []),
    ...(more.note ? [spoken('officer-note', 'note at the portal', planted.note)] : []),
  ];
  return {
    name,
    story,
    service,
    planted,
    leave,
    markers,
    camera: more.camera === true,
    veryLarge: more.veryLargePicture === true,
  };
}

export interface ServiceToMark {
  readonly id: string;
  readonly example: string;
  readonly more: Parameters<typeof markedStory>[3];
  /** A question that is typed in every visit of this service. */
  readonly typed: { readonly step: string; readonly question: string };
  readonly paper: string;
}

export const organisation = {
  id: 'civil-extract',
  example: 'organisation',
  more: { recNo: 'x', recBook: 'x', subId: '001' },
  typed: { step: 'organisation', question: 'orgName' },
  paper: 'organisation-request',
  /** A question into which something is pasted and taken back, and a step whose place is looked for. */
  pasted: 'orgReason',
  searched: 'subject-residence',
} satisfies ServiceToMark & Readonly<Record<string, unknown>>;
export const birth: ServiceToMark = {
  id: 'birth-registration',
  example: 'grandmother-late',
  more: { reqPhone: '09', mcNo: 'x', mcBook: 'x', mcDate: '2020-01-01', fatherId: '001', motherBirth: '1990-01-01' },
  typed: { step: 'child-name', question: 'childName' },
  paper: 'witness-statement',
};

/** The whole visit by hand, from the attract screen to review: card, keys, fingers on the keyboard, pasted text, stick, camera. */
export async function visitByHand({ resident, way, kiosk, page, look }: Visit): Promise<void> {
  const { story, planted } = way;
  await layOnStick(kiosk, way);
  await resident.begin();
  await page().getByRole('searchbox').click();
  await resident.seesScreen('search');
  await write(page(), planted.searched, 'telex');
  await page().waitForTimeout(typedPauseMs);
  await resident.press(resident.say('frame', 'actions.back'));
  await resident.seesScreen('home');
  await resident.findByLifeEvent(story);
  await resident.startService(story);
  await resident.seesScreen('identity');
  await page().getByText(resident.say('visit', 'identity.waiting')).waitFor();
  await scan(page(), markedCard(way));
  await page()
    .getByRole('heading', { level: 1, name: resident.say('visit', 'identity.confirmTitle') })
    .waitFor();
  await resident.pressPrimary();
  await resident.answerQuestions(story, { step: organisation.typed.step });
  await pasteAndTakeBack(page(), organisation.pasted, planted.pasted);
  await tapWithFingers(page(), organisation.typed.question, String(story.answers[organisation.typed.question]));
  await resident.answerQuestions(story, { step: organisation.searched });
  await lookForPlace(resident, planted.searchedPlace);
  await resident.answerQuestions(story);
  await isHelped(resident, page);
  await givePapersByHand(resident, way);
  await look('while the resident is at it');
}

/** The same story laid in at the door the page itself uses; one question typed, one paper taken from the stick. */
export async function visitQuickly({ resident, way, kiosk, page }: Visit): Promise<void> {
  const { service } = way;
  await layOnStick(kiosk, way);
  const { step, question } = service.typed;
  await resumeAt(page(), way.story, { at: 'question', step, backToReview: false }, { without: [question] });
  await resident.seesScreen('question');
  await resident.answerStep(way.story);
  await resumeAt(page(), way.story, { at: 'papers', paper: service.paper, backToReview: false });
  await resident.seesScreen('papers');
  await takeFromStick(resident, `${way.planted.fileName}.jpg`);
  if (way.veryLarge) await takeFromStick(resident, `${way.planted.fileName}.png`, 2);
  if (way.camera) {
    await takeFromStick(resident, `${way.planted.fileName}.pdf`, 2);
    await photograph(resident, 3);
  }
}

/** Number, name and all the rest as on a card; with an old number and, as cards of 2024 may have it, relatives behind it. */
function markedCard({ story, planted }: Way): string {
  const fields = cardOf({ ...story, cardAddress: String((story.answers.reqRes as { detail: string }).detail) }).split(
    '|',
  );
  fields[1] = planted.oldNumber;
  return [...fields, planted.relative].join('|');
}

async function layOnStick(kiosk: WatchedKiosk, { planted, veryLarge }: Way): Promise<void> {
  for (const name of readdirSync(kiosk.stick))
    if (!name.startsWith('.')) rmSync(join(kiosk.stick, name), { recursive: true, force: true });
  writeFileSync(
    join(kiosk.stick, `${planted.fileName}.jpg`),
    await aMarkedPhoto(planted.pixels, planted.writtenByCamera),
  );
  writeFileSync(join(kiosk.stick, `${planted.fileName}.pdf`), aPdf(planted.pdf));
  if (veryLarge)
    writeFileSync(
      join(kiosk.stick, `${planted.fileName}.png`),
      withWords(aHugePhoto(veryLargeMegabytes), planted.writtenByCamera),
    );
}

async function givePapersByHand(resident: Resident, way: Way): Promise<void> {
  const { planted, story } = way;
  await resident.seesScreen('papers');
  const paper = story.service.papers.find(({ id }) => id === organisation.paper);
  await resident.press(paper?.name.vi ?? '');
  await takeFromStick(resident, `${planted.fileName}.jpg`);
  await takeFromStick(resident, `${planted.fileName}.pdf`, 2);
  if (way.camera) await photograph(resident, 3);
  await resident.press(resident.say('visit', 'papers.useDone'));
  await resident.press(resident.say('visit', 'papers.next'));
  await resident.seesScreen('review');
}

async function photograph(resident: Resident, page: number): Promise<void> {
  await resident.press(resident.say('visit', 'papers.addPage'));
  await resident.page().locator('.frame:visible').getByText('Đặt nằm phẳng').first().waitFor();
  await resident.press(/^Chụp$/);
  await takeIfAsked(resident, page);
}

async function takeFromStick(resident: Resident, name: string, page = 1): Promise<void> {
  await resident.press(resident.say('visit', 'papers.stick'));
  await resident.press(name);
  await takeIfAsked(resident, page);
}

/** A picture is shown before it is kept; a file that is no picture is kept at once. */
async function takeIfAsked(resident: Resident, number: number): Promise<void> {
  const page = resident.page();
  const kept = page.getByRole('button', {
    name: `${resident.say('visit', 'papers.drop')}: ${resident.say('visit', 'papers.page', { page: number })}`,
  });
  const use = page.getByRole('button', { name: resident.say('visit', 'capture.use') });
  await use.or(kept).first().waitFor();
  if (await use.first().isVisible()) await use.first().click();
  await kept.waitFor();
}

/** Looks for a place that does not exist, and takes the words back. */
async function lookForPlace(resident: Resident, words: string): Promise<void> {
  const page = resident.page();
  const search = page.getByRole('searchbox');
  const change = page.getByRole('button', { name: resident.say('visit', 'question.changePlace') });
  await search.or(change).first().waitFor();
  if (!(await search.isVisible())) await change.click();
  await search.click();
  await write(page, words, 'telex');
  await page.waitForTimeout(typedPauseMs);
  await page.keyboard.press('Delete');
}

/** What was there for a moment only: the autosave has had time to write it down. */
async function pasteAndTakeBack(page: Page, question: string, text: string): Promise<void> {
  await page.locator(`[data-question="${question}"]`).getByRole('textbox').click();
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
  await page.waitForTimeout(autosavedMs);
  await page.keyboard.press('Delete');
}

/** Letter by letter on the keyboard of the screen; a letter with a tone is its vowel and the key of the tone. */
async function tapWithFingers(page: Page, question: string, text: string): Promise<void> {
  await page.locator(`[data-question="${question}"]`).getByRole('textbox').click();
  await page.keyboard.press('Delete');
  const key = (face: string) => page.locator(`.keyboard:visible [data-skbtn="${face}"]`);
  const tap = async (face: string) => {
    if ((await key(face).count()) > 0) return key(face).click();
    if ((await page.locator('.keyboard[data-upper]:visible').count()) === 0) await key('{shift}').click();
    await key(face.toLowerCase()).click();
  };
  for (const word of text.split(' ')) {
    if (word !== text.split(' ')[0]) await tap('{space}');
    for (const letter of word.normalize('NFC')) {
      const [plain, tone] = apart(letter);
      await tap(plain);
      if (tone) await tap(tone);
    }
  }
}

const toneKeys: Readonly<Record<string, string>> = {
  '\u0301': '{sac}',
  '\u0300': '{huyen}',
  '\u0309': '{hoi}',
  '\u0303': '{nga}',
  '\u0323': '{nang}',
};

function apart(letter: string): [string, string | undefined] {
  const signs = [...letter.normalize('NFD')];
  const tone = signs.find((sign) => sign in toneKeys);
  return [
    signs
      .filter((sign) => sign !== tone)
      .join('')
      .normalize('NFC'),
    tone && toneKeys[tone],
  ];
}

async function isHelped(resident: Resident, page: () => Page): Promise<void> {
  await resident.openTool('help');
  await page().getByRole('dialog').getByText(resident.say('frame', 'help.helpers.family'), { exact: true }).click();
  await resident.press(resident.say('frame', 'actions.done'));
}

/** What somebody with a keyboard of their own does: copies and selects. Put there by the window's own toolkit. */
export async function copyAndSelect({ kiosk, way }: Visit): Promise<void> {
  await kiosk.running().app.evaluate(
    async ({ clipboard }, { copied, selected }) => {
      const old = clipboard as unknown as { writeText(text: string, which: 'selection'): void };
      await clipboard.writeText(copied);
      if (clipboard.selection) await clipboard.selection.writeText(selected);
      else old.writeText(selected, 'selection');
    },
    { copied: way.planted.clipboard, selected: way.planted.selection },
  );
}

/** What the next person, or a program they plug in, could paste. */
export async function clipboardOf(kiosk: WatchedKiosk): Promise<string> {
  return kiosk.running().app.evaluate(async ({ clipboard }) => {
    const old = clipboard as unknown as { readText(which: 'selection'): string };
    const selected = clipboard.selection ? await clipboard.selection.readText() : old.readText('selection');
    return `${await clipboard.readText()}\n${selected}`;
  });
}

export async function endVisit({ kiosk, resident }: Visit, button?: string): Promise<void> {
  const fresh = kiosk.running().nextPage();
  await (button === undefined ? resident.endVisit() : resident.press(button));
  await fresh;
  await resident.seesScreen('attract');
}
