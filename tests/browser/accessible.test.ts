import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { everyLook, type Look, plainLook, putLook } from '../../build/screens/look.ts';
import { askShell } from '../../build/screens/stage.ts';
import type { TabKiosk } from '../../build/tab-kiosk.ts';
import { resumeAt } from '../support/fast-forward.ts';
import { storyOf } from '../support/known-services.ts';
import { aPdf, aPhoto } from '../support/paper-files.ts';
import { aResident, type Resident } from '../support/resident.ts';
import type { Language } from '../support/sayings.ts';
import { lookAtFirstPage } from './look-at-screen.ts';
import { openTabAtPortal, type TabAtPortal } from './tab-at-portal.ts';

/**
 * Every screen of whole visits, looked at by axe and by our own measures on the way. Each kind of screen is seen in looks
 * that take turns, so that every pair of screen, palette, size of text, language and panel comes once (the last test counts
 * them). The whole matrix is `npm run screens -- --all`.
 */

const visitMs = 360_000;
/** Between two screens the machine may be busy with measuring. */
const patienceMs = 2_500;
const panelNames = ['portrait', 'landscape'] as const;
const palettes = ['light', 'dark', 'contrast'] as const;
const texts = [100, 125, 150, 200] as const;
/** What was seen, for the count of pairs. */
const sightings: Record<string, string>[] = [];
const kinds: string[] = [];

/** Two of the four looks a kind of screen needs stand on each panel. */
function looksOf(kind: string, panel: number): readonly Look[] {
  if (!kinds.includes(kind)) kinds.push(kind);
  const index = kinds.indexOf(kind);
  return [0, 1].map((nth) => {
    const text = texts[((index + panel) % 2) + nth * 2];
    const palette = palettes[(index + panel * 2 + nth) % 3];
    const found = everyLook.find((look) => look.text === text && look.palette === palette && !look.reach);
    if (!found) throw new Error(`no look ${palette} ${text}`);
    return found;
  });
}

