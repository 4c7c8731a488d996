import { issueCheckpoints } from '../../portal/intake/checkpoints.ts';
import { handleSync } from '../../portal/intake/sync.ts';
import { createMemoryPartsStore } from '../../portal/parts/memory-parts-store.ts';
import type { PortalPorts } from '../../portal/ports.ts';
import { problemBody, problemOf } from '../../portal/problem.ts';
import { createMemoryRegister, type MemoryRegister } from '../../portal/register/memory-register.ts';
import type { Arrival } from '../../portal/register/register.ts';
import { unitsOf } from '../../portal/units.ts';
import { nextStatuses } from '../../shared/portal-contract/case-status.ts';
import { bounds } from '../../shared/portal-contract/messages.ts';
import type { Reply } from '../../shared/sync/read-attempt.ts';
import { aKey, type SeededCryptography, sha256 } from './seeded-cryptography.ts';
import type { SeededDice } from './seeded-dice.ts';

export const kioskId = 'kiosk-1';
export const keys = {
  root: aKey('root-1'),
  intake: aKey('intake-1'),
  receipt: aKey('receipt-1'),
  config: aKey('config-1'),
  device: aKey('device-1'),
};
export const ward = { code: '00190', name: 'Phường Ô Chợ Dừa' };

/** Filings that are bad in one of the ways a portal can take badly. */
export type Badness = 'cannot-be-opened' | 'breaks-the-portal' | 'spoils-the-message';

export interface WorldPortal {
  readonly register: MemoryRegister;
  /** The message handled as the portal's routes do, or `undefined`: the portal died over it and answers nobody for a while. */
  sync(text: string): Promise<Reply | undefined>;
  putPart(sha256: string, bytes: Uint8Array): Promise<'stored' | 'problem' | undefined>;
  issueCheckpoints(): Promise<void>;
  /** An officer takes some case one step further. */
  officerActs(): Promise<void>;
  /** From now on nothing breaks by itself. */
  calm(): void;
}

/** The real intake over the real in-memory register; what breaks is the machine under it. */
export async function createWorldPortal(world: {
  dice: SeededDice;
  nowMs: () => number;
  cryptography: SeededCryptography;
  /** How likely one commit fails and takes the portal down. */
  commitFails: number;
  badness: ReadonlyMap<string, Badness>;
  onArrival: (arrival: Arrival) => void;
  trace: (what: string) => void;
}): Promise<WorldPortal> {
  const { dice, trace } = world;
  let commitFails = world.commitFails;
  const register = createMemoryRegister({
    beforeCommit(operation) {
      if (!dice.happens(commitFails)) return;
      trace(`portal loses its last work: ${operation}`);
      throw new PowerCut();
    },
  });
  const receive: MemoryRegister['receive'] = async (arrivals) => {
    const cases = await register.receive(arrivals);
    for (const arrival of arrivals) world.onArrival(arrival);
    return cases;
  };
  const held = new Map<string, Uint8Array>();
  const ports = portsOf({ ...world, register: { ...register, receive }, held });

  await withoutFailing(() => addKiosk(register));

  return {
    register,
    async sync(text) {
      const body = JSON.parse(text) as { filings: { id: string }[] };
      if (text.length > bounds.syncBytes) return problem(problemOf({ statusCode: 413 }));
      const bad = body.filings.map(({ id }) => world.badness.get(id));
      if (bad.includes('breaks-the-portal')) return problem(problemOf(new Error('a mistake in the portal')));
      if (bad.includes('spoils-the-message')) return problem(problemOf({ statusCode: 400 }));
      try {
        const kiosk = await register.findKiosk(kioskId);
        if (!kiosk) throw new Error('the kiosk is not enrolled');
        return { status: 200, text: JSON.stringify(await handleSync(body, kiosk, ports)) };
      } catch (error) {
        return error instanceof PowerCut ? undefined : problem(problemOf(error));
      }
    },
    async putPart(sha256Hex, bytes) {
      if (dice.happens(commitFails)) return undefined;
      const outcome = await ports.parts.put(sha256Hex, oneByOne(bytes), bounds.partBytes);
      return outcome === 'stored' || outcome === 'was-there' ? 'stored' : 'problem';
    },
    issueCheckpoints: () => withoutFailing(async () => void (await issueCheckpoints(ports))),
    async officerActs() {
      const cases = await register.cases({});
      if (cases.length === 0) return;
      const found = dice.pick(cases);
      const next = nextStatuses(found.status).filter((status) => status !== 7);
      if (next.length === 0) return;
      const at = new Date(world.nowMs()).toISOString();
      await withoutFailing(() =>
        register.setStatus({ filing: found.filing, from: found.status, to: dice.pick(next), at, by: 'officer' }),
      );
    },
    calm() {
      commitFails = 0;
    },
  };

  async function withoutFailing<T>(work: () => Promise<T>): Promise<T> {
    const before = commitFails;
    commitFails = 0;
    const result = await work();
    commitFails = before;
    return result;
  }
}

