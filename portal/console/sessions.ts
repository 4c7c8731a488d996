import { toBase64Url } from '../../shared/dossier/bytes.ts';
import type { Clock, Dice } from '../../shared/runtime.ts';

/** An officer who has signed in. */
export interface Session {
  readonly user: string;
  readonly name: string;
  readonly unit: string;
  /** Must come back with every form, so that no other site can act in the officer's name. */
  readonly csrf: string;
}

const idleMs = 30 * 60 * 1000;

/** In memory only: a restart signs everybody out. */
export interface Sessions {
  /** The secret for the cookie. */
  open(officer: Omit<Session, 'csrf'>): string;
  /** Reading a session keeps it alive for another half an hour. */
  find(secret: string | undefined): Session | undefined;
  close(secret: string | undefined): void;
}

export function createSessions({ clock, dice }: { clock: Clock; dice: Dice }): Sessions {
  const living = new Map<string, { session: Session; expiresMs: number }>();
  return {
    open({ user, name, unit }) {
      const nowMs = clock.nowMs();
      for (const [secret, { expiresMs }] of living) if (expiresMs <= nowMs) living.delete(secret);
      const secret = toBase64Url(dice.bytes(32));
      const csrf = toBase64Url(dice.bytes(24));
      living.set(secret, { session: { user, name, unit, csrf }, expiresMs: nowMs + idleMs });
      return secret;
    },
    find(secret) {
      const found = secret === undefined ? undefined : living.get(secret);
      if (!found || secret === undefined || found.expiresMs <= clock.nowMs()) return undefined;
      living.set(secret, { ...found, expiresMs: clock.nowMs() + idleMs });
      return found.session;
    },
    close: (secret) => void (secret !== undefined && living.delete(secret)),
  };
}
