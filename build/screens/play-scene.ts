import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Language } from '../../shared/catalogue/text.ts';
import { axeViolations } from './axe-in-page.ts';
import { inspectScreen } from './inspect-screen.ts';
import { type Look, plainLook, putLook } from './look.ts';
import type { Problem, Scene, Shared, Shot } from './scene.ts';
import type { Stage } from './stage.ts';

const quality = 82;
/** A longer screen is a problem of its own and needs no more pictures. */
const mostPages = 6;
/** ui.md: long pages are split, but a tired reader gives up before the fifth. */
const fewestTooMany = 4;

interface Play {
  readonly scene: Scene;
  readonly stage: Stage;
  readonly shared: Shared;
  readonly looks: readonly Look[];
  readonly folder: string;
  /** Also let axe look, in every look. */
  readonly withAxe: boolean;
  /** Faults the page reported since the last call. */
  readonly takeFaults: () => readonly string[];
}

/** Plays a scene in both languages and takes its pictures. A scene that cannot be played is a fault, not the end. */
export async function playScene(play: Play): Promise<Shot[]> {
  const { scene, stage, shared } = play;
  const shots: Shot[] = [];
  const begin = async (language: Language) => {
    stage.language = language;
    await scene.open(stage, shared);
  };
  play.takeFaults();
  try {
    await begin('vi');
    shots.push(...(await takePictures(play, 'vi')));
    if (scene.languages === 'switch') {
      await toFirstPage(stage);
      await stage.press('frame:tools.otherLanguage');
      await stage.page.locator('html[lang="en"]').waitFor();
    } else if (scene.languages === 'anew') {
      await stage.tidy();
      await begin('en');
    }
    if (scene.languages !== 'vi') shots.push(...(await takePictures(play, 'en')));
  } catch (error) {
    const what = `the scene could not be played: ${String(error).split('\n')[0]}`;
    const language = stage.language;
    shots.push(await shot(play, { language, look: plainLook, page: 1, pages: 1, problems: [{ kind: 'fault', what }] }));
  } finally {
    stage.language = 'vi';
    await stage.tidy();
  }
  return shots;
}

async function takePictures(play: Play, language: Language): Promise<Shot[]> {
  const shots: Shot[] = [];
  for (const look of play.looks) {
    // A scene may have chosen its own size of text.
    if (play.looks.length > 1) await putLook(play.stage.page, look);
    await toFirstPage(play.stage);
    const first = await inspect(play);
    if (play.withAxe) {
      const violations = await axeViolations(play.stage.page);
      first.problems.push(...violations.map((what): Problem => ({ kind: 'axe', what })));
    }
    shots.push(await shot(play, { language, look, page: 1, ...first }));
    // The further pages once, in the language of the house.
    const further = language === 'vi' ? Math.min(first.pages, mostPages) : 1;
    for (let page = 2; page <= further; page++) {
      await play.stage.page.locator('.pages-turn button').last().click();
      const { problems } = await inspect(play);
      const fresh = problems.filter(
        ({ kind, what }) => !first.problems.some((known) => known.kind === kind && known.what === what),
      );
      shots.push(await shot(play, { language, look, page, pages: first.pages, problems: fresh }));
    }
  }
  if (play.looks.length > 1) {
    await putLook(play.stage.page, plainLook);
    await toFirstPage(play.stage);
  }
  return shots;
}

async function toFirstPage({ page }: Stage): Promise<void> {
  await page.evaluate(`document.querySelector('.pages')?.scrollTo(0, 0)`);
}

async function inspect(play: Play): Promise<{ pages: number; problems: Problem[] }> {
  const found = await inspectScreen(play.stage.page);
  const faults = play.takeFaults().map((what): Problem => ({ kind: 'fault', what }));
  const long: Problem[] = found.pages >= fewestTooMany ? [{ kind: 'many-pages', what: `${found.pages} pages` }] : [];
  return { pages: found.pages, problems: [...faults, ...found.problems, ...long] };
}

async function shot(
  { scene, stage, folder }: Play,
  seen: { language: Language; look: Look; page: number; pages: number; problems: Problem[] },
): Promise<Shot> {
  const { language, look, page, pages, problems } = seen;
  const suffix = [look.name === plainLook.name ? '' : `-${look.name}`, page > 1 ? `-page-${page}` : ''].join('');
  const file = `${stage.panel.name}/${language}/${scene.name}${suffix}.jpg`;
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  await stage.page
    .screenshot({ path, type: 'jpeg', quality, animations: 'disabled', caret: 'initial' })
    .catch(() => {});
  return {
    scene: scene.name,
    group: scene.group,
    panel: stage.panel.name,
    language,
    look: look.name,
    page,
    pages,
    file,
    problems,
  };
}
