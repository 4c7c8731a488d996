import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type PortalProcess, startPortal } from '../../build/portal-process.ts';
import { findChromium } from '../../build/system-packages.ts';
import { openTabKiosk, type TabKiosk } from '../../build/tab-kiosk.ts';
import { accessibilityProblems } from '../support/accessibility.ts';
import { resumeAt } from '../support/fast-forward.ts';
import { storyOf } from '../support/known-services.ts';
import { aPdf, aPhoto } from '../support/paper-files.ts';
import { aResident, type Resident } from '../support/resident.ts';

/** Every screen of whole visits, looked at by axe on the way, in both languages. */

const visitMs = 240_000;

describe.each([
  { size: { width: 1080, height: 1920 }, name: 'portrait' },
  { size: { width: 1366, height: 768 }, name: 'landscape' },
])('in $name', ({ size, name }) => {
  let folder: string;
  let portal: PortalProcess;
  let kiosk: TabKiosk;
  let browser: Browser;
  let page: Page;
  let problems: string[] = [];
  let seen: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'diem-cham-axe-'));
    portal = await startPortal({ dataFolder: join(folder, 'portal'), port: 0 });
    const stickFolder = mkdtempSync(join(folder, 'stick-'));
    writeFileSync(join(stickFolder, 'page-1.png'), aPhoto());
    writeFileSync(join(stickFolder, 'page-2.pdf'), aPdf());
    kiosk = await openTabKiosk({
      profileFolder: join(folder, 'kiosk'),
      demoEnrolmentFile: portal.enrolmentFile,
      stickFolder,
      size,
    });
    browser = await chromium.launch({
      executablePath: findChromium(),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    page = await browser.newPage({ viewport: size, reducedMotion: 'reduce' });
    page.setDefaultTimeout(20_000);
    await page.goto(kiosk.address);
  }, 60_000);
  // Each visit begins anew, whatever became of the one before.
  beforeEach(async () => {
    await page.evaluate(() => fetch('/shell/session/end', { method: 'POST' }));
    await page.goto(kiosk.address);
  });
  afterAll(async () => {
    await browser?.close();
    await kiosk?.close();
    await portal?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  const look = async (where: string) => {
    seen.push(where);
    problems.push(...(await accessibilityProblems(page, `${name} ${where}`)));
  };
  const somebody = (language: 'vi' | 'en'): Resident => {
    problems = [];
    seen = [];
    const resident = aResident({
      page: () => page,
      language,
      onScreen: async (screen) => look(`${screen} «${await resident.heading()}»`),
    });
    return resident;
  };

  test(
    'a birth with papers, in Vietnamese: no violation on any screen',
    async () => {
      const story = storyOf('birth-registration', 'agent-unmarried-other-province');
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
      await resident.press('Theo dõi hồ sơ');
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
      await resident.press('Kết thúc');
      await resident.seesScreen('attract');
    },
    visitMs,
  );

  test(
    'a certificate of marital status, in English, saved for later: no violation on any screen',
    async () => {
      const story = storyOf('marital-status', 'agent-divorced');
      const resident = somebody('en');
      await resident.begin();
      await resident.findBySearch('marital');
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
      await resident.press('Keep it and continue later');
      await resident.seesScreen('saved');
      await look('saved');
      await resident.endVisit();
      await resident.seesScreen('attract');
      await resident.begin();
      await resident.press('Continue');
      await resident.seesScreen('continue');
      await look('continue');
      await resident.press('Back');
      await resident.openTool('cover');
      await resident.seesScreen('idle');
      await look('idle');
      await page.getByRole('button').first().click();
      expect(problems).toEqual([]);
      await resident.openTool('leave');
      await resident.press('Finish');
      await resident.seesScreen('attract');
    },
    visitMs,
  );

  test(
    'staff and what is refused: no violation on any screen',
    async () => {
      const story = storyOf('civil-extract', 'own-birth-copy');
      const resident = somebody('vi');
      await resident.signIn('attendant', portal.staff);
      await resident.seesScreen('attendant');
      await look('attendant');
      await resident.press('Kết ca');
      await resident.signIn('technician', portal.staff);
      await resident.seesScreen('technician');
      await look('technician');
      await resident.press('Đăng xuất');
      await resident.seesScreen('attract');
      const place = { at: 'question', step: 'record-body', backToReview: false } as const;
      await resumeAt(page, story, place, { without: ['recBody'] });
      await resident.seesScreen('question');
      await resident.pressPrimary();
      await page.getByRole('alert').waitFor();
      await look('question with a problem');
      await resumeAt(page, story, { at: 'consent' });
      await resident.seesScreen('consent');
      await resident.press('Tôi không đồng ý');
      await resident.seesScreen('refused');
      await look('refused');
      expect(problems).toEqual([]);
    },
    visitMs,
  );
});
