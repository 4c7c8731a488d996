import { toBase64Url } from '../../shared/dossier/bytes.ts';
import type { Clock, Dice } from '../../shared/runtime.ts';

export const tokenSeconds = 600;

/** Opaque device tokens, in memory only: after a restart every kiosk asks for a new one. */
export interface Tokens {
  issue(kiosk: string): string;
  /** The kiosk a living token was given to. */
  kioskOf(token: string): string | undefined;
  /** Every token given so far stops counting. */
  expireAll(): void;
}

export function createTokens({ clock, dice }: { clock: Clock; dice: Dice }): Tokens {
  const living = new Map<string, { kiosk: string; expiresMs: number }>();
  return {
    issue(kiosk) {
      const nowMs = clock.nowMs();
      for (const [token, { expiresMs }] of living) if (expiresMs <= nowMs) living.delete(token);
      const token = toBase64Url(dice.bytes(32));
      living.set(token, { kiosk, expiresMs: nowMs + tokenSeconds * 1000 });
      return token;
    },
    kioskOf(token) {
      const found = living.get(token);
      return found && found.expiresMs > clock.nowMs() ? found.kiosk : undefined;
    },
    expireAll: () => living.clear(),
  };
}
