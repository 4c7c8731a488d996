import {
  allRefusedNote,
  hasGiven,
  resultRow,
  resultsMoveIn,
  statusesAfter,
} from '../../shared/portal-contract/case-results.ts';
import { nextStatuses } from '../../shared/portal-contract/case-status.ts';
import type { DraftStanding } from '../../shared/portal-contract/draft-certificate.ts';
import type { KioskReport } from '../../shared/portal-contract/kiosk-report.ts';
import type { Rating } from '../../shared/portal-contract/messages.ts';
import type { StaffMember } from '../../shared/portal-contract/trust.ts';
import { nextNumber, officialCode, revisionCode, revisionPlace } from '../intake/official-code.ts';
import { keepsDraft, losesDraft, mayAnswer, waitsForDraft } from './draft-rules.ts';
import { stepOf } from './head-step.ts';
import {
  type Arrival,
  type ArrivingRevision,
  type AuditRecord,
  alarmsKept,
  type CaseBody,
  type CaseRecord,
  type CheckpointRecord,
  type CorrectionRecord,
  type DraftRecord,
  deadForDoubles,
  doubleWindowMs,
  type EnrolmentRecord,
  type HeadAlarm,
  type HistoryRecord,
  headsKept,
  type KioskHead,
  type KioskRecord,
  type MovedResult,
  type OfficerRecord,
  type PaymentRecord,
  type RatingCount,
  type RefusalRecord,
  type Register,
  refusalsKept,
  type SignedConfig,
} from './register.ts';
import { agreesWithResults, stateIn, statesAfter } from './result-states.ts';

/**
 * A register without a disk, for the simulated world: no clock, no dice, no timers, so one seed replays byte for byte.
 * `beforeCommit` stands for the moment before the disk has synced: when it throws, all of that call's changes are undone.
 */
