import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killTree } from '../../build/process-tree.ts';
import { giveToWindowUser } from '../../build/unprivileged.ts';
import type { SafeFilings, ShellState } from '../../shared/shell-contract/messages.ts';
import type { SeededDice } from '../simulation/seeded-dice.ts';
import { launchKiosk, makeProfileFolder } from '../support/electron-app.ts';
import { resumeAt } from '../support/fast-forward.ts';
import type { Story } from '../support/known-services.ts';
import { aResident } from '../support/resident.ts';
import { type KioskLife, startKioskLife } from './crash-kiosk.ts';
import { type CrashPortal, createCrashPortal } from './crash-portal.ts';
import { anErrand } from './errands.ts';
import { type Comparison, createLedger, type Ledger } from './ledger.ts';
import { type Moment, sayMoment } from './moments.ts';
import { type PageDoor, PageGone } from './page-door.ts';
import { openRelay, type Relay } from './relay.ts';
import type { Told } from './resident-in-page.ts';
import { type CutHow, type CutReport, type WatchedFolder, watchFolder } from './watched-folder.ts';

/** A kiosk and its portal, real programs on real folders, with the line between them and the driver's own book of what was said. */
export interface CrashWorld {
  readonly profileFolder: string;
  readonly portal: CrashPortal;
  readonly relay: Relay;
  readonly ledger: Ledger;
  readonly enrolmentFile: string;
  /**
   * One life of the kiosk: it starts, residents file until its moment comes, and it is killed. The portal is killed at its own
   * moment within that life, at its end at the latest, unless it shall live.
   */
  live(plan: LifePlan): Promise<LifeReport>;
  /** A life that lasts until everything owed is sent, and is ended by a kill. Sentences about what could not be. */
  drain(): Promise<readonly string[]>;
  /** Compares what was filed with what the portal has. `again`: also what was compared before. */
  compare(how: { again: boolean }): Promise<Comparison>;
  /** A resident at the screen itself, by touch; the kiosk is killed as soon as the slip is seen. */
  fileByHand(how: { story: Story; fromTheStart: boolean }): Promise<void>;
  /** Puts a watch on a folder for the lives that follow, until its power is cut. No program may be running in it. */
  watch(whose: 'kiosk' | 'portal'): void;
  cutPower(whose: 'kiosk' | 'portal', how: CutHow): CutReport;
  /** Files that matter and that the watch sees otherwise than they are: then its cuts prove nothing. Nothing may be running. */
  missedByWatch(whose: 'kiosk' | 'portal'): readonly string[];
  /** Codes the kiosk has written into its log. */
  logCodes(): readonly string[];
  startPortal(): Promise<void>;
  close(options: { keeps: boolean }): Promise<void>;
}

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

/** A moment that does not come (nothing passes, say) is not waited for longer. */
const momentLimitMs = 3_500;
const startLimitMs = 90_000;
const drainLimitMs = 240_000;
const drainLookMs = 150;
/** A fresh page greets the portal at once, also on a machine that is busy. */
const silenceLimitMs = 60_000;
const injectLimitMs = 20_000;
/** The kiosk's own page has drawn its screen. */
const isReady = "document.readyState === 'complete' && document.querySelector('.frame[data-screen]') !== null";
const usualPhotos = { photos: 3, bytes: 1_500_000 };

