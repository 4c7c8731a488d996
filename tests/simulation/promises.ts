import { caseCode } from '../../portal/intake/official-code.ts';
import type { Arrival, CaseRecord } from '../../portal/register/register.ts';
import type { Delivery, OutboxFiling } from '../../shared/outbox/outbox.ts';
import { problems } from '../../shared/portal-contract/problems.ts';
import { createRevisionsWatch } from './revisions-watch.ts';
import type { PromiseName, Tally } from './tally.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Filed, WorldKiosk } from './world-kiosk.ts';
import { type GoneWithDisks, toldStatus, type WorldPortal } from './world-portal.ts';

/** A promise of design §2 was broken in this world. */
export class BrokenPromise extends Error {}

export interface Kept extends Filed {
  readonly kiosk: WorldKiosk;
}

export interface Promises {
  /** A resident's filing lies in the safe. */
  kept(filed: Filed, kiosk: WorldKiosk): void;
  /** A resident's rating was kept. */
  rated(): void;
  /** The register has taken a filing in, under this code. */
  arrived(arrival: Arrival, taken: CaseRecord, nonce: string): void;
  /** An officer asked for a correction of this case. */
  asked(asked: { filing: string; round: number }): void;
  /** The portal signed checkpoints for a copy that cannot be lost with its disks. */
  backedUp(): Promise<void>;
  /** The portal's disks were lost, and with them these; every status it had told until then stays one that was told. */
  lost(gone: GoneWithDisks): void;
  /** After every event. Throws `BrokenPromise`. */
  check(): Promise<void>;
  /** A revision whose dossier a restored portal has lost: it waits until the portal has noticed, and has it again. */
  waitsForCase(id: string): Promise<boolean>;
  /** When all faults have stopped and time has passed. */
  checkEnd(): Promise<void>;
  /** When the portal has been able to notice what it lacks. */
  checkPortalHasAll(): Promise<void>;
  readonly all: ReadonlyMap<string, Kept>;
  readonly busiest: { readonly unanswered: number; readonly requests: number; readonly ofOneFiling: number };
}

/** In any hour, of one kiosk. Caps and jitter leave room for far fewer; a loop makes thousands. */
const most = { unanswered: 320, requests: 1500, ofOneFiling: 160 };
/** Things one kiosk waits for at a time: rests, cooling filings, requests on their way. */
const mostPlanned = { ofTheWorld: 150, ofOneKiosk: 120 };
const hourMs = 3_600_000;

