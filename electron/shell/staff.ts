import { scrypt, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import { fromBase64Url } from '../../shared/dossier/bytes.ts';
import type { KioskConfig, PinHash, StaffMember } from '../../shared/portal-contract/trust.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { SignInAnswer, SignInRequest } from '../../shared/shell-contract/messages.ts';
import type { Counters } from './counters.ts';
import type { JournalLog } from './journal-log.ts';
import { Refusal } from './problem.ts';

export type SignedIn = z.infer<typeof SignInAnswer>;

export interface Staff {
  /**
   * The wrong tries of a role are counted on disk before the PIN is checked. From the third on each costs a longer wait; at ten
   * the role is locked until the portal signs a newer configuration.
   */
  signIn(request: z.infer<typeof SignInRequest>): Promise<SignedIn>;
  signOut(): void;
  /** Somebody touched the screen. */
  touch(): void;
  /** Nobody once three minutes have passed without a touch. */
  current(): SignedIn | null;
  close(): void;
}

const freeTries = 2;
const firstWaitMs = 30_000;
const longestWaitMs = 60 * 60_000;
/** More would be a way to keep the kiosk busy; the portal's own settings are far below. */
const largestScryptN = 2 ** 17;

export function createStaff(options: {
  config: () => KioskConfig | undefined;
  clock: Clock;
  counters: Counters;
  log: JournalLog;
  idleMs: number;
  wrongPins: number;
  onChange: () => void;
}): Staff {
  const { clock, counters, log } = options;
  let signedIn: { who: SignedIn; touchedMs: number } | undefined;
  let timer: NodeJS.Timeout | undefined;

  function current(): SignedIn | null {
    if (!signedIn) return null;
    const idleMs = clock.nowMs() - signedIn.touchedMs;
    // A clock that jumped back must not keep somebody signed in for ever.
    if (idleMs < 0 || idleMs >= options.idleMs) signedIn = undefined;
    return signedIn?.who ?? null;
  }

  function watch(): void {
    clearTimeout(timer);
    timer = setTimeout(options.onChange, options.idleMs + 50);
    timer.unref();
  }

  async function check({ role, pin }: z.infer<typeof SignInRequest>, config: KioskConfig): Promise<SignedIn> {
    const key = `pin/${role}`;
    const nowMs = clock.nowMs();
    const before = counters.read(key);
    // A newer signed configuration opens a locked role again: the portal's staff decided so.
    const wrong = before && before.configVersion === config.version ? before.wrong : 0;
    if (wrong >= options.wrongPins) throw new Refusal('pin-locked');
    const waitMs = before && wrong > freeTries ? waitAfter(wrong) : 0;
    const sinceMs = before ? nowMs - before.lastMs : 0;
    if (waitMs > 0 && sinceMs < waitMs) {
      // A clock that was set back opens nothing early, and keeps nobody out for years: the wait begins anew.
      if (before && sinceMs < 0) await counters.write(key, { ...before, lastMs: nowMs });
      throw new Refusal('pin-locked', {
        retryAfterSeconds: Math.ceil(Math.min(waitMs, waitMs - Math.max(0, sinceMs)) / 1000),
      });
    }
    await counters.write(key, { wrong: wrong + 1, sinceMs: nowMs, lastMs: nowMs, configVersion: config.version });
    const member = await findByPin(
      config.staff.filter((one) => one.role === role),
      pin,
    );
    if (!member) {
      log.write('pin-wrong', role);
      throw wrong + 1 >= options.wrongPins
        ? new Refusal('pin-locked')
        : new Refusal('wrong-pin', {
            triesLeft: options.wrongPins - wrong - 1,
            ...(wrong + 1 > freeTries ? { retryAfterSeconds: waitAfter(wrong + 1) / 1000 } : {}),
          });
    }
    await counters.write(key, undefined);
    return { id: member.id, name: member.name, role: member.role };
  }

  return {
    async signIn(request) {
      const config = options.config();
      if (!config) throw new Refusal('not-provisioned');
      const who = await counters.alone(`pin/${request.role}`, () => check(request, config));
      signedIn = { who, touchedMs: clock.nowMs() };
      log.write('staff-signed-in', who.id);
      watch();
      options.onChange();
      return who;
    },
    signOut() {
      if (!signedIn) return;
      log.write('staff-signed-out', signedIn.who.id);
      signedIn = undefined;
      options.onChange();
    },
    touch() {
      if (!current() || !signedIn) throw new Refusal('not-signed-in');
      signedIn = { ...signedIn, touchedMs: clock.nowMs() };
      watch();
    },
    current,
    close: () => clearTimeout(timer),
  };
}

/** 30 s after the third wrong try, doubled each time, an hour at most. */
function waitAfter(wrong: number): number {
  return Math.min(longestWaitMs, firstWaitMs * 2 ** (wrong - freeTries - 1));
}

/** Every PIN of the role is tried, so that the time taken does not tell whose it was. */
async function findByPin(members: readonly StaffMember[], pin: string): Promise<StaffMember | undefined> {
  let found: StaffMember | undefined;
  for (const member of members) if (await isPin(pin, member.pin)) found ??= member;
  return found;
}

async function isPin(pin: string, { salt, hash, n, r, p }: PinHash): Promise<boolean> {
  if (n > largestScryptN || r > 32 || p > 4) return false;
  const expected = fromBase64Url(hash);
  if (expected.length < 16) return false;
  const key = await new Promise<Uint8Array>((done, fail) =>
    scrypt(pin, fromBase64Url(salt), expected.length, { N: n, r, p, maxmem: 256 * n * r }, (error, bytes) =>
      error ? fail(error) : done(bytes),
    ),
  );
  return timingSafeEqual(key, expected);
}
