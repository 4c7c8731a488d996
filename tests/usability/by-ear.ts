import { expect } from '@playwright/test';
import { spokenText } from '../../renderer/speech/spoken-text.ts';
import type { Question } from '../../shared/catalogue/question.ts';
import { isHomeAddress, isUnknown } from '../../shared/form/given-answer.ts';
import { routeOf } from '../../shared/form/route.ts';
import { places } from '../catalogue/world.ts';
import type { Listener } from '../support/listener.ts';
import type { Resident } from '../support/resident.ts';
import type { Person } from './people.ts';

interface Listening {
  readonly ear: Listener;
  readonly resident: Resident;
  readonly look: () => Promise<void>;
}

/** Every question of the form with four keys: heard, answered, gone on from. */
export async function answersByEar({ ear, resident, look }: Listening, { story }: Person): Promise<void> {
  const { steps } = routeOf(story.service, story.answers, story.facts);
  const first = await resident.heading();
  const from = steps.findIndex(({ step }) => step.title.vi === first);
  if (from < 0) throw new Error(`no question of hers is called «${first}»`);
  for (const { step, questions } of steps.slice(from)) {
    await resident.seesHeading(step.title.vi);
    for (const question of questions) {
      const given = story.answers[question.id];
      // The same home as before is offered; the ward stands there already.
      if (isHomeAddress(given) && (await resident.page().locator('main').innerText()).includes(named(given.unit)))
        continue;
      await answer(ear, question, given);
    }
    await look();
    await goOn(ear, resident, step.title.vi);
  }
}

async function answer(ear: Listener, question: Question, given: Person['story']['answers'][string] | undefined) {
  const { say } = ear;
  // The card has said it.
  if (given === undefined || question.fromCard === 'issuedOn') return;
  if (isUnknown(given)) {
    await ear.choose(
      new RegExp(`${say('visit', `question.${given.unknown}`)}: ${escaped(spokenText(question.label.vi, 'vi'))}`, 'iu'),
    );
  } else if (isHomeAddress(given)) {
    await choice(ear, say('visit', given.province === '01' ? 'question.inHanoi' : 'question.otherProvince'));
    await place(ear, given);
  } else if (question.kind === 'choice') {
    const option = question.options?.find(({ value }) => value === given);
    await choice(ear, option?.label.vi ?? '');
  } else if (question.kind === 'ethnic-group') {
    await choice(ear, String(given));
  } else if (question.kind === 'country') {
    await choice(ear, 'Việt Nam');
  } else if (question.kind === 'date' || question.kind === 'date-or-year') {
    const written = String(given).split('-').toReversed().join('');
    if (written.length === 4) await ear.choose(say('visit', 'question.yearOnly'));
    const box = say('visit', written.length === 4 ? 'question.year' : 'question.day');
    await ear.goTo(new RegExp(`(?:^|[.] )${box}[.]`, 'u'));
    await ear.write(written);
  } else if (question.kind === 'issuer') {
    await ear.goTo(new RegExp(`^${escaped(spokenText(question.label.vi, 'vi'))}`, 'u'));
    await ear.search('', String(given));
    await ear.done();
  } else {
    await ear.goTo(new RegExp(`^${escaped(spokenText(question.label.vi, 'vi'))}`, 'u'));
    await ear.write(String(given));
  }
}

async function place(
  ear: Listener,
  given: { unit: string; detail: string; province: string; former?: string | undefined },
) {
  const { say } = ear;
  const searched = (name: string) =>
    name
      .replace(/^(Phường|Xã|Tỉnh) /u, '')
      .replace(/,.*$/u, '')
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase();
  const names = given.province === '01' ? [named(given.unit)] : [named(given.province), named(given.unit)];
  let opened = '';
  for (const name of names) {
    await ear.goTo(
      new RegExp(`^${say('visit', name === names.at(-1) ? 'question.searchPlace' : 'question.searchProvince')}`, 'u'),
    );
    const wanted = name === names.at(-1) ? (given.former ?? name) : name;
    opened = await ear.search(searched(wanted), new RegExp(spokenText(name, 'vi'), 'iu'));
    // Out of the keys, to the next search.
    if (name !== names.at(-1)) await ear.done();
  }
  if (given.detail !== '') await ear.writeOn(opened, given.detail);
  else await ear.done();
}

/** «Lựa chọn hai trên ba: …» */
export async function choice(ear: Listener, words: string): Promise<void> {
  const heard = await ear.goTo(new RegExp(`trên \\p{L}+: ${escaped(spokenText(words, 'vi'))}`, 'iu'));
  if (!heard.includes(ear.say('frame', 'ear.chosen')))
    expect(await ear.press('choose')).toContain(ear.say('frame', 'ear.chosen'));
}

/** «Tiếp tục», which may first say what to know before. */
export async function goOn(ear: Listener, resident: Resident, from: string): Promise<void> {
  for (let press = 0; press < 4; press += 1) {
    await ear.choose(ear.say('frame', 'actions.next'));
    if ((await resident.heading()) !== from) return;
  }
  throw new Error(`the page does not go on from «${from}»`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function named(code: string): string {
  const unit = places.units.find((each) => each.code === code);
  if (!unit) throw new Error(`no unit ${code}`);
  return unit.fullName;
}
