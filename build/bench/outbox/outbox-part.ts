import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { say, sayWhile } from '../../say.ts';
import {
  type Drain,
  type FilingWhileDraining,
  type LongQueue,
  measureBareFetch,
  measureDrain,
  measureFilingWhileDraining,
  measureLongQueue,
  measureTap,
  type Tap,
} from './measures.ts';
import { buildModules, limit, type Outbox, ours, oursWithoutSafe, peers } from './modules.ts';
import { makeSyncShim } from './sync-shim.ts';

/** A ratio or figure held against what is expected of it. */
export interface Finding {
  readonly what: string;
  readonly value: number;
  readonly expected: string;
  readonly met: boolean;
}

export interface OutboxFindings {
  readonly tap: Readonly<Record<string, Tap>>;
  readonly tapOnSlowDisk: Readonly<Record<string, Tap>>;
  readonly drain: Readonly<Record<string, Drain>>;
  readonly drainMany: Readonly<Record<string, Drain>>;
  readonly drainPhotos: Readonly<Record<string, Drain>>;
  readonly bareFetch: Drain;
  readonly filingWhileDraining: FilingWhileDraining;
  readonly longQueue: LongQueue;
  readonly findings: readonly Finding[];
}

const slowSyncMs = 5;
const photo = 1024 * 1024;
/** The others send one request for each item: at ten thousand they only take ten times as long. */
const batching: readonly Outbox[] = ['pouchdb', 'rxdb'];

const usual = {
  taps: 120,
  slowTaps: 60,
  drain: 1000,
  rounds: 3,
  drainMany: 10_000,
  photos: 100,
  filings: 150,
  queue: 10_000,
};
const few = {
  taps: 20,
  slowTaps: 10,
  drain: 200,
  rounds: 1,
  drainMany: 1000,
  photos: 10,
  filings: 30,
  queue: 2000,
};

/**
 * The kiosk's outbox (sealing, signing, two copies) and every other queue, one after the other in the same browser against the
 * same test server. Each has a fresh profile; all that is compared is of this run.
 */
