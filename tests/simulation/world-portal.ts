import type { InjectOptions } from 'fastify';
import { createTokens, type Tokens } from '../../portal/access/tokens.ts';
import { makeEnrolment, signConfig } from '../../portal/enrolment/enrol.ts';
import { issueCheckpoints } from '../../portal/intake/checkpoints.ts';
import { createCodeMarks } from '../../portal/keys/code-marks.ts';
import type { PortalPorts } from '../../portal/ports.ts';
import type { Arrival, CaseRecord, Register } from '../../portal/register/register.ts';
import { unitsOf } from '../../portal/units.ts';
import { toHex } from '../../shared/dossier/bytes.ts';
import { hanoiDay } from '../../shared/identity/calendar-date.ts';
import { nextStatuses } from '../../shared/portal-contract/case-status.ts';
import { emptyCatalogue } from '../support/empty-catalogue.ts';
import { type Life, startLife } from './life.ts';
import { openRoutes, portalUrl, putUnderRoutes } from './portal-routes.ts';
import type { BeforeCommit, PortalStorage } from './portal-storage.ts';
import type { HttpReply } from './quick-request.ts';
import type { Sabotage } from './sabotage.ts';
import type { WorldCryptography } from './seeded-cryptography.ts';
import type { SeededDice } from './seeded-dice.ts';
import type { Tally } from './tally.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { WorldKeys } from './world-keys.ts';

export const ward = { code: '00190', name: 'Phường Ô Chợ Dừa' };
const dayMs = 86_400_000;
export const epochMs = Date.parse('2026-11-21T01:00:00.000Z');

/** Filings that are bad in one of the ways a portal can take badly. */
export const badnesses = ['cannot be opened', 'breaks the portal', 'spoils the message'] as const;
export type Badness = (typeof badnesses)[number];

export interface WorldPortal {
  readonly storage: PortalStorage;
  readonly keys: WorldKeys;
  /** One request through the real routes; `undefined`: nobody answered. */
  handle(request: InjectOptions): Promise<HttpReply | undefined>;
  /** As the portal's own tools see it while it runs; `undefined` while it is off. */
  ports(): PortalPorts | undefined;
  /** What a technician needs to make a blank machine a kiosk. */
  enrolment(): ReturnType<typeof makeEnrolment>;
  cutPower(): void;
  /** Everybody asks for a new token. */
  expireTokens(): void;
  setRevoked(kiosk: string, revoked: boolean): Promise<void>;
  /** An officer takes some case one step further. */
  officerActs(): Promise<void>;
  /** An officer marks something of some case. */
  officerAsks(): Promise<void>;
  renewConfig(kiosk: string): Promise<void>;
  /** The nightly copy, then checkpoints for exactly what the copy holds. */
  backUp(): Promise<void>;
  /** The disks are lost; the newest copy takes their place. Answers what went with them. */
  restore(): Promise<GoneWithDisks>;
  fillUp(what: 'database' | 'parts' | 'nothing'): void;
  /** This far from the world's time; answers how far it jumped. */
  setClock(offsetMs: number): number;
  /** From now on things break by themselves, this often. */
  trouble(how: { commitFails: number; powerGoes: boolean }): void;
  /** Runs, and from now on nothing breaks by itself. */
  calm(): void;
}

export interface GoneWithDisks {
  readonly filings: readonly string[];
  /** Every status a case had had by then, as `toldStatus` words it. */
  readonly statuses: readonly string[];
}

export function toldStatus(filing: string, status: number, since: string): string {
  return `${filing} ${status} ${since}`;
}

