import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Service } from '../shared/catalogue/service.ts';
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
import type { KeptCost } from './visit-minutes.ts';

/**
 * `npm run cost`: the plain example of each service goes through the real kiosk with one finger, once with the citizen card and
 * once without, and is filed. What that took is printed as a table and kept in .cache/cost.json. `npm run cost -- marital-status`
 * takes only the services named; `--keep` writes what was counted into tests/catalogue/visit-costs.json, from which the minutes told on
 * the service pages follow (visit-minutes.ts).
 */

interface Row {
  readonly service: string;
  readonly name: string;
  readonly costs: readonly CostOfVisit[];
}

const { positionals, values } = commandOptions({
  allowPositionals: true,
  options: { keep: { type: 'boolean', default: false } },
});
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
if (values.keep) keep();

async function playAll(): Promise<void> {
  const today = hanoiDay(Date.now());
  for (const service of every.filter(({ id }) => positionals.length === 0 || positionals.includes(id))) {
    if (!isInWindow(service, today)) say(`${service.id}: takes no dossiers today, its window is closed`);
    else await play(service).catch((error: Error) => fail(`${service.id}: ${error.message}`));
  }
}

/** At a kiosk of its own: who gets stuck with one service stands in nobody's way. */
async function play({ id, name, examples }: Service): Promise<void> {
  const example = examples.find(({ kind }) => kind === 'plain');
  if (!example) throw new Error('has no plain example');
  const story = storyOf(id, example.id, { ward: demoWard });
  const lobby = await openLobby({ settings: { kiosk: { idleSeconds: 600 } } });
  try {
    const costs: CostOfVisit[] = [];
    for (const hasCard of [true, false]) {
      const how = `${id}, ${hasCard ? 'with the card' : 'without a card'}`;
      costs.push(await sayWhile(how, () => costOfVisit(lobby, story, { hasCard })));
    }
    rows.push({ service: id, name: name.vi, costs });
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

/** Beside what was counted of other services before. */
function keep(): void {
  const file = join(projectFolder, 'tests', 'catalogue', 'visit-costs.json');
  const before = JSON.parse(readFileSync(file, 'utf8')) as KeptCost[];
  const effortOf = ({ screens, taps, keys, letters }: CostOfVisit) => ({ screens, taps, keys: keys + letters });
  const measuredOn = hanoiDay(Date.now());
  const now = rows.flatMap(({ service, costs: [withCard, without] }): KeptCost[] =>
    withCard && without ? [{ service, measuredOn, withCard: effortOf(withCard), without: effortOf(without) }] : [],
  );
  const others = before.filter(({ service }) => !now.some((each) => each.service === service));
  const all = [...others, ...now].sort((one, other) => one.service.localeCompare(other.service));
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
}

function fail(words: string): void {
  say(`NOT MET  ${words}`);
  process.exitCode = 1;
}
