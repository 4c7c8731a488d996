import type { Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { serviceNamed } from '../../build/every-service.ts';
import { panels } from '../../build/screens/stage.ts';
import type { Service } from '../../shared/catalogue/service.ts';
import { openPseudoKiosks, type PseudoKiosks } from './pseudo/kiosk-page.ts';

/** The law changes at midnight. The kiosk is offline, and nobody touches it. */

const service = serviceNamed('civil-extract');
const changed = { vi: 'Bản sao theo luật mới', en: 'Copies under the new law' };
const old: Service = { ...service, version: '2026.1', validFrom: '2026-01-16', validUntil: '2027-02-28' };
const young: Service = {
  ...old,
  version: '2027.1',
  validFrom: '2027-03-01',
  validUntil: undefined,
  name: changed,
  eligibility: [{ id: 'new', text: changed, goesOnWith: 'yes', otherwise: changed, blocks: false }],
};
/** Hanoi is seven hours ahead. */
const beforeMidnight = '2027-02-28T16:59:30Z';
const minuteMs = 60_000;

let kiosks: PseudoKiosks;
let page: Page;

beforeAll(async () => {
  kiosks = await openPseudoKiosks();
}, 90_000);
afterAll(() => kiosks?.close());
beforeEach(() => open(beforeMidnight));
afterEach(() => page?.close());

test('an open list and an open service page take up the new version by themselves', async () => {
  await tell({ type: 'screen-opened', screen: { name: 'home', lifeEvent: 'copies' } });
  await sees(old.name.vi);
  await page.clock.runFor(minuteMs);
  await sees(changed.vi);
  expect(await page.getByText(old.name.vi).count()).toBe(0);

  await open(beforeMidnight);
  await tell({ type: 'screen-opened', screen: { name: 'service', service: service.id } });
  await sees(old.name.vi);
  await page.clock.runFor(minuteMs);
  await sees(changed.vi);
  await begin();
  await sees(changed.vi);
});

test('by the clock the portal has corrected, not by that of the machine', async () => {
  await setState({ clock: { confirmed: true, offsetMs: -20_000 } });
  await tell({ type: 'screen-opened', screen: { name: 'home', lifeEvent: 'copies' } });
  await page.clock.runFor(40_000);
  await sees(old.name.vi);
  await page.clock.runFor(15_000);
  await sees(changed.vi);
});

test('a visit that is open finishes under the rules it began with, and the next one has the new ones', async () => {
  await tell({ type: 'screen-opened', screen: { name: 'service', service: service.id } });
  await begin();
  const question = old.eligibility[0]?.text.vi ?? '';
  await sees(question);
  await page.clock.runFor(minuteMs);
  await sees(question);
  await tell({ type: 'went-home' });
  await tell({ type: 'screen-opened', screen: { name: 'service', service: service.id } });
  await begin();
  await sees(changed.vi);
});

test('while the kiosk does not know the day for certain it says which day it goes by', async () => {
  await setState({ clock: { confirmed: false, offsetMs: null } });
  await tell({ type: 'screen-opened', screen: { name: 'service', service: service.id } });
  await page.getByText('Máy chưa chắc hôm nay là ngày nào.').waitFor();
  await setState({ clock: { confirmed: true, offsetMs: 0 } });
  await page.getByText('Máy chưa chắc hôm nay là ngày nào.').waitFor({ state: 'detached' });
});

async function open(startsAt: string): Promise<void> {
  const [panel] = panels;
  if (!panel) throw new Error('no panel');
  await page?.close();
  page = await kiosks.open({ panel, words: 'own', services: [old, young], startsAt });
  await setState({ network: { online: false, since: null } });
  await tell({ type: 'language-chosen', language: 'vi', begin: true });
}

async function tell(event: unknown): Promise<void> {
  await page.evaluate(`tell(${JSON.stringify(event)})`);
}

async function setState(state: unknown): Promise<void> {
  await page.evaluate(`setState(${JSON.stringify(state)})`);
}

async function begin(): Promise<void> {
  await page.getByRole('button', { name: 'Bắt đầu' }).click();
}

async function sees(text: string): Promise<void> {
  await page.getByText(text).first().waitFor();
}