describe.each([
  { size: { width: 1080, height: 1920 }, name: 'portrait', panel: 0 },
  { size: { width: 1366, height: 768 }, name: 'landscape', panel: 1 },
])('in $name', ({ size, name, panel }) => {
  let tab: TabAtPortal;
  let kiosk: TabKiosk;
  let page: Page;
  let problems: string[] = [];
  let seen: string[] = [];
  let language: Language = 'vi';
  const known = new Set<string>();
  let repeats = 0;
  /** What is told in Vietnamese on one panel is told in English on the other. */
  const languageOf = (usual: Language): Language => (panel === 0 ? usual : usual === 'vi' ? 'en' : 'vi');

  beforeAll(async () => {
    tab = await openTabAtPortal({
      size,
      layStick(folder) {
        writeFileSync(join(folder, 'page-1.png'), aPhoto());
        writeFileSync(join(folder, 'page-2.pdf'), aPdf());
      },
    });
    kiosk = tab.kiosk;
    page = await tab.browser.newPage({ viewport: size, reducedMotion: 'reduce', serviceWorkers: 'block' });
    page.setDefaultTimeout(20_000);
    await page.goto(kiosk.address);
  }, 60_000);
  // Each visit begins anew, whatever became of the one before.
  beforeEach(async () => {
    await page.goto('about:blank');
    await askShell(kiosk, 'POST', '/shell/session/end');
    await page.goto(kiosk.address);
  });
  afterAll(() => tab?.close(), 30_000);

  const look = async (where: string) => {
    seen.push(where);
    const kind = where.split(' ')[0] ?? where;
    // The attract screen greets in two languages and counts as Vietnamese.
    const spoken = kind === 'attract' ? 'vi' : language;
    // A kind met again (another question) is looked at once more, on one of the panels, in any look there is: also low and left.
    if (known.has(kind)) repeats += 1;
    const again =
      repeats % panelNames.length === panel
        ? [everyLook[Math.floor(repeats / panelNames.length) % everyLook.length] ?? plainLook]
        : [];
    const looks = known.has(kind) ? again : looksOf(kind, panel);
    known.add(kind);
    for (const each of looks) {
      await putLook(page, each);
      for (const problem of await lookAtFirstPage(page, spoken))
        problems.push(`${name} ${where} (${spoken}, ${each.name}): ${problem}`);
      sightings.push({ kind, palette: each.palette, text: String(each.text), language: spoken, panel: name });
    }
    if (looks.length === 0) return;
    await putLook(page, plainLook);
    // The page finds its place again before anybody touches it.
    await page.evaluate(
      'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))))',
    );
  };
  const somebody = (usual: Language): Resident => {
    language = languageOf(usual);
    problems = [];
    seen = [];
    const resident = aResident({
      page: () => page,
      language,
      patienceMs,
      onScreen: async (screen) => look(`${screen} «${await resident.heading()}»`),
    });
    return resident;
  };

  test(
    'a birth with papers: no violation on any screen',
    async () => {
      const story = storyOf('birth-registration', 'mother-father-unknown');
      const resident = somebody('vi');
      await resident.begin();
      await resident.findByLifeEvent(story);
      await resident.startService(story);
      await resident.identify(story, 'scanned');
      await resident.answerQuestions(story);
      await resident.givePapers(story, (_paper, number) => (number === 1 ? 'page-1.png' : 'page-2.pdf'));
      const slip = await resident.file(story);
      await resident.endVisit();
      await resident.seesScreen('attract');
      await resident.begin();
      await resident.press(resident.say('visit', 'home.follow'));
      await resident.seesScreen('follow');
      await look('follow');
      await resident.scan(slip.token);
      await resident.seesScreen('case');
      await look('case');
      expect(problems).toEqual([]);
      expect(new Set(seen.map((where) => where.split(' ')[0]))).toEqual(
        new Set([
          'attract',
          'home',
          'service',
          'eligibility',
          'consent',
          'identity',
          'question',
          'papers',
          'review',
          'filed',
          'follow',
          'case',
        ]),
      );
      await resident.openTool('leave');
      await resident.press(resident.say('frame', 'leave.finish'));
      await resident.seesScreen('attract');
    },
    visitMs,
  );

  test(
    'a certificate of marital status, saved for later: no violation on any screen',
    async () => {
      const story = storyOf('marital-status', 'agent-divorced');
      const resident = somebody('en');
      await resident.begin();
      await resident.findBySearch(language === 'vi' ? 'tình trạng hôn nhân' : 'marital');
      await resident.startService(story);
      await resident.identify(story, 'tapped');
      await resident.answerQuestions(story);
      await resident.openTool('look');
      await look('look');
      await page.keyboard.press('Escape');
      await resident.openTool('help');
      await look('help');
      await page.keyboard.press('Escape');
      await resident.openTool('leave');
      await look('leave');
      await resident.press(resident.say('frame', 'leave.save'));
      await resident.seesScreen('saved');
      await look('saved');
      await resident.endVisit();
      await resident.seesScreen('attract');
      await resident.begin();
      await resident.press(resident.say('visit', 'home.continue'));
      await resident.seesScreen('continue');
      await look('continue');
      await resident.press(resident.say('frame', 'actions.back'));
      await resident.openTool('cover');
      await resident.seesScreen('idle');
      await look('idle');
      await page.getByRole('button').first().click();
      expect(problems).toEqual([]);
      await resident.openTool('leave');
      await resident.press(resident.say('frame', 'leave.finish'));
      await resident.seesScreen('attract');
    },
    visitMs,
  );

  test(
    'staff and what is refused: no violation on any screen',
    async () => {
      const story = storyOf('civil-extract', 'own-birth-copy');
      const resident = somebody('vi');
      for (const role of ['attendant', 'technician'] as const) {
        if (language !== 'vi') await resident.begin();
        await resident.signIn(role, tab.portal.staff);
        await resident.seesScreen(role);
        await look(role);
        await resident.press(resident.say('staff', `${role}.end`));
        await resident.seesScreen('attract');
      }
      const place = { at: 'question', step: 'record-body', backToReview: false } as const;
      await resumeAt(page, story, place, { language, without: ['recBody'] });
      await resident.seesScreen('question');
      await resident.pressPrimary();
      await page.getByRole('alert').waitFor();
      await look('question with a problem');
      await resumeAt(page, story, { at: 'consent' }, { language });
      await resident.seesScreen('consent');
      await resident.press(resident.say('visit', 'consent.refuse'));
      await resident.seesScreen('refused');
      await look('refused');
      expect(problems).toEqual([]);
    },
    visitMs,
  );
});

test('every pair of screen, palette, size of text, language and panel has been seen', () => {
  const factors: Record<string, readonly string[]> = {
    kind: kinds,
    palette: palettes,
    text: texts.map(String),
    language: ['vi', 'en'],
    panel: panelNames,
  };
  const names = Object.keys(factors);
  const missing = names.flatMap((one, at) =>
    names
      .slice(at + 1)
      .flatMap((other) =>
        (factors[one] ?? []).flatMap((first) =>
          (factors[other] ?? [])
            .filter((second) => !sightings.some((seen) => seen[one] === first && seen[other] === second))
            .map((second) => `${one} ${first} with ${other} ${second}`),
        ),
      ),
  );
  expect(kinds.length).toBeGreaterThan(18);
  expect(missing.filter((pair) => pair !== 'kind attract with language en')).toEqual([]);
});