export function createMemoryRegister(options: { beforeCommit?: (operation: string) => void } = {}): MemoryRegister {
  const state = emptyTables();
  let undo: (() => void)[] = [];

  function put<V>(table: Map<string, V>, key: string, value: V): void {
    const before = table.get(key);
    const existed = table.has(key);
    undo.push(() => void (existed ? table.set(key, before as V) : table.delete(key)));
    table.set(key, value);
  }

  function drop<V>(table: Map<string, V>, key: string): void {
    const entries = [...table];
    undo.push(() => {
      table.clear();
      for (const [name, value] of entries) table.set(name, value);
    });
    table.delete(key);
  }

  /** Bodies are synchronous, so no two transactions can be open at once. */
  async function transact<T>(operation: string, work: () => T): Promise<T> {
    undo = [];
    try {
      const result = work();
      options.beforeCommit?.(operation);
      return result;
    } catch (error) {
      for (const step of undo.reverse()) step();
      throw error;
    }
  }

  function addHistory(filing: string, record: HistoryRecord): void {
    put(state.history, filing, [...(state.history.get(filing) ?? []), record]);
  }

  function changeStatus(found: CaseRecord, record: HistoryRecord, due?: string): CaseRecord {
    const changed: CaseRecord = { ...found, status: record.status, since: record.at, due: due ?? found.due };
    put(state.cases, found.filing, changed);
    addHistory(found.filing, record);
    return changed;
  }

  function closeCorrection(filing: string, at: string, answeredBy?: string): void {
    const rounds = state.corrections.get(filing) ?? [];
    if (!rounds.some(({ closedAt }) => closedAt === undefined)) return;
    const closed = rounds.map((one) =>
      one.closedAt === undefined ? { ...one, closedAt: at, ...(answeredBy ? { answeredBy } : {}) } : one,
    );
    put(state.corrections, filing, closed);
  }

  function closeDraft(
    filing: string,
    how: { standing: Exclude<DraftStanding, 'asked'>; at: string; answeredBy?: string },
  ): void {
    const drafts = state.drafts.get(filing) ?? [];
    if (!drafts.some(({ standing }) => standing === 'asked')) return;
    const { standing, at: closedAt, answeredBy } = how;
    const closed = drafts.map((one) =>
      one.standing === 'asked' ? { ...one, standing, closedAt, ...(answeredBy ? { answeredBy } : {}) } : one,
    );
    put(state.drafts, filing, closed);
  }

  function revisionsOf(filing: string): CaseRecord[] {
    return [...state.cases.values()].filter(({ revision }) => revision?.of === filing);
  }

  function revise(arrival: Arrival, { of, round, due, reply }: ArrivingRevision): CaseRecord {
    const { body, codePrefix: _prefix, codeDay: _day, codeFloor: _floor, revision: _revision, ...facts } = arrival;
    const base = state.cases.get(of);
    if (!base || base.revision) throw new Error('a revision of a case that is not in the register');
    const open = (state.corrections.get(of) ?? []).find(({ closedAt }) => closedAt === undefined);
    const isWithdrawn = state.waitingWithdrawals.get(arrival.filing) === arrival.kiosk;
    const at = arrival.receivedAt;
    const draft = (state.drafts.get(of) ?? []).find(({ number }) => number === round);
    const isAsked = reply
      ? draft !== undefined && mayAnswer(draft, arrival.receivedMs)
      : base.status === 5 && open?.round === round;
    const outcome = isWithdrawn ? 'withdrawn' : isAsked ? 'taken' : 'set-aside';
    const record: CaseRecord = {
      ...facts,
      code: revisionCode(base.code, revisionsOf(of).length + 1),
      status: isWithdrawn ? 7 : 1,
      since: at,
      due: null,
      receipt: null,
      revision: { of, round, outcome, ...(reply ? { reply } : {}) },
    };
    put(state.cases, arrival.filing, record);
    put(state.bodies, arrival.filing, body);
    addHistory(arrival.filing, { status: 1, at, by: 'portal' });
    if (isWithdrawn) addHistory(arrival.filing, { status: 7, at, by: 'kiosk' });
    if (outcome === 'taken' && reply) {
      const standing = reply === 'right' ? 'confirmed' : 'to-change';
      closeDraft(of, { standing, at, answeredBy: arrival.filing });
      addHistory(of, { status: base.status, at, by: 'kiosk', event: `draft-${standing}` });
    } else if (outcome === 'taken') {
      changeStatus(base, { status: 4, at, by: 'kiosk' }, due);
      closeCorrection(of, at, arrival.filing);
    }
    return record;
  }

  return {
    addEnrolment: (enrolment) => transact('addEnrolment', () => put(state.enrolments, enrolment.secretHash, enrolment)),
    enrolments: async () => [...state.enrolments.values()],
    enrol: ({ secretHash, nowMs }, makeKiosk) =>
      transact('enrol', () => {
        const enrolment = state.enrolments.get(secretHash);
        if (!enrolment || enrolment.usedAt || enrolment.expiresMs <= nowMs) return undefined;
        const kiosk = makeKiosk(
          enrolment,
          [...state.kiosks.values()].map(({ label }) => label),
        );
        put(state.enrolments, secretHash, { ...enrolment, usedAt: kiosk.enrolledAt });
        put(state.kiosks, kiosk.id, kiosk);
        return kiosk;
      }),
    findKiosk: async (id) => state.kiosks.get(id),
    kiosks: async () => [...state.kiosks.values()],
    setRevoked: (id, at) =>
      transact('setRevoked', () => {
        const kiosk = state.kiosks.get(id);
        if (kiosk) put(state.kiosks, id, { ...kiosk, revokedAt: at });
      }),
    noteHead: (id, head) =>
      transact('noteHead', () => {
        const kiosk = state.kiosks.get(id);
        if (!kiosk || (kiosk.head?.records === head.records && kiosk.head.hash === head.hash)) return undefined;
        const heads = state.heads.get(id) ?? [];
        const alarms = state.headAlarms.get(id) ?? [];
        const step = stepOf(head, {
          highest: heads.reduce<KioskHead | undefined>(
            (top, one) => (top && top.records >= one.records ? top : one),
            undefined,
          ),
          sameCount: heads.filter(({ records }) => records === head.records),
          openAlarms: alarms.filter(({ overAt }) => overAt === undefined),
        });
        put(state.kiosks, id, { ...kiosk, head });
        put(state.heads, id, [...heads, head].slice(-headsKept));
        if (!step.alarm && step.over.length === 0) return undefined;
        const now = alarms.map((one) => (step.over.includes(one) ? { ...one, overAt: head.at } : one));
        put(state.headAlarms, id, [...now, ...(step.alarm ? [step.alarm] : [])].slice(-alarmsKept));
        return step.alarm;
      }),
    heads: async (kiosk) => [...(state.heads.get(kiosk) ?? [])],
    headAlarms: async (kiosk) => [...(state.headAlarms.get(kiosk) ?? [])],
    settleForks: (kiosk, at) =>
      transact('settleForks', () => {
        const alarms = state.headAlarms.get(kiosk) ?? [];
        const isOpenFork = ({ kind, overAt }: HeadAlarm) => kind === 'forked' && overAt === undefined;
        if (!alarms.some(isOpenFork)) return;
        put(
          state.headAlarms,
          kiosk,
          alarms.map((one) => (isOpenFork(one) ? { ...one, overAt: at } : one)),
        );
      }),
    keepReport: (report) => transact('keepReport', () => put(state.reports, report.kiosk, report)),
    reports: async () => new Map(state.reports),
    keepConfig: (kiosk, config) => transact('keepConfig', () => put(state.configs, kiosk, config)),
    findConfig: async (kiosk) => state.configs.get(kiosk),

    spendAssertion: ({ kiosk, jti, expiresMs, nowMs }) =>
      transact('spendAssertion', () => {
        for (const [key, expiry] of state.assertions) if (expiry < nowMs) drop(state.assertions, key);
        const key = JSON.stringify([kiosk, jti]);
        if (state.assertions.has(key)) return false;
        put(state.assertions, key, expiresMs);
        return true;
      }),

    receive: (arrivals) =>
      transact('receive', () =>
        arrivals.map((arrival) => {
          const known = state.cases.get(arrival.filing);
          if (known) return known;
          if (arrival.revision) return revise(arrival, arrival.revision);
          const { body, codePrefix, codeDay, codeFloor: floor, revision: _none, ...facts } = arrival;
          const series = `${codePrefix} ${codeDay}`;
          const count = nextNumber({ last: state.counters.get(series) ?? 0, nowMs: arrival.receivedMs, floor });
          put(state.counters, series, count);
          const record: CaseRecord = {
            ...facts,
            code: officialCode({ prefix: codePrefix, day: codeDay, count }),
            status: 1,
            since: arrival.receivedAt,
            due: null,
            receipt: null,
            revision: null,
          };
          put(state.cases, arrival.filing, record);
          put(state.bodies, arrival.filing, body);
          addHistory(arrival.filing, { status: 1, at: arrival.receivedAt, by: 'portal' });
          const waiting = state.waitingWithdrawals.get(arrival.filing);
          if (waiting !== arrival.kiosk) return record;
          return changeStatus(record, { status: 7, at: arrival.receivedAt, by: 'kiosk' });
        }),
      ),
    keepReceipts: (receipts) =>
      transact('keepReceipts', () =>
        receipts.map(({ filing, receipt }) => {
          const found = state.cases.get(filing);
          if (!found) throw new Error('a receipt for a filing that is not in the register');
          if (found.receipt !== null) return found.receipt;
          put(state.cases, filing, { ...found, receipt });
          return receipt;
        }),
      ),
    findCases: async (filings) => filings.flatMap((filing) => state.cases.get(filing) ?? []),
    findCase: async (filing) => state.cases.get(filing),
    findCaseByNumber: async (number) =>
      [...state.cases.values()].find(({ slip, code }) => slip === number || code === number),
    casesOfKiosk: async (kiosk, { after, limit }) =>
      [...state.cases.values()]
        .filter((one) => one.kiosk === kiosk && one.sequence > after)
        .sort((one, other) => one.sequence - other.sequence)
        .slice(0, limit),
    noteRefused: (kiosk, refusals) =>
      transact('noteRefused', () => {
        const known = state.refusals.get(kiosk) ?? [];
        const others = known.filter(({ filing }) => !refusals.some((one) => one.filing === filing));
        put(state.refusals, kiosk, [...others, ...refusals].slice(-refusalsKept));
      }),
    refusals: async (kiosk) => (state.refusals.get(kiosk) ?? []).filter(({ filing }) => !state.cases.has(filing)),
    waitingWithdrawals: async (kiosk) =>
      [...state.waitingWithdrawals].flatMap(([filing, by]) =>
        by === kiosk && !state.cases.has(filing) ? [filing] : [],
      ),
    findBody: async (filing) => state.bodies.get(filing),
    history: async (filing) => [...(state.history.get(filing) ?? [])],
    cases: async ({ unit, status, service, number, limit = 1000 }) =>
      [...state.cases.values()]
        .filter(
          (one) =>
            one.revision === null &&
            (unit === undefined || one.unit === unit) &&
            (status === undefined || one.status === status) &&
            (service === undefined || one.service === service) &&
            (number === undefined ||
              one.slip === number ||
              one.code === number ||
              revisionsOf(one.filing).some(({ slip }) => slip === number)),
        )
        .sort((one, other) => other.receivedMs - one.receivedMs || (one.code < other.code ? 1 : -1))
        .slice(0, limit),
    async probableDoubles(unit) {
      const alive = [...state.cases.values()].filter(
        (one) => one.unit === unit && one.applicant !== null && !deadForDoubles.includes(one.status),
      );
      return alive.flatMap((one) =>
        alive
          .filter(
            (other) =>
              one.filing < other.filing &&
              one.applicant === other.applicant &&
              one.service === other.service &&
              (Math.abs(one.receivedMs - other.receivedMs) <= doubleWindowMs ||
                Math.abs(one.filedMs - other.filedMs) <= doubleWindowMs),
          )
          .map((other): [string, string] => [one.filing, other.filing]),
      );
    },
    setStatus: ({ filing, from, to, at, by, note, delivery, due, asked = [] }) =>
      transact('setStatus', () => {
        const found = state.cases.get(filing);
        if (!found || found.status !== from) return false;
        const moves = state.resultMoves.get(filing) ?? [];
        if (!agreesWithResults(to, { from, states: asked.map((id) => stateIn(moves, id)) })) return false;
        if (to === 9 && (state.drafts.get(filing) ?? []).some(({ standing }) => standing === 'asked')) return false;
        const record = { status: to, at, by, ...(note ? { note } : {}), ...(delivery ? { delivery } : {}) };
        changeStatus(found, record, due);
        closeCorrection(filing, at);
        if (!keepsDraft(to)) closeDraft(filing, { standing: 'void', at });
        return true;
      }),
    askCorrection: ({ from, note, ...asked }) =>
      transact('askCorrection', () => {
        const { filing, at, by } = asked;
        const found = state.cases.get(filing);
        if (!found || found.status !== from) return false;
        changeStatus(found, { status: 5, at, by, ...(note ? { note } : {}) });
        closeCorrection(filing, at);
        closeDraft(filing, { standing: 'void', at });
        const rounds = state.corrections.get(filing) ?? [];
        put(state.corrections, filing, [...rounds, { ...asked, round: rounds.length + 1 }]);
        return true;
      }),
    moveResult: ({ filing, from, asked, ...move }) =>
      transact('moveResult', () => {
        const { result, state: to, at, by } = move;
        const found = state.cases.get(filing);
        const moves = state.resultMoves.get(filing) ?? [];
        const states = statesAfter({ asked, moves, move: { result, from, state: to } });
        if (!found || !states || !resultsMoveIn.includes(found.status)) return false;
        const drafts = state.drafts.get(filing) ?? [];
        if (waitsForDraft(drafts, move)) return false;
        const follows = statusesAfter(found.status, states);
        if (follows === 'refused') return false;
        put(state.resultMoves, filing, [...moves, move]);
        if (losesDraft(drafts, move)) closeDraft(filing, { standing: 'void', at });
        follows.reduce((one, status) => {
          if (!keepsDraft(status)) closeDraft(filing, { standing: 'void', at });
          return changeStatus(one, { status, at, by, ...(status === 8 ? { note: allRefusedNote } : {}) });
        }, found);
        return true;
      }),
    resultMoves: async (filing) => [...(state.resultMoves.get(filing) ?? [])],
    sendDraft: ({ from, ...sent }) =>
      transact('sendDraft', () => {
        const { filing, result, at, by } = sent;
        const found = state.cases.get(filing);
        const drafts = state.drafts.get(filing) ?? [];
        if (!found || found.status !== from || drafts.some(({ standing }) => standing === 'asked')) return false;
        const moves = state.resultMoves.get(filing) ?? [];
        if (result !== null && resultRow(stateIn(moves, result)).isEnded) return false;
        put(state.drafts, filing, [...drafts, { ...sent, number: drafts.length + 1, standing: 'asked' as const }]);
        addHistory(filing, { status: found.status, at, by, event: 'draft-sent' });
        return true;
      }),
    drafts: async (filing) => [...(state.drafts.get(filing) ?? [])],
    settleSilence: (nowMs) =>
      transact('settleSilence', () => {
        const overdue = [...state.drafts.values()]
          .flat()
          .filter(({ standing, untilMs }) => standing === 'asked' && untilMs < nowMs);
        for (const { filing, untilMs } of overdue) {
          const at = new Date(untilMs).toISOString();
          closeDraft(filing, { standing: 'silence', at });
          const found = state.cases.get(filing);
          if (found) addHistory(filing, { status: found.status, at, by: 'portal', event: 'draft-silence' });
        }
        return overdue.length;
      }),
    corrections: async (filing) => [...(state.corrections.get(filing) ?? [])],
    revisions: async (filing) =>
      revisionsOf(filing).sort((one, other) => revisionPlace(one.code) - revisionPlace(other.code)),
    withdraw: ({ kiosk, filing, now }) =>
      transact('withdraw', () => {
        const found = state.cases.get(filing);
        if (!found) {
          put(state.waitingWithdrawals, filing, kiosk);
          return 'not-here-yet';
        }
        if (found.kiosk !== kiosk) return 'refused';
        if (found.status === 7) return 'recorded';
        const isTaken = found.revision?.outcome === 'taken';
        if (isTaken || !nextStatuses(found.status, 'resident').includes(7)) return 'too-late';
        if (hasGiven(state.resultMoves.get(filing) ?? [])) return 'too-late';
        const back = found.revision && { ...found.revision, outcome: 'withdrawn' as const };
        changeStatus({ ...found, revision: back }, { status: 7, at: now, by: 'kiosk' });
        closeCorrection(filing, now);
        closeDraft(filing, { standing: 'void', at: now });
        return 'recorded';
      }),

    openPayment: (payment) =>
      transact('openPayment', () => {
        const kept = state.payments.get(payment.filing);
        if (!kept) put(state.payments, payment.filing, payment);
        return kept ?? payment;
      }),
    reworkPayment: (payment) =>
      transact('reworkPayment', () => {
        const kept = state.payments.get(payment.filing);
        if (!kept || kept.paid || kept.setBy !== 'portal') return kept ?? payment;
        put(state.payments, payment.filing, payment);
        return payment;
      }),
    findPayment: async (filing) => state.payments.get(filing),
    setPaymentAmount: ({ filing, from, to: amount, at: setAt, by: setBy, note }) =>
      transact('setPaymentAmount', () => {
        const found = state.payments.get(filing);
        if (!found || found.paid || found.amount !== from) return false;
        put(state.payments, filing, { filing, amount, lines: [], note, setAt, setBy });
        return true;
      }),
    settlePayment: ({ filing, ...paid }) =>
      transact('settlePayment', () => {
        const found = state.payments.get(filing);
        if (!found || found.paid || found.amount !== paid.amount || paid.amount === 0) return false;
        put(state.payments, filing, { ...found, paid });
        return true;
      }),

    addRatings: (kiosk, ratings) =>
      transact('addRatings', () => {
        for (const rating of ratings)
          if (!state.ratings.has(rating.id)) put(state.ratings, rating.id, { kiosk, ...rating });
      }),
    ratings: async () => [...state.ratings.values()],
    ratingCounts: async (unit) => {
      const counts = new Map<string, RatingCount>();
      for (const { kiosk, service, factor, score } of state.ratings.values()) {
        if (state.kiosks.get(kiosk)?.unit !== unit) continue;
        const key = JSON.stringify([service, factor, score]);
        counts.set(key, { service, factor, score, count: (counts.get(key)?.count ?? 0) + 1 });
      }
      return [...counts.values()];
    },
    countTry: ({ key, nowMs, sinceMs, limit }) =>
      transact('countTry', () => {
        const recent = (state.tries.get(key) ?? []).filter((at) => at > sinceMs);
        if (recent.length >= limit) return { allowed: false, oldestMs: Math.min(...recent) };
        put(state.tries, key, [...recent, nowMs]);
        return { allowed: true };
      }),

    heldRanges: async (kiosk) =>
      joinRanges([...state.cases.values()].filter((one) => one.kiosk === kiosk).map(({ sequence }) => sequence)),
    keepCheckpoint: (checkpoint) =>
      transact('keepCheckpoint', () => put(state.checkpoints, checkpoint.kiosk, checkpoint)),
    newestCheckpoint: async (kiosk) => state.checkpoints.get(kiosk),

    addOfficer: (officer) => transact('addOfficer', () => put(state.officers, officer.user, officer)),
    findOfficer: async (user) => state.officers.get(user),
    officers: async () => [...state.officers.values()],
    addStaff: (member) => transact('addStaff', () => put(state.staff, member.id, member)),
    staff: async () => [...state.staff.values()],

    audit: (entry) => transact('audit', () => put(state.audit, String(state.audit.size), entry)),
    auditTrail: async (filing) =>
      [...state.audit.values()].filter((entry) => filing === undefined || entry.filing === filing),

    close: async () => {},

    snapshot: () => copyTables(state),
    restore(snapshot) {
      const copy = copyTables(snapshot);
      for (const name of Object.keys(state) as (keyof Tables)[]) state[name] = copy[name] as never;
    },
  };
}

