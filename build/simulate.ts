import { parseArgs } from 'node:util';
import { noSabotage, sabotages } from '../tests/simulation/sabotage.ts';
import { simulateWorld, type WorldReport } from '../tests/simulation/simulate-world.ts';
import { say } from './say.ts';

/** `npm run simulate -- --seeds N [--from S] [--replay SEED] [--plant "pop before send"]` */

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    replay: { type: 'string' },
    plant: { type: 'string' },
  },
});

const sabotage = values.plant === undefined ? noSabotage : sabotages[values.plant as keyof typeof sabotages];
if (sabotage === undefined) {
  say(`Simulation: no such mistake to plant; there are: ${Object.keys(sabotages).join(', ')}`);
  process.exitCode = 1;
} else if (values.replay !== undefined) await replay(Number(values.replay));
else await simulate({ from: Number(values.from), seeds: Number(values.seeds) });

async function replay(seed: number): Promise<void> {
  const report = await simulateWorld(seed, sabotage, Number.POSITIVE_INFINITY);
  for (const line of report.lastOfTrace) console.log(line);
  say(`Simulation: seed ${seed}, trace ${report.traceHash.slice(0, 16)}, ${outcome(report)}`);
  if (report.broken !== undefined) process.exitCode = 1;
}

async function simulate({ from, seeds }: { from: number; seeds: number }): Promise<void> {
  const started = performance.now();
  const sums = { filed: 0, received: 0, refused: 0, withdrawn: 0, messages: 0, powerCuts: 0, vanished: 0 };
  let broken = 0;
  let busiest = 0;
  for (let seed = from; seed < from + seeds; seed++) {
    const report = await simulateWorld(seed, sabotage);
    for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += report[key];
    busiest = Math.max(busiest, report.busiestHourUnanswered);
    if (report.broken !== undefined) {
      broken += 1;
      say(`Simulation: seed ${seed}: ${report.broken}`);
      say(`  npm run simulate -- --replay ${seed}${values.plant === undefined ? '' : ` --plant "${values.plant}"`}`);
    }
    if ((seed - from + 1) % 1000 === 0) say(`Simulation: ${seed - from + 1} worlds`);
  }
  const seconds = (performance.now() - started) / 1000;
  say(
    `Simulation: ${seeds} worlds in ${seconds.toFixed(1)} s; ${sums.powerCuts} power cuts, ${sums.vanished} stores vanished`,
  );
  say(
    `Simulation: ${sums.filed} filed, ${sums.received} received, ${sums.withdrawn} withdrawn, ${sums.messages} messages`,
  );
  say(`Simulation: ${sums.refused} needed attention when calm had come`);
  say(`Simulation: at most ${busiest} unanswered attempts in any hour; ${broken} broken promises`);
  if (broken > 0) process.exitCode = 1;
}

function outcome({ broken, filed, received, events }: WorldReport): string {
  return broken ?? `all promises kept: ${filed} filed, ${received} received, ${events} events`;
}
