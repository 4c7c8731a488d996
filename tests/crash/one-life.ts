import type { SeededDice } from '../simulation/seeded-dice.ts';
import type { KioskLife } from './crash-kiosk.ts';
import type { CrashPortal } from './crash-portal.ts';
import { anErrand } from './errands.ts';
import type { Ledger } from './ledger.ts';
import { pause, startLimitMs } from './look-at-kiosk.ts';
import { type Moment, sayMoment } from './moments.ts';
import { type PageDoor, PageGone } from './page-door.ts';

export interface LifePlan {
  readonly dice: SeededDice;
  readonly kiosk: Moment;
  /** `lives`: it runs on. `cut`: the line is cut for the whole life. */
  readonly portal: Moment | 'lives' | 'cut';
  /** Killed again so long after it was started anew: while it starts, or soon after. */
  readonly portalAgainAfterMs?: number;
  /** How many filings at most; then the residents wait for the moment. */
  readonly mostFilings?: number;
  readonly photos?: { readonly photos: number; readonly bytes: number };
}

export interface LifeReport {
  readonly happened: string;
  readonly portalKills: number;
  /** Sentences about promises broken. */
  readonly broken: readonly string[];
}

/** Where the moments of a life come from: whoever sees something happen says so here. */
export interface Moments {
  /** Answers `false` when bytes that pass shall not arrive. */
  signal(one: { readonly at: Moment['at'] }): boolean;
  /** Calls `act` when the moment comes. */
  arm(moment: Moment, act: () => void): void;
}

/** A moment that does not come (nothing passes, say) is not waited for longer. */
const momentLimitMs = 3_500;
const usualPhotos = { photos: 3, bytes: 1_500_000 };
const mostFilings = 200;

export function createMoments(): Moments {
  const watchers = new Set<(at: Moment['at']) => boolean>();
  return {
    signal: ({ at }) => [...watchers].map((watcher) => watcher(at)).every((passes) => passes),
    arm(moment, act) {
      let count = 0;
      const watcher = (at: Moment['at']): boolean => {
        if (at !== moment.at) return true;
        count += 1;
        if (count < ('nth' in moment ? moment.nth : 1)) return true;
        watchers.delete(watcher);
        setTimeout(act, moment.afterMs);
        return !('isHeld' in moment && moment.isHeld);
      };
      watchers.add(watcher);
    },
  };
}

/** Starts the kiosk, lets residents file, and kills it and the portal at their moments. */
export async function liveOnce(
  plan: LifePlan,
  moments: Moments,
  world: {
    start(): KioskLife;
    comeUp(life: KioskLife): Promise<{ page: PageDoor; broken: string[] }>;
    openPage(page: PageDoor): Promise<PageDoor>;
    killKiosk(): Promise<void>;
    readonly ledger: Ledger;
    readonly portal: CrashPortal;
    /** Killed, it is not started again: its power is about to be cut. */
    readonly portalStaysDown: boolean;
    /** What a start that hangs is waiting for. */
    waitsFor(): string;
  },
): Promise<LifeReport> {
  const { ledger, portal } = world;
  const broken: string[] = [];
  let isOver = false;
  let portalKills = 0;
  let restarted: Promise<void> = Promise.resolve();

  const portalMoment = typeof plan.portal === 'object' ? plan.portal : undefined;
  if (portalMoment) moments.arm(portalMoment, () => void killPortal());
  const life = world.start();
  let waitNoLonger: () => void = () => {};
  const kioskEnd = new Promise<string>((done) => {
    moments.arm(plan.kiosk, () => done(sayMoment(plan.kiosk)));
    waitNoLonger = () => setTimeout(() => done(`${sayMoment(plan.kiosk)} did not come`), momentLimitMs);
    setTimeout(() => done(notUp), startLimitMs).unref();
    void life.ended.then(() => done('it ended by itself'));
  });
  moments.signal({ at: 'start' });
  const residents = visit().catch((error: unknown) => {
    if (isOver || life.hasEnded()) return;
    const what = error instanceof PageGone ? 'its page went away by itself' : String(error);
    broken.push(`the kiosk stopped working: ${what}; ${life.log().slice(-600)}`);
  });

  const end = await kioskEnd;
  if (life.hasEnded()) broken.push(`the kiosk ended by itself: ${life.log().slice(-600)}`);
  else if (end === notUp) broken.push(`the kiosk ${end}: ${world.waitsFor()}; ${life.log().slice(-600)}`);
  isOver = true;
  await world.killKiosk();
  await residents;
  const happened = [`kiosk: ${end}`];
  if (portalMoment) {
    happened.push(`portal: ${sayMoment(portalMoment)}${portalKills > 0 ? '' : ' did not come'}`);
    await killPortal();
  }
  await restarted;
  return { happened: happened.join('; '), portalKills, broken };

  async function visit(): Promise<void> {
    const up = await world.comeUp(life);
    broken.push(...up.broken);
    let { page } = up;
    moments.signal({ at: 'page' });
    waitNoLonger();
    const endsVisits = plan.kiosk.at === 'end-of-visit';
    for (let filings = 0; !isOver && filings < (plan.mostFilings ?? mostFilings); filings += 1) {
      const errand = anErrand(plan.dice, plan.photos ?? usualPhotos);
      const { nonce, answers, checkCode } = errand.dossier;
      ledger.tries({ nonce, answers, checkCode, photos: errand.photos });
      await page.evaluate(`resident.visit(${JSON.stringify(errand)})`);
      if (isOver || !(endsVisits || plan.dice.happens(0.08))) continue;
      // The page may be gone before it has answered.
      await page.evaluate('resident.end()').catch(() => {});
      moments.signal({ at: 'end-of-visit' });
      page.close();
      page = await world.openPage(await life.freshPage());
    }
  }

  async function killPortal(): Promise<void> {
    if (portalKills > 0) return;
    portalKills += 1;
    await portal.kill();
    // Back at once, as a service is.
    if (!world.portalStaysDown) restarted = startAgain();
    // Heard when the life is over.
    restarted.catch(() => {});
  }

  async function startAgain(): Promise<void> {
    const start = portal.start();
    if (plan.portalAgainAfterMs === undefined) return start;
    start.catch(() => {});
    await pause(plan.portalAgainAfterMs);
    portalKills += 1;
    await portal.kill();
    await portal.start();
  }
}

const notUp = 'did not come up';
