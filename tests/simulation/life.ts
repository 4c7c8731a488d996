import type { Timer } from '../../shared/runtime.ts';

/**
 * One run of a machine between two power cuts, or of a page between two crashes. Everything it asks of the outside goes
 * through `guard`: each call is a place where the power may go, before the thing is done or right after. What is dead never
 * hears an answer.
 */
export interface Life {
  readonly alive: boolean;
  guard<T extends object>(target: T, methods: readonly (keyof T)[]): T;
  timer(timer: Timer): Timer;
  /** Resolves with the value if still alive then; else never. */
  hears<T>(answer: Promise<T>): Promise<T>;
  /** From now on it lives until it is ended. */
  spare(): void;
  end(): void;
}

/** A new one each time: a promise that is never settled keeps everybody who ever waited for it. */
const never = () => new Promise<never>(() => {});

export function startLife({ callsToLive, onDeath }: { callsToLive: number; onDeath: () => void }): Life {
  let alive = true;
  let calls = 0;
  let most = callsToLive;

  function end(): void {
    if (!alive) return;
    alive = false;
    onDeath();
  }

  function step(): void {
    calls += 1;
    if (calls >= most) end();
  }

  const life: Life = {
    get alive() {
      return alive;
    },
    guard(target, methods) {
      const guarded: Record<PropertyKey, unknown> = {};
      for (const key of Reflect.ownKeys(target)) {
        const value = (target as Record<PropertyKey, unknown>)[key];
        const isGuarded = typeof value === 'function' && (methods as readonly PropertyKey[]).includes(key);
        guarded[key] = isGuarded ? guardedCall(value as (...values: unknown[]) => Promise<unknown>) : value;
      }
      return guarded as typeof target;
    },
    timer: (timer) => ({ wait: (delayMs, signal) => life.hears(timer.wait(delayMs, signal)) }),
    async hears(answer) {
      const value = await answer.catch((error: unknown) => (alive ? Promise.reject(error) : never()));
      return alive ? value : never();
    },
    spare() {
      most = Number.POSITIVE_INFINITY;
    },
    end,
  };
  return life;

  function guardedCall(call: (...values: unknown[]) => Promise<unknown>) {
    return async (...values: unknown[]) => {
      if (alive) step();
      if (!alive) return never();
      const answer = await life.hears(call(...values));
      step();
      return alive ? answer : never();
    };
  }
}
