import type { Page } from '@playwright/test';
import { axeViolations } from '../../build/screens/axe-in-page.ts';
import { inspectScreen } from '../../build/screens/inspect-screen.ts';
import type { Problem } from '../../build/screens/scene.ts';
import type { Language } from '../../shared/catalogue/text.ts';

const mostPages = 6;
const restMs = 500;
/** How many pages a screen has is the gallery's business; every page of it is looked at here. */
const notOurs: readonly Problem['kind'][] = ['many-pages'];

/** What is wrong with the first page of the screen that stands there, a line each: empty when nothing is. */
export async function lookAtFirstPage(page: Page, language: Language): Promise<string[]> {
  const { problems } = await inspectAtRest(page);
  return [...(await wordsOf(page, language)), ...(await axeViolations(page)), ...lines(problems)];
}

/** The same for every page of the screen. */
export async function lookAtScreen(page: Page, language: Language): Promise<string[]> {
  const { pages, problems } = await inspectAtRest(page);
  const found = [...(await wordsOf(page, language)), ...(await axeViolations(page)), ...lines(problems)];
  for (let turned = 2; turned <= Math.min(pages, mostPages); turned++) {
    await page.locator('.pages-turn button').last().click();
    found.push(...lines((await inspectAtRest(page)).problems));
  }
  return [...new Set(found)];
}

/** On a busy machine a page may still be finding its place: only what is still wrong a moment later is wrong. */
async function inspectAtRest(page: Page) {
  const first = await inspectScreen(page);
  if (first.problems.length === 0) return first;
  await new Promise((done) => setTimeout(done, restMs));
  return inspectScreen(page);
}

function lines(problems: readonly Problem[]): string[] {
  return problems.filter(({ kind }) => !notOurs.includes(kind)).map(({ kind, what }) => `${kind}: ${what}`);
}

/** One first heading for who listens (a sheet hides what is under it), and a page that says which language it speaks. */
async function wordsOf(page: Page, language: Language): Promise<string[]> {
  const { headings, spoken } = (await page.evaluate(`({
    headings: [...document.querySelectorAll('h1')].filter((heading) => !heading.closest('[aria-hidden="true"], [inert], [hidden]')).length,
    spoken: document.documentElement.lang,
  })`)) as { headings: number; spoken: string };
  return [
    ...(headings === 1 ? [] : [`headings: ${headings} h1 instead of one`]),
    ...(spoken === language ? [] : [`language: the page says "${spoken}", its words are "${language}"`]),
  ];
}