export function watchPromises(world: {
  kiosks: readonly WorldKiosk[];
  portal: () => WorldPortal;
  time: VirtualTime;
  tally: Tally;
  /** A portal may refuse it for good. */
  isBad: (kept: Kept) => boolean;
}): Promises {
  const { kiosks, time, tally } = world;
  const all = new Map<string, Kept>();
  const byNonce = new Map<string, string>();
  const codes = new Map<string, string>();
  const lost = new Set<string>();
  const covered = new Set<string>();
  const statusesSeen = new Set<string>();
  const busiest = { unanswered: 0, requests: 0, ofOneFiling: 0 };
  let ratings = 0;
  const watched = new Map<WorldKiosk, Watched>();
  const revisions = createRevisionsWatch({ portal: world.portal, tally, checked });

  return {
    all,
    busiest,
    rated() {
      ratings += 1;
    },
    kept(filed, kiosk) {
      all.set(filed.id, { ...filed, kiosk });
      watch(kiosk).mine.push(filed.id);
    },
    asked: revisions.asked,
    arrived({ filing }, { code, revision }, nonce) {
      tally.checked('registered at most once');
      const before = byNonce.get(nonce);
      if (before !== undefined && before !== filing) broken(`one dossier was registered twice: ${before}, ${filing}`);
      byNonce.set(nonce, filing);
      if (revision) {
        const isOfCase = codes.get(caseCode(code)) === revision.of;
        checked(
          'a revision has the code of its case',
          isOfCase,
          () => `a revision of ${revision.of} is called ${code}`,
        );
        return revisions.arrived({ filing, nonce, ...revision });
      }
      tally.checked('one code, one filing');
      const other = codes.get(code);
      if (other !== undefined && other !== filing) broken(`one code for two filings: ${code}: ${other}, ${filing}`);
      codes.set(code, filing);
    },
    async backedUp() {
      const { register } = world.portal().storage;
      for (const { id } of kiosks) {
        const held = (await register.newestCheckpoint(id))?.held ?? [];
        for (const [from, to] of held) for (let place = from; place <= to; place++) covered.add(`${id} ${place}`);
      }
    },
    lost({ filings, statuses }) {
      for (const told of statuses) statusesSeen.add(told);
      for (const filing of filings) lost.add(filing);
      revisions.lost(filings);
    },
    async check() {
      checked(
        'waits and memory bounded',
        time.planned() <= mostPlanned.ofTheWorld + mostPlanned.ofOneKiosk * kiosks.length,
        () => `${time.planned()} things are waited for at once`,
      );
      for (const kiosk of kiosks) {
        const seen = watch(kiosk);
        checkPace(kiosk, seen);
        const safe = kiosk.ready();
        if (!safe) continue;
        const state = `${kiosk.changes()} ${safe.head().records} ${seen.mine.length}`;
        // Nothing of this kiosk has changed since it was last found right.
        if (seen.state === state) continue;
        seen.state = state;
        await checkKiosk(kiosk, seen, safe);
      }
    },
    waitsForCase,
    async checkEnd() {
      for (const [id, { kiosk }] of all) {
        if (kiosk.isDead) continue;
        const state = (await kiosk.rows()).get(id)?.delivery.state;
        if (!kiosk.ready()) broken(`${kiosk.name} did not come back`);
        if (await waitsForCase(id)) continue;
        checked(
          'end: received or needs attention',
          state === 'received' || state === 'needs-attention',
          () => `not delivered in the end: ${id} is ${state}`,
        );
      }
      for (const kiosk of kiosks) {
        if (kiosk.isDead) continue;
        for (const { id, delivery, withdrawal } of (await kiosk.rows()).values()) {
          if (delivery.state !== 'received' || !withdrawal) continue;
          checked('end: withdrawals reached', withdrawal.reached, () => `withdrawal never reached: ${id}`);
          const found = await register().findCase(id);
          // What a revision has changed cannot be taken back.
          if (found?.revision?.outcome === 'taken') continue;
          checked(
            'end: withdrawals reached',
            found?.status !== 1,
            () => `withdrawn and still new at the portal: ${id}`,
          );
        }
        checked('end: ratings reached', kiosk.safe()?.owedRatings().length === 0, () => 'ratings still owed');
      }
      const told = (await register().ratings()).length;
      const isWhole = lost.size === 0 && !kiosks.some(({ isDead }) => isDead);
      if (isWhole && !restored()) checked('end: ratings reached', told >= ratings, () => 'ratings lost');
    },
    async checkPortalHasAll() {
      for (const [id, kept] of all) {
        const { kiosk } = kept;
        if (kiosk.isDead && world.isBad(kept)) continue;
        const state = kiosk.isDead ? 'dead' : (await kiosk.rows()).get(id)?.delivery.state;
        if (state !== 'received' && state !== 'dead') continue;
        checked(
          'end: the portal has whatever was received, and whatever a dead kiosk held',
          (await register().findCase(id)) !== undefined,
          () => `${state} and not at the portal: ${id}`,
        );
      }
      await revisions.checkEnd(all);
    },
  };

  function register() {
    return world.portal().storage.register;
  }

  async function caseOf(id: string): Promise<string> {
    return (await register().findCase(id))?.revision?.of ?? all.get(id)?.revises?.filing ?? id;
  }

  async function waitsForCase(id: string): Promise<boolean> {
    const of = all.get(id)?.revises?.filing;
    return of !== undefined && lost.has(of) && (await register().findCase(of)) === undefined;
  }

  function restored(): boolean {
    return (tally.faults['portal restored from a backup'] ?? 0) > 0;
  }

  function checked(name: PromiseName, holds: boolean, otherwise: () => string): void {
    tally.checked(name);
    if (!holds) broken(otherwise());
  }

  function watch(kiosk: WorldKiosk): Watched {
    const known = watched.get(kiosk);
    if (known) return known;
    const fresh: Watched = {
      mine: [],
      state: '',
      view: '',
      rows: new Map(),
      shown: new Map(),
      attempts: new Map(),
      freed: new Set(),
      hourFrom: 0,
      hourUnanswered: 0,
      counted: 0,
    };
    watched.set(kiosk, fresh);
    return fresh;
  }

  async function checkKiosk(kiosk: WorldKiosk, seen: Watched, safe: NonNullable<ReturnType<WorldKiosk['ready']>>) {
    const rows = await kiosk.rows();
    if (seen.view !== kiosk.view()) {
      // Statuses are advice, kept by the store alone: another page, or a store that was gone, may know older ones until it has asked.
      for (const [id, { code }] of seen.shown) seen.shown.set(id, { code, status: undefined });
      seen.view = kiosk.view();
    }
    for (const id of seen.mine) {
      checked('kept is in the safe', safe.find(id) !== undefined, () => `kept and not in the safe: ${id}`);
      if (kiosk.isOnItsWay(id)) continue;
      checked('kept is in the outbox', rows.has(id), () => `kept and not in the outbox: ${id}`);
    }
    for (const filing of rows.values()) {
      const row = safe.find(filing.id);
      const isFreed = row?.freed !== undefined && !seen.freed.has(filing.id);
      // Rows are replaced, never edited: one that is the same was right before.
      if (seen.rows.get(filing.id) === filing && !isFreed) continue;
      seen.rows.set(filing.id, filing);
      await checkShown(filing, seen);
      checkAttempts(filing, seen);
      const hasBody = filing.body !== null;
      checked(
        'body kept until a receipt lies in the safe',
        hasBody || row?.receipt !== undefined,
        () => `body freed without a receipt in the safe: ${filing.id}`,
      );
      if (filing.delivery.state === 'received') {
        checked('received row holds no body', !hasBody, () => `received and its body still here: ${filing.id}`);
      }
      if (isFreed) await checkFreed(kiosk, filing, seen);
    }
  }

  /** Received only when the portal has it, under this code; and never anything less afterwards, unless the portal lost it. */
  async function checkShown({ id, delivery }: OutboxFiling, seen: Watched): Promise<void> {
    const before = seen.shown.get(id);
    const code = delivery.state === 'received' ? delivery.code : undefined;
    checked(
      'shown never goes back',
      before === undefined || code === before.code || lost.has(id),
      () => `what was shown as received under ${before?.code} went back to ${delivery.state} ${code ?? ''}: ${id}`,
    );
    if (delivery.state === 'needs-attention') {
      checked('needs-attention has a reason', delivery.problem in problems, () => `no reason: ${id}`);
    }
    if (delivery.state !== 'received') return void seen.shown.delete(id);
    if (code !== undefined && before?.code !== code) {
      const found = await register().findCase(id);
      const wasTold = lost.has(id) && codes.get(code) === (await caseOf(id));
      checked(
        'shown as received only what the portal has',
        (found && caseCode(found.code) === code) || wasTold,
        () => `shown as received under ${code}, the portal has ${found?.code}: ${id}`,
      );
    }
    await checkStatus(id, delivery, before?.status);
    seen.shown.set(id, { code: delivery.code, status: delivery.status });
  }

  async function checkStatus(id: string, { status }: Received, before: Received['status']): Promise<void> {
    if (!status || (before?.status === status.status && before.since === status.since)) return;
    const isLater = before === undefined || Date.parse(status.since) >= Date.parse(before.since);
    checked('shown never goes back', isLater, () => `status went back to ${status.status}: ${id}`);
    // A revision is told the status of its case.
    const of = await caseOf(id);
    const told = toldStatus(of, status.status, status.since);
    const history = await register().history(of);
    const isOfNow = history.some((one) => one.status === status.status && one.at === status.since);
    checked(
      'shown status is one the case had',
      // A restored portal has forgotten what its officers did since its backup.
      isOfNow || lost.has(of) || statusesSeen.has(told),
      () => `status ${status.status} since ${status.since} was never set: ${id}`,
    );
    statusesSeen.add(told);
  }

  function checkAttempts({ id, delivery }: OutboxFiling, seen: Watched): void {
    const before = seen.attempts.get(id) ?? [];
    // The count of a row that was rebuilt starts anew.
    if (delivery.state !== 'sending') return;
    const since = time.nowMs() - hourMs;
    const within = [...before.filter((atMs) => atMs > since), time.nowMs()];
    seen.attempts.set(id, within);
    busiest.ofOneFiling = Math.max(busiest.ofOneFiling, within.length);
    checked(
      'attempts of one filing per hour',
      within.length <= most.ofOneFiling,
      () => `${within.length} attempts within an hour: ${id}`,
    );
  }

  async function checkFreed(kiosk: WorldKiosk, { id, sequence }: OutboxFiling, seen: Watched): Promise<void> {
    const found = await register().findCase(id);
    checked('freed only under a checkpoint', found !== undefined, () => `freed and not at the portal: ${id}`);
    checked(
      'freed only under a checkpoint',
      covered.has(`${kiosk.id} ${sequence}`),
      () => `freed without a checkpoint: ${id}`,
    );
    seen.freed.add(id);
  }

  function checkPace(kiosk: WorldKiosk, seen: Watched): void {
    const { sent } = kiosk.line;
    if (seen.counted === sent.length) return;
    seen.counted = sent.length;
    const since = time.nowMs() - hourMs;
    while ((sent[seen.hourFrom]?.atMs ?? Number.POSITIVE_INFINITY) < since) seen.hourFrom += 1;
    const requests = sent.length - seen.hourFrom;
    let unanswered = 0;
    for (let index = seen.hourFrom; index < sent.length; index++) if (!sent[index]?.answered) unanswered += 1;
    busiest.requests = Math.max(busiest.requests, requests);
    busiest.unanswered = Math.max(busiest.unanswered, unanswered);
    checked(
      'attempts per hour',
      unanswered <= most.unanswered,
      () => `${unanswered} unanswered attempts within an hour`,
    );
    checked('attempts per hour', requests <= most.requests, () => `${requests} messages within an hour`);
  }
}

type Received = Extract<Delivery, { state: 'received' }>;

interface Watched {
  readonly mine: string[];
  state: string;
  view: string;
  readonly rows: Map<string, OutboxFiling>;
  readonly shown: Map<string, { code: string; status: Received['status'] }>;
  readonly attempts: Map<string, number[]>;
  readonly freed: Set<string>;
  hourFrom: number;
  hourUnanswered: number;
  counted: number;
}

function broken(what: string): never {
  throw new BrokenPromise(what);
}