/** The portal: real routes over a machine that can die at any await, on disks that stay. */
export async function createWorldPortal(world: {
  dice: SeededDice;
  time: VirtualTime;
  cryptography: WorldCryptography;
  keys: WorldKeys;
  openStorage: (beforeCommit: BeforeCommit) => Promise<PortalStorage>;
  /** How likely one commit fails and takes the machine down. */
  commitFails: number;
  powerGoes: boolean;
  /** By the digest of the sealed body: the portal sees no more of a filing before it opens it. */
  badness: ReadonlyMap<string, Badness>;
  onArrival: (arrival: Arrival, taken: CaseRecord) => void;
  /** A correction was asked, as this round of the case. */
  onAsked: (asked: { filing: string; round: number }) => void;
  sabotage: Sabotage;
  tally: Tally;
  trace: (what: string) => void;
}): Promise<WorldPortal> {
  const { dice, time, cryptography, keys, tally, trace } = world;
  const ask = await openRoutes();
  const inFlight = new Set<() => void>();
  let { commitFails, powerGoes } = world;
  let clockOffsetMs = 0;
  let full: 'database' | 'parts' | 'nothing' = 'nothing';
  let quiet = 0;
  let running: { life: Life; ports: PortalPorts; tokens: Tokens } | undefined;
  const clock = { nowMs: () => epochMs + time.nowMs() + clockOffsetMs };

  const storage = await world.openStorage((operation) => {
    if (quiet > 0) return;
    if (full === 'database') throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
    if (!running || !dice.happens(commitFails)) return;
    trace(`portal loses its last work: ${operation}`);
    tally.fault('portal rolled back its last work');
    running.life.end();
    throw new Error('the power went');
  });

  function start(): void {
    if (running) return;
    const life: Life = startLife({
      callsToLive: powerGoes ? dice.between(20, dice.pick([100, 1000, 5000])) : Number.POSITIVE_INFINITY,
      onDeath: died,
    });
    const register = life.guard(
      watchArrivals(world.sabotage.register(storage.register)),
      asyncMethods(storage.register),
    );
    const ports = portsOf(life, register);
    const tokens = createTokens(ports);
    running = { life, ports, tokens };
    putUnderRoutes({ ports, tokens });
    trace('portal started');
  }

  function died(): void {
    if (!running) return;
    trace('portal died');
    if (powerGoes) tally.fault('power cut at the portal, at any await');
    running = undefined;
    void time.working(storage.powerCut());
    for (const hangUp of [...inFlight]) hangUp();
    time.after(dice.between(1000, dice.pick([5000, 400_000])), () => {
      tally.fault('portal restarted');
      start();
    });
  }

  function watchArrivals(register: Register): Register {
    return {
      ...register,
      async receive(arrivals) {
        const cases = await register.receive(arrivals);
        arrivals.forEach((arrival, place) => {
          world.onArrival(arrival, cases[place] as CaseRecord);
        });
        return cases;
      },
    };
  }

  function portsOf(life: Life, register: Register): PortalPorts {
    const parts: PortalPorts['parts'] = {
      ...storage.parts,
      put: (...given) => (full === 'parts' ? noSpace() : storage.parts.put(...given)),
      append: (...given) => (full === 'parts' ? noSpace() : storage.parts.append(...given)),
    };
    return {
      register,
      codeMarks: life.guard(createCodeMarks(storage.marks), ['reserve', 'follow']),
      parts: life.guard(parts, asyncMethods(parts)),
      get keys() {
        return keys.portal;
      },
      clock,
      dice,
      hashing: cryptography.hashing,
      opening: {
        async open(input) {
          const bad = world.badness.get(toHex(await cryptography.hashing.sha256(input.ciphertext)));
          if (bad === 'cannot be opened') return undefined;
          if (bad === 'breaks the portal') throw new Error('a mistake in the portal');
          if (bad === 'spoils the message') throw Object.assign(new Error('not of the contract'), { statusCode: 400 });
          return cryptography.opening.open(input);
        },
      },
      sealing: cryptography.sealing,
      verifying: cryptography.verifying,
      partCipher: cryptography.partCipher,
      verifyAssertion: cryptography.verifyAssertion,
      units: unitsOf([ward]),
      settings,
      catalogue: emptyCatalogue,
      log: () => {},
    };
  }

  start();
  const portal: WorldPortal = {
    storage,
    keys,
    handle(request) {
      if (!running) return Promise.resolve(undefined);
      return time.working(
        new Promise((resolve) => {
          const asked = ask(request);
          const hangUp = () => {
            inFlight.delete(hangUp);
            asked.hangUp();
            resolve(undefined);
          };
          inFlight.add(hangUp);
          // A connection the portal closes over a request is one that answers nothing.
          void asked.reply.then((reply) => {
            inFlight.delete(hangUp);
            resolve(reply);
          }, hangUp);
        }),
      );
    },
    ports: () => running?.ports,
    async enrolment() {
      if (!running) throw new Error('the portal is off');
      const site = { name: 'Tòa A6', address: 'Hà Nội' };
      return withoutFailing((ports) => makeEnrolment({ unit: ward.code, site, by: 'test', portal: portalUrl }, ports));
    },
    cutPower: () => running?.life.end(),
    expireTokens() {
      tally.fault('token expired');
      running?.tokens.expireAll();
    },
    setRevoked: (kiosk, revoked) =>
      withoutFailing(({ register }) =>
        register.setRevoked(kiosk, revoked ? new Date(clock.nowMs()).toISOString() : undefined),
      ),
    officerActs: () =>
      withoutFailing(async ({ register }) => {
        const cases = await register.cases({});
        if (cases.length === 0) return;
        const found = dice.pick(cases);
        const next = nextStatuses(found.status, 'officer').filter((to) => to !== 5);
        if (next.length === 0) return;
        const at = new Date(clock.nowMs()).toISOString();
        const change = { filing: found.filing, from: found.status, to: dice.pick(next), at, by: 'officer' };
        trace(`officer: ${found.filing} ${change.from} > ${change.to}`);
        if (found.status === 5) tally.fault('case went on without what was asked');
        await register.setStatus(change);
      }),
    officerAsks: () =>
      withoutFailing(async ({ register }) => {
        const cases = (await register.cases({})).filter(({ status }) => nextStatuses(status, 'officer').includes(5));
        if (cases.length === 0) return;
        // Who has corrected once is asked again more often than others are asked at all.
        const again = cases.filter(({ status }) => status === 4);
        const { filing, status: from } = dice.pick(again.length > 0 && dice.happens(0.6) ? again : cases);
        const nowMs = clock.nowMs();
        const asked = { filing, from, at: new Date(nowMs).toISOString(), by: 'officer', workingDaysLeft: null };
        const marks = [{ kind: 'question' as const, id: 'text', note: 'Mời bạn sửa.' }];
        if (!(await register.askCorrection({ ...asked, marks, until: hanoiDay(nowMs + dayMs) }))) return;
        const round = (await register.corrections(filing)).length;
        tally.fault('correction asked');
        trace(`officer: ${filing} to correct, round ${round}`);
        world.onAsked({ filing, round });
      }),
    renewConfig: (kiosk) =>
      withoutFailing(async (ports) => {
        const record = await ports.register.findKiosk(kiosk);
        const held = await ports.register.findConfig(kiosk);
        if (record && held) await signConfig(record, held.version + 1, ports);
      }),
    backUp: () =>
      withoutFailing(async (ports) => {
        const covered = await storage.backUp();
        const issued = await issueCheckpoints(ports, covered);
        await covered.close();
        trace(`portal backed up, ${issued} checkpoints`);
      }),
    async restore() {
      const idsNow = async () => {
        const cases = await storage.register.cases({ limit: 100_000 });
        const revisions = await Promise.all(cases.map(({ filing }) => storage.register.revisions(filing)));
        return [...cases, ...revisions.flat()].map(({ filing }) => filing);
      };
      const before = await time.working(idsNow());
      const statuses = await time.working(
        Promise.all(
          before.map(async (filing) =>
            (await storage.register.history(filing)).map(({ status, at }) => toldStatus(filing, status, at)),
          ),
        ),
      );
      running?.life.end();
      if (!(await time.working(storage.restore()))) return { filings: [], statuses: [] };
      const held = new Set(await time.working(idsNow()));
      return { filings: before.filter((filing) => !held.has(filing)), statuses: statuses.flat() };
    },
    fillUp(what) {
      full = what;
    },
    setClock(offsetMs) {
      const jumpedMs = offsetMs - clockOffsetMs;
      clockOffsetMs = offsetMs;
      return jumpedMs;
    },
    trouble(how) {
      ({ commitFails, powerGoes } = how);
    },
    calm() {
      commitFails = 0;
      powerGoes = false;
      full = 'nothing';
      running?.life.spare();
      start();
    },
  };
  return portal;

  /** Work of people and tools at the portal: real, and not where this world looks for trouble. */
  async function withoutFailing<T>(work: (ports: PortalPorts) => Promise<T>): Promise<T> {
    quiet += 1;
    try {
      return await time.working(work({ ...calmPorts(), register: storage.register, parts: storage.parts }));
    } finally {
      quiet -= 1;
    }
  }

  function calmPorts(): PortalPorts {
    return (
      running?.ports ??
      portsOf(startLife({ callsToLive: Number.POSITIVE_INFINITY, onDeath: () => {} }), storage.register)
    );
  }
}

function asyncMethods<T extends object>(target: T): (keyof T)[] {
  return (Object.keys(target) as (keyof T)[]).filter((name) => typeof target[name] === 'function');
}

function noSpace(): Promise<never> {
  return Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
}

const settings: PortalPorts['settings'] = {
  codePrefix: () => 'H26.1',
  enrolmentHours: 72,
  kiosk: {
    helpPhone: '0900 000 000',
    offlineNoticeHours: 24,
    idleSeconds: 60,
    feeSupportConfirmed: false,
    sendsMessages: false,
  },
  nearestCounter: () => ({ name: 'x', address: 'x', hours: { vi: 'x', en: 'x' }, phone: '0' }),
  payee: () => undefined,
};
