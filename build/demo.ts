import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { addDays } from '../shared/identity/calendar-date.ts';
import { dateInFigures } from '../shared/vietnamese/dates.ts';
import { demoWard, storyOf } from '../tests/support/known-services.ts';
import { type Lobby, openLobby } from '../tests/support/lobby.ts';
import { aPhoto } from '../tests/support/paper-files.ts';
import { projectFolder } from './folders.ts';
import { say, secondsSince } from './say.ts';
import { hasDisplay, openVirtualDisplay } from './virtual-display.ts';

/**
 * `npm run demo`: a resident's whole visit through the real window, told step by step: files without network, the wall plug
 * is pulled, the dossier arrives once, an officer accepts it, the slip says so. Pictures lie in .cache/demo/.
 */
const pictures = join(projectFolder, '.cache', 'demo');
const size = { width: 1080, height: 1920 };
const arriveMs = 60_000;

const story = storyOf('civil-extract', 'own-birth-copy', { ward: demoWard });
const started = performance.now();
const due = addDays(story.facts.today, 14);
let steps = 0;

rmSync(pictures, { recursive: true, force: true });
mkdirSync(pictures, { recursive: true });
const display = hasDisplay() ? undefined : await openVirtualDisplay(size);
if (display) Object.assign(process.env, display.environment);
const lobby = await openLobby({ size, mode: 'demo' });
try {
  await play(lobby);
  say(`The whole visit took ${secondsSince(started)} s. Pictures: ${pictures}`);
} finally {
  await lobby.close();
  await display?.close();
}

async function play({ portal, ...kiosk }: Lobby): Promise<void> {
  let pictured = '';
  const picture = async (name: string, page: Page) => {
    const path = join(pictures, `${String(steps).padStart(2, '0')}-${name}.png`);
    if (path === pictured) return;
    pictured = path;
    await page.screenshot({ path });
  };
  const resident = lobby.resident({
    onScreen: async (name, page) => {
      steps += 1;
      await picture(name, page);
    },
  });
  const tell = async (what: string) => {
    steps += 1;
    say(`${String(steps).padStart(3)}  ${what}`);
    await picture(await resident.screen(), kiosk.page());
  };

  writeFileSync(join(kiosk.stick, 'page-1.png'), aPhoto());
  await resident.seesScreen('attract');
  await tell('The kiosk stands in the lobby, provisioned, connected to its portal.');
  await resident.begin();
  await tell('A resident touches «Tiếng Việt».');
  await resident.findByLifeEvent(story);
  await tell('Life event, then the service: what you get, who may apply, papers, fee, time.');
  await resident.startService(story);
  await tell('Eligibility, then notice and consent: nothing personal was asked before this.');
  await resident.identify(story, 'scanned');
  await tell('The citizen card is read by the hand scanner; what it filled in is marked so.');
  await resident.answerQuestions(story);
  await resident.givePapers(story, () => 'page-1.png');
  await tell('Every question answered, one or one tight group a screen.');
  await portal.stop();
  say('     The network goes: the portal cannot be reached.');
  const slip = await resident.file(story);
  await tell(`Filed: kept here under ${slip.number}, and the screen says it has not arrived.`);
  await kiosk.pullPlug();
  say('     The wall plug is pulled: SIGKILL to every process of the kiosk.');
  await kiosk.startKiosk();
  await resident.seesScreen('attract');
  await tell('The kiosk is back. The dossier lies sealed in the safe.');
  await portal.start();
  const filings = await portal.hasFilings(1);
  say(`     The network is back: the portal has ${filings.length} dossier, code ${filings[0]?.code}.`);
  await resident.begin();
  await resident.press(resident.say('visit', 'home.follow'));
  await resident.seesScreen('follow');
  await resident.scan(slip.token);
  await resident.seesHeading(/đã tới/, arriveMs);
  await tell('With the slip: the dossier has arrived, an officer will check it.');
  const officer = await portal.officer(filings[0]?.unit);
  await officer.setStatus(filings[0]?.filing ?? '', { from: 1, to: 2, due });
  say(`     At the portal an officer opens it and accepts it, due on ${dateInFigures(due)}.`);
  await resident.press(resident.say('follow', 'case.other'));
  await resident.seesScreen('follow');
  await resident.scan(slip.token);
  await resident.seesHeading(/đã tiếp nhận hồ sơ/, arriveMs);
  await tell('With the slip: accepted, and the day it is due.');
  await kiosk.endVisit();
  await tell('The screen is cleared for the next person.');
}