/** @param options `watched`: a watch lies on this folder from before the first start, when nothing is in it. */
export async function openCrashWorld(options: {
  library: string;
  resident: string;
  watched?: 'kiosk' | 'portal';
}): Promise<CrashWorld> {
  const relay = await openRelay();
  const folder = mkdtempSync(join(tmpdir(), 'diem-cham-crash-'));
  const portal = createCrashPortal(join(folder, 'portal'), relay);
  mkdirSync(portal.folder, { mode: 0o700 });
  const profileFolder = makeProfileFolder();
  const errandFolder = makeProfileFolder();
  const enrolmentFile = join(errandFolder, 'enrolment.json');
  const ledger = createLedger();
  const watches: { kiosk?: WatchedFolder; portal?: WatchedFolder } = {};
  let kiosk: KioskLife | undefined;
  let door: PageDoor | undefined;
  let onTold: (told: Told) => void = () => {};
  /** What a start that hangs is waiting for. */
  let step = '';

  const watch = (whose: 'kiosk' | 'portal') => {
    const isKiosk = whose === 'kiosk';
    watches[whose] = watchFolder({
      folder: isKiosk ? profileFolder : portal.folder,
      library: options.library,
      isWindows: isKiosk,
    });
  };
  if (options.watched) watch(options.watched);
  await portal.start(watches.portal?.environment);
  copyFileSync(portal.enrolmentFile(), enrolmentFile);
  giveToWindowUser(enrolmentFile);

  function startKiosk(): KioskLife {
    kiosk = startKioskLife({
      profileFolder,
      enrolmentFile,
      ...(watches.kiosk ? { environment: watches.kiosk.environment } : {}),
      onTold: (text) => {
        const told = JSON.parse(text) as Told;
        ledger.hears(told);
        if (told.at === 'showing') {
          door?.evaluate(`resident.heard(${JSON.stringify(told.nonce)})`).catch(() => {});
        }
        onTold(told);
      },
    });
    return kiosk;
  }

  async function killKiosk(): Promise<void> {
    const life = kiosk;
    kiosk = undefined;
    door = undefined;
    await life?.kill();
  }

  // Ended by a signal, nothing is left but what is to be looked at.
  const leaveNothing = () => {
    if (kiosk) killTree(kiosk.pid);
    removeFolders();
  };
  process.once('exit', leaveNothing);
  function removeFolders(): void {
    for (const watch of Object.values(watches)) watch.close();
    for (const path of [folder, profileFolder, errandFolder]) rmSync(path, { recursive: true, force: true });
  }

  const startPortal = () => portal.start(watches.portal?.environment);

  /** A page that is just coming up may lose what was put into it, or not take it yet. */
  async function inject(page: PageDoor): Promise<PageDoor> {
    const giveUpAt = performance.now() + startLimitMs;
    for (;;) {
      try {
        if (await page.evaluate<boolean>(isReady, injectLimitMs)) {
          await page.evaluate(`if (!globalThis.resident) { ${options.resident} }; void 0`, injectLimitMs);
          door = page;
          return page;
        }
      } catch (error) {
        if (page.isGone()) throw error;
      }
      if (performance.now() > giveUpAt) throw new Error('the page does not come up');
      await pause(20);
    }
  }

  async function safeFilings(page: PageDoor): Promise<SafeFilings['filings'][number][]> {
    const found: SafeFilings['filings'][number][] = [];
    for (let after = 0; ; ) {
      // Behind the first filing: asking from the start tells the shell that an outbox is being rebuilt.
      const text = await page.evaluate<string>(
        `fetch('/shell/filings?after=${after}&limit=200').then((answer) => answer.text())`,
      );
      const answer = JSON.parse(text) as SafeFilings;
      found.push(...answer.filings);
      after = answer.filings.at(-1)?.sequence ?? after;
      if (!answer.more || answer.filings.length === 0) return found;
    }
  }

  async function shellState(page: PageDoor): Promise<ShellState> {
    return JSON.parse(await page.evaluate<string>("fetch('/shell/state').then((answer) => answer.text())"));
  }

  /** The kiosk is up and belongs to its portal; what it says of itself is compared with what residents were told. */
  async function comeUp(life: KioskLife): Promise<{ page: PageDoor; broken: string[] }> {
    step = 'no page';
    const found = await life.page();
    step = 'the page does not take a script';
    const page = await inject(found);
    step = 'the shell gives no state';
    const giveUpAt = performance.now() + startLimitMs;
    let state = await shellState(page);
    while (state.kiosk === null) {
      if (performance.now() > giveUpAt) throw new Error('the kiosk has forgotten its portal');
      await pause(50);
      state = await shellState(page);
    }
    step = 'the shell gives no filings';
    const filings = await safeFilings(page);
    const announced = state.livedThroughPowerCut.map(({ slip }) => slip);
    return { page, broken: ledger.againstKiosk({ filings, announced }) };
  }

  return {
    profileFolder,
    portal,
    relay,
    ledger,
    enrolmentFile,
    startPortal,

    async live(plan) {
      const broken: string[] = [];
      const happened: string[] = [];
      const watchers = new Set<(signal: Signal) => boolean>();
      let isOver = false;
      let portalKills = 0;
      let restarted: Promise<void> = Promise.resolve();
      const signal = (one: Signal): boolean => {
        let passes = true;
        for (const watcher of [...watchers]) if (!watcher(one)) passes = false;
        return passes;
      };
      /** Calls `act` when the moment comes. Bytes that shall not arrive are stopped. */
      const arm = (moment: Moment, act: () => void): void => {
        let count = 0;
        const watcher = (one: Signal): boolean => {
          if (one.at !== moment.at) return true;
          count += 1;
          if (count < ('nth' in moment ? moment.nth : 1)) return true;
          watchers.delete(watcher);
          setTimeout(act, moment.afterMs);
          return !('isHeld' in moment && moment.isHeld);
        };
        watchers.add(watcher);
      };

      if (plan.portal === 'cut') relay.cut();
      else relay.mend();
      relay.onPassing = (way) => signal({ at: way });
      onTold = ({ at }) => void signal({ at });

      const killPortal = async () => {
        if (portalKills > 0) return;
        portalKills += 1;
        await portal.kill();
        // Back at once, as a service is; with a watch it stays down until its power is cut.
        if (!watches.portal) restarted = startAgain();
        // Heard when the life is over.
        restarted.catch(() => {});
      };
      const startAgain = async () => {
        const start = portal.start();
        if (plan.portalAgainAfterMs === undefined) return start;
        await pause(plan.portalAgainAfterMs);
        portalKills += 1;
        await portal.kill();
        await portal.start();
      };
      if (!portal.isRunning()) await startPortal();
      const portalMoment = plan.portal;
      if (typeof portalMoment === 'object') arm(portalMoment, () => void killPortal());

      const life = startKiosk();
      let waitedLongEnough: () => void = () => {};
      const kioskEnd = new Promise<string>((done) => {
        arm(plan.kiosk, () => done(sayMoment(plan.kiosk)));
        waitedLongEnough = () => setTimeout(() => done(`${sayMoment(plan.kiosk)} did not come`), momentLimitMs);
        setTimeout(() => done('the kiosk did not come up'), startLimitMs).unref();
        void life.ended.then(() => done('the kiosk ended by itself'));
      });
      signal({ at: 'start' });

      const residents = (async () => {
        const { page: first, broken: found } = await comeUp(life);
        broken.push(...found);
        let page = first;
        signal({ at: 'page' });
        waitedLongEnough();
        const endsVisits = plan.kiosk.at === 'end-of-visit';
        for (let filings = 0; !isOver && filings < (plan.mostFilings ?? 200); filings += 1) {
          const errand = anErrand(plan.dice, plan.photos ?? usualPhotos);
          ledger.tries({
            nonce: errand.dossier.nonce,
            answers: errand.dossier.answers,
            checkCode: errand.dossier.checkCode,
            photos: errand.photos,
          });
          await page.evaluate(`resident.visit(${JSON.stringify(errand)})`);
          if (isOver) return;
          if (endsVisits || plan.dice.happens(0.08)) {
            await page.evaluate('resident.end()');
            signal({ at: 'end-of-visit' });
            const old = page;
            page = await inject(await life.freshPage());
            old.close();
          }
        }
      })().catch((error: unknown) => {
        if (isOver || life.hasEnded() || error instanceof PageGone) return;
        broken.push(`the kiosk stopped working: ${error instanceof Error ? error.message : String(error)}`);
      });

      const end = await kioskEnd;
      happened.push(`kiosk: ${end}`);
      if (life.hasEnded()) broken.push(`the kiosk ended by itself: ${life.log().slice(-600)}`);
      else if (end === 'the kiosk did not come up') broken.push(`${end}: ${step}; ${life.log().slice(-600)}`);
      isOver = true;
      await killKiosk();
      await residents;
      watchers.clear();
      onTold = () => {};
      relay.onPassing = undefined;
      if (typeof portalMoment === 'object') {
        happened.push(`portal: ${sayMoment(portalMoment)}${portalKills > 0 ? '' : ' did not come'}`);
        await killPortal();
      }
      await restarted;
      return { happened: happened.join('; '), portalKills, broken };
    },

    async drain() {
      relay.mend();
      if (!portal.isRunning()) await startPortal();
      let hasSent = false;
      relay.onPassing = (way) => {
        hasSent ||= way === 'request';
        return true;
      };
      const life = startKiosk();
      try {
        const { page, broken } = await comeUp(life);
        const giveUpAt = performance.now() + drainLimitMs;
        const silentAt = performance.now() + silenceLimitMs;
        for (;;) {
          if (!hasSent && performance.now() > silentAt) {
            return [...broken, `nothing was sent for ${silenceLimitMs} ms after the page came up`];
          }
          const filings = await safeFilings(page);
          const open = filings.filter(({ receipt }) => receipt === null);
          const counts = await page.evaluate<Record<string, number>>('resident.waiting()');
          const isQuiet = open.length === 0 && !counts.waiting && !counts.sending;
          if (!isQuiet && performance.now() < giveUpAt) {
            await pause(drainLookMs);
            continue;
          }
          const there = new Set((await portal.filings()).map(({ filing }) => filing));
          return [
            ...broken,
            ...open.map(({ id, slip }) => `${slip} ${id} is still waiting, with a portal that works`),
            ...(isQuiet || open.length > 0 ? [] : [`the outbox is not empty: ${JSON.stringify(counts)}`]),
            ...(counts['needs-attention'] ? [`${counts['needs-attention']} filings need attention`] : []),
            ...filings
              .filter(({ id, receipt }) => receipt !== null && !there.has(id))
              .map(({ id, slip }) => `the kiosk has a receipt for ${slip} ${id}, and the portal has no such filing`),
          ];
        }
      } finally {
        relay.onPassing = undefined;
        await killKiosk();
      }
    },

    compare: async ({ again }) => {
      if (!portal.isRunning()) await startPortal();
      return ledger.compare({ filings: await portal.filings(), open: portal.opened, again });
    },

    async fileByHand({ story, fromTheStart }) {
      if (!portal.isRunning()) await startPortal();
      const shown = await launchKiosk({
        profileFolder,
        args: [`--enrolment=${enrolmentFile}`],
        ...(process.env.DIEM_CHAM_APP ? { appFolder: process.env.DIEM_CHAM_APP } : {}),
      });
      try {
        const resident = aResident({ page: () => shown.page });
        await resident.seesScreen('attract');
        if (fromTheStart) {
          await resident.begin();
          await resident.findByLifeEvent(story);
          await resident.startService(story);
          await resident.identify(story, 'typed');
          await resident.answerQuestions(story);
        } else await resumeAt(shown.page, story, { at: 'review' });
        const { number, checkCode } = await resident.file(story);
        ledger.filedByHand({ slip: number, checkCode, answers: story.answers });
      } finally {
        await shown.killTree();
      }
    },

    watch,
    cutPower(whose, how) {
      const watch = watches[whose];
      if (!watch) throw new Error('nobody watches that folder');
      delete watches[whose];
      return watch.cut(how);
    },

    missedByWatch(whose) {
      const seen = watches[whose]?.lookAtEverything() ?? new Map<string, Uint8Array>();
      const matters = whose === 'kiosk' ? /\/(safe|kiosk)\/.*[^/]$/ : /\/(register\.db(-wal)?|(parts|keys)\/[^/]+)$/;
      const folder = realpathSync(whose === 'kiosk' ? profileFolder : portal.folder);
      return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((path) => matters.test(path) && !Buffer.from(seen.get(path) ?? []).equals(readFileSync(path)))
        .map((path) => `the watch has not seen all of ${path.slice(folder.length + 1)}`);
    },

    logCodes() {
      const logs = join(profileFolder, 'log');
      const lines = readdirSync(logs).flatMap((name) => readFileSync(join(logs, name), 'utf8').split('\n'));
      return lines.flatMap((line) => /^\S+ ([a-z0-9-]+)/.exec(line)?.[1] ?? []);
    },

    async close({ keeps }) {
      await killKiosk();
      await portal.kill();
      await relay.close();
      process.off('exit', leaveNothing);
      if (!keeps) removeFolders();
    },
  };
}

interface Signal {
  readonly at: Moment['at'];
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
