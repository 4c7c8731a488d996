/**
 * What `shared/` may not reach for itself. Time, chance, waiting and cryptography come in through these ports,
 * so that the same code runs in a page, a worker, the shell, the portal and a simulated world replayed from one seed.
 */

/** Milliseconds since 1970-01-01T00:00Z, as this machine believes. Never used to order filings. */
export interface Clock {
  nowMs(): number;
}

/** Random bytes fit for keys. A simulation gives seeded ones. */
export interface Dice {
  bytes(length: number): Uint8Array<ArrayBuffer>;
}

export interface Timer {
  /** Resolves after `delayMs`, or early when `signal` aborts. Never rejects. */
  wait(delayMs: number, signal?: AbortSignalLike): Promise<void>;
}

/** The part of an AbortSignal that shared code uses (no DOM types here). */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Ends a `switch` over a union: a state nobody thought of is a compile error, and a clear message if it still happens. */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`);
}