class PowerCut extends Error {}

function problem(found: ReturnType<typeof problemOf>): Reply {
  const body = problemBody(found);
  const retryAfter = found.retryAfterSeconds === undefined ? null : String(found.retryAfterSeconds);
  return { status: body.status as number, text: JSON.stringify(body), retryAfter };
}

async function* oneByOne(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

async function addKiosk(register: MemoryRegister): Promise<void> {
  const enrolledAt = '2026-11-01T00:00:00.000Z';
  const site = { name: 'Tòa A6', address: 'Hà Nội' };
  const enrolment = { secretHash: 's', unit: ward.code, site, createdAt: enrolledAt, createdBy: 'test', expiresMs: 1 };
  await register.addEnrolment(enrolment);
  await register.enrol({ secretHash: 's', nowMs: 0 }, () => ({
    id: kioskId,
    label: 'A6',
    deviceKey: keys.device,
    unit: ward.code,
    site,
    enrolledAt,
  }));
}

function portsOf({
  dice,
  nowMs,
  cryptography,
  register,
  held,
  badness,
}: {
  dice: SeededDice;
  nowMs: () => number;
  cryptography: SeededCryptography;
  register: MemoryRegister;
  held: Map<string, Uint8Array>;
  badness: ReadonlyMap<string, Badness>;
}): PortalPorts {
  return {
    register,
    parts: createMemoryPartsStore(cryptography.hashing, held),
    keys: {
      root: keys.root,
      rootThumbprint: 'root',
      trust: { version: 1, token: 'trust-1' },
      intake: (kid) => (kid === keys.intake.kid ? keys.intake : undefined),
      receiptSigning: cryptography.signing(keys.receipt),
      configSigning: cryptography.signing(keys.config),
      lock: async (plain) => Uint8Array.from(plain),
      unlock: async (locked) => Uint8Array.from(locked),
      fingerprint: async (plain) => Buffer.from(sha256(new TextEncoder().encode(plain))).toString('hex'),
    },
    clock: { nowMs },
    dice,
    hashing: cryptography.hashing,
    // A filing that cannot be opened: recognised by the ciphertext's hash, as the portal sees no more of it.
    opening: {
      open: (input) =>
        badness.get(Buffer.from(sha256(input.ciphertext)).toString('hex')) === 'cannot-be-opened'
          ? Promise.resolve(undefined)
          : cryptography.opening.open(input),
    },
    verifying: cryptography.verifying,
    partCipher: cryptography.partCipher,
    units: unitsOf([ward]),
    settings: {
      codePrefix: () => 'H26.1',
      enrolmentHours: 72,
      kiosk: {
        helpPhone: '0',
        offlineNoticeHours: 24,
        idleSeconds: 60,
        feeSupportConfirmed: false,
        sendsMessages: false,
      },
      nearestCounter: () => ({ name: '', address: '', hours: { vi: '', en: '' }, phone: '' }),
    },
    log: () => {},
  };
}
