import type { Locator, Page } from '@playwright/test';
import countries from '../../assets/units/nationalities.json' with { type: 'json' };
import type { Question } from '../../shared/catalogue/question.ts';
import type { Answer } from '../../shared/catalogue/service.ts';
import { isForeignAddress, isHomeAddress, isUnknown } from '../../shared/form/given-answer.ts';
import { places } from '../catalogue/world.ts';
import type { Hands } from './hands.ts';
import { anyOf, beginning, type Language, type Sayings } from './sayings.ts';

/** Where an answer is given: the page, the question's own part of it, and the language spoken. */
export interface Asked {
  readonly page: Page;
  /** What is on the screen: the field being written stands apart from its question, right above the keyboard. */
  readonly frame: Locator;
  /** The question's own part of the page. */
  readonly place: Locator;
  readonly question: Question;
  readonly language: Language;
  readonly say: Sayings;
  readonly hands: Hands;
}

/** Gives one answer as somebody at the screen would: looks at what stands there and changes it only where it differs. */
export async function giveAnswer(asked: Asked, answer: Answer): Promise<void> {
  if (isUnknown(answer)) return tickUnknown(asked, answer.unknown);
  if (isHomeAddress(answer) || isForeignAddress(answer)) return giveAddress(asked, answer);
  switch (asked.question.kind) {
    case 'choice':
      return choose(asked, String(answer));
    case 'date':
    case 'date-or-year':
      return giveDate(asked, String(answer));
    case 'ethnic-group':
      return chooseListed(asked, String(answer));
    case 'country':
      return chooseListed(asked, countryName(String(answer)));
    default:
      return writeText(asked, String(answer));
  }
}

/** The words of a question on the screen. */
/** What it counts stands behind the words, as on the screen. */
export function labelOf({ question, language }: Asked): string {
  const { label, unit } = question;
  return unit ? `${label[language]} (${unit[language]})` : label[language];
}

async function tickUnknown(asked: Asked, unknown: 'none' | 'forgotten'): Promise<void> {
  const row = asked.place.getByRole('checkbox', { name: beginning(asked.say('visit', `question.${unknown}`)) });
  await tick(row, asked.hands);
}

const mostTouches = 3;
const tickMs = 200;

/** Touches the row of a box until it is ticked. */
export async function tick(box: Locator, hands: Hands): Promise<void> {
  for (let touches = 0; touches < mostTouches && !(await box.isChecked()); touches += 1) {
    await hands.touch(rowOf(box));
    // A slow page shows the mark a moment later; a second touch would take it away again.
    for (let looks = 0; looks < 5 && !(await box.isChecked()); looks += 1) await box.page().waitForTimeout(tickMs);
  }
}

/** The visible row around a box or a ring: what a finger touches. */
function rowOf(control: Locator): Locator {
  return control.locator('xpath=ancestor::label[1]');
}

async function writeText(asked: Asked, text: string): Promise<void> {
  const field = asked.frame.getByRole('textbox', { name: labelOf(asked), exact: true });
  await writeInto(asked, field, text);
}

async function writeInto({ page, language, hands }: Asked, field: Locator, text: string): Promise<void> {
  await field.waitFor();
  const standing = (await field.innerText()).normalize('NFC').trim();
  if (standing === text.normalize('NFC')) return;
  if ((await field.getAttribute('aria-describedby')) === null || !(await isFocused(field))) await hands.touch(field);
  if (!(await isFocused(field))) await field.focus();
  // What was masked shows itself to whoever touches it.
  if ((await field.innerText()).normalize('NFC').trim() === text.normalize('NFC')) return;
  await hands.clear(page);
  await hands.write(page, text, language === 'vi' ? 'telex' : 'direct');
}

function isFocused(field: Locator): Promise<boolean> {
  return field.evaluate((element) => element === document.activeElement);
}

async function choose(asked: Asked, value: string): Promise<void> {
  const { question, language, say, frame, place, hands } = asked;
  const option = question.options?.find((each) => each.value === value);
  if (!option) throw new Error(`the question ${question.id} has no answer ${value}`);
  const group = frame.getByRole('radiogroup', { name: labelOf(asked), exact: true });
  await group.waitFor();
  const words = group.getByText(option.label[language], { exact: true });
  if ((await words.count()) === 0)
    await hands.touch(place.getByRole('button', { name: say('visit', 'question.other') }));
  if (!(await isChosen(words))) await hands.touch(words);
}

