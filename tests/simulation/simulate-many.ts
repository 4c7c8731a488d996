import { Worker } from 'node:worker_threads';
import type { WorldReport } from './simulate-world.ts';
import type { Order } from './worker.ts';

export interface ManyReport {
  readonly worlds: number;
  readonly seconds: number;
  readonly sums: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly checks: Readonly<Record<string, number>>;
  readonly busiest: { readonly unanswered: number; readonly requests: number; readonly ofOneFiling: number };
  readonly broken: readonly { readonly seed: number; readonly what: string }[];
  /** Most any worker held after a world. */
  readonly heapBytes: number;
}

/** Worlds side by side, each in its own seed; which worker takes which changes nothing. */
export async function simulateMany(options: {
  from: number;
  seeds: number;
  workers: number;
  plant?: string;
  real?: boolean;
  /** Ends early when it says so. */
  isEnough?: (report: WorldReport) => boolean;
  onWorld?: (report: WorldReport, done: number) => void;
}): Promise<ManyReport> {
  const started = performance.now();
  const sums: Record<string, number> = {};
  const faults: Record<string, number> = {};
  const checks: Record<string, number> = {};
  const busiest = { unanswered: 0, requests: 0, ofOneFiling: 0 };
  const broken: { seed: number; what: string }[] = [];
  let next = options.from;
  let done = 0;
  let heapBytes = 0;
  const end = options.from + options.seeds;
  let isOver = false;

  await Promise.all(Array.from({ length: Math.min(options.workers, options.seeds) }, work));
  broken.sort((one, other) => one.seed - other.seed);
  const seconds = (performance.now() - started) / 1000;
  return { worlds: done, seconds, sums, faults, checks, busiest, broken, heapBytes };

  async function work(): Promise<void> {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    try {
      while (next < end && !isOver) {
        const seed = next;
        next += 1;
        const order: Order = { seed, real: options.real ?? false, ...(options.plant ? { plant: options.plant } : {}) };
        const { report, heapBytes: held } = await ask(worker, order);
        heapBytes = Math.max(heapBytes, held);
        take(report);
      }
    } finally {
      await worker.terminate();
    }
  }

  function take(report: WorldReport): void {
    done += 1;
    add(sums, report.sums);
    add(faults, report.faults);
    add(checks, report.checks);
    for (const key of Object.keys(busiest) as (keyof typeof busiest)[]) {
      busiest[key] = Math.max(busiest[key], report.busiest[key]);
    }
    if (report.broken !== undefined) broken.push({ seed: report.seed, what: report.broken });
    options.onWorld?.(report, done);
    isOver ||= options.isEnough?.(report) ?? false;
  }
}

function ask(worker: Worker, order: Order): Promise<{ report: WorldReport; heapBytes: number }> {
  return new Promise((resolve, reject) => {
    const hear = (answer: { report: WorldReport; heapBytes: number }) => {
      worker.off('error', fail);
      resolve(answer);
    };
    const fail = (error: Error) => {
      worker.off('message', hear);
      reject(new Error(`the world of seed ${order.seed} broke its worker`, { cause: error }));
    };
    worker.once('message', hear);
    worker.once('error', fail);
    worker.postMessage(order);
  });
}

function add(all: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [key, value] of Object.entries(more)) all[key] = (all[key] ?? 0) + value;
}
