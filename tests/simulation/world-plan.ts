import { carrySafe } from '../../electron/shell/carrying/carry-safe.ts';
import { importCarried } from '../../portal/intake/import-file.ts';
import { writeCarried } from '../../shared/carrying/write-carried.ts';
import type { Hashing } from '../../shared/dossier/cryptography.ts';
import type { Promises } from './promises.ts';
import type { SeededDice } from './seeded-dice.ts';
import type { Tally } from './tally.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { WorldKeys } from './world-keys.ts';
import type { WorldKiosk } from './world-kiosk.ts';
import { epochMs, type WorldPortal } from './world-portal.ts';

/** How big a world is, how much goes wrong in it, and when. */
export interface WorldPlan {
  readonly kiosks: number;
  readonly badLuckMs: number;
  readonly commitFails: number;
  readonly portalPowerGoes: boolean;
  readonly powerGoes: boolean;
  readonly vanishes: number;
  readonly night: boolean;
  /** Of one line: how likely a request meets trouble. */
  trouble(): number;
  proxyBytes(): number;
  /** Of one kiosk. */
  visits(): number;
  restartInCalm(): boolean;
  /** Rescued files somebody still has to bring in. */
  stillToBring(): number;
  badLuck(world: Parts): void;
  calm(world: Pick<Parts, 'kiosks' | 'portal'>): Promise<void>;
}

