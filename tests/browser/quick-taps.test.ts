import { join } from 'node:path';
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bundleScript } from '../../build/bundle-script.ts';
import { findChromium } from '../../build/system-packages.ts';

/** A finger on the engine's own touch events: what the page hears of it. */

let browser: Browser;
let page: Page;
let session: CDPSession;
let script: string;

beforeAll(async () => {
  script = await bundleScript(join(import.meta.dirname, '../../renderer/touch/quick-taps.ts'));
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  const context = await browser.newContext({ viewport: { width: 600, height: 600 }, hasTouch: true });
  page = await context.newPage();
  session = await context.newCDPSession(page);
}, 60_000);
afterAll(() => browser?.close());

beforeEach(async () => {
  await page.setContent(`
    <style>* { margin: 0; box-sizing: border-box } body > * { position: absolute; width: 200px; height: 100px; touch-action: manipulation }</style>
    <button id="one" style="left: 0; top: 0"><span id="face">One</span></button>
    <button id="two" style="left: 300px; top: 0">Two</button>
    <button id="off" disabled style="left: 0; top: 150px">Off</button>
    <label id="label" style="left: 300px; top: 150px"><input type="checkbox" id="box">Yes</label>
    <div role="textbox" id="field" tabindex="0" style="left: 0; top: 300px"></div>
    <div id="plain" style="left: 300px; top: 300px"></div>`);
  await page.addScriptTag({ content: `${script}; globalThis.listenForTaps = script.listenForTaps;` });
  await page.evaluate(`(() => {
    globalThis.stopTaps?.();
    globalThis.stopTaps = listenForTaps(document);
    globalThis.heard = [];
    for (const kind of ['mousedown', 'mouseup', 'click'])
      document.addEventListener(kind, (event) => heard.push(kind + ' ' + (event.target.id || event.target.tagName) + ' ' + (event.pointerType ?? '')), true);
  })()`);
});

const quietMs = 150;
const heard = async (): Promise<string[]> => {
  await page.waitForTimeout(quietMs);
  return page.evaluate('heard.splice(0)');
};
type Point = { readonly x: number; readonly y: number; readonly id?: number };
const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel', ...touchPoints: Point[]) =>
  session.send('Input.dispatchTouchEvent', { type, touchPoints: touchPoints as { x: number; y: number }[] });
const one: Point = { x: 100, y: 50 };
const two: Point = { x: 400, y: 50 };

async function tap(at: Point): Promise<string[]> {
  await touch('touchStart', at);
  await touch('touchEnd');
  return heard();
}

test('a tap is one click of a finger on what it touched, and no mouse', async () => {
  expect(await tap(one)).toEqual(['click face touch']);
  expect(await tap(two)).toEqual(['click two touch']);
  expect(await page.evaluate('document.activeElement.id')).toBe('');
});

test('a field that takes the focus by a finger has no ring of the keyboard’s, and one that is reached by a key has', async () => {
  const hasRing = () =>
    page.evaluate('document.activeElement.matches("html:not([data-by=finger]) #field:focus-visible")');
  await page.evaluate(`field.addEventListener('click', () => field.focus({ preventScroll: true }))`);
  await tap({ x: 100, y: 350 });
  expect([await page.evaluate('document.activeElement.id'), await hasRing()]).toEqual(['field', false]);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  expect([await page.evaluate('document.activeElement.id'), await hasRing()]).toEqual(['field', true]);
});

test('a finger that stays long, or trembles on the control, has tapped it all the same', async () => {
  await touch('touchStart', one);
  await page.waitForTimeout(700);
  await touch('touchMove', { x: 104, y: 53 });
  await touch('touchEnd');
  expect(await heard()).toEqual(['click face touch']);
});

test('a finger that slides to another control, or is called back, has tapped nothing', async () => {
  await touch('touchStart', one);
  await touch('touchMove', { x: 250, y: 50 });
  await touch('touchMove', two);
  await touch('touchEnd');
  expect((await heard()).filter((each) => each.startsWith('click'))).toEqual([]);
  await touch('touchStart', one);
  await touch('touchCancel');
  expect(await heard()).toEqual([]);
});

test('what a second finger does to the first is the browser’s', async () => {
  await touch('touchStart', { ...one, id: 1 });
  await touch('touchStart', { ...one, id: 1 }, { ...two, id: 2 });
  await touch('touchEnd', { ...one, id: 1 });
  await touch('touchEnd');
  expect((await heard()).filter((each) => each.includes('touch'))).toEqual([]);
  // The next tap is one again.
  expect(await tap(one)).toEqual(['click face touch']);
});

test('the tick of a label is set once, a disabled button stays silent, and a page without controls is the browser’s', async () => {
  expect((await tap({ x: 400, y: 200 }))[0]).toBe('click label touch');
  expect(await page.evaluate('document.querySelector("#box").checked')).toBe(true);
  expect((await tap({ x: 100, y: 200 })).filter((each) => each.includes('click'))).toEqual([]);
  expect(await tap({ x: 400, y: 350 })).toEqual(['mousedown plain ', 'mouseup plain ', 'click plain touch']);
});
