import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyService } from '../../build/every-service.ts';
import { finishedDraft } from '../../build/screens/draft-scenes.ts';
import { type Panel, panels } from '../../build/screens/stage.ts';
import type { DeskProblem } from '../../renderer/session/desk.ts';
import { vietnamese } from '../../renderer/words/words.ts';
import { problems } from '../../shared/portal-contract/problems.ts';
import { openPseudoKiosks, type PseudoKiosks } from './pseudo/kiosk-page.ts';
import { deskAnswers, everyMoment, kioskState, type Moment } from './pseudo/moments.ts';
import { pseudoText } from './pseudo/pseudo-text.ts';

/**
 * Never a dead end: on every screen, after a refusal of the shell and after every one of the portal something leads on that a
 * finger reaches, and a person can be called, in the same place everywhere.
 */
/** A screen tells these ways of refusing apart; every code's own words are looked at in tests/words/next-steps.test.ts. */
const refusals = ['cannot-keep', 'safe-newer', 'bad-request', 'shell-unreachable'] satisfies DeskProblem[];
const carrying = ['not-signed-in', 'stick-gone', 'internal'] satisfies DeskProblem[];
const [service] = everyService();
let kiosks: PseudoKiosks;

beforeAll(async () => {
  kiosks = await openPseudoKiosks();
}, 90_000);
afterAll(() => kiosks?.close());

interface Seen {
  /** Names of what can be pressed besides the tools. */
  readonly ways: readonly string[];
  /** Where the tool stands that calls a person: left, top, width, height; null where a finger would not reach it. */
  readonly help: readonly number[] | null;
  readonly isOver: boolean;
  readonly told: string;
}

/** Runs in the page. A sheet lies over the screen: it is left by itself, and help is behind it. The cover has its own. */
const look = (help: string) => `(() => {
  const reached = (control) => {
    const { left, top, width, height } = control.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    return width > 0 && height > 0 && hit !== null && control.contains(hit);
  };
  const frames = [...document.querySelectorAll('.frame')].filter((one) => one.checkVisibility());
  const over = document.querySelector('.idle-overlay') ??
    [...document.querySelectorAll('[role="dialog"]')].find((one) => one.checkVisibility());
  const root = over ?? frames[0];
  const controls = [...(root?.querySelectorAll('button, label, [role="button"], [role="textbox"]') ?? [])];
  const tool = [...document.querySelectorAll('.tool')].find((one) => one.textContent === ${JSON.stringify(help)} && reached(one));
  const { left, top, width, height } = tool?.getBoundingClientRect() ?? {};
  return {
    ways: controls.filter((one) => !one.closest('.tools-bar') && reached(one)).map((one) => one.textContent),
    help: tool ? [left, top, width, height].map(Math.round) : null,
    isOver: over !== undefined,
    told: root?.textContent ?? '',
  };
})()`;

const words = (key: string): string =>
  pseudoText(key.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], vietnamese) as string);

