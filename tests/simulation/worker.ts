import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { noSabotage, sabotages } from './sabotage.ts';
import { simulateWorld } from './simulate-world.ts';
import { seededSubstance } from './substance.ts';

/** One worker: a world after another, as many as it is given. */
export const Order = z.object({ seed: z.number(), plant: z.string().optional(), real: z.boolean() });
export type Order = z.infer<typeof Order>;

parentPort?.on('message', async (message: unknown) => {
  const { seed, plant, real } = Order.parse(message);
  const sabotage = plant === undefined ? noSabotage : sabotages[plant as keyof typeof sabotages];
  const substance = real ? (await import('./real-substance.ts')).realSubstance : seededSubstance;
  const report = await simulateWorld(seed, { sabotage, substance });
  parentPort?.postMessage({ report, heapBytes: process.memoryUsage().heapUsed });
});
