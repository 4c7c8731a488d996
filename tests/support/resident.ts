import type { Locator, Page } from '@playwright/test';
import { neededPapers } from '../../shared/form/papers.ts';
import { progressAt, routeOf } from '../../shared/form/route.ts';
import type { RouteStep } from '../../shared/form/walk.ts';
import { giveAnswer, tick } from './answering.ts';
import { type Hands, mouseAndKeyboard } from './hands.ts';
import { scan, writeSlowly } from './hardware-keys.ts';
import { cardOf, type Story } from './known-services.ts';
import { beginning, type Language, plain, type Sayings, sayingsIn } from './sayings.ts';
import { readSlipOn, type SlipSeen } from './slip-on-screen.ts';
import { Stuck } from './stuck.ts';

/**
 * Somebody in front of the kiosk. Sees what is on the screen, touches what has a name, types, holds a card to the scanner;
 * knows nothing of how the page is made. Every wait has a limit; who gets stuck leaves a picture and says where.
 */
export interface Resident {
  readonly language: Language;
  readonly say: Sayings;
  /** The page on the screen now. */
  readonly page: () => Page;
  /** The kind of screen that is seen. */
  screen(): Promise<string>;
  /** Waits for one of these screens and names it. */
  seesScreen(...names: string[]): Promise<string>;
  heading(): Promise<string>;
  /** Waits for a heading that says so. */
  seesHeading(words: string | RegExp, withinMs?: number): Promise<void>;
  press(name: string | RegExp): Promise<void>;
  /** Waits for a sentence the kiosk says about what just happened. */
  isTold(sentence: string | RegExp): Promise<void>;
  /** The green button, whatever it says. */
  pressPrimary(): Promise<void>;

  begin(): Promise<void>;
  findByLifeEvent(story: Story): Promise<void>;
  findBySearch(words: string): Promise<void>;
  /** From the service page over eligibility and consent to the identity screen. */
  startService(story: Story): Promise<void>;
  identify(story: Story, how: Identifying): Promise<void>;
  /** Answers questions until the one named is on the screen, or to their end. */
  answerQuestions(story: Story, until?: { readonly step: string }): Promise<void>;
  answerStep(story: Story): Promise<void>;
  givePapers(story: Story, files?: PaperFiles): Promise<void>;
  tickPledge(story: Story): Promise<void>;
  /** From review to the slip. */
  file(story: Story): Promise<SlipSeen>;
  readSlip(): Promise<SlipSeen>;
  endVisit(): Promise<void>;
  openTool(key: 'look' | 'help' | 'leave' | 'cover' | 'otherLanguage'): Promise<void>;
  /** From the attract screen through a staff door with a PIN of the portal's list. */
  signIn(role: StaffRole, staff: readonly StaffMember[], pin?: string): Promise<void>;
  /** The two lines of a slip written by hand; `instead` leads there from the scanning picture. */
  typeSlip(slip: { number: string; code: string; go: string; instead?: string }): Promise<void>;
  /** Holds something with a code to the scanner. */
  scan(text: string): Promise<void>;
  type(text: string): Promise<void>;
  /** One key of the number pad on the screen. */
  tapKey(name: string): Promise<void>;
}

export type StaffRole = 'attendant' | 'technician';
export interface StaffMember {
  readonly name: string;
  readonly role: string;
  readonly pin: string;
}
export type Identifying = 'typed' | 'tapped' | 'scanned';
/** The name of the file on the stick for a page of a paper. */
export type PaperFiles = (paper: string, page: number) => string;

export interface ResidentOptions {
  readonly page: () => Page;
  readonly language?: Language;
  /** Called on every screen before it is left: for pictures, for the accessibility check. */
  readonly onScreen?: (name: string, page: Page) => Promise<void>;
  readonly hands?: Hands;
  /** The words of a further language; its story then tells the translated texts as its English. */
  readonly words?: { readonly in: 'ko'; readonly name: string };
  /** How long to wait for the next screen before pressing «Tiếp tục» again. */
  readonly patienceMs?: number;
}

/** In the page: longer than it takes to tell what was touched (renderer/touch/shown-first.ts), also where a frame is long in coming. */
const twoFrames =
  'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 40))))';

/** Some services ask for a name and for no number. */
const asksNumber = ({ service }: Story) =>
  service.sections.some(({ steps }) => steps.some((step) => step.questions.some((each) => each.fromCard === 'number')));

const waitMs = 25_000;
const mostScreens = 80;
const mostPresses = 7;
const goneMs = 700;