/** What is offered already chosen needs no touch. */
function isChosen(words: Locator): Promise<boolean> {
  return rowOf(words).locator('input').isChecked();
}

async function chooseListed(asked: Asked, name: string): Promise<void> {
  const { page, frame, place, language, say, hands } = asked;
  const group = frame.getByRole('radiogroup', { name: labelOf(asked), exact: true });
  await group.waitFor();
  const words = group.getByText(name, { exact: true });
  if ((await words.count()) === 0) {
    await hands.touch(place.getByRole('button', { name: say('visit', 'question.searchMore') }));
    await frame.getByRole('searchbox').waitFor();
    await hands.write(page, name, language === 'vi' ? 'telex' : 'direct');
  }
  if (!(await isChosen(words))) await hands.touch(words);
}

async function giveDate(asked: Asked, answer: string): Promise<void> {
  const { page, frame, place, say, hands } = asked;
  const isYear = /^\d{4}$/.test(answer);
  const boxes = frame.getByRole('group', { name: labelOf(asked), exact: true });
  await boxes.waitFor();
  if (isYear) {
    const yearOnly = place.getByRole('button', { name: say('visit', 'question.yearOnly') });
    if (await yearOnly.isVisible()) await hands.touch(yearOnly);
  }
  const written = answer.split('-').toReversed();
  const standing = (await boxes.getByRole('textbox').allInnerTexts()).map((text) => text.trim());
  if (standing.map(Number).join() === written.map(Number).join()) return;
  await hands.touch(boxes.getByRole('textbox').first());
  await hands.clear(page);
  await hands.write(page, written.join(''), 'direct');
}

async function giveAddress(asked: Asked, answer: Extract<Answer, { detail: string }>): Promise<void> {
  const { frame, say, hands } = asked;
  const isHome = isHomeAddress(answer);
  const lineOf = (label: string) => frame.getByRole('textbox', { name: say('visit', label), exact: true });
  const line = lineOf(isHome ? 'question.detail' : 'question.detailAbroad');
  const anyLine = lineOf('question.detail').or(lineOf('question.detailAbroad'));
  const chosen = frame.getByRole('button', {
    name: anyOf(say('visit', 'question.changePlace'), say('visit', 'question.changeCountry')),
  });
  const search = frame.getByRole('searchbox');
  const title = isHome ? unitName(answer.unit) : countryName(answer.country);
  await anyLine.or(search).first().waitFor();
  if ((await chosen.filter({ hasText: title }).count()) === 0) {
    // Another place stands there, offered from an answer given before.
    if (!(await search.isVisible())) await hands.touch(chosen);
    if (!isHome) await find(asked, 'question.abroad', [title]);
    else if (answer.province === '01') await find(asked, 'question.inHanoi', [answer.former ?? title]);
    else await find(asked, 'question.otherProvince', [unitName(answer.province), title]);
  }
  await writeInto(asked, line, answer.detail);
}

async function find(
  { page, frame, language, say, hands }: Asked,
  where: string,
  names: readonly string[],
): Promise<void> {
  const group = frame.getByRole('radiogroup').filter({ hasText: say('visit', where) });
  await hands.touch(group.getByText(say('visit', where), { exact: true }));
  for (const name of names) {
    await hands.touch(frame.getByRole('searchbox'));
    await hands.write(page, name, language === 'vi' ? 'telex' : 'direct');
    const finds = frame.getByRole('list', { name: say('visit', 'question.places') }).getByRole('button');
    await hands.touch(finds.filter({ hasText: name }).first());
  }
}

function unitName(code: string): string {
  const unit = places.units.find((each) => each.code === code);
  if (!unit) throw new Error(`no unit ${code}`);
  return unit.fullName;
}

function countryName(code: string): string {
  const row = (countries.countries as unknown as readonly [string, string][]).find(([each]) => each === code);
  if (!row) throw new Error(`no country ${code}`);
  return row[1];
}
