import { createHash } from 'node:crypto';
import { toHex } from '../../shared/dossier/bytes.ts';
import { BrokenPromise, watchPromises } from './promises.ts';
import { noSabotage, type Sabotage } from './sabotage.ts';
import { createSeededCryptography } from './seeded-cryptography.ts';
import { createDice } from './seeded-dice.ts';
import { createVirtualTime } from './virtual-time.ts';
import { createWorldKiosk, type WorldKiosk } from './world-kiosk.ts';
import { createWorldNetwork, type WorldNetwork } from './world-network.ts';
import { type Badness, createWorldPortal, type WorldPortal } from './world-portal.ts';

export interface WorldReport {
  readonly seed: number;
  /** Of everything that happened, in order: the same seed gives the same. */
  readonly traceHash: string;
  /** Newest last. */
  readonly lastOfTrace: readonly string[];
  /** The promise that was broken, if any. */
  readonly broken: string | undefined;
  readonly events: number;
  readonly filed: number;
  readonly received: number;
  /** In needs-attention when calm had come. */
  readonly refused: number;
  readonly withdrawn: number;
  /** How often the browser's store was gone at a start. */
  readonly vanished: number;
  readonly messages: number;
  readonly powerCuts: number;
  readonly busiestHourUnanswered: number;
}

const hourMs = 3_600_000;
/** Enough for a `Retry-After` of an hour that is already running, and every retry behind it. */
const calmMs = 2 * hourMs;
const secondCalmMs = 0.75 * hourMs;
const mostEvents = 200_000;