describe.each(panels.filter(({ name }) => name !== 'wide'))('$name', (panel: Panel) => {
  const isPortrait = panel.height > panel.width;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    page = await kiosks.open({ panel, words: 'pseudo', onFault: (fault) => faults.push(fault) });
    await page.evaluate(`tell({ type: 'language-chosen', language: 'qps', begin: true })`);
  }, 60_000);
  afterAll(() => page?.close());

  const seen = async () => (await page.evaluate(look(words('frame.tools.help')))) as Seen;

  async function go(moment: Moment, answers: Readonly<Record<string, unknown>> = {}): Promise<Seen> {
    if ((await page.getByRole('dialog').count()) > 0) await page.keyboard.press('Escape');
    if ((await page.locator('.page[hidden]').count()) > 0) await page.getByRole('button').first().click();
    await page.evaluate(`(async () => {
      tell({ type: 'went-home' });
      Object.assign(given.answers, ${JSON.stringify({ ...deskAnswers, ...answers })});
      setState(${JSON.stringify({ ...kioskState(panel), ...moment.state })});
      await new Promise((done) => setTimeout(done));
      tell(${JSON.stringify(moment.event)});
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    })()`);
    for (const key of moment.press ?? [])
      await page
        .getByRole('button', { name: words(key) })
        .first()
        .click();
    // The cover is code of its own, read when it is first needed.
    if (moment.press?.includes('frame.tools.cover')) await page.locator('.idle-overlay button').first().waitFor();
    return seen();
  }

  function trouble(where: string, { ways, help, isOver }: Seen, place: readonly number[] | null): string[] {
    return [
      ...(ways.length === 0 ? [`${where}: nothing leads on`] : []),
      ...(!isOver && JSON.stringify(help) !== JSON.stringify(place)
        ? [`${where}: help stands at ${help}, not at ${place}`]
        : []),
    ];
  }

  test('every screen leads on, and help stands in the same place on all of them', { timeout: 240_000 }, async () => {
    const moments = everyMoment();
    const { help } = await go(moments[0] as Moment);
    expect(help).not.toBeNull();
    const found: string[] = [];
    for (const moment of moments) {
      const there = await go(moment);
      // A sheet is opened by a press; one left behind would hide the screen from this look.
      if (there.isOver && !moment.press) found.push(`${moment.name}: something lies over it`);
      if (moment.name === 'cover' && there.help === null) found.push('the cover has no way to call a person');
      found.push(...trouble(moment.name, there, help));
    }
    expect([...found, ...faults]).toEqual([]);

    // The check sees a screen that leads nowhere, and one without help.
    expect(await go(moments[0] as Moment)).toMatchObject({ help, isOver: false });
    const style = await page.addStyleTag({
      content: '.frame > :not(.tools-bar) { pointer-events: none } .tools-bar { visibility: hidden }',
    });
    const broken = trouble('broken', await seen(), help);
    await style.evaluate((element) => (element as Element).remove());
    expect(broken).toHaveLength(2);
  });

  // What is told and what can be done does not depend on the panel.
  if (!isPortrait) return;

  test('whatever refuses a dossier, it stays open, a reason is told and something leads on', {
    timeout: 240_000,
  }, async () => {
    if (!service) throw new Error('the catalogue is empty');
    const review: Moment = {
      name: 'review',
      event: {
        type: 'draft-resumed',
        draft: { ...finishedDraft(service), language: 'qps', place: { at: 'review' } },
      },
    };
    const quiet = await go(review);
    const found: string[] = [];
    for (const code of refusals) {
      await go(review, { file: { ok: false, code }, openVisit: { draft: undefined, filed: null } });
      await page.locator('.check-row').first().click();
      await page.getByRole('button', { name: words('visit.review.file') }).click();
      await page.locator('.actions .banner, .action-bar .banner, .banner').first().waitFor();
      const after = await seen();
      found.push(...trouble(code, after, quiet.help));
      if (after.told === quiet.told) found.push(`${code}: nothing is told`);
    }
    expect(found).toEqual([]);
  });

  test('whatever the portal refuses, the attendant has an act for it', { timeout: 240_000 }, async () => {
    const staff = { staff: { id: 'x', name: 'Nguyễn Thị Hường', role: 'attendant' as const } };
    const screen = { name: 'staff', role: 'attendant' } as const;
    const attendant: Moment = { name: 'attendant', event: { type: 'screen-opened', screen }, state: staff };
    const [filing] = deskAnswers.filings as [Record<string, unknown>];
    const found: string[] = [];
    for (const problem of Object.keys(problems)) {
      const delivery = { state: 'needs-attention', problem, attempts: 5, since: '2026-11-22T03:00:00.000Z' };
      await go(attendant, { filings: [{ ...filing, delivery }] });
      const acts = await page.locator('.work button, .works button, [class*="work"] button').allTextContents();
      if (!acts.includes(words('staff.attendant.tryAgain'))) found.push(`${problem}: no act, only ${acts.join()}`);
    }
    for (const code of carrying) {
      const { ways } = await go({ ...attendant, press: ['staff.carry.open'] }, { carryState: { ok: false, code } });
      if (ways.length === 0) found.push(`carry ${code}: nothing leads on`);
    }
    expect(found).toEqual([]);
  });
});
