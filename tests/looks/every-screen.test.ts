import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allScenes } from '../../build/screens/all-scenes.ts';
import { everyLook, type Look, plainLook, putLook } from '../../build/screens/look.ts';
import type { Scene } from '../../build/screens/scene.ts';
import { openScreenLane, type ScreenLane } from '../../build/screens/screen-lane.ts';
import { type Panel, panels } from '../../build/screens/stage.ts';
import { openStudio, type Studio } from '../../build/screens/studio.ts';
import type { Language } from '../../shared/catalogue/text.ts';
import { lookAtScreen } from '../browser/look-at-screen.ts';

/**
 * Every screen of the kiosk: languages, panels and looks take turns from screen to screen. Of what looks alike one is taken: a step
 * that several services share, and a question empty or answered. `TURN=1`, `2`, … begins elsewhere, so that a few runs see
 * the rest; `SCREENS=name,name` looks at all whose name holds one of these, `SCREENS=` at every one.
 */
const turns: readonly { readonly language: Language; readonly panel: Panel['name'] }[] = [
  { language: 'vi', panel: 'portrait' },
  { language: 'en', panel: 'landscape' },
  { language: 'vi', panel: 'wide' },
  { language: 'en', panel: 'portrait' },
  { language: 'vi', panel: 'landscape' },
  { language: 'en', panel: 'wide' },
];
const firstTurn = Number(process.env.TURN ?? 0);
const wanted = process.env.SCREENS?.split(',');
const scenes =
  wanted === undefined
    ? oneOfEachLook(allScenes())
    : allScenes().filter(({ name }) => wanted.some((part) => name.includes(part)));
const groups = [...new Set(scenes.map(({ group }) => group))];
/** A busy machine takes several times what a quiet one does; what was not reached by then is named as a trouble. */
const groupLimitMs = 300_000;
const leftForLastMs = 45_000;

let folder: string;
let studio: Studio;
let lanes: readonly ScreenLane[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'diem-cham-every-screen-'));
  studio = await openStudio(folder);
  lanes = await Promise.all(panels.map((panel) => openScreenLane(studio, panel, folder)));
}, 60_000);

afterAll(async () => {
  await Promise.all(lanes.map((lane) => lane.close()));
  await studio?.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** What is wrong on purpose, by how its trouble begins. */
const planted: Readonly<Record<string, string>> = {
  'axe image-alt': `main.append(document.createElement('img'))`,
  'axe color-contrast': `heading.style.color = '#f0e0c0'`,
  'axe target-size': `main.append(tinyButton(0), tinyButton(12))`,
  'small-target: tiny': `main.append(tinyButton(200))`,
  'overflow: wide': `main.append(wideWords)`,
  'headings: 2 h1': `main.append(document.createElement('h1'))`,
  'language: the page says "fr"': `document.documentElement.lang = 'fr'`,
  'small-target: low: the primary act': `main.append(primaryButton)`,
  'overlap: ': `main.append(bigButton('one', '30%'), bigButton('other', '31%'))`,
  'faint-edge: .faint': `main.append(faintButton)`,
  'out-of-reach: high': `document.documentElement.dataset.reach = ''; main.append(bigButton('high', '8%'))`,
  'cut-letters: ẾẬỴ': `main.append(flatWords)`,
  'other-font: weight 700': `document.fonts.add(new FontFace('Be Vietnam Pro', 'local("none")', { weight: '600 700', unicodeRange: 'U+AC00' }))`,
  'console: planted': `console.error('planted')`,
  'console: Loading the image': `document.createElement('img').src = 'https://page.invalid/'`,
};

test('what is planted on a sound screen is found', { timeout: 60_000 }, async () => {
  const [lane] = lanes as [ScreenLane];
  const { page } = lane.stage;
  const look = async () => [...lane.takeFaults(), ...(await lookAtScreen(page, 'vi'))];
  await lane.stage.home();
  expect(await look()).toEqual([]);
  await page.evaluate(`(() => {
    const main = document.querySelector('main');
    const heading = document.querySelector('h1');
    const floating = (name, words, style) => {
      const element = document.createElement(name);
      element.textContent = words;
      Object.assign(element.style, { position: 'fixed', zIndex: 9, top: '50%', left: '50%' }, style);
      return element;
    };
    const tinyButton = (aside) => floating('button', 'tiny', { marginLeft: aside + 'px', width: '10px', height: '10px' });
    const bigButton = (words, top) => floating('button', words, { top, width: '200px', height: '200px' });
    const primaryButton = floating('button', 'low', { top: '60%', width: '300px', height: '90px' });
    primaryButton.dataset.kind = 'primary';
    const faintButton = floating('button', 'faint', { top: '70%', width: '200px', height: '200px', border: '1px solid #f5efe0', background: '#f5efe0' });
    faintButton.className = 'faint';
    const flatWords = floating('p', 'ẾẬỴ', { top: '80%', fontSize: '60px', lineHeight: '60px', height: '60px', overflow: 'hidden' });
    const wideWords = floating('p', 'wide', { left: 'calc(100% - 10px)' });
    ${Object.values(planted).join(';\n')};
  })()`);
  const found = await look();
  expect(Object.keys(planted).filter((begins) => !found.some((trouble) => trouble.startsWith(begins)))).toEqual([]);
});

describe('every screen can be used by everybody', () => {
  test.each(groups)('%s', { timeout: groupLimitMs }, async (group) => {
    const giveUpAt = performance.now() + groupLimitMs - leftForLastMs;
    const turn = (index: number) => turns[(index + firstTurn) % turns.length] as (typeof turns)[number];
    const played = scenes
      .filter((scene) => scene.group === group)
      .map((scene, index) => ({
        scene,
        ...turn(index),
        look: everyLook[(index + firstTurn) % everyLook.length] ?? plainLook,
      }));
    const found = await Promise.all(
      lanes.map(async (lane) => {
        const troubles: string[] = [];
        for (const { scene, language, look } of played.filter(({ panel }) => panel === lane.stage.panel.name))
          if (performance.now() > giveUpAt) troubles.push(`${scene.name}\n  not reached in time`);
          else troubles.push(...(await troublesOf(lane, scene, { language, look })));
        return troubles;
      }),
    );
    expect(found.flat().join('\n\n')).toBe('');
  });
});

/** Plays the scene and looks at its screen. A scene that cannot be played is a trouble, not the end. */
async function troublesOf(
  lane: ScreenLane,
  scene: Scene,
  asked: { readonly language: Language; readonly look: Look },
): Promise<string[]> {
  const { stage } = lane;
  const language = scene.languages === 'vi' ? 'vi' : asked.language;
  const name = `${scene.name} (${language}, ${stage.panel.name}, ${asked.look.name})`;
  lane.takeFaults();
  try {
    stage.language = language;
    await scene.open(stage, studio.shared);
    await putLook(stage.page, asked.look);
    const troubles = await lookAtScreen(stage.page, language);
    return [...lane.takeFaults(), ...troubles].map((trouble) => `${name}\n  ${trouble}`);
  } catch (error) {
    return [`${name}\n  could not be played: ${String(error).split('\n')[0]}`];
  } finally {
    stage.language = 'vi';
    await stage.tidy();
  }
}

function oneOfEachLook(all: readonly Scene[]): readonly Scene[] {
  const alike = new Map<string, Scene[]>();
  for (const scene of all) {
    const look = scene.name.replace(`${scene.group}/`, '').replace(/-filled$/, '');
    alike.set(look, [...(alike.get(look) ?? []), scene]);
  }
  return [...alike.values()].map((same, position) => same[(position + firstTurn) % same.length] as Scene);
}