interface Parts {
  readonly kiosks: readonly WorldKiosk[];
  readonly portal: WorldPortal;
  readonly promises: Promises;
  readonly keys: WorldKeys;
  readonly time: VirtualTime;
  readonly tally: Tally;
  readonly hashing: Hashing;
  readonly trace: (what: string) => void;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export function planWorld(dice: SeededDice): WorldPlan {
  const kiosks = dice.pick([1, 1, 1, 2, 2, 3, 6]);
  // Many kiosks for a short time, or few for a long one: worlds cost about the same.
  const badLuckMs = Math.max(12 * minuteMs, (dice.between(20, 60) * minuteMs) / kiosks);
  const isLongOutage = dice.happens(0.05);
  const restores = dice.happens(0.15);
  /** Nobody throws a rescued file away: a portal restored from a backup is given it again. */
  const rescued: (readonly Uint8Array[])[] = [];
  let stillToBring = 0;

  return {
    kiosks,
    badLuckMs,
    commitFails: dice.pick([0, 0.01, 0.05, 0.2]),
    portalPowerGoes: dice.happens(0.5),
    powerGoes: dice.happens(0.7),
    vanishes: dice.pick([0, 0.2, 0.5]),
    night: dice.happens(0.05),
    trouble: () => dice.pick([0, 0.1, 0.3, 0.6, 0.9]),
    proxyBytes: () => dice.pick([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 12_000, 6000]),
    visits: () => (isLongOutage ? dice.between(15, 40) : dice.between(1, kiosks > 2 ? 4 : 7)),
    restartInCalm: () => dice.happens(0.4),
    stillToBring: () => stillToBring,
    badLuck,
    async calm({ kiosks: all, portal }) {
      for (const kiosk of all) await portal.setRevoked(kiosk.id, false);
    },
  };

  function badLuck(world: Parts): void {
    const { kiosks: all, portal, time } = world;
    if (isLongOutage) for (const kiosk of all) kiosk.line.goDown(badLuckMs);
    for (const kiosk of all) planKiosk(kiosk, world);
    every(4 * minuteMs, 20 * minuteMs, () => void portal.officerActs());
    every(minuteMs, 5 * minuteMs, () => void portal.officerAsks());
    every(4 * minuteMs, 25 * minuteMs, () => void backUp(world));
    every(2 * minuteMs, 14 * minuteMs, () => portalLuck(world));
    if (restores) time.after(dice.between(badLuckMs * 0.3, badLuckMs), () => void restore(world));

    function every(fromMs: number, toMs: number, work: () => void): void {
      for (let atMs = dice.between(0, toMs); atMs < badLuckMs; atMs += dice.between(fromMs, toMs))
        time.after(atMs, work);
    }
  }

  function planKiosk(kiosk: WorldKiosk, world: Parts): void {
    const { time } = world;
    for (
      let atMs = dice.between(0, 20 * minuteMs);
      atMs < badLuckMs;
      atMs += dice.between(3 * minuteMs, 20 * minuteMs)
    ) {
      const what = dice.pick([
        'cut',
        'kill',
        'disk',
        'room',
        'clock',
        'send-now',
        'two-windows',
        'page',
        'upgrade',
        'stick',
        'stick',
        'line',
        'captive',
        'revoked',
        'store',
        'nothing',
      ] as const);
      const jumpMs = dice.between(1, dice.pick([minuteMs, hourMs, 7 * dayMs, 40 * dayMs])) * dice.pick([1, -1]);
      const forMs = dice.between(minuteMs, 30 * minuteMs);
      time.after(atMs, () => {
        if (what === 'cut') kiosk.cutPower();
        if (what === 'kill') kiosk.kill();
        if (what === 'disk') kiosk.diskFails(dice.pick(['full', 'fails']));
        if (what === 'room') kiosk.runOutOfRoom(dice.between(0, 25_000), forMs);
        if (what === 'store') kiosk.storeFails(forMs);
        if (what === 'clock') kiosk.jumpClock(jumpMs);
        if (what === 'send-now') kiosk.sendNow();
        if (what === 'two-windows') kiosk.openSecondWindow();
        if (what === 'page') kiosk.crashPage();
        if (what === 'upgrade') kiosk.upgrade();
        if (what === 'stick') void carry(kiosk, world);
        if (what === 'line') kiosk.line.goDown(forMs * 3);
        if (what === 'captive') kiosk.line.goCaptive(forMs);
        if (what === 'revoked') void revoke(kiosk, world, forMs);
      });
    }
    if (dice.happens(0.03))
      time.after(dice.between(badLuckMs * 0.2, badLuckMs), () => void dieAndBeRescued(kiosk, world));
  }

  function portalLuck({ kiosks: all, portal, keys, time, tally, trace }: Parts): void {
    const what = dice.pick([
      'cut',
      'tokens',
      'intake',
      'destroy',
      'receipt',
      'config',
      'database',
      'parts',
      'clock',
    ] as const);
    trace(`portal: ${what}`);
    const forMs = dice.between(minuteMs, 20 * minuteMs);
    switch (what) {
      case 'cut':
        portal.cutPower();
        break;
      case 'tokens':
        portal.expireTokens();
        break;
      case 'intake':
        tally.fault('intake key rotated');
        void keys.rotateIntake(false);
        break;
      case 'destroy':
        // A portal that is restored needs its old keys for what it lost: no such mistake on top of it.
        if (restores || !dice.happens(0.3)) break;
        tally.fault('intake key destroyed too early');
        void keys.rotateIntake(true);
        break;
      case 'receipt':
        tally.fault('receipt key rotated');
        void keys.rotateReceipt();
        break;
      case 'config':
        tally.fault('configuration renewed');
        for (const { id } of all) void portal.renewConfig(id);
        break;
      case 'database':
        tally.fault('portal database full');
        portal.fillUp('database');
        time.after(forMs, () => portal.fillUp('nothing'));
        break;
      case 'parts':
        tally.fault('portal parts folder full');
        portal.fillUp('parts');
        time.after(forMs, () => portal.fillUp('nothing'));
        break;
      case 'clock': {
        // A server's clock: never so wrong that a checkpoint looks an hour younger than a receipt given after it.
        const went = portal.setClock(dice.between(-25, 25) * minuteMs);
        tally.fault(went > 0 ? 'portal clock forward' : 'portal clock back');
      }
    }
  }

  async function backUp({ portal, promises }: Parts): Promise<void> {
    await portal.backUp();
    await promises.backedUp();
  }

  async function restore(world: Parts): Promise<void> {
    const { portal, promises, time, tally, trace } = world;
    const gone = await portal.restore();
    tally.fault('portal restored from a backup');
    trace(`portal restored: ${gone.filings.length} filings gone`);
    promises.lost(gone);
    for (const file of rescued) {
      stillToBring += 1;
      time.after(30 * minuteMs, () => void bringInUntilTaken(file, world));
    }
  }

  async function revoke(kiosk: WorldKiosk, { portal, time, tally }: Parts, forMs: number): Promise<void> {
    tally.fault('device revoked');
    await portal.setRevoked(kiosk.id, true);
    time.after(forMs, () => void portal.setRevoked(kiosk.id, false));
  }

  /** An attendant carries what waits to the ward, while the line may be back any moment. */
  async function carry(kiosk: WorldKiosk, world: Parts): Promise<void> {
    const { time, tally, trace, hashing } = world;
    const safe = kiosk.safe();
    const label = kiosk.trust()?.kiosk()?.config.kiosk.label;
    if (!safe || label === undefined) return;
    const madeAt = new Date(epochMs + time.nowMs()).toISOString();
    let file: Uint8Array[];
    try {
      file = await collect(writeCarried(carrySafe(safe, { kiosk: kiosk.id, label, madeAt }), { hashing }));
    } catch {
      return trace(`${kiosk.name}: the export broke off`);
    }
    const ways = dice.pick([[0], [0, 0], [dice.between(1, 3) * hourMs], [0, 30 * minuteMs]]);
    tally.fault('exported to a stick and imported');
    if (ways.length > 1) tally.fault('imported twice');
    if (ways[0] !== 0) tally.fault('stick carried by another hand late');
    for (const afterMs of ways)
      time.after(afterMs + dice.between(minuteMs, 20 * minuteMs), () => void bringIn(file, world));
  }

  async function bringIn(file: readonly Uint8Array[], world: Parts): Promise<void> {
    const { portal, time, trace } = world;
    const ports = portal.ports();
    if (!ports) return void time.after(10 * minuteMs, () => void bringIn(file, world));
    const report = await importCarried(pieces(file), ports);
    trace(`imported: ${report.file}, ${report.fresh.length} fresh, ${report.known.length} known`);
  }

  /** Whatever its disk still holds is carried to the ward. */
  async function dieAndBeRescued(kiosk: WorldKiosk, world: Parts): Promise<void> {
    kiosk.die();
    world.tally.fault('rescued from a disk');
    const file = await kiosk.rescue();
    rescued.push(file);
    stillToBring += 1;
    await bringInUntilTaken(file, world);
  }

  async function bringInUntilTaken(file: readonly Uint8Array[], world: Parts): Promise<void> {
    const { portal, time, trace } = world;
    const ports = portal.ports();
    const again = () => void time.after(10 * minuteMs, () => void bringInUntilTaken(file, world));
    // The machine may die over it: whoever carried it comes again tomorrow.
    const guard = time.after(20 * minuteMs, () => void bringInUntilTaken(file, world));
    if (!ports) {
      guard();
      return again();
    }
    const report = await importCarried(pieces(file), ports, { fromRevoked: true });
    guard();
    trace(
      `rescued: ${report.file}, ${report.fresh.length} fresh, ${report.known.length} known, ${report.stopped ?? ''}`,
    );
    if (report.stopped) again();
    else stillToBring -= 1;
  }
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const piece of bytes) all.push(Uint8Array.from(piece));
  return all;
}

async function* pieces(file: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* file;
}
