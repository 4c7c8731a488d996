import { createHash } from 'node:crypto';
import { toHex } from '../../shared/dossier/bytes.ts';
import { BrokenPromise, type Kept, type Promises, watchPromises } from './promises.ts';
import { noSabotage, type Sabotage } from './sabotage.ts';
import { createDice } from './seeded-dice.ts';
import { type Substance, seededSubstance } from './substance.ts';
import { createTally } from './tally.ts';
import { createVirtualTime } from './virtual-time.ts';
import { closeAllChannels } from './world-channel.ts';
import { createWorldKeys } from './world-keys.ts';
import { createWorldKiosk, type WorldKiosk } from './world-kiosk.ts';
import { createWorldLine } from './world-line.ts';
import { planWorld } from './world-plan.ts';
import { type Badness, createWorldPortal, epochMs } from './world-portal.ts';

export interface WorldReport {
  readonly seed: number;
  /** Of everything that happened and every byte that was sent, in order: the same seed gives the same. */
  readonly traceHash: string;
  /** Newest last. */
  readonly lastOfTrace: readonly string[];
  /** The promise that was broken, if any. */
  readonly broken: string | undefined;
  readonly sums: {
    readonly kiosks: number;
    readonly events: number;
    readonly filed: number;
    readonly received: number;
    /** In needs-attention when calm had come. */
    readonly refused: number;
    readonly withdrawn: number;
    /** Filed corrections. */
    readonly revised: number;
    readonly requests: number;
  };
  readonly faults: Readonly<Record<string, number>>;
  readonly checks: Readonly<Record<string, number>>;
  readonly busiest: Promises['busiest'];
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Enough for a `Retry-After` of an hour that is already running, and every retry behind it. */
const calmMs = 2.5 * hourMs;
const secondCalmMs = 1.5 * hourMs;
const nightMs = 14 * hourMs;
const mostEvents = 200_000;

/** One world from one seed: a few hours of residents, bad luck and power cuts, then calm; promises checked after every event. */
export async function simulateWorld(
  seed: number,
  {
    sabotage = noSabotage,
    keepOfTrace = 80,
    substance = seededSubstance,
  }: { sabotage?: Sabotage; keepOfTrace?: number; substance?: Substance } = {},
): Promise<WorldReport> {
  const dice = createDice(seed);
  const time = createVirtualTime();
  const hash = createHash('sha256');
  const tally = createTally();
  const lastOfTrace: string[] = [];
  /** Not hashed yet. */
  let lines = '';
  let events = 0;
  let isOver = false;
  let broken: string | undefined;

  function trace(what: string, bytes?: Uint8Array): void {
    if (isOver) return;
    const line = `${time.nowMs()} ${what}${bytes ? ` ${bytes.length} bytes` : ''}`;
    lines += `${line}\n`;
    if (bytes || lines.length > 10_000) {
      hash.update(lines);
      lines = '';
    }
    if (bytes) hash.update(bytes);
    lastOfTrace.push(line);
    if (lastOfTrace.length > keepOfTrace) lastOfTrace.shift();
  }

  const kiosks: WorldKiosk[] = [];
  let hearOfIt = (_filing: string) => {};
  const badness = new Map<string, Badness>();
  const stuff = await substance.open({ dice: dice.fork('cryptography'), time });
  const { cryptography } = stuff;
  const plan = planWorld(dice.fork('plan'));
  const promises = watchPromises({ kiosks, portal: () => portal, time, tally, isBad });
  const keys = await createWorldKeys({ cryptography, nowIso: () => new Date(epochMs + time.nowMs()).toISOString() });
  const portal = await createWorldPortal({
    dice: dice.fork('portal'),
    time,
    cryptography,
    keys,
    openStorage: stuff.openStorage,
    commitFails: 0,
    powerGoes: false,
    badness,
    sabotage,
    onAsked(asked) {
      promises.asked(asked);
      hearOfIt(asked.filing);
    },
    onArrival: (arrival, taken) => {
      trace(`arrived ${arrival.filing}${taken.revision ? ` ${taken.revision.outcome}` : ''}`);
      const { nonce } = JSON.parse(new TextDecoder().decode(arrival.body.locked)) as { nonce: string };
      guarded(() => promises.arrived(arrival, taken, nonce));
    },
    tally,
    trace,
  });
  for (let number = 1; number <= plan.kiosks; number++) {
    const name = `k${number}`;
    const kiosk: WorldKiosk = createWorldKiosk({
      name,
      dice: dice.fork(name),
      time,
      portal,
      line: (onBack) =>
        createWorldLine({
          dice: dice.fork(`${name}/line`),
          time,
          portal,
          cryptography,
          trouble: plan.trouble(),
          proxyBytes: plan.proxyBytes(),
          tally,
          onBack,
          trace: (what, bytes) => trace(`${name} ${what}`, bytes),
        }),
      store: await stuff.openStore(name),
      cryptography,
      sabotage,
      vanishes: plan.vanishes,
      powerGoes: plan.powerGoes,
      tally,
      trace,
    });
    await time.working(kiosk.enrol());
    kiosks.push(kiosk);
  }
  await portal.backUp();
  await promises.backedUp();
  portal.trouble({ commitFails: plan.commitFails, powerGoes: plan.portalPowerGoes });

  let filed = 0;
  let withdrawn = 0;
  let revised = 0;
  let refused = 0;
  for (const kiosk of kiosks) void kiosk.start();
  hearOfIt = planResidents();
  plan.badLuck({ kiosks, portal, promises, keys, time, tally, trace, hashing: cryptography.hashing });

  await runUntil(plan.badLuckMs);
  await settle();
  await runUntilQuiet(calmMs);
  await checked(promises.checkEnd);
  refused = (await statesNow()).filter((state) => state === 'needs-attention').length;
  if (broken === undefined) {
    // What was refused in bad luck goes through on an attendant's word, unless it is bad itself.
    for (const kiosk of kiosks) void kiosk.attendantTriesAgain();
    await runUntilQuiet(secondCalmMs);
    await checked(promises.checkEnd);
    await checked(checkGoodOnesReceived);
  }
  const isRestored = (tally.faults['portal restored from a backup'] ?? 0) > 0;
  if (broken === undefined && (isRestored || plan.night)) await night();
  if (broken === undefined) await checked(promises.checkPortalHasAll);

  const received = (await statesNow()).filter((state) => state === 'received').length;
  const requests = kiosks.reduce((sum, { line }) => sum + line.sent.length, 0);
  isOver = true;
  await stuff.close();
  closeAllChannels();
  hash.update(lines);
  return {
    seed,
    traceHash: hash.digest('hex'),
    lastOfTrace,
    broken,
    sums: { kiosks: kiosks.length, events, filed, received, refused, withdrawn, revised, requests },
    faults: tally.faults,
    checks: tally.checks,
    busiest: promises.busiest,
  };

  async function runUntil(untilMs: number, isEnough: () => Promise<boolean> = async () => false): Promise<void> {
    while (broken === undefined && (await time.step(untilMs))) {
      events += 1;
      if (events > mostEvents) broken = `more than ${mostEvents} events: something spins`;
      await checked(promises.check);
      if (events % 4 === 0 && (await isEnough())) return;
    }
  }

  /** Calm lasts until nothing is owed any more, or until it should not be. */
  async function runUntilQuiet(mostMs: number): Promise<void> {
    // Long enough for each kiosk to have spoken with the portal once.
    await runUntil(time.nowMs() + 0.05 * hourMs);
    await runUntil(time.nowMs() + mostMs, isQuiet);
  }

  async function isQuiet(): Promise<boolean> {
    if (!portal.ports() || plan.stillToBring() > 0) return false;
    for (const kiosk of kiosks) {
      if (kiosk.isDead) continue;
      const safe = kiosk.ready();
      if (!safe || safe.owedRatings().length > 0) return false;
      for (const { id, delivery, withdrawal } of (await kiosk.rows()).values()) {
        const isOwed = delivery.state === 'waiting' || delivery.state === 'sending';
        if (isOwed && !(await promises.waitsForCase(id))) return false;
        if (delivery.state === 'received' && withdrawal && !withdrawal.reached) return false;
      }
    }
    return true;
  }

  /** Everybody is off until morning; the portal backs itself up and can see what it lacks. */
  async function night(): Promise<void> {
    trace('night');
    for (const kiosk of kiosks) await kiosk.switchOff();
    await runUntil(time.nowMs() + nightMs);
    await time.working(portal.backUp());
    await promises.backedUp();
    for (const kiosk of kiosks) time.after(1000, () => void kiosk.start());
    await runUntil(time.nowMs() + 0.2 * hourMs);
    for (const kiosk of kiosks) void kiosk.tidy();
    await runUntilQuiet(hourMs);
    await checked(promises.checkEnd);
    await checked(checkGoodOnesReceived);
  }

  async function statesNow(): Promise<string[]> {
    const states: string[] = [];
    for (const kiosk of kiosks) for (const { delivery } of (await kiosk.rows()).values()) states.push(delivery.state);
    return states;
  }

  async function checked(check: () => Promise<void>): Promise<void> {
    if (broken !== undefined) return;
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
    portal.calm();
    await plan.calm({ kiosks, portal });
    for (const kiosk of kiosks) kiosk.calm(plan.restartInCalm());
  }

  function isBad({ bodySha256, intakeKey }: Kept): boolean {
    return badness.has(bodySha256) || keys.destroyed.has(intakeKey);
  }

  async function checkGoodOnesReceived(): Promise<void> {
    for (const [id, kept] of promises.all) {
      if (kept.kiosk.isDead || (await promises.waitsForCase(id))) continue;
      const state = (await kept.kiosk.rows()).get(id)?.delivery.state;
      tally.checked('end: good ones received, bad ones apart');
      if (!isBad(kept) && state !== 'received') throw new BrokenPromise(`a good filing was held up: ${id} is ${state}`);
      if (isBad(kept) && state !== 'needs-attention' && state !== 'received') {
        throw new BrokenPromise(`a bad filing was not set aside: ${id} is ${state}`);
      }
    }
  }

  /** Answers who is called back to the kiosk when an officer asks for something. */
  function planResidents(): (filing: string) => void {
    const residents = dice.fork('residents');
    for (const kiosk of kiosks) {
      const visits = plan.visits();
      for (let visit = 0; visit < visits; visit++) {
        time.after(residents.between(0, plan.badLuckMs), () => void visitKiosk(kiosk));
      }
    }
    return (filing) => {
      // Sometimes two of a family come, each with a copy of the slip.
      for (let come = residents.pick([1, 1, 2, 3]); come > 0; come--)
        time.after(
          residents.between(5000, residents.pick([minuteMs, 3 * minuteMs, 20 * minuteMs])),
          () => void comeBack(filing),
        );
    };

    async function visitKiosk(kiosk: WorldKiosk): Promise<void> {
      kiosk.setSomebody(true);
      const leaves = residents.between(30_000, 300_000);
      const nonce = toHex(residents.bytes(16));
      const [isBad, withdraws, rates] = [residents.happens(0.1), residents.happens(0.15), residents.happens(0.4)];
      const withdrawsAfter = residents.between(1000, hourMs);
      // A visit ends with a fresh renderer.
      const freshPage = residents.happens(0.5);
      time.after(leaves, () => {
        kiosk.setSomebody(false);
        if (freshPage) kiosk.freshPage();
      });
      const done = await kiosk.file(
        { nonce },
        {
          kept(kept) {
            filed += 1;
            trace(`filed ${kept.id}`);
            promises.kept(kept, kiosk);
            if (isBad) makeBad(kept.bodySha256);
          },
        },
      );
      if (!done) return trace('not filed');
      if (withdraws) time.after(withdrawsAfter, () => void withdraw(done.id));
      if (rates && (await kiosk.rate())) promises.rated();
    }
    /** With the slip, at any kiosk: what is asked is corrected, now or after a while in which the case may have gone on. */
    async function comeBack(filing: string): Promise<void> {
      const slip = promises.all.get(filing);
      if (!slip) return;
      const kiosk = residents.pick(kiosks);
      const nonce = toHex(residents.bytes(16));
      const thinksForMs = residents.between(1000, residents.pick([10_000, minuteMs, 10 * minuteMs, hourMs]));
      const withdraws = residents.happens(0.1);
      const round = (await kiosk.lookUp(slip.token))?.correction?.round;
      if (round === undefined) return;
      trace(`${kiosk.name}: round ${round} of ${slip.id} is read`);
      time.after(thinksForMs, () => void correct(kiosk, { slip, nonce, round, withdraws }));
    }
    async function correct(
      kiosk: WorldKiosk,
      { slip, nonce, round, withdraws }: { slip: Kept; nonce: string; round: number; withdraws: boolean },
    ): Promise<void> {
      const done = await kiosk.file(
        { nonce, revises: { filing: slip.id, round } },
        {
          kept(kept) {
            revised += 1;
            trace(`revised ${slip.id}, round ${round}: ${kept.id}`);
            if (slip.kiosk !== kiosk) tally.fault('revision of another kiosk');
            promises.kept(kept, kiosk);
          },
        },
      );
      if (done && withdraws) time.after(minuteMs, () => void withdraw(done.id));
    }
    async function withdraw(id: string): Promise<void> {
      const kept = promises.all.get(id);
      if (!kept || !(await kept.kiosk.withdraw(kept))) return;
      withdrawn += 1;
      trace(`withdrawn ${id}`);
    }
    function makeBad(bodySha256: string): void {
      const kind = residents.pick(['cannot be opened', 'breaks the portal', 'spoils the message'] as const);
      trace(`bad: ${kind}`);
      tally.fault(`bad filing: ${kind}`);
      badness.set(bodySha256, kind);
    }
  }
}