export async function measureOutbox({ quick }: { quick: boolean }): Promise<OutboxFindings> {
  const sizes = quick ? few : usual;
  const folder = mkdtempSync(join(tmpdir(), 'diem-cham-outbox-'));
  try {
    const modules = join(folder, 'modules');
    await sayWhile('building the outboxes', () => buildModules(modules));
    const shim = await makeSyncShim(folder);

    const taps = await each(
      'tap',
      [ours, oursWithoutSafe, 'idb-strict', 'idb-relaxed', 'dexie-strict', 'pouchdb'],
      (which) => measureTap(which, { modules, shim, slowMs: 0, taps: sizes.taps }),
    );
    const slowTaps = await each('tap with slow syncs', [ours, 'idb-strict'], (which) =>
      measureTap(which, { modules, shim, slowMs: slowSyncMs, taps: sizes.slowTaps }),
    );
    const bareFetch = await sayWhile('bare requests', () =>
      medianOf(sizes.rounds, () => measureBareFetch({ modules, items: sizes.drain })),
    );
    const drain = await each('drain', [ours, oursWithoutSafe, limit, ...peers], (which) =>
      medianOf(sizes.rounds, () => measureDrain(which, { modules, items: sizes.drain })),
    );
    const drainMany = await each('long drain', [ours, limit, ...batching], (which) =>
      measureDrain(which, { modules, items: sizes.drainMany }),
    );
    const drainPhotos = await each('drain with photos', [ours, ...peers], (which) =>
      measureDrain(which, { modules, items: sizes.photos, photos: [photo] }),
    );
    const filingWhileDraining = await sayWhile('filing while draining', () =>
      measureFilingWhileDraining(ours, { modules, items: sizes.drainMany, filings: sizes.filings }),
    );
    const longQueue = await sayWhile('a long queue', () => measureLongQueue({ modules, filings: sizes.queue }));

    const measured = {
      tap: taps,
      tapOnSlowDisk: slowTaps,
      drain,
      drainMany,
      drainPhotos,
      bareFetch,
      filingWhileDraining,
      longQueue,
    };
    const findings = judge(measured);
    tell(measured, findings);
    return { ...measured, findings };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A drain of a thousand is over in half a second: one alone says little. */
async function medianOf(rounds: number, measure: () => Promise<Drain>): Promise<Drain> {
  const drains: Drain[] = [];
  for (let round = 0; round < rounds; round += 1) drains.push(await measure());
  const [median] = drains.toSorted((one, other) => one.perSecond - other.perSecond).slice(Math.floor(rounds / 2));
  if (!median) throw new RangeError('no round was measured');
  return median;
}

type Measured = Omit<OutboxFindings, 'findings'>;

/** One after the other; an outbox that cannot do it is named and left out, ours never. */
async function each<T>(
  what: string,
  outboxes: readonly Outbox[],
  measure: (which: Outbox) => Promise<T>,
): Promise<Readonly<Record<string, T>>> {
  const found: Record<string, T> = {};
  for (const which of outboxes) {
    try {
      found[which] = await sayWhile(`${what}: ${which}`, () => measure(which));
    } catch (error) {
      if (which === ours) throw error;
      say(`  ${what}: ${which} could not: ${error instanceof Error ? error.message.split('\n')[0] : 'unknown'}`);
    }
  }
  return found;
}

function judge(measured: Measured): Finding[] {
  const { tap, tapOnSlowDisk, drain, drainMany, drainPhotos, filingWhileDraining: filing, longQueue } = measured;
  const p50 = (of: Readonly<Record<string, Tap>>, which: string) => of[which]?.times.p50Ms ?? Number.NaN;
  return [
    atMost(
      'tap to safely filed ÷ strict IndexedDB storing the same at the tap',
      p50(tap, ours) / p50(tap, 'idb-strict'),
      2,
    ),
    atMost(
      `the same with every sync ${slowSyncMs} ms slower`,
      p50(tapOnSlowDisk, ours) / p50(tapOnSlowDisk, 'idb-strict'),
      1,
    ),
    exactly('syncs of the safe at the tap', tap[ours]?.safeSyncs ?? Number.NaN, 1),
    atLeast('drain ÷ best peer', speed(drain, ours) / best(drain), 2),
    atLeast('long drain ÷ best peer', speed(drainMany, ours) / best(drainMany), 2),
    atLeast('drain with photos ÷ best peer', speed(drainPhotos, ours) / best(drainPhotos), 1),
    atMost('filing while draining: p99 over idle, ms', filing.draining.p99Ms - filing.idle.p99Ms, 20),
    atMost('a long queue opened and listed, ms', longQueue.openMs + longQueue.listMs, 1000),
    atMost('its page heap, MB', longQueue.heapMegabytes, 50),
  ];
}

function atMost(what: string, value: number, most: number): Finding {
  return { what, value, expected: `at most ${most}`, met: value <= most };
}

function atLeast(what: string, value: number, least: number): Finding {
  return { what, value, expected: `at least ${least}`, met: value >= least };
}

function exactly(what: string, value: number, expected: number): Finding {
  return { what, value, expected: `exactly ${expected}`, met: value === expected };
}

function speed(of: Readonly<Record<string, Drain>>, which: string): number {
  return of[which]?.perSecond ?? Number.NaN;
}

function best(of: Readonly<Record<string, Drain>>): number {
  return Math.max(...peers.flatMap((peer) => of[peer]?.perSecond ?? []));
}

function tell(measured: Measured, findings: readonly Finding[]): void {
  for (const [title, taps] of [
    ['Tap (8 KB form, two 300 KB photos)', measured.tap],
    [`Tap, every sync ${slowSyncMs} ms slower`, measured.tapOnSlowDisk],
  ] as const) {
    say(`${title}: p50 / p99 ms, syncs of the browser (+ the safe)`);
    for (const [which, { times, syncs, safeSyncs }] of Object.entries(taps)) {
      const safe = safeSyncs > 0 ? ` + ${safeSyncs.toFixed(1)}` : '';
      say(`  ${which.padEnd(18)} ${times.p50Ms.toFixed(1)} / ${times.p99Ms.toFixed(1)}, ${syncs.toFixed(1)}${safe}`);
    }
  }
  for (const [title, drains] of [
    ['Drain', measured.drain],
    ['Long drain', measured.drainMany],
    ['Drain with 1 MB of photos each', measured.drainPhotos],
  ] as const) {
    say(`${title}: items a second`);
    for (const [which, { items, perSecond }] of Object.entries(drains)) {
      say(`  ${which.padEnd(18)} ${perSecond.toFixed(perSecond < 100 ? 1 : 0).padStart(6)}  (${items})`);
    }
  }
  const { bareFetch, filingWhileDraining: filing, longQueue } = measured;
  say(
    `Limit: ${bareFetch.perSecond.toFixed(0)} a second by ${bareFetch.items} in bare requests of a hundred over three lanes, nothing stored or read: ${(bareFetch.perSecond / best(measured.drain)).toFixed(2)} times the best peer`,
  );
  say(
    `Filing: idle p50 ${filing.idle.p50Ms.toFixed(1)}, p99 ${filing.idle.p99Ms.toFixed(1)} ms; while draining ${filing.draining.p50Ms.toFixed(1)}, ${filing.draining.p99Ms.toFixed(1)} ms`,
  );
  say(
    `A queue of ${longQueue.filings}: opened in ${longQueue.openMs.toFixed(0)} ms, listed in ${longQueue.listMs.toFixed(0)} ms, ${longQueue.heapMegabytes.toFixed(1)} MB of heap`,
  );
  for (const { what, value, expected, met } of findings) {
    say(`${met ? 'met    ' : 'NOT MET'}  ${what}: ${value.toFixed(2)} (${expected})`);
  }
}
