import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyService } from '../../build/every-service.ts';
import { languagesIn } from '../../build/language-letters.ts';
import { type Panel, panels } from '../../build/screens/stage.ts';
import type { Service } from '../../shared/catalogue/service.ts';
import { openPseudoKiosks, type PseudoKiosks } from './pseudo/kiosk-page.ts';
import { everyMoment, kioskState, type Moment } from './pseudo/moments.ts';

/** Languages besides Vietnamese and English; that every screen has room for long words is looked at in every-moment.test.ts. */
const wordsFolder = join(import.meta.dirname, '../../assets/words');

let kiosks: PseudoKiosks;

beforeAll(async () => {
  kiosks = await openPseudoKiosks();
}, 90_000);
afterAll(() => kiosks?.close());

describe('a language that is a folder', () => {
  const [panel] = panels as [Panel];
  const asked: string[] = [];
  let page: Page;

  beforeAll(async () => {
    // One service of a new version, whose name nobody has translated yet.
    const name = { vi: 'Đăng ký khai sinh kiểu mới', en: 'Birth registration, new' };
    const services = everyService().map(
      (each): Service => (each.id === 'birth-registration' ? { ...each, name } : each),
    );
    page = await kiosks.open({
      panel,
      words: 'own',
      services,
      onAsked: (url) => asked.push(url),
    });
  }, 60_000);
  afterAll(() => page?.close());

  test('stands on the welcome screen by itself, in its own letters, and is read only when it is chosen', async () => {
    const folders = languagesIn(wordsFolder);
    const offered = await page
      .locator('.languages [lang]')
      .evaluateAll((each) => each.map((one) => (one as HTMLElement).lang));
    expect([...offered].sort()).toEqual([...folders].sort());
    const before = asked.filter((url) => /woff2/.test(url)).length;
    await page.getByRole('button', { name: '한국어' }).click();
    await page.locator('html[lang="ko"]').waitFor({ state: 'attached' });
    expect(asked.filter((url) => /woff2/.test(url)).length).toBeGreaterThan(before);
    expect(
      await page.evaluate(
        '[...document.fonts].filter((face) => face.status === "loaded" && face.unicodeRange.includes("U+AC")).length',
      ),
    ).toBeGreaterThan(1);
    await page.getByRole('heading', { name: '오늘 어떤 일을 하시겠어요?' }).waitFor();
  });

  test('says on every screen that nobody has checked it, and with the guide what follows from that', {
    timeout: 120_000,
  }, async () => {
    const note = '원어민 미확인 번역';
    const silent: string[] = [];
    for (const { name, event, state, press } of oneOfEachScreen(everyMoment())) {
      const inKorean = JSON.stringify(event).replaceAll('"qps"', '"ko"');
      await page.evaluate(
        `(async () => {
          tell({ type: 'went-home' });
          setState(${JSON.stringify({ ...kioskState(panel), ...state })});
          await new Promise((done) => setTimeout(done));
          tell(${inKorean});
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        })()`,
      );
      const isCover = press?.includes('frame.tools.cover');
      if (isCover) await page.getByRole('button', { name: '가리기' }).click();
      const shown = page.locator(isCover ? '.idle-overlay .status-header-note' : '.page .status-header-note');
      const text = await shown.innerText({ timeout: 2000 }).catch(() => '');
      if (text !== note) silent.push(name);
      if (isCover) await page.locator('.idle-overlay [data-kind="primary"]').click();
    }
    expect(silent).toEqual([]);
    await page.evaluate(`tell({ type: 'screen-opened', screen: { name: 'service', service: 'civil-extract' } })`);
    await page.getByText('이 한국어 번역은 아직 원어민이 확인하지 않았습니다.').waitFor({ state: 'attached' });
    await page.getByRole('heading', { name: '출생증명서 사본, 호적 등본' }).waitFor();
  });

  test('a text it lacks is shown in Vietnamese and said to be, to who listens', async () => {
    await page.evaluate(`tell({ type: 'screen-opened', screen: { name: 'service', service: 'birth-registration' } })`);
    const name = page.getByRole('heading', { name: 'Đăng ký khai sinh kiểu mới' });
    await name.waitFor();
    expect(await name.evaluate((heading) => heading.closest('[lang]')?.getAttribute('lang'))).toBe('vi');
    const others = page.getByRole('heading', { level: 2 });
    const languages = await others.evaluateAll((all) =>
      all.map((each) => each.closest('[lang]')?.getAttribute('lang')),
    );
    expect(new Set(languages)).toEqual(new Set(['ko']));
    // Back in Vietnamese nothing is foreign any more.
    await page.evaluate(`tell({ type: 'language-chosen', language: 'vi', begin: false })`);
    await page.locator('html[lang="vi"]').waitFor({ state: 'attached' });
    expect(await page.locator('[data-untranslated]').count()).toBe(0);
  });
});

/** The note stands in the header, which a kind of screen has or has not, whatever is asked on it. */
function oneOfEachScreen(moments: readonly Moment[]): readonly Moment[] {
  const kinds = new Map(moments.map((moment) => [kindOf(moment), moment]));
  return [...kinds.values()];
}

function kindOf({ event, state, press }: Moment): string {
  if (event.type === 'draft-resumed') return event.draft.place.at;
  const cover = press?.includes('frame.tools.cover') ? 'covered' : '';
  const staff = `${state?.staff?.role} ${state?.kiosk}`;
  return event.type === 'screen-opened' ? `${event.screen.name} ${cover} ${staff}` : event.type;
}
