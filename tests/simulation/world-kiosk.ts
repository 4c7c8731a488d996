import { rescueSafe } from '../../electron/shell/carrying/rescue-safe.ts';
import type { Counters } from '../../electron/shell/counters.ts';
import { createDeviceSigning } from '../../electron/shell/device-signing.ts';
import { fileDossier } from '../../electron/shell/filing.ts';
import { passToPortal } from '../../electron/shell/portal-gateway.ts';
import { owed, rate } from '../../electron/shell/ratings.ts';
import { keepReceipts } from '../../electron/shell/receipts.ts';
import type { Safe } from '../../electron/shell/safe/safe.ts';
import { syncFromSafe } from '../../electron/shell/sync-from-safe.ts';
import type { Trust } from '../../electron/shell/trust.ts';
import { withdraw } from '../../electron/shell/withdrawals.ts';
import { writeCarried } from '../../shared/carrying/write-carried.ts';
import type { Dossier } from '../../shared/dossier/dossier.ts';
import type { OutboxFiling } from '../../shared/outbox/outbox.ts';
import type { CaseView } from '../../shared/portal-contract/case-status.ts';
import { CaseLookupAnswer, contractVersion } from '../../shared/portal-contract/messages.ts';
import { EnrolmentAnswer } from '../../shared/portal-contract/trust.ts';
import type { Clock } from '../../shared/runtime.ts';
import { fromSafe } from '../../shared/sync/from-safe.ts';
import { createSimulatedDisk, type SimulatedDisk } from '../support/simulated-disk.ts';
import { aDossier } from './a-dossier.ts';
import { type Life, startLife } from './life.ts';
import { oneChunk } from './one-chunk.ts';
import type { OutboxStore } from './outbox-store.ts';
import { portalUrl } from './portal-routes.ts';
import type { Sabotage } from './sabotage.ts';
import type { PrivateKey, WorldCryptography } from './seeded-cryptography.ts';
import type { SeededDice } from './seeded-dice.ts';
import type { Tally } from './tally.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { WorldLine } from './world-line.ts';
import { openPage, type WorldPage } from './world-page.ts';
import { epochMs, type WorldPortal } from './world-portal.ts';
import { kioskFolder, openTrustOn, type RunningShell, safeFolder, silent, startShell } from './world-shell.ts';

export interface Filed {
  readonly id: string;
  readonly bodySha256: string;
  readonly sequence: number;
  readonly intakeKey: string;
  readonly token: string;
  readonly nonce: string;
  /** Its number on the slip. */
  readonly slip: string;
  readonly revises?: Dossier['revises'];
}

export interface WorldKiosk {
  readonly name: string;
  /** As the portal calls it. */
  readonly id: string;
  readonly disk: SimulatedDisk;
  /** What its screens show. */
  rows(): Promise<ReadonlyMap<string, OutboxFiling>>;
  /** Goes up with whatever may have changed in them. */
  changes(): number;
  /** Changes with the page, and with where the page takes its rows from. */
  view(): string;
  readonly line: WorldLine;
  /** A technician makes a blank machine a kiosk of this portal. */
  enrol(): Promise<void>;
  start(): Promise<void>;
  cutPower(): void;
  kill(): void;
  /** Switched off properly, until `start`. */
  switchOff(): Promise<void>;
  /** Its disk may still be read; it never starts again. */
  die(): void;
  /** What `kioskctl rescue` reads from its disk, as a carried file. */
  rescue(): Promise<readonly Uint8Array[]>;
  /** The renderer is gone; a fresh one comes. */
  crashPage(): void;
  /** A visit ends: the page is replaced, whatever it was doing. */
  freshPage(): void;
  openSecondWindow(): void;
  /** Another build takes over what this one holds. */
  upgrade(): void;
  /** A resident files; `undefined` when the kiosk is off, refuses, or goes off in the middle. */
  file(
    what: { readonly nonce: string; readonly revises?: Dossier['revises'] },
    told: { kept: (filed: Filed) => void },
  ): Promise<Filed | undefined>;
  /** What the portal shows to whoever holds this slip; nothing while it cannot be asked. */
  lookUp(token: string): Promise<CaseView | undefined>;
  withdraw(filed: Filed): Promise<boolean>;
  rate(): Promise<boolean>;
  attendantTriesAgain(times?: number): Promise<void>;
  sendNow(): void;
  setSomebody(somebody: boolean): void;
  diskFails(how: 'full' | 'fails'): void;
  /** Only so much is free, for a while. */
  runOutOfRoom(freeBytes: number, forMs: number): void;
  /** The browser's store takes no writing and does not open, for a while. */
  storeFails(forMs: number): void;
  jumpClock(byMs: number): void;
  /** A day has passed for the shell's housekeeping. */
  tidy(): Promise<void>;
  safe(): Safe | undefined;
  trust(): Trust | undefined;
  /** Running, and the outbox agrees with the safe. */
  ready(): Safe | undefined;
  /** The safe has it and the page is just about to put it into the outbox. */
  isOnItsWay(id: string): boolean;
  readonly isDead: boolean;
  readonly isOn: boolean;
  calm(restart: boolean): void;
}

