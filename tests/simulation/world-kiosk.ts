import { openClockState } from '../../electron/shell/clock-state.ts';
import { createDeviceSigning } from '../../electron/shell/device-signing.ts';
import { fileDossier } from '../../electron/shell/filing.ts';
import type { JournalLog } from '../../electron/shell/journal-log.ts';
import { createNewsReader } from '../../electron/shell/portal-news.ts';
import { owed, rate } from '../../electron/shell/ratings.ts';
import { keepReceipts } from '../../electron/shell/receipts.ts';
import type { Room } from '../../electron/shell/room.ts';
import type { Disk } from '../../electron/shell/safe/disk.ts';
import { openSafe, type Safe } from '../../electron/shell/safe/safe.ts';
import type { Kiosk, Trust } from '../../electron/shell/trust.ts';
import { reconcile } from '../../renderer/store/reconcile.ts';
import { toBase64Url, toHex } from '../../shared/dossier/bytes.ts';
import type { Dossier } from '../../shared/dossier/dossier.ts';
import { signWithdrawal } from '../../shared/dossier/withdrawal.ts';
import { createMemoryOutbox } from '../../shared/outbox/memory-outbox.ts';
import type { Outbox, OutboxFiling } from '../../shared/outbox/outbox.ts';
import type { Clock } from '../../shared/runtime.ts';
import { type SyncEngine, startSyncEngine } from '../../shared/sync/engine.ts';
import { fromSafe } from '../../shared/sync/from-safe.ts';
import type { SafeDoor } from '../../shared/sync/ports.ts';
import { readAttempt } from '../../shared/sync/read-attempt.ts';
import { soundDecisions } from '../../shared/sync/sync-state.ts';
import { createSimulatedDisk } from '../support/simulated-disk.ts';
import { type Life, startLife } from './life.ts';
import type { Sabotage } from './sabotage.ts';
import type { SeededCryptography } from './seeded-cryptography.ts';
import type { SeededDice } from './seeded-dice.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { WorldNetwork } from './world-network.ts';
import { keys, kioskId, ward } from './world-portal.ts';

export interface WorldKiosk {
  start(): Promise<void>;
  cutPower(): void;
  /** A resident files; `undefined` when the kiosk is off, refuses, or goes off in the middle. */
  file(nonce: string): Promise<{ id: string; bodySha256: string } | undefined>;
  withdraw(id: string): Promise<boolean>;
  rate(): Promise<boolean>;
  attendantTriesAgain(): Promise<void>;
  sendNow(): void;
  setSomebody(somebody: boolean): void;
  diskFails(): void;
  /** Running, and the outbox agrees with the safe. */
  ready(): { readonly safe: Safe; readonly rows: ReadonlyMap<string, OutboxFiling> } | undefined;
  readonly isOn: boolean;
  calm(): void;
  jumpClock(byMs: number): void;
}

const epochMs = Date.parse('2026-11-21T01:00:00.000Z');
const safeFolder = '/safe';

const outboxCalls: readonly (keyof Outbox)[] = [
  'put',
  'lease',
  'record',
  'recover',
  'tryAgain',
  'setStatus',
  'setWithdrawal',
  'get',
  'list',
  'count',
  'openWithdrawals',
  'following',
  'agree',
];
const diskCalls = ['list', 'size', 'read', 'openForAppend', 'rename', 'remove', 'syncFolder'] as const;

