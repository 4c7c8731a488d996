import { tick } from '../support/answering.ts';
import { beginning } from '../support/sayings.ts';
import type { SlipSeen } from '../support/slip-on-screen.ts';
import type { Visit } from './visit.ts';

/** A whole visit in which everything goes wrong once; every mistake is told, nothing is lost, and the way on is on the screen. */
export async function makesEveryMistakeOnce({ lobby, person, resident, hands, look }: Visit): Promise<SlipSeen> {
  const { story } = person;
  const { say } = resident;
  const page = () => lobby.page();
  const frame = () => page().locator('.frame:visible');
  const told = async (words: string | RegExp) => {
    await resident.isTold(words);
    await look('told');
  };

  await resident.begin();
  // The wrong card, and back.
  await resident.press(say('visit', 'lifeEvents.marriage.title'));
  await resident.seesHeading(say('visit', 'lifeEvents.marriage.title'));
  await resident.press(say('frame', 'actions.back'));
  await resident.seesHeading(say('visit', 'home.title'));
  await resident.findByLifeEvent(story);
  await resident.press(say('visit', 'service.start'));

  // Nothing chosen; then the wrong way round.
  await resident.seesScreen('eligibility');
  await resident.pressPrimary();
  await told(say('visit', 'eligibility.missing'));
  await hands.touch(frame().getByRole('radiogroup').getByText(say('visit', 'eligibility.yes'), { exact: true }));
  await resident.pressPrimary();
  await resident.seesScreen('refused');
  await look();
  await resident.press(say('visit', 'refused.change'));
  for (const { text, goesOnWith } of story.service.eligibility) {
    await resident.seesScreen('eligibility');
    await resident.seesHeading(text.vi);
    const words = say('visit', goesOnWith === 'yes' ? 'eligibility.yes' : 'eligibility.no');
    await hands.touch(frame().getByRole('radiogroup').getByText(words, { exact: true }));
    await resident.pressPrimary();
  }
  // Agreed without a mark.
  await resident.seesScreen('consent');
  await resident.pressPrimary();
  await told(say('visit', 'consent.missingNote'));
  for (const { text } of story.service.consents)
    await tick(page().getByRole('checkbox', { name: beginning(text.vi) }), hands);
  await resident.pressPrimary();

  // Something that is no card; then a number too short.
  await resident.seesScreen('identity');
  await page().getByText(say('visit', 'identity.waiting')).waitFor();
  await resident.scan('https://example.org/menu');
  await told(say('visit', 'identity.notCard'));
  await resident.press(say('visit', 'identity.type'));
  await resident.seesHeading(say('visit', 'identity.typeTitle'));
  for (const digit of '00109800006') await resident.tapKey(digit);
  await resident.pressPrimary();
  await told(say('visit', 'identity.wrongLength', { length: 11 }));
  await resident.tapKey('4');
  await resident.pressPrimary();

  // A ward that does not exist.
  await resident.answerQuestions(story, { step: 'requester-residence' });
  if ((await frame().getByRole('searchbox').count()) === 0)
    await hands.touch(frame().getByText(say('visit', 'question.changePlace')));
  await hands.touch(frame().getByRole('searchbox'));
  await hands.write(page(), 'xyzxyz', 'direct');
  await told(beginningOfNone(say('visit', 'question.placeNone', { query: 'xyzxyz' })));
  await hands.clear(page());
  // A telephone number with a digit too few.
  await resident.answerQuestions(story, { step: 'requester-contact' });
  await hands.write(page(), '090000006', 'direct');
  await resident.pressPrimary();
  await resident.pressPrimary();
  await told(/số/);
  // A day no calendar has, then one that has not come.
  await resident.answerQuestions(story, { step: 'child-birth' });
  await hands.write(page(), '31022026', 'direct');
  await resident.pressPrimary();
  await told(/ngày|Ngày/);
  // The button beside: the visit is not over.
  await resident.openTool('leave');
  await look('leave');
  await resident.press(say('frame', 'leave.stay'));
  await resident.answerQuestions(story);
  await resident.givePapers(story);
  // Filed without the pledge.
  await resident.seesScreen('review');
  await resident.pressPrimary();
  await told(say('visit', 'review.pledgeMissing'));
  return resident.file(story);
}

function beginningOfNone(words: string): RegExp {
  return beginning(words.slice(0, words.indexOf('.')));
}