const allStates = ['waiting', 'sending', 'received', 'needs-attention'] as const;
const plentyBytes = 10 ** 12;
const attendantWaitsMs = 5000;
const longestToUpgradeMs = 5 * 60_000;
const lookupUrl = 'https://app.invalid/portal/v1/case-lookups';

/** A kiosk over power cuts: real shell services on a simulated disk, and pages that come and go above them. */
export function createWorldKiosk(world: {
  name: string;
  dice: SeededDice;
  time: VirtualTime;
  portal: WorldPortal;
  line: (onBack: () => void) => WorldLine;
  store: OutboxStore;
  cryptography: WorldCryptography;
  sabotage: Sabotage;
  /** How likely the browser's store is gone when a page comes. */
  vanishes: number;
  /** Whether the power goes by itself now and then, at any await. */
  powerGoes: boolean;
  tally: Tally;
  trace: (what: string) => void;
}): WorldKiosk {
  const { name, dice, time, store, cryptography, sabotage, tally, trace } = world;
  const disk = createSimulatedDisk({ freeBytes: plentyBytes });
  const line = world.line(() => {
    for (const page of pages) page.engine()?.networkIsBack();
  });
  const signing = createDeviceSigning((key) => cryptography.signing(key));
  const clock: Clock = { nowMs: () => epochMs + time.nowMs() + clockOffsetMs };
  const watchedFetch: typeof fetch = (...request) => {
    void upgradeIfSending();
    return line.fetch(...request);
  };
  const shellWorld = { name, dice, disk, clock, line: { ...line, fetch: watchedFetch }, cryptography, sabotage, trace };
  let { powerGoes, vanishes } = world;
  let clockOffsetMs = 0;
  let id = '';
  let serviceVersion = 1;
  let somebody = false;
  let isDead = false;
  let unseen = 0;
  let upgradeIsDue = false;
  let pagesSoFar = 0;
  let life: Life | undefined;
  let run: RunningShell | undefined;
  let onceDead = () => {};
  const pages = new Set<WorldPage>();
  const onTheirWay = new Set<string>();

  /** However a run ends, nothing of it lives on; what lies on the disk depends on how. */
  function startLifeOf(end: { how: 'cut' | 'kill' | 'off' }): Life {
    const mine: Life = startLife({
      callsToLive: powerGoes ? dice.between(10, dice.pick([100, 1000, 5000])) : Number.POSITIVE_INFINITY,
      onDeath() {
        trace(`${name}: ${end.how}`);
        if (end.how === 'cut' && powerGoes) tally.fault('power cut at the kiosk, at any await');
        for (const page of [...pages]) page.close();
        pages.clear();
        onTheirWay.clear();
        life = undefined;
        run = undefined;
        endNow = undefined;
        onceDead();
        disk.setFault(undefined);
        if (end.how === 'cut') {
          disk.powerCut((most) => dice.between(0, most));
          const gone = store.powerCut((most) => dice.between(0, most));
          if (gone > 0) tally.fault('outbox lost its last records');
        } else disk.kill();
        if (end.how !== 'off' && !isDead)
          time.after(dice.between(5000, dice.pick([60_000, 400_000])), () => void kiosk.start());
      },
    });
    return mine;
  }
  let endNow: ((how: 'cut' | 'kill' | 'off') => void) | undefined;

  const kiosk: WorldKiosk = {
    name,
    get id() {
      return id;
    },
    disk,
    line,
    async rows() {
      const outbox = newestPage()?.outbox();
      if (!outbox || outbox.store() === 'open') return store.rows();
      // Only in the page's memory, for as long as the store does not work.
      const shown = new Map<string, OutboxFiling>();
      for (const { id: filing } of await outbox.list({ states: allStates, limit: 10_000 })) {
        const row = await outbox.get(filing);
        if (row) shown.set(filing, row);
      }
      return shown;
    },
    changes() {
      const outbox = newestPage()?.outbox();
      // In memory nobody counts: while that lasts every event counts as a change.
      if (outbox && outbox.store() !== 'open') unseen += 1;
      return store.changes() + unseen;
    },
    view: () => `${newestPage()?.number} ${newestPage()?.outbox()?.store()}`,
    async enrol() {
      await disk.makeFolder(kioskFolder);
      const key: PrivateKey = await cryptography.key(`device-${name}`);
      const { d: _private, ...deviceKey } = key;
      const { secret } = await world.portal.enrolment();
      const request = {
        secret,
        deviceKey,
        panel: { width: 1080, height: 1920, diagonalInches: 21.5 },
        build: 'simulated',
      };
      const reply = await world.portal.handle({
        method: 'POST',
        url: '/v1/enrolments',
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify(request),
      });
      const answer = EnrolmentAnswer.parse(JSON.parse(Buffer.from(reply?.body ?? []).toString()));
      const trust = await openTrustOn(shellWorld, disk);
      const installed = await trust.install({
        portal: portalUrl,
        ...answer,
        panelDiagonalInches: 21.5,
        deviceKey: key,
        checkKey: dice.bytes(32),
      });
      if (installed !== 'installed') throw new Error('the kiosk could not be enrolled');
      id = trust.kiosk()?.config.kiosk.id ?? '';
    },
    async start() {
      if (life || isDead) return;
      const end = { how: 'cut' as 'cut' | 'kill' | 'off' };
      const mine = startLifeOf(end);
      life = mine;
      endNow = (how) => {
        end.how = how;
        mine.end();
      };
      try {
        run = await startShell(shellWorld, mine);
        if (dice.happens(vanishes)) await vanish();
        newPage();
      } catch (error) {
        // A start the disk does not allow: the shell exits and is started again.
        trace(`${name}: start failed: ${codeOf(error)}`);
        if (life === mine) endNow?.('kill');
      }
    },
    cutPower() {
      if (!life) return;
      tally.fault('power cut at the kiosk, idle');
      endNow?.('cut');
    },
    kill() {
      if (!life) return;
      tally.fault('shell killed');
      endNow?.('kill');
    },
    async switchOff() {
      const at = run;
      // The power may go while it closes: then nobody hears that it has closed.
      const died = new Promise<void>((dead) => {
        onceDead = dead;
      });
      if (at) await time.working(Promise.race([at.safe.close(), died]));
      endNow?.('off');
    },
    die() {
      isDead = true;
      tally.fault('kiosk dead for good');
      endNow?.('cut');
    },
    async rescue() {
      const { source } = await rescueSafe(disk, safeFolder, new Date(clock.nowMs()).toISOString());
      const file: Uint8Array[] = [];
      for await (const piece of writeCarried(source, cryptography)) file.push(Uint8Array.from(piece));
      return file;
    },
    crashPage() {
      if (pages.size > 0) tally.fault('page crashed');
      kiosk.freshPage();
    },
    freshPage() {
      const [page] = pages;
      if (page) closePage(page);
      freshPageSoon();
    },
    openSecondWindow() {
      if (!run || pages.size !== 1) return;
      tally.fault('two windows');
      const page = newPage();
      time.after(dice.between(60_000, 1_200_000), () => {
        if (!page || !pages.has(page)) return;
        closePage(page);
        freshPageSoon();
      });
    },
    upgrade() {
      // Best in the middle of something, but not never.
      upgradeIsDue = true;
      time.after(longestToUpgradeMs, () => void upgradeNow());
    },
    async file({ nonce, revises }, told) {
      const at = run;
      const [page] = pages;
      const from = at?.trust.kiosk();
      if (!at || !page?.isReady() || !from) return undefined;
      try {
        at.room.begin();
        const dossier = await aDossier(at, {
          nonce,
          revises,
          serviceVersion,
          dice,
          cryptography,
          nowMs: clock.nowMs(),
        });
        const { safe, room, clockState } = at;
        const ports = { ...cryptography, kiosk: from, signing, safe, clock, clockState, log: silent, room };
        const { filing, slip } = await fileDossier(dossier, ports);
        const { bodySha256, sequence } = filing;
        const intakeKey = from.trust.intake[0]?.kid ?? '';
        const { token, number } = slip;
        const filed: Filed = { id: filing.id, bodySha256, sequence, intakeKey, token, nonce, slip: number, revises };
        onTheirWay.add(filing.id);
        told.kept(filed);
        // The page that asked may be gone by now; the next one finds the filing in the safe.
        if (page.isReady()) await page.outbox()?.put(fromSafe(filing));
        else await newestPage()?.agree();
        // Without a store only this page knows of it; another window finds it in the safe when it next agrees with it.
        if (page.outbox()?.store() === 'open') onTheirWay.delete(filing.id);
        return filed;
      } catch (error) {
        trace(`${name}: filing refused: ${codeOf(error)}`);
        return undefined;
      } finally {
        at.room.end();
      }
    },
    async lookUp(token) {
      const at = run;
      if (!at || !newestPage()) return undefined;
      const body = oneChunk(new TextEncoder().encode(JSON.stringify({ slip: token, contract: contractVersion })));
      const request = { url: lookupUrl, method: 'POST', body } as unknown as Request;
      try {
        const reply = await passToPortal(request, { portal: at.portal, requestBytes: 10_000 });
        const answer = CaseLookupAnswer.parse(await reply.json());
        return answer.found === 'case' ? answer.case : undefined;
      } catch {
        return undefined;
      }
    },
    async withdraw(filed) {
      const at = run;
      const from = at?.trust.kiosk();
      const page = newestPage();
      if (!at || !from || !page) return false;
      try {
        const ports = { ...cryptography, kiosk: from, safe: at.safe, clock, signing, counters: noCounters };
        const { id: filing, token } = await withdraw({ slip: filed.token }, { ...ports, wrongCodesPerHour: 5 });
        await page.outbox()?.setWithdrawal(filing, { token, reached: false });
        return true;
      } catch {
        return false;
      }
    },
    async rate() {
      if (!run || !newestPage()) return false;
      const kept = rate({ service: 'extract-copy', score: 5 }, { safe: run.safe, dice, nowMs: clock.nowMs() });
      return kept.then(
        () => true,
        () => false,
      );
    },
    async attendantTriesAgain(times = 20) {
      if (isDead || times === 0) return;
      const outbox = newestPage()?.outbox();
      // The page may be away just now, or go in the middle: then the attendant looks again.
      const guard = time.after(attendantWaitsMs, () => void kiosk.attendantTriesAgain(times - 1));
      if (!outbox) return;
      try {
        for (const found of await outbox.list({ states: ['needs-attention'], limit: 1000 }))
          await outbox.tryAgain(found.id);
      } catch {
        return;
      }
      guard();
    },
    sendNow: () => newestPage()?.engine()?.sendNow(),
    setSomebody(now) {
      somebody = now;
      for (const page of pages) page.engine()?.setSomebodyAtTheScreen(now);
    },
    diskFails(how) {
      tally.fault(how === 'full' ? 'kiosk disk full' : 'kiosk disk fails');
      let left = dice.between(1, 6);
      disk.setFault(() => {
        left -= 1;
        return left < 0 ? 'fine' : how;
      });
    },
    runOutOfRoom(freeBytes, forMs) {
      tally.fault('kiosk out of room');
      disk.setFreeBytes(freeBytes);
      time.after(forMs, () => {
        disk.setFreeBytes(plentyBytes);
        void run?.room.look();
      });
    },
    storeFails(forMs) {
      tally.fault('outbox takes no writing');
      store.setFailing(true);
      time.after(forMs, () => store.setFailing(false));
    },
    jumpClock(byMs) {
      tally.fault(byMs > 0 ? 'kiosk clock forward' : 'kiosk clock back');
      clockOffsetMs += byMs;
    },
    tidy: async () => run?.tidying.run('daily'),
    safe: () => run?.safe,
    trust: () => run?.trust,
    ready: () => (newestPage() ? run?.safe : undefined),
    isOnItsWay: (filing) => onTheirWay.has(filing),
    get isDead() {
      return isDead;
    },
    get isOn() {
      return life !== undefined;
    },
    calm(restart) {
      upgradeIsDue = false;
      powerGoes = false;
      vanishes = 0;
      disk.setFault(undefined);
      disk.setFreeBytes(plentyBytes);
      store.setFailing(false);
      life?.spare();
      line.calm();
      // Whoever is still to lose power loses it now.
      if (restart) endNow?.('cut');
    },
  };
  return kiosk;

  function receiptPorts({ trust, safe }: RunningShell) {
    const from = trust.kiosk();
    if (!from) throw new Error('not provisioned');
    return { kiosk: from, safe, verifying: sabotage.verifying(cryptography.verifying), log: silent };
  }

  async function upgradeIfSending(): Promise<void> {
    if (upgradeIsDue && (await states()).includes('sending')) await upgradeNow();
  }

  async function upgradeNow(): Promise<void> {
    if (!upgradeIsDue || !run) return;
    upgradeIsDue = false;
    const now = await states();
    if (now.includes('waiting') || now.includes('sending')) tally.fault('upgrade in mid-queue');
    if (now.includes('sending')) tally.fault('upgrade while sending');
    await kiosk.switchOff();
    serviceVersion += 1;
    await store.readAnew();
    time.after(dice.between(5000, 60_000), () => void kiosk.start());
  }

  async function states(): Promise<string[]> {
    return [...(await store.rows()).values()].map(({ delivery }) => delivery.state);
  }

  function newPage(): WorldPage | undefined {
    const at = run;
    if (!at) return undefined;
    pagesSoFar += 1;
    const page = openPage({
      name,
      number: pagesSoFar,
      dice,
      time,
      store,
      life: at.life,
      cryptography,
      sabotage,
      trace,
      crashes: powerGoes && dice.happens(0.3),
      isOn: () => somebody,
      shell: {
        safe: at.safe,
        trust: at.trust,
        portal: at.portal,
        news: at.news,
        sendPart: at.sendPart,
        receipts: async (request) => keepReceipts(request, receiptPorts(at)),
        syncFromSafe: async (request) => syncFromSafe(request, { ...receiptPorts(at), portal: at.portal }),
        owed: () => owed(at.safe),
        tidySoon: () => void at.tidying.run('after-freeing'),
      },
      async onAgreed() {
        const rows = await store.rows();
        for (const filing of [...onTheirWay]) if (rows.has(filing)) onTheirWay.delete(filing);
      },
      onCrash() {
        tally.fault('page crashed');
        pages.delete(page);
        freshPageSoon();
      },
    });
    pages.add(page);
    return page;
  }

  function closePage(page: WorldPage): void {
    page.close();
    pages.delete(page);
  }

  function freshPageSoon(): void {
    const at = run;
    if (pages.size > 0 || !at) return;
    time.after(dice.between(500, 5000), () => {
      if (run !== at || pages.size > 0) return;
      void (async () => {
        if (dice.happens(vanishes / 2)) await vanish();
        newPage();
      })();
    });
  }

  async function vanish(): Promise<void> {
    tally.fault('outbox vanished');
    trace(`${name}: the outbox vanished`);
    await store.vanish();
  }

  function newestPage(): WorldPage | undefined {
    return [...pages].reverse().find((page) => page.isReady());
  }
}

function codeOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code ?? message ?? String(error);
}

/** Asked only for typed codes; residents of this world show their slip. */
const noCounters = {} as Counters;