export interface MemoryRegister extends Register {
  /** The whole register as of now, e.g. last night's backup. */
  snapshot(): Tables;
  /** Everything since the snapshot is lost, as after restoring a backup. */
  restore(snapshot: Tables): void;
}

interface Tables {
  enrolments: Map<string, EnrolmentRecord>;
  kiosks: Map<string, KioskRecord>;
  heads: Map<string, KioskHead[]>;
  headAlarms: Map<string, HeadAlarm[]>;
  refusals: Map<string, RefusalRecord[]>;
  reports: Map<string, KioskReport>;
  configs: Map<string, SignedConfig>;
  assertions: Map<string, number>;
  cases: Map<string, CaseRecord>;
  bodies: Map<string, CaseBody>;
  corrections: Map<string, CorrectionRecord[]>;
  resultMoves: Map<string, MovedResult[]>;
  drafts: Map<string, DraftRecord[]>;
  history: Map<string, HistoryRecord[]>;
  waitingWithdrawals: Map<string, string>;
  counters: Map<string, number>;
  payments: Map<string, PaymentRecord>;
  ratings: Map<string, Rating & { kiosk: string }>;
  tries: Map<string, number[]>;
  checkpoints: Map<string, CheckpointRecord>;
  officers: Map<string, OfficerRecord>;
  staff: Map<string, StaffMember>;
  audit: Map<string, AuditRecord>;
}

function emptyTables(): Tables {
  return {
    enrolments: new Map(),
    kiosks: new Map(),
    heads: new Map(),
    headAlarms: new Map(),
    refusals: new Map(),
    reports: new Map(),
    configs: new Map(),
    assertions: new Map(),
    cases: new Map(),
    bodies: new Map(),
    corrections: new Map(),
    resultMoves: new Map(),
    drafts: new Map(),
    history: new Map(),
    waitingWithdrawals: new Map(),
    counters: new Map(),
    payments: new Map(),
    ratings: new Map(),
    tries: new Map(),
    checkpoints: new Map(),
    officers: new Map(),
    staff: new Map(),
    audit: new Map(),
  };
}

/** Records are never edited in place, so copying the tables is copying everything. */
function copyTables(tables: Tables): Tables {
  return Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, new Map(table)])) as unknown as Tables;
}

function joinRanges(sequences: number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const sequence of [...new Set(sequences)].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last && last[1] + 1 === sequence) last[1] = sequence;
    else ranges.push([sequence, sequence]);
  }
  return ranges;
}
