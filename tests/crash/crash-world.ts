import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killTree } from '../../build/process-tree.ts';
import { giveToWindowUser } from '../../build/unprivileged.ts';
import { launchKiosk, makeProfileFolder } from '../support/electron-app.ts';
import { resumeAt } from '../support/fast-forward.ts';
import type { Story } from '../support/known-services.ts';
import { aResident } from '../support/resident.ts';
import { type KioskLife, startKioskLife } from './crash-kiosk.ts';
import { type CrashPortal, createCrashPortal } from './crash-portal.ts';
import { type Comparison, createLedger, type Ledger } from './ledger.ts';
import { pause, provisionedState, putInto, safeFilings } from './look-at-kiosk.ts';
import { createMoments, type LifePlan, type LifeReport, liveOnce } from './one-life.ts';
import type { PageDoor } from './page-door.ts';
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

const drainLimitMs = 240_000;
const drainLookMs = 150;
/** A fresh page greets the portal at once, also on a machine that is busy. */
const silenceLimitMs = 60_000;

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

  async function openPage(found: PageDoor): Promise<PageDoor> {
    await putInto(found, options.resident);
    door = found;
    return found;
  }

  /** The kiosk is up and belongs to its portal; what it says of itself is compared with what residents were told. */
  async function comeUp(life: KioskLife): Promise<{ page: PageDoor; broken: string[] }> {
    step = 'no page';
    const found = await life.page();
    step = 'the page does not take a script';
    const page = await openPage(found);
    step = 'the shell gives no state';
    const state = await provisionedState(page);
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
      if (plan.portal === 'cut') relay.cut();
      else relay.mend();
      if (!portal.isRunning()) await startPortal();
      const moments = createMoments();
      relay.onPassing = (way) => moments.signal({ at: way });
      onTold = ({ at }) => void moments.signal({ at });
      try {
        return await liveOnce(plan, moments, {
          start: startKiosk,
          comeUp,
          openPage,
          killKiosk,
          ledger,
          portal,
          portalStaysDown: watches.portal !== undefined,
          waitsFor: () => step,
        });
      } finally {
        onTold = () => {};
        relay.onPassing = undefined;
      }
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
