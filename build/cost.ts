import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInWindow } from '../shared/catalogue/windows.ts';
import { hanoiDay } from '../shared/identity/calendar-date.ts';
import { type CostOfVisit, costGoal, costOfVisit } from '../tests/support/cost-of-visit.ts';
import { demoWard, storyOf } from '../tests/support/known-services.ts';
import { openLobby } from '../tests/support/lobby.ts';
import { commandOptions } from './command-options.ts';
import { everyService } from './every-service.ts';
import { projectFolder } from './folders.ts';
import { say, sayWhile } from './say.ts';
import { hasDisplay, openVirtualDisplay } from './virtual-display.ts';

/**
 * `npm run cost`: the plain example of each service goes through the real kiosk with one finger, once with the citizen card and
 * once without, and is filed. What that took is printed as a table and kept in .cache/cost.json. `npm run cost -- marital-status`
 * takes only the services named.
 */

interface Row {
  readonly service: string;
  readonly name: string;
  readonly costs: readonly CostOfVisit[];
}

const { positionals } = commandOptions({ allowPositionals: true, options: {} });
const every = everyService();
const unknown = positionals.filter((id) => !every.some((service) => service.id === id));
if (unknown.length > 0) {
  say(`There is no service ${unknown.join(', ')}; there are ${every.map(({ id }) => id).join(', ')}.`);
  process.exit(2);
}
process.env.NODE_ENV = 'test';
const display = hasDisplay() ? undefined : await openVirtualDisplay({ width: 1080, height: 1920 });
Object.assign(process.env, display?.environment);
const rows: Row[] = [];
try {
  await playAll();
} finally {
  await display?.close();
}
tell();

async function playAll(): Promise<void> {
  const today = hanoiDay(Date.now());
  const lobby = await openLobby({ settings: { kiosk: { idleSeconds: 600 } } });
  try {
    for (const service of every.filter(({ id }) => positionals.length === 0 || positionals.includes(id))) {
      const example = service.examples.find(({ kind }) => kind === 'plain');
      if (!example) throw new Error(`${service.id} has no plain example`);
      if (!isInWindow(service, today)) {
        say(`${service.id}: takes no dossiers today, its window is closed`);
        continue;
      }
      const story = storyOf(service.id, example.id, { ward: demoWard });
      const costs: CostOfVisit[] = [];
      for (const hasCard of [true, false]) {
        const how = `${service.id}, ${hasCard ? 'with the card' : 'without a card'}`;
        costs.push(await sayWhile(how, () => costOfVisit(lobby, story, { hasCard })));
      }
      rows.push({ service: service.id, name: service.name.vi, costs });
    }
  } finally {
    await lobby.close();
  }
}

function tell(): void {
  say('| Service | screens | taps | digits | letters | filled from the card |');
  say('|---|---|---|---|---|---|');
  const each = (costs: readonly CostOfVisit[], read: (cost: CostOfVisit) => number | string) =>
    costs.map(read).join(' / ');
  for (const { name, costs } of rows) {
    const figures = [
      each(costs, ({ screens }) => screens),
      each(costs, ({ taps }) => taps),
      each(costs, ({ keys }) => keys),
      each(costs, ({ letters }) => letters),
      `${costs[0]?.fromCard} of ${costs[0]?.answers}`,
    ];
    say(`| ${name} | ${figures.join(' | ')} |`);
  }
  say('With the card / without. Digits are keys of numbers and dates; letters are keys of text that nobody can offer.');
  for (const { service, costs } of rows)
    for (const { typedThoughOnCard } of costs)
      if (typedThoughOnCard.length > 0)
        fail(`${service}: the card says ${typedThoughOnCard.join(', ')}, and yet somebody typed it`);
  const own = rows.find(({ service }) => service === costGoal.service)?.costs[0];
  if (own) {
    const spent = own.taps + own.keys;
    const words = `${costGoal.service} with the card: ${spent} taps and keys beyond free text (at most ${costGoal.most})`;
    if (spent > costGoal.most) fail(words);
    else say(`met      ${words}`);
  }
  mkdirSync(join(projectFolder, '.cache'), { recursive: true });
  writeFileSync(join(projectFolder, '.cache', 'cost.json'), `${JSON.stringify(rows, null, 1)}\n`);
}

function fail(words: string): void {
  say(`NOT MET  ${words}`);
  process.exitCode = 1;
}