export function aResident({
  page: current,
  language = 'vi',
  onScreen,
  hands = mouseAndKeyboard,
  words,
  patienceMs = goneMs,
}: ResidentOptions): Resident {
  const say = sayingsIn(words?.in ?? language);
  const seen = () => current().locator('.frame[data-screen]:visible').first();
  const button = (name: string | RegExp) =>
    current().getByRole('button', { name: typeof name === 'string' ? beginning(name) : name });
  const primary = () => current().locator('.frame:visible .action-bar-primary').getByRole('button');
  const look = async () => onScreen?.(await self.screen(), current());

  /** Says who was stuck where, with a picture of what stood there. */
  async function doing<T>(what: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof Stuck) throw error;
      throw await Stuck.at(current(), what, error);
    }
  }

  async function press(target: Locator): Promise<void> {
    await hands.touch(target.first());
  }

  /** Presses and waits until the page has gone on to another screen or part of one; false once it is seen to stay. */
  async function goOn(target: Locator): Promise<boolean> {
    const main = await current().locator('main').first().elementHandle({ timeout: waitMs });
    const before = await current().evaluate(whatIsAsked, { main });
    await press(target);
    const after = await current()
      .waitForFunction(whatIsAsked, { main, before }, { timeout: patienceMs })
      .then(
        (seen) => seen.jsonValue(),
        () => before,
      );
    await main?.dispose().catch(() => {});
    return after === 'gone';
  }

  /**
   * «Tiếp tục» may first lead to a field of the same screen that is still empty, or to advice that never blocks; whoever
   * is sure presses again. A problem stops.
   */
  async function next(): Promise<void> {
    for (let presses = 0; presses < mostPresses; presses += 1) {
      if (await goOn(primary())) return;
      if ((await current().getByRole('alert').count()) > 0) break;
    }
    throw new Error('the page does not go on');
  }

  /** Read off the heading; where two questions of a story are called the same, off the part of the form above it. */
  async function stepOnScreen(story: Story): Promise<RouteStep> {
    const title = await self.heading();
    const route = routeOf(story.service, story.answers, story.facts);
    const called = route.steps.filter(({ step }) => plain(step.title[language]) === title);
    if (called.length === 0) throw new Error(`no question of the story is called «${title}»`);
    const above = plain(await current().locator('.frame:visible').innerText());
    const step = called.find(({ section, step: { id } }) => {
      const number = progressAt(route, id).step;
      return above.includes(
        `: ${plain(section.title[language])} ${say('visit', 'question.step', { step: number, steps: '' })}`.trimEnd(),
      );
    });
    if (!step && called.length > 1) throw new Error(`several questions are called «${title}»`);
    return step ?? (called[0] as RouteStep);
  }

  /** Answers what is seen of a step; on a low screen that is one question of a group at a time. */
  async function answerWhatIsSeen(story: Story, { step, questions }: RouteStep, done: Set<string>): Promise<void> {
    await doing(`answering ${step.id}`, async () => {
      for (const question of questions) {
        const answer = story.answers[question.id];
        const page = current();
        const place = page.locator(`[data-question="${question.id}"]`);
        if (answer === undefined || done.has(question.id)) continue;
        // What the answer before changed on the screen comes a frame behind its tick; no eye is quicker.
        if (done.size > 0) await page.evaluate(twoFrames);
        // The field being written may be all there is of a question, and then it stands above the keyboard.
        const isSeen = (await place.isVisible()) || (await place.getAttribute('data-active')) !== null;
        if (questions.length > 1 && !isSeen) continue;
        await giveAnswer(
          { page, frame: page.locator('.frame:visible'), place, question, language, say, hands },
          answer,
        );
        done.add(question.id);
      }
    });
  }

  async function answerAndGoOn(story: Story): Promise<void> {
    const step = await stepOnScreen(story);
    const done = new Set<string>();
    for (let presses = 0; presses < mostPresses; presses += 1) {
      await answerWhatIsSeen(story, step, done);
      if (presses === 0) await look();
      if (await goOn(primary())) return;
      if ((await current().getByRole('alert').count()) > 0) break;
    }
    throw new Error(`the page does not go on from ${step.step.id}`);
  }

  const self: Resident = {
    language,
    say,
    page: current,
    screen: async () => (await seen().getAttribute('data-screen', { timeout: waitMs })) ?? '',
    seesScreen: (...names) =>
      doing(`waiting for ${names.join(' or ')}`, async () => {
        const any = names.map((name) => `.frame[data-screen="${name}"]:visible`).join(', ');
        const giveUpAt = performance.now() + waitMs;
        for (;;) {
          const page = current();
          const leftMs = Math.max(1, giveUpAt - performance.now());
          const came = page.locator(any).first().waitFor({ timeout: leftMs });
          // A page replaced meanwhile (it died, or stayed blank) is no end: the next one may show it.
          const isThere = await came.then(
            () => true,
            (error: unknown) => {
              if (performance.now() >= giveUpAt || page === current()) throw error;
              return false;
            },
          );
          if (isThere) return self.screen();
        }
      }),
    heading: async () =>
      plain(await current().locator('.frame:visible').getByRole('heading', { level: 1 }).first().innerText()),
    seesHeading: (words, withinMs = waitMs) =>
      doing(`waiting for the heading ${words}`, () =>
        current()
          .locator('.frame:visible')
          .getByRole('heading', { level: 1, name: words })
          .first()
          .waitFor({ timeout: withinMs }),
      ),
    press: (name) =>
      doing(`pressing ${name}`, async () => {
        // What lies behind an open sheet cannot be touched.
        const sheet = current().getByRole('dialog').filter({ visible: true });
        const isOpen = (await sheet.count()) > 0;
        await press(
          isOpen
            ? sheet.getByRole('button', { name: typeof name === 'string' ? beginning(name) : name })
            : button(name),
        );
      }),
    isTold: (sentence) =>
      doing(`waiting to be told «${sentence}»`, async () => {
        const told = current().getByRole('status').or(current().getByRole('alert')).filter({ hasText: sentence });
        await told.first().waitFor({ timeout: waitMs });
      }),
    pressPrimary: () => doing('pressing the green button', () => press(primary())),
    scan: (text) => scan(current(), text),
    tapKey: (name) =>
      press(
        current()
          .getByRole('group', { name: say('frame', 'touch.keyboard.numberPad') })
          .getByRole('button', { name, exact: true }),
      ),
    type: (text) => hands.write(current(), text, language === 'vi' ? 'telex' : 'direct'),

    begin: () =>
      doing('beginning', async () => {
        await self.seesScreen('attract');
        await look();
        await press(button(words?.name ?? (language === 'vi' ? 'Tiếng Việt' : 'English')));
        await self.seesScreen('home');
        await look();
      }),

    findByLifeEvent: ({ service }) =>
      doing(`finding ${service.id}`, async () => {
        if (service.ends === 'answer') {
          await press(button(say('visit', 'home.feedback')));
          await self.seesScreen('service');
          return look();
        }
        await press(button(say('visit', `lifeEvents.${service.lifeEvents[0]}.title`)));
        await current()
          .getByRole('heading', { level: 1, name: say('visit', `lifeEvents.${service.lifeEvents[0]}.title`) })
          .waitFor();
        await look();
        await press(button(service.name[language]));
        await self.seesScreen('service');
        await look();
      }),

    findBySearch: (words) =>
      doing(`searching for ${words}`, async () => {
        await press(current().getByRole('searchbox'));
        await self.seesScreen('search');
        await hands.write(current(), words, language === 'vi' ? 'telex' : 'direct');
        await look();
        // Cards on a high screen, a row above the keys on a low one.
        const name = say('visit', 'search.results');
        const results = current().getByRole('group', { name }).or(current().getByRole('list', { name }));
        await press(results.getByRole('button'));
        await self.seesScreen('service');
        await look();
      }),

    startService: ({ service }) =>
      doing(`starting ${service.id}`, async () => {
        await press(button(say('visit', 'service.start')));
        for (const question of service.eligibility) {
          await self.seesScreen('eligibility');
          const title = question.text[language];
          await current().getByRole('heading', { level: 1, name: title }).waitFor();
          await look();
          const words = say('visit', question.goesOnWith === 'yes' ? 'eligibility.yes' : 'eligibility.no');
          await press(current().getByRole('radiogroup').getByText(words, { exact: true }));
          await next();
        }
        await self.seesScreen('consent');
        await look();
        for (const { text } of service.consents) {
          await tick(current().getByRole('checkbox', { name: beginning(text[language]) }), hands);
        }
        await next();
        await self.seesScreen('identity');
      }),

    identify: (story, how) =>
      doing(`identifying (${how})`, async () => {
        await self.seesScreen('identity');
        await look();
        const number = String(story.answers.reqId);
        if (how === 'scanned') {
          await current().getByText(say('visit', 'identity.waiting')).waitFor();
          await scan(current(), cardOf(story));
          await current()
            .getByRole('heading', { level: 1, name: say('visit', 'identity.confirmTitle') })
            .waitFor();
        } else if (!asksNumber(story)) {
          await press(button(say('visit', 'identity.typeName')));
          await self.seesScreen('question');
          return;
        } else {
          await press(button(say('visit', 'identity.type')));
          await current()
            .getByRole('heading', { level: 1, name: say('visit', 'identity.typeTitle') })
            .waitFor();
          if (how === 'typed') await writeSlowly(current(), number);
          else for (const digit of number) await self.tapKey(digit);
          await current()
            .getByText(say('visit', 'identity.digits', { count: number.length }))
            .waitFor();
        }
        await look();
        await next();
        await self.seesScreen('question', 'papers', 'review');
      }),

    answerStep: (story) =>
      doing('answering', async () => answerWhatIsSeen(story, await stepOnScreen(story), new Set())),

    answerQuestions: (story, until) =>
      doing('answering questions', async () => {
        for (let count = 0; count < mostScreens; count += 1) {
          if ((await self.seesScreen('question', 'papers', 'review')) !== 'question') return;
          const { step } = await stepOnScreen(story);
          if (step.id === until?.step) return;
          await answerAndGoOn(story);
        }
        throw new Error('the questions do not end');
      }),

    givePapers: (story, files) =>
      doing('giving papers', async () => {
        if ((await self.seesScreen('papers', 'review')) === 'review') return;
        await look();
        const needed = neededPapers(story.service, story.answers, story.facts);
        for (const { paper } of needed) {
          for (let page = 1; page <= (files ? (story.papers[paper.id] ?? 0) : 0); page += 1) {
            if (page === 1) await press(button(paper.name[language]));
            await press(button(say('visit', 'papers.stick')));
            await press(button(files?.(paper.id, page) ?? ''));
            const use = button(say('visit', 'capture.use'));
            const kept = current().getByRole('button', {
              name: beginning(`${say('visit', 'papers.drop')}: ${say('visit', 'papers.page', { page })}`),
            });
            await use.or(kept).first().waitFor({ timeout: waitMs });
            if (await use.first().isVisible()) {
              await look();
              await press(use);
            }
            await kept.first().waitFor({ timeout: waitMs });
            if (page === story.papers[paper.id]) await press(button(say('visit', 'papers.useDone')));
          }
        }
        await press(button(say('visit', 'papers.next')));
        await self.seesScreen('review');
      }),

    tickPledge: ({ service }) =>
      doing('ticking the pledge', () =>
        tick(current().getByRole('checkbox', { name: beginning(service.pledge[language]) }), hands),
      ),

    file: (story) =>
      doing('filing', async () => {
        await self.seesScreen('review');
        await self.tickPledge(story);
        await look();
        await press(primary());
        await self.seesScreen('filed');
        await look();
        return self.readSlip();
      }),

    readSlip: () => doing('reading the slip', () => readSlipOn(current())),

    signIn: (role, staff, pin = staff.find((each) => each.role === role)?.pin ?? '') =>
      doing(`signing in as ${role}`, async () => {
        await self.seesScreen('attract', 'home');
        await self.openTool('look');
        await self.press(say('frame', `look.${role}Door`));
        await self.seesScreen('sign-in');
        await look();
        for (const digit of pin) await self.tapKey(digit);
        await press(primary());
      }),

    typeSlip: ({ number, code, go, instead }) =>
      doing('typing a slip', async () => {
        if (instead) await press(button(instead));
        const fields = current().locator('.frame:visible').getByRole('textbox');
        for (const [index, text] of [number, code].entries()) {
          await hands.touch(fields.nth(index));
          await hands.clear(current());
          await hands.write(current(), text, 'direct');
        }
        await press(button(go));
      }),

    endVisit: () => doing('ending the visit', () => press(primary())),
    openTool: (key) =>
      doing(`opening ${key}`, () =>
        press(
          current()
            .getByRole('navigation')
            .getByRole('button', { name: beginning(say('frame', `tools.${key}`)) }),
        ),
      ),
  };
  return self;
}

/**
 * In the page: the question being written and what is told, `gone` with the screen, false as long as it is as before. A press that
 * does not lead on moves to the next question of a group or tells something: nobody has to wait to see that it stays.
 */
function whatIsAsked({ main, before }: { main: Node | null; before?: string | false }): string | false {
  if (!main?.isConnected) return 'gone';
  const active = document.querySelector('.frame [data-question][data-active]')?.getAttribute('data-question');
  const told = [...(main as Element).querySelectorAll('.banner')].map((banner) => banner.textContent);
  const now = JSON.stringify([active, told]);
  return now === before ? false : now;
}
