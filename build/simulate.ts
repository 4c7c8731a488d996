import { availableParallelism } from 'node:os';

import { noSabotage, sabotages } from '../tests/simulation/sabotage.ts';
import { type ManyReport, simulateMany } from '../tests/simulation/simulate-many.ts';
import { simulateWorld } from '../tests/simulation/simulate-world.ts';
import { faultNames, promiseNames } from '../tests/simulation/tally.ts';
import { commandOptions } from './command-options.ts';
import { say } from './say.ts';

/** `npm run simulate -- --seeds N [--from S] [--replay SEED] [--real N] [--plant "pop before send"] [--workers N]` */

const { values } = commandOptions({
  options: {
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    replay: { type: 'string' },
    real: { type: 'string' },
    plant: { type: 'string' },
    workers: { type: 'string', default: String(Math.max(2, availableParallelism())) },
  },
});
const from = wholeNumber('from', values.from);
const workers = wholeNumber('workers', values.workers);
const { plant } = values;
const sabotage = plant === undefined ? noSabotage : sabotages[plant as keyof typeof sabotages];

if (sabotage === undefined) {
  say(`Simulation: no such mistake to plant; there are: ${Object.keys(sabotages).join(', ')}`);
  process.exitCode = 1;
} else if (values.replay !== undefined) {
  await replay(wholeNumber('replay', values.replay));
} else {
  // `--real N` alone means only those.
  if (values.seeds !== undefined || values.real === undefined) {
    await simulate({ real: false, seeds: wholeNumber('seeds', values.seeds ?? '200') });
  }
  if (values.real !== undefined) await simulate({ real: true, seeds: wholeNumber('real', values.real) });
}

async function replay(seed: number): Promise<void> {
  const report = await simulateWorld(seed, { sabotage, keepOfTrace: Number.POSITIVE_INFINITY });
  for (const line of report.lastOfTrace) console.log(line);
  const { kiosks, filed, received, events } = report.sums;
  const outcome =
    report.broken ?? `all promises kept: ${kiosks} kiosks, ${filed} filed, ${received} received, ${events} events`;
  say(`Simulation: seed ${seed}, trace ${report.traceHash.slice(0, 16)}, ${outcome}`);
  if (report.broken !== undefined) process.exitCode = 1;
}

async function simulate({ real, seeds }: { real: boolean; seeds: number }): Promise<void> {
  const what = real ? 'worlds with the real database, store and cryptography' : 'worlds';
  const report = await simulateMany({
    from,
    seeds,
    workers,
    real,
    ...(plant === undefined ? {} : { plant }),
    onWorld({ seed, broken, lastOfTrace }, done) {
      if (broken !== undefined) {
        say(`Simulation: seed ${seed}: ${broken}`);
        if (real) for (const line of lastOfTrace.slice(-25)) say(`    ${line}`);
        say(`  npm run simulate -- ${again(seed, real)}`);
      }
      if (done % 1000 === 0) say(`Simulation: ${done} worlds`);
    },
  });
  tell(report, what);
  if (report.broken.length > 0) process.exitCode = 1;
}

function again(seed: number, real: boolean): string {
  // Real cryptography throws its own dice: the same seed plans the same bad luck, but does not give the same bytes.
  const how = real ? `--real 1 --from ${seed}` : `--replay ${seed}`;
  return plant === undefined ? how : `${how} --plant "${plant}"`;
}

function tell({ worlds, seconds, sums, faults, checks, busiest, broken, heapBytes }: ManyReport, what: string): void {
  say(`Simulation: ${worlds} ${what} in ${seconds.toFixed(1)} s on ${workers} workers`);
  const { kiosks, filed, received, withdrawn, revised, refused, requests, events } = sums;
  say(
    `Simulation: ${kiosks} kiosks, ${filed} filed, ${received} received, ${withdrawn} withdrawn, ${revised} corrections`,
  );
  say(`Simulation: ${requests} requests, ${events} events; ${refused} needed attention when calm had come`);
  say('Simulation: how often each fault happened');
  for (const name of faultNames) say(`  ${String(faults[name] ?? 0).padStart(9)}  ${name}`);
  say('Simulation: how often each promise was checked');
  for (const name of promiseNames) say(`  ${String(checks[name] ?? 0).padStart(9)}  ${name}`);
  const { unanswered, requests: most, ofOneFiling } = busiest;
  say(
    `Simulation: busiest hour of one kiosk: ${most} requests, ${unanswered} unanswered, ${ofOneFiling} of one filing`,
  );
  say(`Simulation: heap after a world at most ${Math.round(heapBytes / 2 ** 20)} MB a worker`);
  say(`Simulation: ${broken.length} broken promises`);
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  say(`Simulation: --${name} needs a whole number, not "${text}".`);
  process.exit(2);
}