/** The kiosk over power cuts: real safe, real shell services, real engine; the outbox in memory outlives cuts, or vanishes. */
export function createWorldKiosk(world: {
  dice: SeededDice;
  time: VirtualTime;
  network: WorldNetwork;
  cryptography: SeededCryptography;
  sabotage: Sabotage;
  /** How likely the browser's store is gone at a start. */
  vanishes: number;
  /** Whether the power goes by itself now and then, between any two calls. */
  powerGoes: boolean;
  trace: (what: string) => void;
}): WorldKiosk {
  const { dice, time, network, cryptography, sabotage, trace } = world;
  const disk = createSimulatedDisk({ freeBytes: 10 ** 12 });
  const rows = new Map<string, OutboxFiling>();
  let { powerGoes, vanishes } = world;
  let clockOffsetMs = 0;
  const signing = createDeviceSigning((key) => cryptography.signing(key));
  const clock: Clock = { nowMs: () => epochMs + time.nowMs() + clockOffsetMs };
  let run: Running | undefined;

  interface Running {
    readonly life: Life;
    safe?: Safe;
    outbox?: Outbox;
    engine?: SyncEngine;
    ready: boolean;
  }

  function cut(): void {
    if (!run) return;
    trace('power cut');
    run = undefined;
    disk.setFault(undefined);
    disk.powerCut((most) => dice.between(0, most));
    time.after(dice.between(5000, 600_000), () => void kiosk.start());
  }

  const kiosk: WorldKiosk = {
    async start() {
      if (run) return;
      const life = startLife({
        callsToLive: powerGoes ? dice.between(10, dice.pick([100, 1000, 5000])) : Number.POSITIVE_INFINITY,
        onDeath: cut,
      });
      const mine: Running = { life, ready: false };
      run = mine;
      if (dice.happens(vanishes)) {
        trace('the outbox vanished');
        rows.clear();
      }
      try {
        await boot(mine);
      } catch (error) {
        // A start the disk does not allow: the shell exits and is started again.
        trace(`start failed: ${(error as { code?: string }).code ?? String(error)}`);
        life.end();
      }
    },
    cutPower: () => run?.life.end(),
    async file(nonce) {
      const { life, safe, outbox } = run ?? {};
      if (!life || !safe || !outbox || !run?.ready) return undefined;
      try {
        const dossier = await aDossier(safe, nonce);
        const clockState = await openClock(life);
        const log = silent;
        const ports = { ...cryptography, kiosk: identity, signing, safe, clock, clockState, log, room: roomy };
        const { filing } = await fileDossier(dossier, ports);
        await outbox.put(fromSafe(filing));
        return { id: filing.id, bodySha256: filing.bodySha256 };
      } catch (error) {
        trace(`filing refused: ${(error as { code?: string }).code ?? String(error)}`);
        return undefined;
      }
    },
    async withdraw(id) {
      const { safe, outbox } = run ?? {};
      const row = safe?.find(id);
      if (!safe || !outbox || !run?.ready || !row || row.receipt || row.withdrawal) return false;
      const at = new Date(clock.nowMs()).toISOString();
      const token = await signWithdrawal({ kiosk: kioskId, filing: id, at }, cryptography.signing(keys.device));
      const kept = await safe.keepWithdrawal(id, token);
      if (kept.kept) await outbox.setWithdrawal(id, { token, reached: false });
      return kept.kept;
    },
    async rate() {
      if (!run?.safe || !run.ready) return false;
      const kept = rate({ service: 'extract-copy', score: 5 }, { safe: run.safe, dice, nowMs: clock.nowMs() });
      return kept.then(
        () => true,
        () => false,
      );
    },
    async attendantTriesAgain() {
      const { outbox } = run ?? {};
      if (!outbox || !run?.ready) return;
      for (const { id } of await outbox.list({ states: ['needs-attention'], limit: 100 })) await outbox.tryAgain(id);
    },
    sendNow: () => run?.engine?.sendNow(),
    setSomebody: (somebody) => run?.engine?.setSomebodyAtTheScreen(somebody),
    diskFails() {
      let left = dice.between(1, 6);
      const fault = dice.pick(['full', 'fails'] as const);
      disk.setFault(() => {
        left -= 1;
        return left < 0 ? 'fine' : fault;
      });
    },
    ready: () => (run?.ready && run.safe ? { safe: run.safe, rows } : undefined),
    get isOn() {
      return run !== undefined;
    },
    calm() {
      powerGoes = false;
      vanishes = 0;
      disk.setFault(undefined);
      // Whoever is still to lose power loses it now.
      run?.life.end();
    },
    jumpClock(byMs) {
      clockOffsetMs += byMs;
    },
  };
  return kiosk;

  async function boot(mine: Running): Promise<void> {
    const { life } = mine;
    const guardedDisk = guardDisk(life);
    const safe = await openSafe({
      disk: guardedDisk,
      folder: safeFolder,
      clock,
      segmentBytes: 32 * 1024,
      onTrouble: (code) => trace(code),
    });
    mine.safe = safe;
    const outbox = life.guard(sabotage.outbox(createMemoryOutbox(rows), rows), outboxCalls);
    mine.outbox = outbox;
    const agreed = await reconcile(outbox, (query) => safe.list({ ...query, bodyBytes: 10 ** 6 }));
    trace(`started: ${agreed.filings} in the safe, ${agreed.added} added, ${agreed.corrected} corrected`);
    mine.ready = true;
    const verifying = sabotage.verifying(cryptography.verifying);
    mine.engine = startSyncEngine(
      {
        outbox,
        portal: sabotage.portal(
          {
            async sync(request) {
              const reply = await life.hears(network.send(JSON.stringify(request)));
              return reply ? readAttempt(reply) : { kind: 'unreachable' };
            },
          },
          cryptography,
        ),
        safe: life.guard(await openSafeDoor(mine, safe, verifying), [
          'kiosk',
          'owed',
          'recordReceipts',
          'takeNews',
          'sendPart',
        ]),
        verifying,
        clock,
        dice,
        timer: life.timer(time.timer),
      },
      { ...soundDecisions, ...sabotage.decisions },
    );
    mine.engine.observe((event) => {
      if (event.event !== 'rested') trace(JSON.stringify(event));
    });
  }

  /** What stands behind `/shell/*`, without HTTP. */
  async function openSafeDoor(
    mine: Running,
    safe: Safe,
    verifying: SeededCryptography['verifying'],
  ): Promise<SafeDoor> {
    const clockState = await openClock(mine.life);
    const news = createNewsReader({
      trust: { kiosk: () => identity } as Trust,
      safe,
      verifying,
      clockState,
      log: silent,
      now: () => ({ ms: clock.nowMs(), confirmed: true }),
      lackingAfterMs: 3_600_000,
      bodyWithoutCheckpointMs: 30 * 86_400_000,
      onLearnt: () => {},
    });
    const answered = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
      try {
        return await work();
      } catch {
        return undefined;
      }
    };
    return {
      kiosk: async () => ({ id: kioskId, receiptKeys: [keys.receipt], trustVersion: 1, configVersion: 1 }),
      owed: async () => owed(safe),
      recordReceipts: (receipts) =>
        answered(() => keepReceipts({ receipts: [...receipts] }, { kiosk: identity, safe, verifying, log: silent })),
      takeNews: (told) => answered(() => news.read(told)),
      async sendPart(sha256) {
        const bytes = safe.neededParts().has(sha256) ? await safe.parts.read(sha256) : undefined;
        return bytes ? mine.life.hears(network.sendPart(sha256, bytes)) : 'gone';
      },
    };
  }

  function guardDisk(life: Life): Disk {
    const guarded = life.guard(disk as Disk, diskCalls);
    return {
      ...guarded,
      openForAppend: async (path) =>
        life.guard(await guarded.openForAppend(path), ['append', 'sync', 'truncate', 'close']),
    };
  }

  function openClock(life: Life) {
    return openClockState({ disk: guardDisk(life), folder: safeFolder, clock, confirmedMs: 30 * 86_400_000 });
  }

  async function aDossier(safe: Safe, nonce: string): Promise<Dossier> {
    const papers: Dossier['papers'] = [];
    for (let page = 1; page <= dice.pick([0, 0, 1, 2]); page++) {
      const { key, ciphertext } = await cryptography.partCipher.encryptPart(dice.bytes(dice.between(200, 3000)));
      const sha256 = toHex(await cryptography.hashing.sha256(ciphertext));
      await safe.parts.keep(sha256, ciphertext);
      papers.push({ paper: 'p', page, sha256, bytes: ciphertext.length, key: toBase64Url(key), type: 'image/jpeg' });
    }
    const at = new Date(clock.nowMs()).toISOString();
    return {
      format: 1,
      nonce,
      service: { id: 'extract-copy', version: '1', code: null },
      language: 'vi',
      answers: { text: 'x'.repeat(dice.between(10, 2000)) },
      fromCard: [],
      identity: { how: 'typed', helped: false },
      eligibility: {},
      consents: [],
      pledge: { text: 'p', at },
      receiver: { kind: 'ward', unit: ward.code },
      papers,
      papersLater: [],
      warned: [],
      checkCode: 'ABC123',
      clockDoubtful: false,
    };
  }
}

const silent: JournalLog = { write: () => {} } as unknown as JournalLog;

const roomy: Room = {
  state: async () => ({ freeBytes: 10 ** 12, parts: true, filings: true }),
  requireForPart: async () => {},
  requireForFiling: async () => {},
};

const identity = {
  portal: 'https://portal.invalid',
  rootKey: keys.root,
  trust: {
    version: 1,
    issuedAt: '2026-11-01T00:00:00Z',
    intake: [keys.intake],
    receipt: [keys.receipt],
    config: [keys.config],
  },
  config: { kiosk: { id: kioskId, label: 'A6' } },
  panelDiagonalInches: 21.5,
  deviceKey: keys.device,
  checkKey: new Uint8Array(32),
} as unknown as Kiosk;