/** One world from one seed: a few hours of residents, bad luck and power cuts, then calm; promises checked after every event. */
export async function simulateWorld(
  seed: number,
  sabotage: Sabotage = noSabotage,
  keepOfTrace = 80,
): Promise<WorldReport> {
  const dice = createDice(seed);
  const time = createVirtualTime();
  const hash = createHash('sha256');
  const lastOfTrace: string[] = [];
  let powerCuts = 0;
  let vanished = 0;
  let events = 0;
  let broken: string | undefined;

  function trace(what: string): void {
    const line = `${time.nowMs()} ${what}`;
    if (what === 'power cut') powerCuts += 1;
    if (what === 'the outbox vanished') vanished += 1;
    hash.update(`${line}\n`);
    lastOfTrace.push(line);
    if (lastOfTrace.length > keepOfTrace) lastOfTrace.shift();
  }

  const cryptography = createSeededCryptography(dice.fork('cryptography'));
  const badness = new Map<string, Badness>();
  const promises = watchPromises({
    kiosk: () => kiosk,
    portal: () => portal,
    network: () => network,
    nowMs: time.nowMs,
  });
  const portal: WorldPortal = await createWorldPortal({
    dice: dice.fork('portal'),
    nowMs: () => Date.parse('2026-11-21T01:00:00.000Z') + time.nowMs(),
    cryptography,
    commitFails: dice.pick([0, 0.01, 0.05, 0.2]),
    badness,
    onArrival: (arrival) => {
      trace(`arrived ${arrival.filing}`);
      guarded(() => promises.arrived(arrival));
    },
    trace,
  });
  const network: WorldNetwork = createWorldNetwork({
    dice: dice.fork('network'),
    time,
    portal,
    cryptography,
    trouble: dice.pick([0, 0.1, 0.3, 0.6, 0.9]),
    proxyBytes: dice.pick([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 12_000, 6000]),
    trace,
  });
  const kiosk: WorldKiosk = createWorldKiosk({
    dice: dice.fork('kiosk'),
    time,
    network,
    cryptography,
    sabotage,
    vanishes: dice.pick([0, 0.2, 0.5]),
    powerGoes: dice.happens(0.7),
    trace,
  });

  const badLuckMs = dice.between(1, 4) * hourMs;
  let filed = 0;
  let withdrawn = 0;
  let refused = 0;
  void kiosk.start();
  planResidents();
  planOfficers();
  planBadLuck();

  await runUntil(badLuckMs);
  await settle();
  await runUntil(badLuckMs + calmMs);
  if (broken === undefined) await checked(promises.checkEnd);
  refused = statesNow().filter((state) => state === 'needs-attention').length;
  if (broken === undefined) {
    // What was refused in bad luck goes through on an attendant's word, unless it is bad itself.
    void kiosk.attendantTriesAgain();
    await runUntil(badLuckMs + calmMs + secondCalmMs);
    await checked(promises.checkEnd);
    await checked(checkGoodOnesReceived);
  }

  const received = [...(kiosk.ready()?.rows.values() ?? [])].filter(
    ({ delivery }) => delivery.state === 'received',
  ).length;
  return {
    seed,
    traceHash: hash.digest('hex'),
    lastOfTrace,
    broken,
    events,
    filed,
    received,
    refused,
    withdrawn,
    vanished,
    messages: network.sent.length,
    powerCuts,
    busiestHourUnanswered: busiestHour(network.sent),
  };

  async function runUntil(untilMs: number): Promise<void> {
    while (broken === undefined && (await time.step(untilMs))) {
      events += 1;
      if (events > mostEvents) broken = `more than ${mostEvents} events: something spins`;
      await checked(promises.check);
    }
  }

  function statesNow(): string[] {
    return [...(kiosk.ready()?.rows.values() ?? [])].map(({ delivery }) => delivery.state);
  }

  async function checked(check: () => Promise<void>): Promise<void> {
    try {
      await check();
    } catch (error) {
      if (!(error instanceof BrokenPromise)) throw error;
      broken ??= error.message;
    }
  }

  function guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof BrokenPromise)) throw error;
      broken ??= error.message;
    }
  }

  async function settle(): Promise<void> {
    trace('calm');
    network.calm();
    portal.calm();
    kiosk.calm();
  }

  async function checkGoodOnesReceived(): Promise<void> {
    const rows = kiosk.ready()?.rows;
    for (const id of promises.keptIds) {
      const filing = rows?.get(id);
      const isBad = badness.has(id) || badness.has(filing?.bodySha256 ?? '');
      if (!isBad && filing?.delivery.state !== 'received') {
        throw new BrokenPromise(`a good filing was held up: ${id} is ${filing?.delivery.state}`);
      }
      if (isBad && filing?.delivery.state !== 'needs-attention' && filing?.delivery.state !== 'received') {
        throw new BrokenPromise(`a bad filing was not set aside: ${id} is ${filing?.delivery.state}`);
      }
    }
  }

  function planResidents(): void {
    const residents = dice.fork('residents');
    const visits = residents.between(3, 18);
    for (let visit = 0; visit < visits; visit++) {
      time.after(residents.between(0, badLuckMs), () => void visitKiosk());
    }
    async function visitKiosk(): Promise<void> {
      kiosk.setSomebody(true);
      time.after(residents.between(30_000, 300_000), () => kiosk.setSomebody(false));
      const nonce = toHex(residents.bytes(16));
      const filing = await kiosk.file(nonce);
      if (!filing) return trace('not filed');
      filed += 1;
      trace(`filed ${filing.id}`);
      promises.kept(filing.id);
      if (residents.happens(0.12)) makeBad(filing);
      if (residents.happens(0.15)) time.after(residents.between(1000, hourMs), () => void withdraw(filing.id));
      if (residents.happens(0.5) && (await kiosk.rate())) promises.rated();
    }
    async function withdraw(id: string): Promise<void> {
      if (!(await kiosk.withdraw(id))) return;
      withdrawn += 1;
      trace(`withdrawn ${id}`);
    }
    function makeBad({ id, bodySha256 }: { id: string; bodySha256: string }): void {
      const kind = residents.pick(['cannot-be-opened', 'breaks-the-portal', 'spoils-the-message'] as const);
      trace(`bad: ${kind} ${id}`);
      badness.set(kind === 'cannot-be-opened' ? bodySha256 : id, kind);
    }
  }

  function planOfficers(): void {
    const officers = dice.fork('officers');
    for (let atMs = 0; atMs < badLuckMs; atMs += officers.between(600_000, 2 * hourMs)) {
      time.after(atMs, () => void portal.officerActs());
      if (officers.happens(0.5)) time.after(atMs + 1, () => void portal.issueCheckpoints());
    }
    time.after(badLuckMs + hourMs, () => void portal.issueCheckpoints());
  }

  function planBadLuck(): void {
    const luck = dice.fork('luck');
    for (let atMs = 0; atMs < badLuckMs; atMs += luck.between(600_000, 2 * hourMs)) {
      const what = luck.pick(['cut', 'disk', 'clock', 'send-now', 'none'] as const);
      const jump = luck.between(-7 * 86_400_000, 7 * 86_400_000);
      time.after(atMs + luck.between(1, 600_000), () => {
        if (what === 'cut') kiosk.cutPower();
        if (what === 'disk') kiosk.diskFails();
        if (what === 'clock') kiosk.jumpClock(jump);
        if (what === 'send-now') kiosk.sendNow();
      });
    }
  }
}

function busiestHour(sent: WorldNetwork['sent']): number {
  let most = 0;
  let from = 0;
  let unanswered = 0;
  for (const one of sent) {
    if (!one.answered) unanswered += 1;
    while ((sent[from]?.atMs ?? 0) < one.atMs - hourMs) {
      if (!sent[from]?.answered) unanswered -= 1;
      from += 1;
    }
    most = Math.max(most, unanswered);
  }
  return most;
}
