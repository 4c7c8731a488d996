import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyService } from '../../build/every-service.ts';
import { languagesIn } from '../../build/language-letters.ts';
import { inspectScreen } from '../../build/screens/inspect-screen.ts';
import { type Panel, panels } from '../../build/screens/stage.ts';
import { vietnamese } from '../../renderer/words/words.ts';
import type { Service } from '../../shared/catalogue/service.ts';
import { openPseudoKiosks, type PseudoKiosks } from './pseudo/kiosk-page.ts';
import { everyMoment, kioskState, type Moment } from './pseudo/moments.ts';
import { pseudoText } from './pseudo/pseudo-text.ts';

/**
 * Every screen in a language that needs 40 % more room than Vietnamese, in the real engine, on both panels: nothing may leave
 * its box, its button or the screen. `SCREENS=part,of,name` looks only at those.
 */
const mostPages = 8;
const wordsFolder = join(import.meta.dirname, '../../assets/words');
const wanted = process.env.SCREENS?.split(',');
const moments = everyMoment().filter(({ name }) => wanted === undefined || wanted.some((part) => name.includes(part)));

let kiosks: PseudoKiosks;

beforeAll(async () => {
  kiosks = await openPseudoKiosks();
}, 90_000);
afterAll(() => kiosks?.close());

test('the pseudo-locale is 40 % longer, accented and in brackets, and keeps placeholders', () => {
  expect(pseudoText('Gọi {{phone}} để nhờ')).toBe('[Gỗỗị {{phone}} đễễ nhhỗ]');
  const long = 'Hồ sơ đang được giữ ở đây, chưa tới nơi giải quyết.';
  expect(pseudoText(long).length / long.length).toBeGreaterThan(1.35);
});

describe.concurrent.each(panels.filter(({ name }) => name !== 'wide'))('$name', (panel) => {
  test('no text of any screen leaves its place, and one that does is found', { timeout: 240_000 }, async ({
    expect,
  }) => {
    const faults: string[] = [];
    const page = await kiosks.open({ panel, words: 'pseudo', onFault: (fault) => faults.push(fault) });
    await page.evaluate(`tell({ type: 'language-chosen', language: 'qps', begin: false })`);
    const found = (await troubles(page)).map((what) => `welcome: ${what}`);
    await page.evaluate(`tell({ type: 'language-chosen', language: 'qps', begin: true })`);
    for (const moment of moments)
      found.push(...(await troublesAt(page, moment)).map((what) => `${moment.name}: ${what}`));
    expect([...found, ...faults]).toEqual([]);
    expect(moments.length).toBeGreaterThan(wanted === undefined ? 45 : 0);

    await page.evaluate(`(() => {
      setState(${JSON.stringify(kioskState(panel))});
      tell({ type: 'went-home' });
    })()`);
    await page.locator('[data-screen="home"]').waitFor();
    await page.addStyleTag({
      content: 'h1, .button-name, .card-title { white-space: nowrap; inline-size: 40px; overflow: hidden }',
    });
    expect((await troubles(page)).join()).toContain('clipped');
    await page.close();
  });

  async function troublesAt(page: Page, moment: Moment): Promise<string[]> {
    try {
      // Each begins at home: what was open before is closed with its screen.
      await page.evaluate(
        `(async () => {
          tell({ type: 'went-home' });
          setState(${JSON.stringify({ ...kioskState(panel), ...moment.state })});
          await new Promise((done) => setTimeout(done));
          tell(${JSON.stringify(moment.event)});
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        })()`,
      );
      for (const key of moment.press ?? [])
        await page
          .getByRole('button', { name: pseudoText(wordsAt(key)) })
          .first()
          .click();
      const found = await troubles(page);
      if (process.env.PICTURES && found.length > 0)
        await page.screenshot({
          path: join(process.env.PICTURES, `${panel.name}-${moment.name.replaceAll(' ', '-')}.png`),
        });
      if ((await page.getByRole('dialog').count()) > 0) await page.keyboard.press('Escape');
      const isCovered = await page.locator('.page[hidden]').count();
      if (isCovered > 0) await page.getByRole('button').first().click();
      return found;
    } catch (error) {
      if (process.env.PICTURES)
        await page.screenshot({
          path: join(process.env.PICTURES, `${panel.name}-${moment.name.replaceAll(' ', '-')}.png`),
        });
      return [`could not be shown: ${String(error).slice(0, 900)}`];
    }
  }
});

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
    for (const { name, event, state, press } of everyMoment()) {
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

/** Of every page of the screen that stands there. */
async function troubles(page: Page): Promise<string[]> {
  const first = await inspectScreen(page);
  const found = [...first.problems];
  for (let turned = 2; turned <= Math.min(first.pages, mostPages); turned++) {
    await page.locator('.pages-turn button').last().click();
    found.push(...(await inspectScreen(page)).problems);
  }
  const ours = found.filter(({ kind }) => kind === 'overflow' || kind === 'clipped');
  return [...new Set(ours.map(({ kind, what }) => `${kind}: ${what}`))];
}

function wordsAt(key: string): string {
  const found = key
    .split('.')
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], vietnamese);
  if (typeof found !== 'string') throw new Error(`no words ${key}`);
  return found;
}
